"""Trained models to look at, run in NumPy alone."""

from attention_lib.models import arithmetic
from attention_lib.models.store import TRANSLATORS, load_translator, translation_results
from attention_lib.models.tokens import UnknownWords
from attention_lib.models.translation import Step, Steps, Translation
from attention_lib.models.translator import Translator

__all__ = [
    "TRANSLATORS",
    "Step",
    "Steps",
    "Translation",
    "Translator",
    "UnknownWords",
    "arithmetic",
    "load_translator",
    "translation_results",
]
