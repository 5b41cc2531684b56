"""What a learner touches."""

from attention_lib.widgets.ask import ask
from attention_lib.widgets.editor import AttentionEditor
from attention_lib.widgets.picture import PictureView
from attention_lib.widgets.predict import Predict

__all__ = ["AttentionEditor", "PictureView", "Predict", "ask"]
