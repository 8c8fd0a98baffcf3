"""What one line of Markdown begins: the patterns that block structure rests on (CommonMark §4)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

QUOTE = re.compile(r"(?:[ ]{0,3}>[ \t]?)*")
"""The marks of block quotations at the start of a line."""
_ITEM = re.compile(r"(?:[-+*]|([0-9]{1,9})[.)])(?=[ \t]|$)")
_FENCE = re.compile(r"(?:(`{3,})[^`\n]*|(~{3,})[^\n]*)$")
_HEADING = re.compile(r"(#{1,6})(\$?)([+-]?)(?:[ \t]+|$)")
_DEFINITION = re.compile(r":[ \t]|\[\^[^\]\n]+\]:")
_NOTE = re.compile(r"\[\^[^\]\s]+\]:(?=[ \t]|$)")
_REFERENCE = re.compile(r"\[[^\^\]\n][^\]\n]*\]:")
_ATTRIBUTES = re.compile(r"\{[.#:][^{}\n]*\}[ \t]*$")
_HARD = re.compile(r"(?:[ ]{2}|\\)$")
_LINK = re.compile(r"\(\([^()\n]*+\)\)|\[[^\[\]\n]*+\]")
"""What Tiki reads before Markdown, pipes in it included."""
_PIPE = re.compile(r"(?<!\\)\|")
_BLOCK_TAG = re.compile(
    r"<(?:!--|/?(?:address|article|aside|blockquote|center|details|div|dl|dd|dt|fieldset|figure"
    r"|footer|form|h[1-6]|header|hr|iframe|li|main|nav|ol|p|pre|script|section|style|summary"
    r"|table|tbody|td|tfoot|th|thead|tr|ul)(?=[\s/>]|$))",
    re.IGNORECASE,
)
_LONE_BREAK = re.compile(r"<br[ ]?/?>[ \t]*$")
_TAG_ALONE = re.compile(r"</?[A-Za-z][^<>]*>[ \t]*$")
_CLOSING = re.compile(r"(?:(`{3,})|(~{3,}))[ \t]*$")


@dataclass(slots=True)
class HeadingLine:
    """``##$+ Title ##`` (tiki-versions §1.3), or lines and their underline (CommonMark §4.3).

    The offsets are those of all of it and of its title.
    """

    start: int
    inner_start: int
    inner_end: int
    end: int
    level: int
    numbered: bool
    sign: str


def width_of(spaces: str) -> int:
    """How many columns white space takes; a tab goes on to the next multiple of four."""
    return len(spaces.expandtabs(4))


def is_rule(line: str) -> bool:
    """Whether a line without its indentation is a thematic break (CommonMark §4.1)."""
    marks = line.replace(" ", "").replace("\t", "")
    return len(marks) >= 3 and marks[0] in "*-_" and not marks.strip(marks[0])


def is_underline(line: str) -> bool:
    """Whether a line makes a heading of the paragraph above it (CommonMark §4.3)."""
    marks = line.rstrip()
    return bool(marks) and marks[0] in "=-" and not marks.strip(marks[0])


def is_table_rule(line: str) -> bool:
    """Whether a line parts a table's header from its body (GFM §4.10)."""
    return "-" in line and "|" in line and not line.strip("|-: \t")


def without(holes: Iterable[tuple[int, int]], text: str, start: int, end: int) -> str:
    """A part of ``text`` without its plugin calls and verbatim text; offsets of all of it."""
    parts: list[str] = []
    for first, last in holes:
        parts.append(text[start:first])
        start = last
    return "".join([*parts, text[start:end]])


def heads(line: str, rule: str) -> bool:
    """Whether a line can be the header above the rule of a table: it has no more cells."""
    return _cells(line) <= _cells(rule)


def _cells(line: str) -> int:
    bare = _LINK.sub("", line).strip().removeprefix("|")
    return len(_PIPE.findall(bare if bare.endswith("\\|") else bare.removesuffix("|"))) + 1


def fence_of(line: str) -> str:
    """The marks that open a code fence, or nothing (CommonMark §4.5)."""
    match = _FENCE.match(line)
    return (match[1] or match[2]) if match else ""


def closes(line: str, fence: str) -> bool:
    """Whether a line without its indentation closes ``fence``."""
    match = _CLOSING.match(line)
    marks = (match[1] or match[2]) if match else ""
    return marks.startswith(fence)


def item_of(line: str, *, in_paragraph: bool) -> int:
    """The length of a list item's mark and the spaces behind it, or 0 (CommonMark §5.2).

    Args:
        line: a line without its indentation.
        in_paragraph: the line would interrupt a paragraph, which few items can.
    """
    match = _ITEM.match(line)
    if match is None or is_rule(line):
        return 0
    rest = line[match.end() :]
    if in_paragraph and (not rest.strip() or match[1] not in {None, "1"}):
        return 0
    spaces = width_of(rest[: len(rest) - len(rest.lstrip(" \t"))])
    return match.end() + (spaces if 1 <= spaces <= 4 and rest.strip() else 1)


def note_of(line: str) -> int:
    """The length of the mark that begins a footnote's text and of the spaces behind it, or 0."""
    match = _NOTE.match(line)
    if match is None:
        return 0
    rest = line[match.end() :]
    return match.end() + len(rest) - len(rest.lstrip(" \t"))


def is_bare_item(line: str) -> bool:
    """Whether a line is the mark of a list item and nothing else."""
    match = _ITEM.match(line)
    return match is not None and not line[match.end() :].strip()


def is_html(line: str, *, in_paragraph: bool) -> bool:
    """Whether a line begins a block of HTML where HTML is alive (CommonMark §4.6)."""
    if not line.startswith("<"):
        return False
    return _BLOCK_TAG.match(line) is not None or (
        not in_paragraph and _TAG_ALONE.match(line) is not None
    )


def is_lone_break(line: str) -> bool:
    """Whether a line is ``<br>``, the only tag that passes on every page (tiki-versions §1.3)."""
    return _LONE_BREAK.match(line) is not None


def heading_of(text: str, start: int, at: int, end: int) -> HeadingLine | None:
    """The heading in a line, or ``None``.

    Args:
        text: the whole text.
        start: where the line begins.
        at: the same behind its indentation.
        end: where the line ends, its newline not counted.
    """
    match = _HEADING.match(text, at, end)
    if match is None:
        return None
    inner_start = match.end()
    title = text[inner_start:end].rstrip()
    unmarked = title.rstrip("#")
    if not unmarked or unmarked[-1] in " \t":
        title = unmarked.rstrip()
    return HeadingLine(
        start, inner_start, inner_start + len(title), end, len(match[1]), bool(match[2]), match[3]
    )


def is_heading(line: str) -> bool:
    """Whether a line without its indentation is a heading."""
    return _HEADING.match(line) is not None


def stands_alone(line: str) -> bool:
    """Whether no break precedes a line: a definition, a note or attributes."""
    return _DEFINITION.match(line) is not None or _ATTRIBUTES.match(line) is not None


def shows_nothing(line: str) -> bool:
    """``{.class #id}`` on a line of its own (tiki-versions §1.3), or a link's definition."""
    return _ATTRIBUTES.match(line) is not None or _REFERENCE.match(line) is not None


def ends_hard(line: str) -> bool:
    """Whether a line ends in a break that its author made."""
    return _HARD.search(line) is not None
