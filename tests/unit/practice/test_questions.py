import re

import numpy as np
import pytest

import attention_lib
from attention_lib.practice.questions import LEVELS, MARKS, questions

BANK = questions(held_back=True)
SHOWN = questions()
COMPUTED = [question for question in BANK if question.code]


def ids(question):
    return question.id


def test_ids_are_unique_and_speakable():
    names = [question.id for question in BANK]
    assert len(set(names)) == len(names)
    assert all(re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", name) for name in names)


def test_the_seeds_four_questions_head_the_bank():
    assert [question.seed for question in SHOWN[:4]] == [1, 2, 3, 4]
    levels = [question.level for question in SHOWN[:4]]
    assert levels == ["basic", "basic", "intermediate", "advanced"]


@pytest.mark.parametrize("question", BANK, ids=ids)
def test_every_entry_names_level_notebook_mark_and_source(question):
    assert question.level in LEVELS and question.mark in MARKS
    assert question.notebook in (1, 2, 3, 4)
    assert question.question.strip() and question.answer.strip() and question.source.strip()


@pytest.mark.parametrize("question", SHOWN, ids=ids)
def test_every_shown_question_has_all_points_of_a_spoken_answer(question):
    for point in ("why", "number", "trade_off", "check", "trap"):
        text = getattr(question, point)
        assert text.endswith((".", "?", ")", "]")) or point in ("number", "check"), (point, text)
        assert len(text) > 8, point


@pytest.mark.parametrize("question", SHOWN, ids=ids)
def test_a_source_names_its_place(question):
    """A section, table, equation, footnote or abstract; what is computed needs none."""
    if question.mark in "VT":
        assert re.search(
            r"§|table|equation|footnote|abstract|documentation|issue|tutorial|report|post|article|“",
            question.source,
        )


@pytest.mark.parametrize("question", COMPUTED, ids=ids)
def test_what_can_be_computed_is_computed(question):
    exec(question.code, {"np": np, "al": attention_lib, "rng": np.random.default_rng(0)})


def test_nothing_from_memory_is_shown():
    assert not [question.id for question in SHOWN if question.mark == "R"]
    assert {question.mark for question in BANK} == set(MARKS)


def test_every_level_and_notebook_has_questions():
    for level in LEVELS:
        assert len(questions(level=level)) >= 10
    for notebook in (1, 2, 3, 4):
        assert len(questions(notebook=notebook)) >= 8


def test_an_unknown_level_is_refused():
    with pytest.raises(ValueError, match=r"level must be one of basic, intermediate.*got 'easy'"):
        questions(level="easy")
