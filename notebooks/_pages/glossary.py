"""The glossary: one table, from each term to its symbol, its name in the code and its section."""

from _pages.markdown import notebook_link, plain, written_from
from attention_lib.practice.glossary import glossary

HEAD = """\
# Glossary

{origin}

{number} terms of the notebooks, each with its symbol in formulas, its name in `attention_lib` and
the section that explains it. Shapes leave out the axes of a batch, which stand in front. In
formulas n is `query_len` and m is `key_len`; positions count from 0 in the code.

| Term | Symbol | In the code | Shape | What it is | Explained in |
|---|---|---|---|---|---|
"""


def glossary_page():
    """Return the page as Markdown."""
    terms = glossary()
    origin = written_from("attention_lib/data/glossary.toml")
    head = HEAD.format(origin=origin, number=len(terms))
    return head + "".join(f"{_row(term)}\n" for term in terms)


def _row(term):
    cells = (
        f"**{term.term}**",
        plain(term.symbol),
        ", ".join(f"`{name}`" for name in term.code),
        f"`{term.shape}`" if term.shape else "",
        plain(term.definition),
        notebook_link(term.notebook, term.section),
    )
    return f"| {' | '.join(cells)} |"
