"""Spoken arithmetic in English and German: what the translators translate.

The alignment is known by construction, so a map can be compared with the truth.
"""

from attention_lib.models.expression import (
    GERMAN_VOCABULARY,
    OPERATORS,
    VOCABULARY,
    Expression,
    alignment,
    english,
    german,
    parse,
    reference,
)
from attention_lib.models.sampling import TRAINED_UP_TO, held_out, is_held_out, training
from attention_lib.models.spelling import english_number, german_number

__all__ = [
    "GERMAN_VOCABULARY",
    "OPERATORS",
    "TRAINED_UP_TO",
    "VOCABULARY",
    "Expression",
    "alignment",
    "english",
    "english_number",
    "german",
    "german_number",
    "held_out",
    "is_held_out",
    "parse",
    "reference",
    "training",
]
