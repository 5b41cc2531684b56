"""The cards and the glossary: fresh, without what is held back, and every link leads somewhere."""

import importlib
import re
from pathlib import Path

import pytest
from markdown_it import MarkdownIt
from notebook_text import read, unresolved

from attention_lib.practice.questions import LEVELS, questions

NOTEBOOKS = Path(__file__).parents[2] / "notebooks"
PAGES = ("cards.md", "glossary.md")
HELD_BACK = [question for question in questions(held_back=True) if question.held_back]
POINTS = ("why", "number", "trade_off", "trap", "check")


@pytest.fixture(scope="module")
def main():
    """Return the command line, imported as ``python notebooks/pages.py`` does."""
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(NOTEBOOKS)
        yield importlib.import_module("_pages.cli").main


@pytest.fixture(scope="module")
def page():
    return {name: (NOTEBOOKS / name).read_text(encoding="utf-8") for name in PAGES}


@pytest.fixture(scope="module")
def cards(page):
    """Return what a reader sees of each card, by the id that is its heading."""
    _, *found = re.split(r"(?m)^## (?=[a-z])", page["cards.md"])
    return {text.partition("\n")[0]: seen(text.partition("\n")[2]) for text in found}


def seen(markdown):
    """Return the words that a Markdown viewer shows, in order."""
    parts = (token.content for token in tokens(markdown) if not token.type.startswith("html"))
    return " ".join("".join(parts).split())


def tokens(markdown):
    """Yield what the text consists of: runs of letters, code, both ends of a link."""
    for block in MarkdownIt().enable("table").parse(markdown):
        yield from block.children or [block]


def spoken(text):
    """Return a text of the bank without the stars of emphasis."""
    return " ".join(re.sub(r"\*(\w+)\*", r"\1", text).split())


def test_the_committed_pages_are_what_the_data_gives(main, capsys):
    assert main(["--check"]) == 0, capsys.readouterr().out


def test_a_changed_page_is_told_and_left_alone_then_mended(main, tmp_path, page, capsys):
    assert main(["--folder", str(tmp_path)]) == 0
    changed = page["cards.md"].replace("scores", "points", 1)
    (tmp_path / "cards.md").write_text(changed, encoding="utf-8", newline="\n")
    capsys.readouterr()
    assert main(["--folder", str(tmp_path), "--check"]) == 1
    assert capsys.readouterr().out == "stale, run `make notebooks`: cards.md\n"
    assert (tmp_path / "cards.md").read_text(encoding="utf-8") == changed
    assert main(["--folder", str(tmp_path)]) == 0
    assert [(tmp_path / name).read_bytes().decode() for name in PAGES] == [*page.values()]


def test_a_missing_page_is_stale(main, tmp_path):
    assert main(["--folder", str(tmp_path), "--check"]) == 1
    assert list(tmp_path.iterdir()) == []


def test_every_question_that_may_be_shown_has_one_card(cards, page):
    by_level = [one.id for level in LEVELS for one in questions(level=level)]
    assert list(cards) == by_level
    assert re.findall(r"^## ([a-z].*)", page["cards.md"], re.MULTILINE) == by_level


@pytest.mark.parametrize("question", HELD_BACK, ids=lambda question: question.id)
def test_nothing_of_a_held_back_question_is_on_a_card(question, page):
    for text in (question.question, question.answer, f"#{question.id})", f"## {question.id}\n"):
        assert text not in page["cards.md"]


@pytest.mark.parametrize("question", questions(), ids=lambda question: question.id)
def test_a_card_shows_every_word_of_its_question_and_answer(question, cards):
    card = cards[question.id]
    for name in ("question", "answer", "source", *POINTS):
        assert spoken(getattr(question, name)) in card, name
    assert " ".join(question.code.split()) in card
    assert question.level in card and f"notebook {question.notebook:02}" in card


def test_a_sign_of_html_is_shown_and_not_obeyed(main):
    assert main  # the path is set
    plain = importlib.import_module("_pages.markdown").plain
    assert seen(plain("n<d> and *n* < 2")) == "n<d> and n < 2"
    assert seen("n<d> and n < 2") != "n<d> and n < 2"


def test_the_question_stands_before_the_fold_and_all_else_behind_it(page):
    for question in questions():
        _, _, card = page["cards.md"].partition(f"\n## {question.id}\n")
        front, fold, _ = card.partition("\n---\n")
        assert fold and "## " not in front
        assert question.question.split()[0] in front
        assert question.answer not in front and question.trap not in front


def test_what_was_read_in_a_transcription_says_so(cards):
    second_hand = [question for question in questions() if question.mark == "T"]
    assert second_hand
    for question in second_hand:
        assert re.search("from a (transcription)|from an author", cards[question.id]), question.id


@pytest.mark.parametrize("name", PAGES)
def test_every_link_of_a_page_leads_somewhere(name, page):
    targets = [token.attrs["href"] for token in tokens(page[name]) if token.type == "link_open"]
    assert len(targets) > 60
    # Only such headings have one and the same anchor in JupyterLab and on GitHub.
    headings = re.findall(r"^## ([a-z0-9-]+)$", page[name], re.MULTILINE)
    inside = {target[1:] for target in targets if target.startswith("#")}
    assert inside == set(headings)
    opened = {path: read(path) for path in NOTEBOOKS.glob("*.ipynb")}
    for target in set(targets) - {f"#{anchor}" for anchor in inside}:
        path = NOTEBOOKS / target.partition("#")[0]
        assert list(unresolved(target, opened.get(path), NOTEBOOKS / name)) == []
        assert path in opened, target


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_named_by_its_data_file(name, page):
    (data,) = re.findall(r"Written from (\S+) by", page[name])
    assert (NOTEBOOKS.parent / data).is_file()
