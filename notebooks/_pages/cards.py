"""The cards: every question that may be shown, in front; its answer behind."""

from _pages.markdown import notebook_link, plain, written_from
from attention_lib.practice.questions import LEVELS, questions

POINTS = {
    "why": "Why",
    "number": "Number or shape",
    "trade_off": "Trade-off",
    "trap": "Trap",
    "check": "Check",
}
HEAD = """\
# Cards

{origin}

{number} questions from the notebooks, to be answered again and again until the answers stick.

**Say your answer aloud before you look.** Then compare: was the first sentence there, the reason,
a number, the price, and a way to check it? And would the trap have caught you?

**When:** 2 days after you worked through a notebook, then after 1 week, then after 1 month. A card
that you missed starts again at 2 days. Mix notebooks and levels. (Answering with pauses in between
beats answering in one go; that the pauses should grow is not proven: Latimier, Peyre and Ramus
2021, abstract. The three dates are our choice.)

**On paper:** print this page from “Cards” on, cut above each heading, and fold at the line below
the question. **On the screen:** take questions from the list; a click leads to the answer.

The code of a card runs after these lines:

```python
import numpy as np
import attention_lib as al
rng = np.random.default_rng(0)
```

## Questions
"""


def cards_page():
    """Return the page as Markdown: when to repeat, the list of questions, then the cards."""
    shown = questions()
    origin = written_from("attention_lib/data/questions.toml")
    parts = [HEAD.format(origin=origin, number=len(shown))]
    parts += [_list_of(level) for level in LEVELS]
    parts += [_card(question) for level in LEVELS for question in questions(level=level)]
    return "\n".join(parts)


def _list_of(level):
    lines = [f"### {level.capitalize()}", ""]
    # A heading of small letters and hyphens has the same anchor in JupyterLab and on GitHub.
    lines += [f"- [{plain(one.question)}](#{one.id})" for one in questions(level=level)]
    return "\n".join([*lines, ""])


def _card(question):
    front = [
        f"## {question.id}",
        f"**{plain(question.question)}**",
        f"{question.level} · {notebook_link(question.notebook)}",
    ]
    back = [plain(question.answer), _points(question)]
    if question.code:
        back.append(f"```python\n{question.code.strip()}\n```")
    back.append(_source(question))
    return "\n\n".join([*front, "---", *back]) + "\n"


def _points(question):
    texts = {name: getattr(question, point) for point, name in POINTS.items()}
    return "\n".join(f"- **{name}.** {plain(text)}" for name, text in texts.items() if text)


def _source(question):
    second_hand = question.mark == "T" and "from a" not in question.source
    return f"Source: {plain(question.source)}{' (from a transcription)' if second_hand else ''}."
