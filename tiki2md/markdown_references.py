"""What a text of Markdown refers to, for counting: no parser is needed for that."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from urllib.parse import urlsplit

_FENCE = re.compile(r"[ >\t]*(`{3,})")
_CODE_SPAN = re.compile(r"(`{1,2})[^`\n]+\1")
_IMAGE = re.compile(
    r"!\[[^\[\]\n]*\]\(<?([^\s()>]++)[^()\n]*+\)|<img\b(?=[^<>]*>)[^<>]*?\bsrc=\"([^\"<>]*)\"[^<>]*>"
)
_EXTERNAL = re.compile(r"\bhttps?://[^\s<>()\[\]\"']+")
_SCHEME = re.compile(r"(?:https?:)?//", re.IGNORECASE)


@dataclass(slots=True)
class References:
    """What a page refers to.

    Attributes:
        images: how many.
        local_images: of these, those of the wiki itself.
        hosts: of other sites, to links.
    """

    images: int = 0
    local_images: int = 0
    hosts: Counter[str] = field(default_factory=Counter)


def references_of(markdown: str) -> References:
    """Images, and links that leave the wiki: both are told by their addresses."""
    found = References()
    text = without_code(markdown)
    for match in _IMAGE.finditer(text):
        found.images += 1
        found.local_images += not _SCHEME.match(match[1] or match[2] or "")
    for match in _EXTERNAL.finditer(_IMAGE.sub(" ", text)):
        try:
            host = urlsplit(match[0]).hostname
        except ValueError:
            continue
        if host:
            found.hosts[host] += 1
    return found


def without_code(markdown: str) -> str:
    """Markdown without code blocks, code spans and comments, whose addresses are no links."""
    lines: list[str] = []
    fence = ""
    for line in markdown.split("\n"):
        mark = _FENCE.match(line)
        if fence:
            fence = "" if mark is not None and mark[1] == fence else fence
        elif mark is not None:
            fence = mark[1]
        else:
            lines.append(_CODE_SPAN.sub(" ", line))
    text = "\n".join(lines)
    parts: list[str] = []
    at = 0
    while (start := text.find("<!--", at)) >= 0:
        end = text.find("-->", start)
        if end < 0:
            break
        parts.append(text[at:start])
        at = end + len("-->")
    return "".join([*parts, text[at:]])
