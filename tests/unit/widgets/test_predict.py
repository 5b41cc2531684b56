"""A prediction reveals nothing before the commitment, and explains after it."""

import re

import pytest
from displayed import outputs_of

from attention_lib.widgets import predict
from attention_lib.widgets.predict import Predict

PROMPT = "Spread of scaled scores as head_dim grows?"
RISES = "You may have forgotten the square root."
STAYS = "Dividing by the root cancels the growth."
MODEL = "The variance of a dot product is head_dim."
SEEN = "<table><tr><td>0.997</td></tr></table>"
HOSTILE = "<img src=x onerror=\"alert('hi')\"> & 'quotes' $x$ </div><script>bad()</script>"


def ask(**changes):
    arguments = {
        "prompt": PROMPT,
        "choices": {"rises": RISES, "stays near 1": STAYS},
        "answer": "stays near 1",
        "observe": lambda: SEEN,
        "explain": MODEL,
    }
    return Predict(**(arguments | changes))


def answer(question, choice, confidence="fairly sure"):
    question.choice.value = choice
    question.confidence.value = confidence
    question.commit.click()
    return question


def inside(widget):
    yield widget
    for child in getattr(widget, "children", ()):
        yield from inside(child)


def shown(question):
    return " ".join(str(part.value) for part in inside(question) if hasattr(part, "value"))


def test_nothing_of_the_answer_is_in_the_state_before_the_commitment():
    calls = []
    question = ask(observe=lambda: calls.append("drawn") or SEEN)
    question.choice.value = "rises"
    question.confidence.value = "certain"
    state = str([part.get_state() for part in inside(question)])
    for secret in (RISES, STAYS, MODEL, "0.997"):
        assert secret not in state
    assert calls == []
    assert question._reveal.layout.display == "none"
    assert question.correct is None


@pytest.mark.parametrize(("choice", "confidence"), [(None, "guess"), ("rises", None), (None, None)])
def test_a_half_made_commitment_is_refused_with_a_sentence(choice, confidence):
    question = answer(ask(), choice, confidence)
    assert not question.committed
    assert "Choose an answer and say how sure you are" in question.status.value
    assert STAYS not in shown(question)


def test_a_selection_that_the_click_overtook_still_counts():
    question = answer(ask(), "rises", None)
    question.confidence.value = "certain"  # arrives right after the click
    assert question.committed
    assert RISES in question.feedback.value


def test_a_selection_long_after_a_refused_click_commits_nothing(monkeypatch):
    question = answer(ask(), "rises", None)
    now = predict.time.monotonic()
    monkeypatch.setattr(predict.time, "monotonic", lambda: now + 5)
    question.confidence.value = "certain"
    assert not question.committed
    assert RISES not in shown(question)


def test_a_wrong_prediction_shows_its_own_reason_the_answer_and_the_observation():
    question = answer(ask(), "rises")
    assert question.committed
    assert question.correct is False
    assert "Not this time" in question.feedback.value
    assert RISES in question.feedback.value
    assert "stays near 1" in question.feedback.value
    assert STAYS in question.feedback.value
    assert question.observation.value == SEEN
    assert question._reveal.layout.display is None


def test_a_right_prediction_is_called_right_and_explained():
    question = answer(ask(), "stays near 1")
    assert question.correct is True
    assert "Right" in question.feedback.value
    assert STAYS in question.feedback.value
    assert RISES not in question.feedback.value


def test_only_a_certain_error_is_to_be_written_down():
    for choice, confidence in [("rises", "guess"), ("stays near 1", "certain")]:
        assert "write this one down" not in shown(answer(ask(), choice, confidence))
    assert "write this one down" in answer(ask(), "rises", "certain").feedback.value


def test_a_lucky_guess_is_asked_for_a_reason():
    assert "say why" in answer(ask(), "stays near 1", "guess").feedback.value


def test_a_commitment_is_final():
    question = answer(ask(), "rises")
    assert question.choice.disabled and question.confidence.disabled
    assert question.commit.description == "Committed"
    before = question.feedback.value
    answer(question, "stays near 1")
    assert question.feedback.value == before


def test_the_model_sentence_waits_for_the_learners_own():
    question = answer(ask(), "rises")
    question.compare.click()
    assert "Write your own sentence first" in question.model_sentence.value
    assert MODEL not in shown(question)
    question.because.value = "the root cancels it"
    question.compare.click()
    assert "because the root cancels it" in question.model_sentence.value
    assert MODEL in question.model_sentence.value


def test_the_model_sentence_cannot_be_had_without_a_commitment():
    question = ask()
    question.because.value = "no idea"
    question.compare.click()
    assert MODEL not in shown(question)


def test_asking_again_hides_everything_and_unlocks():
    question = answer(ask(), "rises")
    question.because.value = "something"
    question.compare.click()
    question.again.click()
    assert question.choice.value is None and question.confidence.value is None
    assert not (question.choice.disabled or question.confidence.disabled)
    assert question.commit.description == "Commit"
    for secret in (RISES, STAYS, MODEL, "0.997", "something"):
        assert secret not in shown(question)
    assert answer(question, "stays near 1").correct is True


