"""Markdown without what is no text: for counting what is in it."""

from __future__ import annotations

import re

_FENCE = re.compile(r"[ >\t]*(`{3,})")
_CODE_SPAN = re.compile(r"(`{1,2})[^`\n]+\1")


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
