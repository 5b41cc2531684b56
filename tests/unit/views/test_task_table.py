"""The table of three tasks says what the results files say, and hides no start."""

import re
from html import unescape
from importlib import import_module

import pytest

from attention_lib.models import heads_results, task_results, translation_results
from attention_lib.models.task_results import TaskResults, translation_starts
from attention_lib.views import task_table
from attention_lib.views.task_table import TaskTable

MADE_UP = TaskTable([
    TaskResults("reading", "two <facts>", {
        1: [0.144, 0.2, 0.15, 0.166],
        8: [1.0, 0.999, 1.0, 0.9994],
    }),
    TaskResults("reading", "one fact", {8: [1.0, 1.0, 1.0]}),
    TaskResults("writing", "words", {2: [0.97, 0.9, 0.98]}),
])  # fmt: skip


def cells(html):
    """Return the words of every row of a table."""
    return [
        [
            " ".join(unescape(re.sub(r"<[^>]+>", " ", cell)).split())
            for cell in re.findall(r"<t[hd].*?>(.*?)</t[hd]>", row)
        ]
        for row in re.findall(r"<tr>(.*?)</tr>", html)
    ]


def test_every_number_has_its_place():
    head, *rows = cells(MADE_UP._repr_html_())
    assert head == ["heads", "1", "2", "8"]
    assert [row[0] for row in rows] == [
        *("Reading", "two <facts>", "one fact", "Writing", "words"),
    ]
    assert rows[1][1:] == ["16.5 % 14.4–20.0 0 of 4", "–", ">99.9 % 99.9–100 4 of 4"]
    assert rows[2][1:] == ["–", "–", "100 % 100 % 3 of 3"]
    assert rows[4][1:] == ["–", "95.0 % 90.0–98.0 2 of 3", "–"]


def test_the_words_say_what_the_table_says():
    assert repr(MADE_UP).splitlines() == [
        "Right answers, by the number of heads.",
        "reading, two <facts>: mean of 4 starts (lowest to highest): 1 head 16.5 % "
        "(14.4 to 20.0 %), 8 heads >99.9 % (99.9 to 100 %); starts that reach 95 %: "
        "0 of 4, 4 of 4.",
        "reading, one fact: mean of 3 starts (lowest to highest): 8 heads 100 % (all); starts "
        "that reach 95 %: 3 of 3.",
        "writing, words: mean of 3 starts (lowest to highest): 2 heads 95.0 % (90.0 to 98.0 %); "
        "starts that reach 95 %: 2 of 3.",
    ]


def test_a_screen_reader_can_name_every_row_and_column():
    html = task_table()._repr_html_()
    assert html.count('scope="col"') == 1 + 6  # and one over the settings
    assert html.count('scope="row"') == len(task_results())
    assert html.count('scope="rowgroup"') == 3
    assert "<caption" in html
    assert "<style" not in html  # an untrusted output would lose it


def test_the_three_tasks_are_all_there():
    tasks = list(dict.fromkeys(row.task for row in task_results()))
    assert tasks == ["question answering", "translation", "summarization"]


def test_the_table_is_drawn_from_the_results(monkeypatch):
    module = import_module("attention_lib.views.task_table")  # the function has its name
    monkeypatch.setattr(module, "task_results", lambda: MADE_UP.rows)
    assert repr(task_table()) == repr(MADE_UP)


@pytest.mark.parametrize(("layers", "ending"), [(1, "-one-layer"), (2, "")])
def test_translations_are_counted_from_every_seed(layers, ending):
    starts = translation_starts(layers=layers)
    assert list(starts) == [1, 2, 4]
    for heads, shares in starts.items():
        name = f"transformer-{heads}{ending}"
        rows = [row for row in translation_results()["rows"] if row["model"] == name]
        assert shares == [row["exact_match"]["4"] for row in rows]
        assert len(shares) >= 3
    assert max(translation_starts(6, layers)[1]) < 0.2 < 0.8 < min(starts[1])
    assert translation_starts() == translation_starts(4, 2)


def test_what_was_not_translated_has_no_results():
    with pytest.raises(KeyError, match=r"no results for '7' in .*translation, 2-layer: 6"):
        translation_starts(7)
    with pytest.raises(KeyError, match="no results for '4' in 'translation, 3-layer'"):
        translation_starts(layers=3)


def test_every_start_is_in_the_table():
    experiments = ((0, "route"), (1, "route, four times the steps"), (-2, "summary, one vector"))
    for row, experiment in experiments:
        counted = sum(len(shares) for shares in task_results()[row].starts.values())
        made = [row for row in heads_results()["rows"] if row["experiment"] == experiment]
        assert counted == len(made)


def test_the_table_tells_what_the_notebook_says_of_it():
    """Heads help much where one vector has to hold two things, and little elsewhere."""
    mean = {
        f"{row.task}, {row.setting}": {h: about["mean"] for h, about in row.summary.items()}
        for row in task_results()
    }
    both = mean["question answering, two facts at once"]
    assert both[1] < 0.25 < 0.9 < both[2]
    longer = mean["question answering, two facts at once, four times the steps"]
    assert both[32] + 0.02 < longer[32] < longer[4]
    assert mean["question answering, two facts at once, two layers"][1] > 0.9
    assert max(mean["question answering, one fact after the other"].values()) < 0.55
    assert min(mean["question answering, one fact after the other, two layers"].values()) > 0.9
    translated = mean["translation, four numbers, two layers"].values()
    assert max(translated) - min(translated) < 0.03
    shallow = mean["translation, four numbers, one layer"]
    assert 0.9 < shallow[1] < min(shallow[2], shallow[4]) - 0.02  # little, not nothing
    once, each = (mean[f"summarization, {way}"] for way in (
        "one vector for two words", "a query per word"))  # fmt: skip
    assert once[1] < 0.3 < 0.7 < once[2] < once[4]
    assert min(each.values()) > 0.85