class Drawn:
    def _repr_html_(self):
        return "<p>drawn</p>"


@pytest.mark.parametrize(
    ("observe", "html"),
    [
        (Drawn, "<p>drawn</p>"),
        (lambda: "<b>7</b>", "<b>7</b>"),
        (lambda: None, '<div role="status" class="mathjax_ignore"></div>'),
        (None, '<div role="status" class="mathjax_ignore"></div>'),
    ],
    ids=["object", "string", "returns None", "is None"],
)
def test_an_observation_may_be_an_object_a_string_or_nothing(observe, html):
    assert answer(ask(observe=observe), "rises").observation.value == html


def test_an_observation_that_fails_leaves_a_sentence_and_the_feedback():
    def broken():
        raise ZeroDivisionError("<b>no</b>")

    question = answer(ask(observe=broken), "rises")
    assert "could not be drawn. ZeroDivisionError: &lt;b&gt;no" in question.observation.value
    assert RISES in question.feedback.value


def test_an_observation_of_another_type_leaves_a_sentence():
    question = answer(ask(observe=lambda: 3.5), "rises")
    assert "observe must return an HTML string" in question.observation.value
    assert "got float" in question.observation.value


def test_hostile_strings_are_shown_as_text_everywhere():
    question = ask(
        prompt=HOSTILE,
        choices={HOSTILE: f"why it is wrong: {HOSTILE}", "b": f"why it is right: {HOSTILE}"},
        answer="b",
        explain=HOSTILE,
        observe=None,
    )
    answer(question, HOSTILE, "certain")
    question.because.value = HOSTILE
    question.compare.click()
    html = [part.value for part in inside(question) if type(part).__name__ == "HTML"]
    for page in [*html, question.snapshot()]:
        assert "<img" not in page and "<script" not in page
        assert page.count("<div") == page.count("</div>")
        assert "$" not in page or "mathjax_ignore" in page
    assert all(not part.description_allow_html for part in (question.choice, question.because))


def test_a_snapshot_stands_before_the_live_view():
    snapshot, view = outputs_of(ask())
    assert snapshot["text/plain"] == f"Question with 2 choices, not answered yet: {PROMPT}"
    assert ask().snapshot() in snapshot["text/html"]
    assert set(view) == {"application/vnd.jupyter.widget-view+json"}


def test_the_snapshot_folds_the_answer_away():
    visible, folded = ask().snapshot().split("<details>")
    assert PROMPT in visible and "<li>rises</li>" in visible
    assert STAYS not in visible and MODEL not in visible
    assert STAYS in folded and MODEL in folded


def test_the_representation_is_one_stable_sentence():
    assert repr(ask()) == repr(ask())
    assert repr(ask()) == f"Question with 2 choices, not answered yet: {PROMPT}"
    assert "answered wrong (certain)" in repr(answer(ask(), "rises", "certain"))
    assert not re.search("0x|model_id", repr(ask()))


def test_every_control_has_a_description():
    for part in inside(ask()):
        if type(part).__name__ in {"RadioButtons", "Button", "Textarea"}:
            assert part.description.strip(), part
    assert {type(part).__name__ for part in inside(ask())} == {
        "Predict", "VBox", "HBox", "HTML", "RadioButtons", "Button", "Textarea",
    }  # fmt: skip


def test_messages_are_announced_and_colours_come_from_the_theme():
    question = answer(ask(), "rises")
    question.because.value = "of the root"
    question.compare.click()
    for part in (question.feedback, question.status, question.model_sentence):
        assert 'role="status"' in part.value
    assert "--jp-" in question.feedback.value
    assert not re.search("#[0-9a-f]{3,6}|rgb", question.feedback.value)


@pytest.mark.parametrize(
    ("changes", "error", "says"),
    [
        ({"answer": "falls"}, ValueError, "answer must be one of the choices .*'falls'"),
        ({"choices": {"rises": RISES}}, ValueError, "at least 2 choices; got 1"),
        ({"choices": ["rises"]}, TypeError, "must be a dict .*; got list"),
        (
            {"choices": {"rises": "Wrong.", "stays near 1": STAYS}},
            ValueError,
            "at least 5 words; got 'Wrong.' for the choice 'rises'",
        ),
        ({"choices": {1: RISES, "stays near 1": STAYS}}, TypeError, "strings; got 1"),
        ({"prompt": "  "}, ValueError, "prompt must not be empty"),
        ({"explain": None}, TypeError, "explain must be a string; got NoneType"),
        ({"explain": ""}, ValueError, "explain must not be empty"),
        ({"observe": SEEN}, TypeError, "observe must be a function or None; got str"),
    ],
)
def test_a_bad_argument_says_what_must_hold_and_what_was_given(changes, error, says):
    with pytest.raises(error, match=says):
        ask(**changes)
