"""A notebook shows several widgets, and a browser has one style sheet: rules must not stray."""

import re

import pytest

from attention_lib.widgets.base import STATIC

SOURCES = STATIC.parent / "js"
# What a selector must name, so that it touches this widget alone.
OWN = {
    "explorable": ("att-explorable",),
    "pruning": ("att-pruning", "att-pr-"),
    "heads": ("att-heads", "att-hd-"),
    "training": ("att-training", "att-lt-"),
    "translator": ("att-translator", "att-tr-"),
    "comparison": ("att-comparison", "att-desk", "att-side", "att-found", "att-headline"),
}
SHARED = {".att-host"}  # every widget's outermost element: the same rule in each


def selectors(text):
    """Yield every selector of a style sheet, lists taken apart."""
    text = re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)
    text = re.sub(r"@import[^;]*;", "", text)
    for block in re.findall(r"([^{};]+)\{", text):
        if not block.strip().startswith("@"):
            yield from listed(block)


def listed(block):
    """Yield the members of a selector list; commas in brackets are the selector's own."""
    depth, start = 0, 0
    for place, sign in enumerate(block):
        depth += (sign == "(") - (sign == ")")
        if sign == "," and depth == 0:
            yield block[start:place].strip()
            start = place + 1
    yield block[start:].strip()


@pytest.mark.parametrize("widget", OWN)
def test_every_rule_names_its_own_widget(widget):
    text = (SOURCES / f"{widget}.css").read_text(encoding="utf-8")
    found = list(selectors(text))
    assert len(found) > 20
    strays = [
        selector
        for selector in found
        if selector not in SHARED
        and not selector.startswith((".jp-OutputArea-child", "from", "to", "&"))
        and not any(name in selector for name in OWN[widget])
    ]
    assert strays == []


@pytest.mark.parametrize("widget", OWN)
def test_a_widgets_own_names_are_used_by_no_other(widget):
    own = [name for name in OWN[widget] if not name.endswith("-")]
    used = re.compile(r"\b(" + "|".join(own) + r")\b")
    users = {
        path.stem.split("_")[0] for path in SOURCES.glob("*.js") if used.search(path.read_text())
    }
    assert users == {widget}


def test_a_selector_list_is_taken_apart_outside_brackets_only():
    text = "@import 'x.css'; /* .no {} */ .a, .b:is(.c, :not(:has(.d), .f)) { x: y }"
    text += " @container (w) { .e { } }"
    assert list(selectors(text)) == [".a", ".b:is(.c, :not(:has(.d), .f))", ".e"]
