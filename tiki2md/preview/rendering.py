"""A page as readers will see it, roughly: HTML made of its Markdown, in which nothing acts.

The parser is the one that ``verify`` reads the target's Markdown by.  What it makes is written
again from an allow-list, so that a browser finds no other element and no other attribute in it,
however it reads what authors typed.
"""

from __future__ import annotations

import base64
import re
from bisect import bisect_right
from dataclasses import replace
from html import escape
from html.parser import HTMLParser
from typing import TYPE_CHECKING

from tiki2md.html.allowed import ALLOWED, allowed_attributes
from tiki2md.preview.frame import address
from tiki2md.verify.dialects import DIALECTS
from tiki2md.verify.frontmatter import split
from tiki2md.verify.markup import LINE_MARK, SOURCES, VOID
from tiki2md.verify.page import markdown_html

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tiki2md.preview.pages import Picture

LINE_ID = "tiki2md-line-"
"""What begins the ids of places in the rendering; the line of the Markdown follows."""
MAX_PICTURES = 1 << 24
"""Bytes of the pictures of one page that are shown."""
_LINE = re.compile(rf"<!--{LINE_MARK}([0-9]{{1,9}})-->")
_ALERT = re.compile(r"\s*\[!([A-Z]+)\][ \t]*\n?")
_UNSEEN = frozenset(("script", "style", "template", "title"))
_EMPTY = VOID | {"br", "hr"}
_CLASSES = frozenset(("admonition", "admonition-title"))
"""The only ones that the style of the rendering knows."""
_ADDRESSES = frozenset(("href", "src", "poster"))
_HOLD_TEXT = frozenset(
    ("blockquote", "dd", "details", "div", "dt", "h1", "h2", "h3", "h4", "h5", "h6", "li", "p",
     "pre", "section", "td", "th")
)  # fmt: skip
"""Elements that may begin with a place in the text."""


def rendering(
    text: str,
    target: str,
    *,
    front_matter: bool,
    led_to: Callable[[str], str],
    pages: Mapping[str, int],
    picture: Callable[[str], Picture | None],
) -> str:
    """The inside of an HTML page that shows what Markdown looks like.

    Args:
        text: the file of a page.
        target: whose Markdown it is.
        front_matter: whether it begins with metadata, which is shown apart.
        led_to: the path in the site that an address on the page leads to; empty for none.
        pages: the paths of the pages that there are.
        picture: the picture with a path of the site.

    Raises:
        tiki2md.verify.libraries.MissingLibraryError: the parser of MkDocs is not installed.
    """
    body, first_line, above = text, 1, ""
    if front_matter:
        parts = split(text)
        body, first_line = parts.body, parts.first_line
        metadata = "\n".join(text.split("\n")[1 : first_line - 2])
        above = (
            '<details class="metadata"><summary>Front matter</summary>'
            f"<pre>{escape(metadata)}</pre></details>\n"
        )
    # The kind of a call-out is shown, which verify leaves to the theme.
    html = markdown_html(body, replace(DIALECTS[target], alerts=False), first_line)
    writer = _Writer(_marked_lines(html, text.count("\n") + 1), led_to, pages, picture)
    writer.feed(html)
    writer.close()
    return f"{above}{''.join(writer.parts)}\n"


def _marked_lines(html: str, count: int) -> list[int]:
    """The lines that have a mark, and the one behind the last line.

    Args:
        html: with the marks; authors may have typed some, too.
        count: of the lines of the text.
    """
    marked = {int(line) for line in _LINE.findall(html)}
    return [*sorted(line for line in marked if line <= count), count + 1]


