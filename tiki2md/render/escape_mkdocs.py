"""What Python-Markdown reads as markup besides what CommonMark does.

With the extensions that the scaffold of ``mkdocs`` switches on; the names of
extensions stand with the rows.  A row about a construct that no extension of the
scaffold knows is there because most sites switch it on sooner or later.
"""

from __future__ import annotations

import html
import re
from string import digits
from typing import TYPE_CHECKING

from tiki2md.render.delimiters import LITERAL
from tiki2md.render.unsafe import Block, Unsafe, Where, at, at_line_start

if TYPE_CHECKING:
    from collections.abc import Iterable

ESCAPABLE = "\\`*_{}[]()>#+-.!|"
"""What a backslash escapes in Python-Markdown, with tables."""

_BACKTICK = re.compile("`")
_CONTENTS = re.compile(r"\[TOC\]")
_ATTRIBUTES = re.compile(r"\{(?=[ ]*+[^}\n ])")
_ENDS = re.compile(r"[}\n]")
_RUN_IN_ANGLES = re.compile(r"([^> ]+)>?")
_ABBREVIATION = re.compile(r"^\*\[", re.MULTILINE)


def _abbreviations(block: Block) -> Iterable[int]:
    """``*[HTML]: its meaning``, on any line."""
    text = block.text
    end = -1
    for match in _ABBREVIATION.finditer(text):
        if end < match.end():
            end = text.find("]", match.end())
        if end < 0:
            return
        if text.startswith(":", end + 1):
            yield match.start()


def _addresses(block: Block) -> Iterable[int]:
    """``<ü@b>``, of any characters but spaces; ``&lt;`` is one of them, so all its ``<`` count."""
    for match in _RUN_IN_ANGLES.finditer(block.text):
        run = match[1]
        sign = run.rfind("@")
        if sign < 0 or sign + 1 == len(run) or not match[0].endswith(">"):
            continue
        found = run.find("<", run.rfind("!", 0, sign) + 1, sign - 1)
        while found >= 0:
            yield match.start() + found
            found = run.find("<", found + 1, sign - 1)


def _attribute_lists(block: Block) -> Iterable[int]:
    """Braces behind an element, at the end of a heading or cell, or on the last line."""
    text, kinds = block.text, block.kinds
    end = -1
    for match in _ATTRIBUTES.finditer(text):
        start = match.start()
        if end < start:
            found = _ENDS.search(text, start)
            end = found.start() if found else len(text)
        if text[end : end + 1] != "}":
            continue
        before = text[start - 1 : start]
        if not before or before.isspace() or kinds[start - 1] != LITERAL:
            yield start


def _backticks(block: Block) -> Iterable[int]:
    """Backticks, unless there is only one: a part of a longer run can be a mark."""
    places = [found.start() for found in _BACKTICK.finditer(block.text)]
    return places if len(places) > 1 else ()


def _contents(block: Block) -> Iterable[int]:
    """The place of the contents; in a link's text both brackets, for these have to pair."""
    for match in _CONTENTS.finditer(block.text):
        yield match.start()
        if block.scopes[match.start()]:
            yield match.end() - 1


MKDOCS_UNSAFE: tuple[Unsafe, ...] = (
    # --- anywhere
    Unsafe("<", at(r"<(?=[A-Za-z/!?])"), "raw HTML, for which the whole page is searched"),
    Unsafe("<", _addresses, "an address of mail, in more characters (automail)"),
    Unsafe("&", at(r"&(?=#|[0-9A-Za-z]+;)"), "a character reference, of any name or number"),
    Unsafe("`", _backticks, "code, whose marks may be parts of longer runs"),
    Unsafe("[]", _contents, "the place of the contents (toc)"),
    Unsafe("{", _attribute_lists, "attributes of what stands before them (attr_list)"),
    # --- where a line of the file begins
    at_line_start("#", r"^#", "a heading, with no space behind its marks"),
    at_line_start("=-", r"(?<=\n)[=-](?=[=-]*[ ]*$)", "a setext heading, of mixed marks too"),
    at_line_start(
        ".", r"\A[0-9]{10,}(\.)(?=[ \t]|$)", "a numbered item of any length", begin=digits
    ),
    at_line_start(
        ".",
        r"(?<=\n)[0-9]+(\.)(?=[ \t])",
        "the next item of a list",
        where=Where.ITEM,
        begin=digits,
    ),
    at_line_start("[", r"^\[(?=[^\[\]]*\]:)", "a link definition, on any line"),
    at_line_start(":", r"^\[[^\[\]]*\](:)", "a link definition, whatever is escaped", begin="["),
    at_line_start("|:", r"(?<=\n)[|:](?=[|: \t]*$)", "the line under a table's header"),
    Unsafe("*", _abbreviations, "an abbreviation (abbr)", Where.LINES),
    at_line_start("!", r"^!(?=!!)", "an admonition (admonition)"),
    at_line_start("?", r"^\?(?=\?\?)", "a section that folds (pymdownx.details)"),
    at_line_start("=", r"^=(?===)", "a tab (pymdownx.tabbed)"),
    at_line_start("/", r"^/(?=//)", "a block (pymdownx.blocks)"),
    at_line_start("-", r"^;*(-)(?=-*8<-)", "another file (pymdownx.snippets)", begin=";-"),
    # --- in one kind of block
    Unsafe("`", at("`"), "code, which may begin in the cell before (tables)", Where.CELL),
    Unsafe(
        "#",
        at(r"(?<!#)(#++)(?=[ \t]*+\Z)", each=True),
        "a heading's closing marks",
        Where.HEADING,
    ),
    at_line_start("#", r"\A#", "a heading in a summary (pymdownx.details)", where=Where.SUMMARY),
    Unsafe("\\", at(r"\\(?=[ \t]*+\Z)"), "what keeps a line from being a heading", Where.HEADING),
)
"""The rows; what is not escaped by a backslash becomes a character reference."""


def title(text: str) -> str:
    """A link's title with its quotes, where no backslash escapes and code is read.

    So are links in titles of pictures, which Python-Markdown takes for what they are later.
    """
    if not text.strip():
        return ""
    shown = html.escape(" ".join(text.split()), quote=False)
    for char in '"`\\[':
        shown = shown.replace(char, f"&#{ord(char)};")
    return f' "{shown}"'


def in_tag(tag: str) -> str:
    """A tag whose attributes hold no Markdown, which is looked for before tags are.

    A link in an attribute would end it with its quotes.  No backslash is taken off there, and a
    tag may stand in a table.
    """
    return tag.translate(_IN_TAG)


_IN_TAG = {ord(char): f"&#{ord(char)};" for char in "[`\\|"}
