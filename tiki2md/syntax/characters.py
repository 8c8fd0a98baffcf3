"""What stands for one character: codes, breaks, smileys, variables (tiki-syntax §7.5 to §7.7)."""

from __future__ import annotations

import re
from string import digits
from typing import TYPE_CHECKING

from tiki2md.syntax.regions import OPAQUE, Delimiter, Region
from tiki2md.syntax.spans import Leaf, Ranges

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tiki2md.options import Options

SPECIAL_CHARACTERS = {
    "bs": "\\",
    "hs": "\u00a0",
    "amp": "&",
    "lt": "<",
    "gt": ">",
    "ldq": "“",
    "rdq": "”",
    "lsq": "‘",
    "rsq": "’",
    "c": "©",
    "--": "—",
}
"""tiki-syntax §7.5"""

_SMILEY = re.compile(rf"\(:([^:{OPAQUE}\s]+):\)")
_FACE_START = re.compile(r"[:B8=}!iL][-)(DSs'_:O](?<!\S..)")
"""The first two characters of a face, behind white space: few texts have many."""
FACES = re.compile(
    r"""
    (?P<smile>:-?\)) | (?P<sad>:-?\() | (?P<cool>B-?\)|8-\)) | (?P<cry>:'\(|:_\()
  | (?P<evil>\}:-?\() | (?P<exclaim>!-?\)) | (?P<idea>i-\)) | (?P<lol>LOL(?!\S))
  | (?:(?P<biggrin>:-?D) | (?P<confused>:-?[Ss]) | (?P<eek>[8=]-[Oo]) | (?P<mrgreen>=-?D))(?![^\W_])
    """,
    re.VERBOSE,
)
"""§7.6: no boundary is asked for after a face, but for those that end in a letter, which Tiki took
from words too (``:Dog``).

Those with ``>`` are left out: it is escaped before Tiki looks for them.
"""
_NO_BREAK_SPACE = re.compile("(&nbsp;)")
_VARIABLES = {
    "single": re.compile(r"%(?<!%%)(?![0-9A-Z]{2}|.[%\s])([^%\s\x00\x01]{2,64})%(?!%)"),
    "double": re.compile(r"%%(?<!%%%)([^%\s\x00\x01]{2,64})%%(?!%)"),
}
"""§7.7, by the preference wiki_dynvar_style."""
_ARGUMENT_VARIABLE = re.compile(r"\{\{([A-Za-z_][A-Za-z0-9_]{0,63})(?:\|[^{}\n]{0,200})?\}\}")
"""§7.8; the default behind the bar is never used."""
_BRACES = {
    "{l2r}": ("DIRECTION", "ltr"),
    "{r2l}": ("DIRECTION", "rtl"),
    "{lm}": ("CHARACTER", "\u200e"),
    "{rm}": ("CHARACTER", "\u200f"),
}
"""§2.13: writing directions, and marks for them."""


def special_character(code: str) -> str | None:
    """The character of ``~code~``, or ``None`` where there is no such character."""
    name = code.strip("~").lower() if code != "~--~" else "--"
    if name.isdigit():
        number = int(name)
        valid = 0 < number < 0x110000 and not 0xD800 <= number < 0xE000
        return chr(number) if valid else None
    return SPECIAL_CHARACTERS.get(name)


def find_characters(region: Region, options: Options, protected: Ranges) -> list[Leaf]:
    """Special characters, forced breaks, smileys and dynamic variables of a region.

    Args:
        region: the text.
        options: whether smileys and variables are on.
        protected: links, in which none of this counts.
    """
    view = region.view
    leaves = [leaf for mark in region.delimiters for leaf in _of_delimiter(region, mark, options)]
    patterns = [(_NO_BREAK_SPACE, "CHARACTER")]
    if options.smileys:
        patterns.append((_SMILEY, "SMILEY"))
    if options.dynamic_variables in _VARIABLES:
        patterns.append((_VARIABLES[options.dynamic_variables], "VARIABLE"))
    if options.argument_variables:
        patterns.append((_ARGUMENT_VARIABLE, "ARGUMENT_VARIABLE"))
    leaves += [
        Leaf(kind, *match.span(), match[0], match[1])
        for pattern, kind in patterns
        for match in pattern.finditer(view)
    ]
    if options.smileys:
        begins = region.begins_line  # else a mark of a plugin is before it, which is no white space
        leaves += [
            Leaf("SMILEY", *match.span(), match[0], match.lastgroup)
            for match in faces(view)
            if match.start() or begins
        ]
    for leaf in leaves:
        if leaf.inner == "&nbsp;":
            leaf.data = "\u00a0"
    if region.own_text:  # a variable needs characters around it
        edges = {0, len(view)}
        leaves = [x for x in leaves if x.kind != "VARIABLE" or not edges & {x.start, x.end}]
    free = [leaf for leaf in leaves if not protected.overlap(leaf.start, leaf.end)]
    return _without_overlaps(free)


def faces(view: str) -> Iterator[re.Match[str]]:
    """Where ``FACES`` matches behind white space."""
    for start in _FACE_START.finditer(view):
        match = FACES.match(view, start.start())
        if match is not None:
            yield match


def _of_delimiter(region: Region, mark: Delimiter, options: Options) -> list[Leaf]:
    """The leaves that a delimiter of the lexer is or begins."""
    view = region.view
    if mark.kind == "SPECIAL":
        character = special_character(view[mark.start : mark.end])
        return [Leaf("CHARACTER", mark.start, mark.end, "", character)] if character else []
    if mark.kind == "PERCENTS":
        return _breaks(region, mark, options)
    if mark.kind == "LBRACE":
        kind, data = _BRACES.get(view[mark.start : mark.start + 5], ("", ""))
        if kind:
            return [Leaf(kind, mark.start, mark.start + 5, "", data)]
        kind, data = _BRACES.get(view[mark.start : mark.start + 4], ("", ""))
        if kind:
            return [Leaf(kind, mark.start, mark.start + 4, "", data)]
    return []


def _breaks(region: Region, mark: Delimiter, options: Options) -> list[Leaf]:
    """``%%%``, but for one per cent sign behind ``x5``."""
    first = mark.start + _ends_in_digit(region, mark.start, options)
    return [Leaf("BREAK", at, at + 3) for at in range(first, mark.end - 2, 3)]


def _ends_in_digit(region: Region, at: int, options: Options) -> bool:
    """Whether a digit stands before an offset, and before that something that is no ``%`` (§5).

    Before the first character of a text of its own is the tag of its paragraph, but a text of
    one line is in none.
    """
    view = region.view
    if not at or view[at - 1] not in digits:
        return False
    if at > 1:
        return view[at - 2] != "%"
    in_paragraph = options.paragraph_formatting and "\n" in view
    return in_paragraph or not region.own_text


def _without_overlaps(leaves: list[Leaf]) -> list[Leaf]:
    kept: list[Leaf] = []
    for leaf in sorted(leaves, key=lambda leaf: leaf.start):
        if not kept or leaf.start >= kept[-1].end:
            kept.append(leaf)
    return kept
