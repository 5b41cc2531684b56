"""Trained models to look at, run in NumPy alone."""

from attention_lib.models import arithmetic
from attention_lib.models.heads_results import heads_results, heads_summary
from attention_lib.models.learning import Progress
from attention_lib.models.pair_task import train_pair
from attention_lib.models.rooms import train_rooms
from attention_lib.models.store import TRANSLATORS, load_translator, translation_results
from attention_lib.models.tokens import UnknownWords
from attention_lib.models.translation import Step, Steps, Translation
from attention_lib.models.translator import Translator

__all__ = [
    "TRANSLATORS",
    "Progress",
    "Step",
    "Steps",
    "Translation",
    "Translator",
    "UnknownWords",
    "arithmetic",
    "heads_results",
    "heads_summary",
    "load_translator",
    "train_pair",
    "train_rooms",
    "translation_results",
]
