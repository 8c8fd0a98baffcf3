"""What HTML shows, whether a parser of Markdown made it or an author typed it."""

from __future__ import annotations

from html import escape, unescape
from html.parser import HTMLParser
from typing import TYPE_CHECKING

from tiki2md.verify.events import BLOCKS
from tiki2md.verify.sight import Thing

if TYPE_CHECKING:
    from collections.abc import Callable

    from tiki2md.verify.sight import Sight

LINE_MARK = "tiki2md-line:"
"""A comment that begins so tells the line of what follows it."""
_PROBLEM = "tiki2md-problem:"
"""A comment that begins so tells what the target cannot read."""
FRAGMENT = "x-tiki2md"
"""An element that stands for something else, by its number."""

SAME = {"th": "td", "s": "del", "b": "strong", "i": "em", "strike": "del", "ins": "u"}
_LIKE_A_PARAGRAPH = frozenset(
    ("address", "article", "aside", "body", "caption", "center", "details", "div", "fieldset",
     "figcaption", "figure", "footer", "form", "header", "label", "main", "nav", "section",
     "summary")
)  # fmt: skip
"""Blocks that part words, as a paragraph does, and count no further."""
VOID = frozenset(
    ("img", "input", "wbr", "area", "col", "embed", "link", "meta", "source", "track", "param")
)
_UNSEEN = frozenset(("script", "style", "title", "template"))
_HEADINGS = frozenset(f"h{level}" for level in range(1, 7))
_ENDS = {"li": ("li",), "dt": ("dt", "dd"), "dd": ("dt", "dd"), "td": ("td",), "tr": ("td", "tr")}
"""What ends in turn where an element begins that cannot stand in it (HTML §13.1.2.4)."""
_HELD = frozenset(("ul", "ol", "dl", "table", *_ENDS))
SOURCES = frozenset(("iframe", "embed", "video", "audio", "source", "object"))


def problem(text: str, reason: str) -> str:
    """A comment that tells a sight what the target cannot read, and why."""
    written = escape(f"{reason}|{text}").replace("-", "&#45;")
    return f"<!--{_PROBLEM}{written}-->"


def hidden(text: str) -> str:
    """A comment in HTML that says ``text``, whatever is in it."""
    return f"<!--{escape(text, quote=False).replace('-', '&#45;')}-->"


def _number(text: str) -> int | None:
    """The number in a mark of ours; authors may have typed something like it."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else None


class HtmlSight(HTMLParser):
    """Tells a sight what HTML shows.

    Attributes:
        sight: takes it.
        formats: the inline elements that are open.
    """

    def __init__(
        self, sight: Sight, fragment: Callable[[int, frozenset[str]], None] | None = None
    ) -> None:
        super().__init__(convert_charrefs=True)
        self.sight = sight
        self.formats: list[str] = []
        self._fragment = fragment
        self._held: list[str] = []
        self._pre = 0
        self._unseen = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An element begins."""
        attributes = {name: value or "" for name, value in attrs}
        tag = SAME.get(tag, tag)
        if tag == FRAGMENT:
            number = _number(attributes.get("n", ""))
            if self._fragment is not None and number is not None:
                self._fragment(number, frozenset(self.formats))
        elif tag == "br":
            self.sight.break_line()
        elif tag == "hr":
            self.sight.begin("hr")
        elif tag in BLOCKS:
            self._open(tag, attributes)
        elif tag in _LIKE_A_PARAGRAPH:
            self.sight.begin("p")
        elif tag in _UNSEEN:
            self._unseen += 1
        elif tag not in VOID and not (tag == "code" and self._pre):
            self.formats.append(tag)
        self._note(tag, attributes)

    def _open(self, tag: str, attributes: dict[str, str]) -> None:
        if tag in _HEADINGS and attributes.get("id"):
            self.sight.own_ids[len(self.sight.events)] = attributes["id"]
        for name in _ENDS.get(tag, ()):
            if self._held and self._held[-1] == name:
                self.sight.end(self._held.pop())
        if tag in _HELD:
            self._held.append(tag)
        self.sight.begin(tag)
        if tag == "pre":
            self._pre += 1

    def _note(self, tag: str, attributes: dict[str, str]) -> None:
        self.sight.title(attributes.get("title", ""))
        if tag == "a":
            self.sight.link(attributes.get("href", ""))
            self.sight.place(attributes.get("name", ""))
        elif tag == "img":
            self.sight.image(attributes.get("src", ""), attributes.get("alt", ""))
        elif tag in SOURCES:
            self.sight.link(attributes.get("src", "") or attributes.get("data", ""))
        if tag not in _HEADINGS:
            self.sight.place(attributes.get("id", ""))

    def handle_endtag(self, tag: str) -> None:
        """An element ends."""
        tag = SAME.get(tag, tag)
        if tag in BLOCKS:
            if tag == "pre":
                self._pre = max(self._pre - 1, 0)
            while tag in self._held and (name := self._held.pop()) != tag:
                self.sight.end(name)
            self.sight.end(tag)
        elif tag in _LIKE_A_PARAGRAPH:
            self.sight.end("p")
        elif tag in _UNSEEN:
            self._unseen = max(self._unseen - 1, 0)
        elif tag in self.formats:
            # The last one of that name: what an author typed need not be nested.
            self.formats.reverse()
            self.formats.remove(tag)
            self.formats.reverse()

    def handle_data(self, data: str) -> None:
        """Text, its character references resolved."""
        if self._unseen:
            return
        self.sight.text(data, frozenset(self.formats), pre=self._pre > 0)

    def handle_comment(self, data: str) -> None:
        """A comment, or the mark of a line."""
        line = _number(data.removeprefix(LINE_MARK)) if data.startswith(LINE_MARK) else None
        if line is not None:
            self.sight.line = line
        elif data.startswith(_PROBLEM):
            reason, _, text = unescape(data.removeprefix(_PROBLEM)).partition("|")
            self.sight.problems.append(Thing((text, reason), self.sight.line))
        else:
            self.sight.comment(data)


def look_at(html: str, sight: Sight) -> Sight:
    """``sight``, with what a text of HTML shows."""
    reader = HtmlSight(sight)
    reader.feed(html)
    reader.close()
    return sight
