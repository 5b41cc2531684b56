"""A spoken answer: nothing is revealed before it was said, and nobody is timed unasked."""

import re
import threading

import pytest
from displayed import outputs_of

from attention_lib.practice.questions import question, questions
from attention_lib.widgets import clock, say_it
from attention_lib.widgets.say_it import SayIt

ASKED = question("softmax-axis")
POINTS = dict(
    zip("DWNTC", (ASKED.answer, ASKED.why, ASKED.number, ASKED.trade_off, ASKED.check), strict=True)
)
SECRETS = (*POINTS.values(), ASKED.trap, ASKED.source)
HOSTILE = "<img src=x onerror=\"alert('hi')\"> & 'quotes' $x$ </div><script>bad()</script>"


def said(question_id=ASKED.id, ticked=""):
    spoken = SayIt(question_id)
    spoken.said.click()
    for letter in ticked:
        spoken.points[letter].value = True
    return spoken


def counted(ticked=""):
    spoken = said(ticked=ticked)
    spoken.count.click()
    return spoken


def inside(widget):
    yield widget
    for child in getattr(widget, "children", ()):
        yield from inside(child)


def shown(widget):
    html = " ".join(part.value for part in inside(widget) if type(part).__name__ == "HTML")
    return html.replace("&#x27;", "'").replace("&quot;", '"')


def test_nothing_of_the_answer_is_in_the_state_before_it_was_said():
    spoken = SayIt(ASKED.id)
    state = str([part.get_state() for part in inside(spoken)])
    assert ASKED.question in state
    for secret in SECRETS:
        assert secret not in state
    assert spoken._reveal.layout.display == "none"
    assert not spoken.has_said_it


def test_saying_it_reveals_each_point_beside_its_box_and_not_yet_the_model_answer():
    spoken = said()
    assert spoken.has_said_it and spoken._reveal.layout.display is None
    for letter, point in POINTS.items():
        assert spoken.points[letter].description.startswith(f"{letter}: ")
        assert point in spoken.holds[letter].value
    assert ASKED.trap not in shown(spoken) and ASKED.source not in shown(spoken)
    assert "Tick what yours held" in spoken.status.value


@pytest.mark.parametrize(
    ("ticked", "says"),
    [
        ("DWNTC", "<strong>5 of 5.</strong> Nothing was missed: say it again in two days"),
        ("DWTC", "<strong>4 of 5.</strong> Missed: the number or shape; next time, give one"),
        ("DN", "<strong>2 of 5.</strong> Missed: the why, the trade-off and the check; next time"),
        ("", "<strong>0 of 5.</strong> Missed: the definition, the why, the number or shape, "),
    ],
    ids=["all", "four", "two", "none"],
)
def test_the_score_says_in_one_sentence_what_was_missed(ticked, says):
    spoken = counted(ticked)
    assert spoken.ticked == ticked
    assert says in spoken.score.value
    assert len(re.findall(r"\.(?= |<)", spoken.score.value.split("</strong>")[1])) == 1


def test_counting_shows_the_model_answer_what_may_follow_and_the_source():
    spoken = counted("D")
    for secret in SECRETS:
        assert secret in spoken.model.value
    assert "read in the source" in spoken.model.value


def test_a_box_that_the_click_overtook_or_that_is_ticked_later_still_counts():
    spoken = counted("D")
    spoken.points["C"].value = True
    assert "2 of 5" in spoken.score.value
    spoken.points["D"].value = False
    assert "1 of 5" in spoken.score.value


def test_points_cannot_be_counted_before_it_was_said():
    spoken = SayIt(ASKED.id)
    spoken.points["D"].value = True
    spoken.count.click()
    assert "of 5" not in shown(spoken)
    assert not [secret for secret in SECRETS if secret in shown(spoken)]


def test_saying_it_again_hides_everything_and_begins_anew():
    spoken = counted("DW")
    spoken.again.click()
    assert spoken.ticked == "" and not spoken.has_said_it
    assert spoken.said.description == "I have said it"
    assert not [secret for secret in SECRETS if secret in shown(spoken)]
    assert "of 5" not in shown(spoken)
    spoken.said.click()
    assert ASKED.answer in shown(spoken) and "of 5" not in shown(spoken)


def test_no_clock_runs_unless_it_is_started():
    before = threading.active_count()
    spoken = said()
    assert not spoken.clock.running and spoken.clock.reading.value == ""
    assert threading.active_count() == before


