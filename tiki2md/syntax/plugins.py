"""Phase 5 of tiki-syntax §2: which braces call a plugin, and where its body ends (§3)."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tiki2md.syntax.arguments import parse_contents_arguments
from tiki2md.syntax.regions import MAX_DEPTH, Delimiter, Hole, PluginCall
from tiki2md.syntax.spans import Ranges

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


_LONG_NAME = re.compile(r"\{([A-Z0-9]{1,49})\(")
_SHORT_NAME = re.compile(
    r"\{[ (}\n\r,]{0,9}(?=[A-Z0-9]{0,49}[a-z])([A-Za-z0-9]{1,49})(?=[ (}\n\r,])"
)
_END_TAG = re.compile(r"\{([A-Z0-9]{1,49})\}")
_QUOTE = re.compile(r'\\"|"')

_CONTENTS = "{maketoc"
_BOX = ":box"
_BRACES = ("LBRACE", "RBRACE")

WIKI, TRIMMED, BARE, OWN, RAW = "wiki", "trimmed", "bare", "own", "raw"
"""How a body is read, as ``plugins.registry.Body`` has it: where it stands, the same without the
white space around it, the same with nothing around it, as a text of its own, or not at all."""
PARSED = frozenset({WIKI, TRIMMED, BARE, OWN})
"""What is not verbatim."""


@dataclass(slots=True)
class _Opener:
    name: str
    start: int
    arguments_start: int
    body_start: int


def find_plugins(
    text: str, tokens: Sequence[Delimiter], verbatim: Sequence[Hole], bodies: Mapping[str, str]
) -> list[Hole]:
    """The plugin calls of ``text``, nested ones after those around them.

    An end tag closes a plugin only if no other long-form opener is still open
    between the two (tiki-syntax §3.3): in other words, only the innermost open
    one, which a stack answers in linear time.

    Args:
        text: the whole text.
        tokens: the lexer's tokens.
        verbatim: holes whose braces do not count, in order.
        bodies: upper-case names of all known plugins, and how their bodies are read.
    """
    braces = _visible_braces(tokens, verbatim)
    if not braces:
        return []
    matcher = _Matcher(text, bodies, [at for kind, at in braces if kind == "RBRACE"])
    for kind, at in braces:
        if kind == "LBRACE" and at >= matcher.resume:
            matcher.read(at)
    return _without_contents_of_raw(matcher.holes)


class _Matcher:
    """Reads opening braces in order, knowing which plugins are open."""

    def __init__(self, text: str, bodies: Mapping[str, str], closing_braces: list[int]) -> None:
        self._text = text
        self._bodies = bodies
        self._ends = _ArgumentEnds(text, closing_braces)
        self._open: list[_Opener] = []
        self.holes: list[Hole] = []
        self.resume = 0

    def read(self, at: int) -> None:
        """Look what begins with the brace at ``at``."""
        end_tag = _END_TAG.match(self._text, at)
        if end_tag is not None:
            if self._open and self._open[-1].name == end_tag[1]:
                self._close(self._open.pop(), end_tag)
            return
        long_name = _LONG_NAME.match(self._text, at)
        if long_name is None:
            found: Hole | _Opener | None = _short_form(self._text, at, self._ends, self._bodies)
        else:
            found = _long_form(self._text, at, long_name, self._ends)
        if isinstance(found, Hole):
            self.holes.append(found)
            self.resume = found.end
        elif found is not None:
            self._open.append(found)
            self.resume = found.body_start

    def _close(self, opener: _Opener, end_tag: re.Match[str]) -> None:
        """Keep a call, but of those nested too deep only the outermost, as text."""
        if len(self._open) < MAX_DEPTH:
            body_end, end = end_tag.span()
            self.holes.append(_with_body(self._text, opener, body_end, end, self._bodies))
        elif len(self._open) == MAX_DEPTH:
            whole = opener.start, end_tag.end()
            self.holes.append(Hole("CAPPED", *whole, *whole))


def _visible_braces(tokens: Sequence[Delimiter], verbatim: Sequence[Hole]) -> list[tuple[str, int]]:
    braces = [token for token in tokens if token.kind in _BRACES]
    if verbatim:
        braces = Ranges((hole.start, hole.end) for hole in verbatim).without(braces)
    return [(kind, start) for kind, start, _ in braces]


class _ArgumentEnds:
    """Finds the first ``}`` with an even number of unescaped quotes before it (§3.1).

    Attributes:
        barren: the brace before which the last ``{maketoc`` that is text named nothing: then
            one that begins later names nothing before it either.
    """

    def __init__(self, text: str, closers: list[int]) -> None:
        self.barren = -1
        self._text = text
        self._asked, self._answer = -1, -1
        self._closers = closers
        self._quotes = (
            [match.start() for match in _QUOTE.finditer(text) if match[0] == '"'] if closers else []
        )
        self._parity = [bisect_left(self._quotes, at) % 2 for at in closers]
        self._next_other = [len(closers)] * (len(closers) + 1)
        for index in range(len(closers) - 2, -1, -1):
            same = self._parity[index] == self._parity[index + 1]
            self._next_other[index] = self._next_other[index + 1] if same else index + 1

    def after(self, offset: int) -> int:
        """The offset of the closing brace of arguments that begin at ``offset``, or -1."""
        index = self._next(offset)
        if index == len(self._closers):
            return -1
        if self._parity[index] != bisect_left(self._quotes, offset) % 2:
            index = self._next_other[index]
        return self._closers[index] if index < len(self._closers) else -1

    def parenthesis_before(self, close: int) -> int:
        """Where the ``)`` before a closing brace ends, with ``/`` and space between them, or -1.

        Many openers may come to one brace, whose answer is kept.
        """
        if close != self._asked:
            self._asked = close
            end = close - 1 if self._text[close - 1] == "/" else close
            while self._text[end - 1].isspace():
                end -= 1
            self._answer = end if self._text[end - 1] == ")" else -1
        return self._answer

    def first_after(self, offset: int) -> int:
        """The offset of the first closing brace after ``offset``, whatever is quoted, or -1."""
        index = self._next(offset)
        return self._closers[index] if index < len(self._closers) else -1

    def _next(self, offset: int) -> int:
        return bisect_left(self._closers, offset)


def _long_form(
    text: str, at: int, name: re.Match[str], ends: _ArgumentEnds
) -> Hole | _Opener | None:
    arguments_start = name.end() - 1
    close = ends.after(arguments_start)
    if close < 0:
        return None
    last = ends.parenthesis_before(close)
    if last < 0:
        return None
    if text[close - 1] == "/":
        return _without_body(name[1], text[arguments_start:last], at, close)
    return _Opener(name[1], at, arguments_start, close + 1)


def _short_form(text: str, at: int, ends: _ArgumentEnds, bodies: Mapping[str, str]) -> Hole | None:
    if text.startswith(_CONTENTS, at):
        return _contents(text, at, ends)
    name = _SHORT_NAME.match(text, at)
    if name is None:
        return None
    upper = name[1].upper()
    is_plugin = upper in bodies and upper != "MAKETOC"
    close = ends.after(name.end()) if is_plugin else -1
    return _without_body(upper, text[name.end() : close], at, close) if close >= 0 else None


def _contents(text: str, at: int, ends: _ArgumentEnds) -> Hole | None:
    """``{maketoc …}``: it ends at the first brace, and is text if what it holds names nothing."""
    start = at + len(_CONTENTS)
    close = ends.first_after(start)
    is_bare = start == close or text[start : start + len(_BOX)].lower() == _BOX
    if close < 0 or (close == ends.barren and not is_bare):
        return None
    raw = text[start:close]
    if raw and not parse_contents_arguments(raw):
        ends.barren = close
        return None
    return _without_body("MAKETOC", raw, at, close)


def _without_body(name: str, raw_arguments: str, start: int, close: int) -> Hole:
    call = PluginCall(name, raw_arguments, has_body=False)
    return Hole("PLUGIN", start, close + 1, close + 1, close + 1, call)


def _with_body(
    text: str, opener: _Opener, close_start: int, close_end: int, bodies: Mapping[str, str]
) -> Hole:
    raw_arguments = text[opener.arguments_start : opener.body_start - 1]
    body = bodies.get(opener.name, WIKI)
    body_start, body_end = opener.body_start, close_start
    if body == TRIMMED:
        inside = text[body_start:body_end]
        body_start += len(inside) - len(inside.lstrip())
        body_end = body_start + len(inside.strip())
    return Hole(
        "PLUGIN",
        opener.start,
        close_end,
        body_start,
        body_end,
        PluginCall(opener.name, raw_arguments, has_body=True),
        parsed=body in PARSED,
        own_text=body == OWN,
        bare=body == BARE,
    )


def _without_contents_of_raw(holes: list[Hole]) -> list[Hole]:
    """Drop the calls inside bodies that are not parsed."""
    kept: list[Hole] = []
    raw_until = 0
    for hole in sorted(holes, key=lambda hole: (hole.start, -hole.end)):
        if hole.start < raw_until:
            continue
        kept.append(hole)
        if not hole.parsed:
            raw_until = hole.end
    return kept
