"""Read HTML as a browser would: its tables, its texts and every tag it uses."""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {"img", "br", "hr"}


@dataclass
class Cell:
    """One cell of a table."""

    tag: str
    style: str
    text: str = ""

    @property
    def colours(self):
        """Background and text colour, as (red, green, blue)."""
        background = re.search(r"background:#([0-9a-f]{6})", self.style)
        text = re.search(r";color:#(000|fff)", self.style)
        shade = 0 if text[1] == "000" else 255
        return tuple(bytes.fromhex(background[1])), (shade,) * 3


@dataclass
class Page(HTMLParser):
    """The parsed page; unbalanced tags are an error."""

    html: str
    tags: list = field(default_factory=list)
    attributes: list = field(default_factory=list)
    tables: list = field(default_factory=list)
    captions: list = field(default_factory=list)
    text: str = ""

    def __post_init__(self):
        super().__init__(convert_charrefs=True)
        self.open = []
        self.feed(self.html)
        self.close()
        assert self.open == [], f"never closed: {self.open}"

    def handle_starttag(self, tag, attributes):
        self.tags.append(tag)
        self.attributes += [(tag, name, value) for name, value in attributes]
        if tag not in VOID:
            self.open.append(tag)
        if tag == "table":
            self.tables.append([])
        elif tag == "caption":
            self.captions.append("")
        elif tag == "tr":
            self.tables[-1].append([])
        elif tag in ("td", "th"):
            self.tables[-1][-1].append(Cell(tag, dict(attributes).get("style", "")))

    def handle_endtag(self, tag):
        assert self.open and self.open.pop() == tag, f"</{tag}> closes nothing"

    def handle_data(self, data):
        self.text += data
        if "td" in self.open or "th" in self.open:
            self.tables[-1][-1][-1].text += data
        elif "caption" in self.open:
            self.captions[-1] += data


def contrast(one, other):
    """Return the contrast of two colours as WCAG 2.2 defines it, 1 to 21."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(rgb):
    shares = [channel / 255 for channel in rgb]
    linear = [s / 12.92 if s <= 0.04045 else ((s + 0.055) / 1.055) ** 2.4 for s in shares]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