def test_a_clock_counts_up_past_the_minute_and_stops_when_it_was_said(monkeypatch):
    spoken = SayIt(ASKED.id)
    spoken.clock.toggle.click()
    assert spoken.clock.running and "0:0" in spoken.clock.reading.value
    now = clock.time.monotonic()
    monkeypatch.setattr(clock.time, "monotonic", lambda: now + 64.5)
    spoken.said.click()
    assert not spoken.clock.running
    assert '<span role="timer">1:04</span>' in spoken.clock.reading.value
    assert spoken.clock.toggle.layout.display == "none"
    spoken.again.click()
    assert spoken.clock.reading.value == "" and spoken.clock.toggle.layout.display is None


def test_a_running_clock_shows_the_seconds_by_itself_and_can_be_stopped(monkeypatch):
    monkeypatch.setattr(clock, "SECOND", 0.001)
    spoken, told = SayIt(ASKED.id), threading.Event()
    spoken.clock.start()
    began = clock.time.monotonic()
    spoken.clock.reading.observe(lambda _change: told.set(), "value")
    monkeypatch.setattr(clock.time, "monotonic", lambda: began + 7.25)
    assert told.wait(timeout=30)
    assert "0:07" in spoken.clock.reading.value
    spoken.clock.toggle.click()
    assert not spoken.clock.running
    assert spoken.clock.toggle.description == "Start a clock"


def test_a_clock_that_was_forgotten_stops_by_itself(monkeypatch):
    monkeypatch.setattr(clock, "SECOND", 0.001)
    forgotten, stopped = clock.Clock(), threading.Event()
    forgotten.start()
    began = clock.time.monotonic()
    forgotten.toggle.observe(lambda _change: stopped.set(), "description")
    monkeypatch.setattr(clock.time, "monotonic", lambda: began + clock.LONGEST + 5)
    assert stopped.wait(timeout=30)
    assert not forgotten.running and "10:0" in forgotten.reading.value


def test_hostile_strings_are_shown_as_text_everywhere(monkeypatch):
    fields = ("question", "answer", "why", "number", "trade_off", "check", "trap", "source")
    hostile = type(ASKED)(**(vars(ASKED) | dict.fromkeys(fields, HOSTILE)))
    monkeypatch.setattr(say_it, "question", lambda _id: hostile)
    spoken = counted("DN")
    html = [part.value for part in inside(spoken) if type(part).__name__ == "HTML"]
    for page in [*html, spoken.snapshot()]:
        assert "<img" not in page and "<script" not in page
        assert page.count("<div") == page.count("</div>")
        assert "$" not in page or "mathjax_ignore" in page


def test_a_snapshot_stands_before_the_live_view_with_the_answer_folded_away():
    snapshot, view = outputs_of(SayIt(ASKED.id))
    assert snapshot["text/plain"] == f"Say it in 60 seconds, not said yet: {ASKED.question}"
    assert set(view) == {"application/vnd.jupyter.widget-view+json"}
    visible, folded = SayIt(ASKED.id).snapshot().split("<details>")
    assert ASKED.question in visible
    assert not [secret for secret in SECRETS if secret in visible]
    assert all(secret in folded for secret in SECRETS)


def test_the_representation_is_one_stable_sentence():
    assert repr(SayIt(ASKED.id)) == repr(SayIt(ASKED.id))
    assert repr(said(ticked="D")) == f"Say it in 60 seconds, said: {ASKED.question}"
    assert "said, 2 of 5 points: " in repr(counted("DT"))


def test_every_control_has_a_description_and_messages_are_announced():
    spoken = counted("D")
    parts = list(inside(spoken))
    for part in parts:
        if type(part).__name__ in {"Button", "Checkbox"}:
            assert part.description.strip(), part
    assert {type(part).__name__ for part in parts} == {
        "SayIt", "Clock", "VBox", "HBox", "HTML", "Button", "Checkbox",
    }  # fmt: skip
    assert 'role="status"' in spoken.score.value and 'role="status"' in spoken.status.value
    assert not re.search("#[0-9a-f]{3,6};|rgb", shown(spoken))


def test_every_question_that_may_be_shown_can_be_said():
    for asked in questions():
        spoken = said(asked.id)
        spoken.count.click()
        assert all(holds.value.strip() for holds in spoken.holds.values())


def test_an_unknown_question_is_refused_with_the_nearest():
    with pytest.raises(KeyError, match=r"no question is called 'softmax-axes'.*softmax-axis"):
        SayIt("softmax-axes")
    with pytest.raises(KeyError, match="no question is called 7"):
        SayIt(7)


def test_a_question_from_memory_is_never_asked():
    held = next(entry for entry in questions(held_back=True) if entry.held_back)
    with pytest.raises(ValueError, match=f"got '{held.id}', which is held back"):
        SayIt(held.id)
