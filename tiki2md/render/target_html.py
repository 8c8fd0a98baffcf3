"""Tags, texts and comments of HTML as a target takes them: as they are, or as JSX, for MDX.

What MDX reads is in users-and-targets §2.3 and §2.4.

In JSX every element is closed, attributes have the names of the DOM's properties, a
style is an object, text is a string in braces, and comments are JavaScript's.
"""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from typing import TYPE_CHECKING
from urllib.parse import unquote

from tiki2md.render import escape_mkdocs
from tiki2md.render.escape_html import html_attribute, html_text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tiki2md.render.context import Context

VOID = frozenset(
    ("area", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr")
)
"""Elements without content or end tag (HTML §13.1.2)."""

_NAME = re.compile(r"[A-Za-z][A-Za-z0-9-]*")
_ATTRIBUTE = re.compile(r"[A-Za-z_:][A-Za-z0-9_.:-]*")
_JSX_ATTRIBUTE = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*")
_FILE = re.compile(r"(?:\./)?(?:(?:\.\./)+static/)?files/")
_RAW = frozenset({"script", "style"})
_BARE = frozenset({"allowfullscreen", "checked", "controls", "disabled", "hidden", "open"})
_PROPERTIES = """
allowFullScreen autoPlay cellPadding cellSpacing charSet colSpan contentEditable crossOrigin
dateTime encType frameBorder hrefLang itemProp itemScope itemType maxLength noWrap readOnly
rowSpan srcDoc srcLang srcSet tabIndex useMap
"""
_RENAMED = {name.lower(): name for name in _PROPERTIES.split()} | {
    "class": "className",
    "for": "htmlFor",
}
# An underscore at the edge of a word may be a mark: MDX reads Markdown in a line of an element.
_PLAIN = re.compile(r"(?:[^\W_]|(?<=[^\W_])_(?=[^\W_])|[ ,.;'()/%+-])*")


def start_tag(tag: str, attributes: Iterable[tuple[str, str]], ctx: Context) -> str:
    """``<tag name="value">``, with the attributes that the target can have; empty for no tag."""
    if not _NAME.fullmatch(tag):
        return ""
    if ctx.target.mdx:
        pairs = "".join(_jsx_attribute(name, value) for name, value in attributes)
        return f"<{tag}{pairs}{' /' if tag.lower() in VOID else ''}>"
    shortcodes = ctx.target.shortcodes
    pairs = "".join(
        f' {name}="{html_attribute(value, shortcodes=shortcodes)}"'
        for name, value in attributes
        if _ATTRIBUTE.fullmatch(name)
    )
    start = f"<{tag}{pairs}>"
    return escape_mkdocs.in_tag(start) if ctx.target.python_markdown else start


def _jsx_attribute(name: str, value: str) -> str:
    """An attribute with a space before it; empty for what would run a script."""
    lower = name.lower()
    if not _JSX_ATTRIBUTE.fullmatch(name) or lower.startswith("on"):
        return ""
    if lower == "style":
        style = _style(value)
        return f" style={{{{{style}}}}}" if style else ""
    if lower in _BARE and value.lower() in {"", lower}:
        return f" {_RENAMED.get(lower, lower)}"
    if lower in {"src", "href", "poster"} and _FILE.match(value):
        # Only so the generator brings the file along; a path, not an address.
        return f" {lower}={{require({_string('./' + unquote(value.removeprefix('./')))}).default}}"
    return f' {_RENAMED.get(lower, name)}="{html_attribute(value)}"'


def _style(text: str) -> str:
    """Declarations of CSS as the properties of an object."""
    found: dict[str, str] = {}
    for part in text.split(";"):
        name, colon, value = part.partition(":")
        name, value = name.strip(), " ".join(value.split())
        if colon and value and re.fullmatch(r"-?-?[A-Za-z][A-Za-z0-9-]*", name):
            first, *words = name.lower().removeprefix("-ms-").split("-")
            camel = first + "".join(word.capitalize() for word in words)
            found[name if name.startswith("--") else camel] = value
    return ", ".join(f"{json.dumps(name)}: {_string(value)}" for name, value in found.items())


def _string(text: str) -> str:
    """A string of JavaScript that ends no line and no script."""
    written = json.dumps(text, ensure_ascii=False)
    return written.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def element_text(text: str, ctx: Context) -> str:
    """Literal text inside an element that Markdown is not looked for in."""
    if not ctx.target.mdx:
        return html_text(text)
    return text if _PLAIN.fullmatch(text) and text == text.strip() else f"{{{_string(text)}}}"


def comment(text: str, *, inline: bool = False) -> str:
    """An HTML comment; ``text`` cannot end it (HTML §13.1.6, CommonMark §6.6).

    Inside a line it stays on the line, and holds no ``--``, which CommonMark
    before 0.31 takes for text.
    """
    text = text.replace("--!>", "--!&gt;").replace("-->", "--&gt;")
    if inline:
        text = re.sub(r"\r\n?|\n", " ", text).replace("--", "-&#45;")
    if text.startswith((">", "->")):
        text = " " + text
    if text.endswith("-"):
        text += " "
    return f"<!--{text}-->"


def hidden(text: str, ctx: Context, *, inline: bool = False) -> str:
    """A comment of the target's that says ``text``."""
    if not ctx.target.mdx:
        return comment(text, inline=inline)
    lines = re.sub(r"\n\s*\n", "\n", text) if not inline else " ".join(text.split("\n"))
    return "{/*" + lines.replace("*/", "* /").replace("\r", "") + "*/}"


def as_target_html(html: str, ctx: Context) -> str:
    """The author's HTML, well formed where the target insists on it."""
    if not ctx.target.mdx:
        return html
    reader = _ToJsx(ctx)
    reader.feed(html)
    reader.close()
    return reader.finished()


_CELLS = ("td", "th")
_ENDS = {
    "p": ("p",),
    "li": ("p", "li"),
    "dt": ("p", "dt", "dd"),
    "dd": ("p", "dt", "dd"),
    "option": ("option",),
    "td": ("p", *_CELLS),
    "th": ("p", *_CELLS),
    "tr": ("p", *_CELLS, "tr"),
    "tbody": ("p", *_CELLS, "tr", "thead", "tbody"),
}
"""What ends in turn where an element begins that cannot stand in it (HTML §13.1.2.4)."""


class _ToJsx(HTMLParser):
    """Writes HTML as JSX on one line; closes what is left open, drops ends of nothing."""

    def __init__(self, ctx: Context) -> None:
        super().__init__(convert_charrefs=True)
        self._ctx = ctx
        self._parts: list[str] = []
        self._open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name in _ENDS.get(tag, ()):
            if self._open and self._open[-1] == name:
                self.handle_endtag(name)
        start = start_tag(tag, ((name, value or "") for name, value in attrs), self._ctx)
        self._parts.append(start)
        if start and tag not in VOID:
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in self._open:
            return
        while (last := self._open.pop()) != tag:
            self._parts.append(f"</{last}>")
        self._parts.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        if self._open and self._open[-1] in _RAW:
            self._parts.append(f"{{{_string(data)}}}")
        elif not data.strip() and "pre" not in self._open:
            self._parts.append(" " if self._open else "")
        else:
            self._parts.append(element_text(data, self._ctx))

    def handle_comment(self, data: str) -> None:
        self._parts.append(hidden(data, self._ctx, inline=True))

    def finished(self) -> str:
        """What was read, with every element closed."""
        ends = [f"</{tag}>" for tag in reversed(self._open)]
        return "".join([*self._parts, *ends]).strip()


class _Attributes(HTMLParser):
    """Takes the attributes of start tags."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: dict[str, str] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del tag
        self.found |= {name: value or "" for name, value in attrs}


def attributes_of(start: str) -> dict[str, str]:
    """The attributes of a start tag that the author typed."""
    reader = _Attributes()
    reader.feed(start)
    return reader.found
