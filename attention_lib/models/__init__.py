"""Trained models to look at, run in NumPy alone."""

from attention_lib.models import arithmetic
from attention_lib.models.famous_picture import PronounPair, famous_picture, pronoun_pair
from attention_lib.models.head_evidence import head_evidence, pronoun_pairs
from attention_lib.models.head_patterns import (
    PATTERNS,
    HeadPattern,
    pattern_cells,
    pattern_scores,
)
from attention_lib.models.head_search import (
    FoundHead,
    at_same_distance,
    find_heads,
    heads_mean,
    heads_values,
)
from attention_lib.models.heads_results import heads_results, heads_summary
from attention_lib.models.learning import Progress
from attention_lib.models.looking import looking_share
from attention_lib.models.minilm import MiniLM
from attention_lib.models.minilm_store import MiniLMNotInstalled, load_minilm, minilm_installed
from attention_lib.models.pair_task import train_pair
from attention_lib.models.pruning_results import pruning_results
from attention_lib.models.reading import Reading
from attention_lib.models.retrieval import retrieval_accuracy, retrieval_pairs
from attention_lib.models.rooms import train_rooms
from attention_lib.models.rooms_store import load_rooms, load_summary
from attention_lib.models.shipped_readings import minilm_sentences, read_sentence
from attention_lib.models.store import TRANSLATORS, load_translator, translation_results
from attention_lib.models.story_telling import example_story, tell_story
from attention_lib.models.summary_tables import example_table, tell_table
from attention_lib.models.summary_task import train_summary
from attention_lib.models.task_results import task_results
from attention_lib.models.tokens import UnknownWords
from attention_lib.models.translation import Step, Steps, Translation
from attention_lib.models.translator import Translator

__all__ = [
    "PATTERNS",
    "TRANSLATORS",
    "FoundHead",
    "HeadPattern",
    "MiniLM",
    "MiniLMNotInstalled",
    "Progress",
    "PronounPair",
    "Reading",
    "Step",
    "Steps",
    "Translation",
    "Translator",
    "UnknownWords",
    "arithmetic",
    "at_same_distance",
    "example_story",
    "example_table",
    "famous_picture",
    "find_heads",
    "head_evidence",
    "heads_mean",
    "heads_results",
    "heads_summary",
    "heads_values",
    "load_minilm",
    "load_rooms",
    "load_summary",
    "load_translator",
    "looking_share",
    "minilm_installed",
    "minilm_sentences",
    "pattern_cells",
    "pattern_scores",
    "pronoun_pair",
    "pronoun_pairs",
    "pruning_results",
    "read_sentence",
    "retrieval_accuracy",
    "retrieval_pairs",
    "task_results",
    "tell_story",
    "tell_table",
    "train_pair",
    "train_rooms",
    "train_summary",
    "translation_results",
]
