"""Text that stays text: what would be read as markup, by its code (tiki-syntax §7.5)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from tiki2md.syntax.characters import SPECIAL_CHARACTERS

if TYPE_CHECKING:
    from tiki2md.options import Options

NOTHING = "~np~~/np~"
"""An empty stretch that no later phase looks through: it keeps its neighbours apart."""

CODE_NAMES = "tc|np|pp|pre|hc|bs|hs|amp|lt|gt|ldq|rdq|lsq|rsq|c|--|[0-9]{1,7}"
"""What makes a code of two tildes around it, as ``terminals.lark`` has it."""

# The dash has no short name here: ~--~ holds two dashes, and dashes are counted
# to know where an address ends (§7.9).
_NAMES = {char: name for name, char in SPECIAL_CHARACTERS.items() if name != "--"}

_RUNS = "-+="
_LINE_MARKS = "!*#+;"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a text stands.

    Attributes:
        left: what is written before it, up to the start of its region.
        right: what is written behind it.
        line_start: whether it begins a line, comments aside.
        list_open: whether the line before is part of a list.
        behind_mark: it follows the marks of a heading or an item, which could go on.
        term: it is the term of a definition, which a colon ends.
        label: it is the text of ``((page|text))``, which a parenthesis ends.
    """

    left: str = ""
    right: str = ""
    line_start: bool = False
    list_open: bool = False
    behind_mark: bool = False
    term: bool = False
    label: bool = False


def code(character: str) -> str:
    """``~name~`` or ``~number~`` of a character."""
    return f"~{_NAMES.get(character, str(ord(character)))}~"


def write_text(text: str, place: Place, options: Options) -> str:
    """``text`` with codes for what would be markup at ``place``.

    Args:
        text: what a reader shall see.
        place: where it stands.
        options: the preferences that decide what is markup (§1).
    """
    if not text:
        return ""
    marks = {match.start() for match in _markup(options).finditer(text)}
    marks |= _at_line_starts(text, place, options)
    marks |= _at_edges(text, place)
    if place.term:
        marks |= {at for at, char in enumerate(text) if char == ":"}
    if place.label:
        marks |= {at for at, char in enumerate(text) if char == ")"}
    if options.smileys:
        # A face needs white space before it, or the start of the text.
        before = place.left[-1:]
        marks |= {m.start() - len(before) for m in _FACES.finditer(before + text)} - {-1}
    if not marks:
        return text
    return "".join(code(char) if at in marks else char for at, char in enumerate(text))


def _at_line_starts(text: str, place: Place, options: Options) -> set[int]:
    """Marks that make a line something else; a ``+`` is one only in a list (§4.3)."""
    found: set[int] = set()
    starts = [0] if place.line_start else []
    starts += [at + 1 for at, char in enumerate(text) if char == "\n"]
    for start in starts:
        at = start
        while text[at : at + 1] == "\1":  # what the parser takes for a deleted comment
            at += 1
        first = text[at : at + 1]
        in_list = place.list_open and text[:start] in {"", "\n", "\r\n"}
        if first and first in _LINE_MARKS and (first != "+" or in_list):
            found.add(at)
        if options.monosp and first == " ":
            found.add(at)
    return found


def _at_edges(text: str, place: Place) -> set[int]:
    """Marks that would join those beside the text."""
    found: set[int] = set()
    last = len(text) - 1
    if place.behind_mark and text[0] in "!*#+-/":
        found.add(0)
    if place.left and _joins(place.left[-1], text[0]):
        found.add(0)
    if place.right and _joins(text[last], place.right[0]):
        found.add(last)
    if place.right.startswith("%") and text[last].isdigit():
        found.add(last)  # x5%%% is no break (§5)
    if place.right.startswith("--") and text[last] in "/!":
        found.add(last)  # behind // and <! nothing is struck (§7)
    if place.right.startswith("\n") and text[last] == "\r":
        found.add(last)  # or it would be a part of the newline
    if place.right[:1] in {":", "1"} and (doi := _OPEN_DOI.search(text)):
        found.add(doi.start())
    if place.right.startswith("(") and not place.right.startswith("(("):
        opened = _OPEN_RELATION.search(text)
        found |= {opened.start()} if opened else set()
    return found


def _joins(before: str, after: str) -> bool:
    if before in _RUNS:
        return after in _RUNS
    return before == after and before in "_':%"


_OPEN_DOI = re.compile(r"(?i:(?<=d)oi:?[ ]?\Z)")
_OPEN_RELATION = re.compile(r"\([a-z0-9-]{0,40}\Z")

# What each pattern matches begins with the character that is written by its code.
_ALWAYS = (
    r"[~{}\[\]|]",
    r"_(?=_)|(?<=_)_",
    r"'(?=')|(?<=')'",
    r":(?=:)|(?<=:):",
    r"[-+=](?=[-+=])|(?<=[-+=])[-+=]",
    # An opening %name% is followed by something that is no space.
    r"%(?!\s)",
    r"\((?=[a-z0-9-]{0,40}\()",
    r"&(?=nbsp;)",
    r"(?i:(?<=d)o(?=i:?[ ]?10\.))",
)
_AUTOLINKS = (
    r":(?=//)",
    r"(?i:(?<=www)\.)",
    r"(?<=[A-Za-z0-9._-])@(?=[\w-])",
    r"(?i:(?<=magnet):(?=\?))",
)
_SMILEYS = (r"\((?=:[^:\s]+:\))",)
_FACES = re.compile(
    r"(?<!\S)(?=:-?[()]|:D|:[Ss]|B-?\)|8-\)|:['_]\(|8-O|=-O|\}:\(|!-?\)|i-\)|LOL\b|=-?D)\S"
)
_WIKIWORD = r"[A-Z](?=[^\sA-Z,;.]+[A-Z])"


@lru_cache(maxsize=16)
def _markup(options: Options) -> re.Pattern[str]:
    """What is markup wherever it stands."""
    parts = [*_ALWAYS, _first_of(options.box_delimiter), _first_of(options.page_separator)]
    if options.autolinks:
        parts += _AUTOLINKS
    if options.smileys:
        parts += _SMILEYS
    if options.wikiwords:
        parts.append(_WIKIWORD)
    return re.compile("|".join(part for part in parts if part))


def _first_of(mark: str) -> str:
    return f"{re.escape(mark[0])}(?={re.escape(mark[1:])})" if mark else ""
