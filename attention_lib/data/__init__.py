"""Everything that a notebook reads: figures, questions, colours, weights."""
