"""What a learner touches."""

from attention_lib.widgets.ask import ask
from attention_lib.widgets.comparison import AttentionComparison
from attention_lib.widgets.dials_axes import axes_dial
from attention_lib.widgets.dials_cache import cache_dial
from attention_lib.widgets.dials_heads import heads_dial
from attention_lib.widgets.dials_rank import rank_dial
from attention_lib.widgets.dials_reach import window_reach
from attention_lib.widgets.dials_shuffle import shuffled_words
from attention_lib.widgets.editor import AttentionEditor
from attention_lib.widgets.explorable import Explorable
from attention_lib.widgets.head_pruning import HeadPruning
from attention_lib.widgets.heads_view import AttentionHeads
from attention_lib.widgets.live_training import LiveTraining
from attention_lib.widgets.parsons import Parsons
from attention_lib.widgets.picture import PictureView
from attention_lib.widgets.predict import Predict
from attention_lib.widgets.say_it import SayIt
from attention_lib.widgets.translator import Translator

__all__ = [
    "AttentionComparison",
    "AttentionEditor",
    "AttentionHeads",
    "Explorable",
    "HeadPruning",
    "LiveTraining",
    "Parsons",
    "PictureView",
    "Predict",
    "SayIt",
    "Translator",
    "ask",
    "axes_dial",
    "cache_dial",
    "heads_dial",
    "rank_dial",
    "shuffled_words",
    "window_reach",
]
