"""What a learner touches."""

from attention_lib.widgets.editor import AttentionEditor

__all__ = ["AttentionEditor"]
