"""Where tags stand in a text: found by patterns, before a parser sees it."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

# Quantifiers are possessive, and an unquoted part ends at the next `<`: no
# character is looked at again and again.
TAG = re.compile(r"</?([A-Za-z][^\s<>/\"']*+)((?:[^<>\"']|\"[^\"]*+\"|'[^']*+')*+)>")
"""A whole tag: its name, and its attributes with their quotes."""

_TAG_OR_COMMENT = re.compile(f"<!--|{TAG.pattern}")
_LOOSE = re.compile("<(?=[A-Za-z]|!--)")
_RAW = frozenset(("script", "style", "textarea", "title", "iframe", "xmp"))
"""Elements in which a tag is none."""

MAX_OPEN = 200
"""Elements that may be open at once; a browser's limit is of that order too."""
MAX_OPEN_FORMATS = 16
"""Formats that may be open at once: the parser repeats each of them in every paragraph."""

FORMATS = frozenset(
    (
        "a",
        "b",
        "big",
        "code",
        "em",
        "font",
        "i",
        "nobr",
        "s",
        "small",
        "strike",
        "strong",
        "tt",
        "u",
    )
)
"""Elements that a parser opens again where others end, as often as their attributes differ."""
# fmt: off
WITHOUT_END = frozenset((
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param",
    "source", "track", "wbr",
))
"""Elements that hold nothing, and have no end tag."""
# Elements that end by themselves: they never pile up.
_CLOSED_BY_OTHERS = WITHOUT_END | {
    "p", "li", "dt", "dd", "td", "th", "tr", "tbody", "thead",
    "tfoot", "option", "optgroup", "colgroup", "caption", "rp", "rt",
}
# fmt: on


def tag_spans(text: str) -> list[tuple[int, int]]:
    """Where tags, comments and elements without markup inside begin and end, in order."""
    spans: list[tuple[int, int]] = []
    lacking: set[str] = set()
    match = _TAG_OR_COMMENT.search(text)
    while match:
        start, at = match.span()
        closer = "-->"
        if match[1]:
            name = match[1].lower()
            spans.append((start, at))
            closer = f"</{name}" if name in _RAW and match[0][1] != "/" else ""
        # One search that fails is enough: nothing is searched to the end twice.
        if closer and closer not in lacking:
            end = re.compile(re.escape(closer), re.IGNORECASE).search(text, at)
            if end:
                spans.append((start, at := end.end()))
            else:
                lacking.add(closer)
        match = _TAG_OR_COMMENT.search(text, at)
    return spans


def tags_in(text: str) -> Iterator[re.Match[str]]:
    """The tags of ``text``, as :data:`TAG` reads them; none in comments, scripts and the like."""
    for start, end in tag_spans(text):
        tag = TAG.match(text, start)
        if tag is not None and tag.end() == end:
            yield tag


def without_loose_ends(html: str) -> str:
    """``html`` with what begins a tag or comment that never ends as text.

    A browser would swallow all that follows it.
    """
    parts: list[str] = []
    at = 0
    for start, end in [*tag_spans(html), (len(html), len(html))]:
        if end > at:
            parts.append(_LOOSE.sub("&lt;", html[at:start]))
            parts.append(html[max(at, start) : end])
            at = end
    return "".join(parts)


def tamed(html: str, key: str) -> str:
    """``html`` without the start tags that open too much at once.

    For every element that is open an HTML parser works at each further tag, so
    that a page of nothing but start tags would cost the square of its length.

    Args:
        html: the text.
        key: the name of an attribute; tags that have it always stay.
    """
    if html.count("<") <= MAX_OPEN_FORMATS:
        return html
    opened: Counter[str] = Counter()
    total = formats = 0
    ours = f" {key}="

    def judge(match: re.Match[str]) -> str:
        nonlocal total, formats
        name = match[1].lower()
        if name in _CLOSED_BY_OTHERS or ours in match[2]:
            return match[0]
        if match[0][1] == "/":
            if opened[name]:
                opened[name] -= 1
                total -= 1
                formats -= name in FORMATS
            return match[0]
        if total >= MAX_OPEN or (name in FORMATS and formats >= MAX_OPEN_FORMATS):
            return ""
        opened[name] += 1
        total += 1
        formats += name in FORMATS
        return match[0]

    return TAG.sub(judge, html)