class _Writer(HTMLParser):
    """Writes HTML again, with nothing in it but what the allow-list has.

    Args:
        lines: those of the Markdown that are marked, and the one behind the last line.
        led_to: as for ``rendering``.
        pages: likewise.
        picture: likewise.

    Attributes:
        parts: what is written.
    """

    def __init__(
        self,
        lines: list[int],
        led_to: Callable[[str], str],
        pages: Mapping[str, int],
        picture: Callable[[str], Picture | None],
    ) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._lines = lines
        self._led_to, self._pages, self._picture = led_to, pages, picture
        self._line = 0
        self._left_lines = set(lines[:-1])
        self._unseen = ""
        self._opened: list[str] = []
        self._left = MAX_PICTURES

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An element begins; what may not be there gives its place to what it holds."""
        if self._unseen:
            return
        attributes = {name: value or "" for name, value in reversed(attrs)}
        if tag in _UNSEEN:
            self._unseen = tag
        elif tag == "img":
            self._image(attributes)
        elif tag in SOURCES:
            self._gone(tag, attributes.get("src") or attributes.get("data") or "")
        elif tag in ALLOWED:
            self._open(tag, attributes)

    def handle_endtag(self, tag: str) -> None:
        """An element ends."""
        if self._unseen:
            self._unseen = "" if tag == self._unseen else self._unseen
        elif tag in ALLOWED and tag not in _EMPTY and tag not in SOURCES:
            self.parts.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        """Text; the mark of a call-out becomes its title."""
        if self._unseen:
            return
        alert = _ALERT.match(data) if self._opened[-2:] == ["blockquote", "p"] else None
        if alert is not None:
            self.parts.append(f'<strong class="alert">{alert[1].capitalize()}</strong><br>')
            data = data[alert.end() :]
        if data.strip():
            self._opened.clear()
        self.parts.append(escape(data))

    def handle_comment(self, data: str) -> None:
        """The line of what follows; other comments nobody sees."""
        found = _LINE.fullmatch(f"<!--{data}-->")
        # Each line once: authors may have typed such marks, any number of them.
        if found is not None and int(found[1]) in self._left_lines:
            self._line = int(found[1])
            self._left_lines.remove(self._line)

    def _open(self, tag: str, attributes: dict[str, str]) -> None:
        kept = allowed_attributes(tag, attributes) or {}
        kept = {name: value for name, value in kept.items() if name not in _ADDRESSES}
        if classes := _CLASSES.intersection(attributes.get("class", "").split()):
            kept["class"] = " ".join(sorted(classes))
        inside = self._place(tag, kept) if self._line else ""
        if tag == "a":
            kept |= self._link(attributes.get("href", ""))
        self._opened.append(tag)
        self.parts.append(f"<{tag}{_written(kept)}>{inside}")

    def _place(self, tag: str, kept: dict[str, str]) -> str:
        """Places for the lines of a block, of which only the first has a mark.

        The first one is the element itself, unless it has an id of its own.
        """
        line, self._line = self._line, 0
        end = self._lines[bisect_right(self._lines, line)]
        if "id" not in kept:
            kept["id"] = f"{LINE_ID}{line}"
            line += 1
        if tag not in _HOLD_TEXT:
            return ""
        return "".join(f'<span id="{LINE_ID}{number}"></span>' for number in range(line, end))

    def _link(self, href: str) -> dict[str, str]:
        """Only links to pages of the preview, and within the page, lead somewhere."""
        if href.startswith("#"):
            return {"href": href}
        path = self._led_to(href)
        if path in self._pages:
            return {"href": address("page", path), "target": "_top"}
        return {"class": "out", "title": href} if href else {}

    def _image(self, attributes: dict[str, str]) -> None:
        src, alt = attributes.get("src", ""), attributes.get("alt", "")
        path = self._led_to(src)
        found = self._picture(path) if path else None
        if found is None or len(found.data) > self._left:
            self._gone("img", src, alt)
            return
        self._left -= len(found.data)
        kept = allowed_attributes("img", {**attributes, "src": ""}) or {}
        data = base64.b64encode(found.data).decode()
        kept["src"] = f"data:{found.media_type};base64,{data}"
        self.parts.append(f"<img{_written(kept)}>")

    def _gone(self, tag: str, src: str, alt: str = "") -> None:
        """What is not loaded is named."""
        shown = escape(alt or src or tag)
        self.parts.append(f'<span class="gone" title="{escape(src)}">{tag}: {shown}</span>')


def _written(attributes: Mapping[str, str]) -> str:
    return "".join(f' {name}="{escape(value)}"' for name, value in attributes.items())
