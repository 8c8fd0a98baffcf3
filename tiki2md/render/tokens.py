"""What inline handlers yield: a flat run of tokens, and how it is laid out in lines.

A handler does not write Markdown; it says which characters are the author's
text, which are finished markup, and where a format begins and ends.  Only the
whole block knows what has to be escaped and which marks work, so both are
decided once, in ``compose.py``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import IntEnum, auto
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


class Kind(IntEnum):
    """What a token is; a number, so that sets of kinds are made in no time."""

    TEXT = auto()
    """The author's characters; begins and ends with something visible."""
    SPACE = auto()
    """White space without line ends; with no text, at least one space."""
    MARKUP = auto()
    """Finished markup, never escaped."""
    CODE = auto()
    """The characters of a code span; two in a row are one."""
    COMMENT = auto()
    """An HTML comment: finished, and invisible."""
    PLACE = auto()
    """An invisible place to link to: finished."""
    SOFT = auto()
    """A line end that shows as a space."""
    HARD = auto()
    """A line break."""
    OPEN = auto()
    CLOSE = auto()


@dataclass(slots=True, eq=False)
class Span:
    """A format around some tokens.

    Attributes:
        start: markup at its beginning.
        end: markup at its end.
        tag: the HTML element that says the same as an emphasis mark; empty for
            what is no emphasis.
        scoped: emphasis cannot begin inside and end outside, nor can brackets
            (link texts and image descriptions).
        keep: it means something even around nothing.
    """

    start: str
    end: str
    tag: str = ""
    scoped: bool = False
    keep: bool = False


@dataclass(slots=True, eq=False)
class Token:
    """A piece of a line; ``span`` only with ``OPEN`` and ``CLOSE``."""

    kind: Kind
    text: str = ""
    span: Span | None = None


SPACES = frozenset({Kind.SPACE, Kind.SOFT, Kind.HARD})
BREAKS = frozenset({Kind.SOFT, Kind.HARD})
_UNSEEN = SPACES | {Kind.COMMENT}
"""What stands at the edge of a format as well outside it."""
_UNSEEN_AT_END = _UNSEEN | {Kind.PLACE}
"""What may follow the last break of a block, so that this shows nothing."""

_ODD_SPACES = "\v\f\x1c\x1d\x1e\x1f\x85\u2028\u2029"
"""White space to Python but not to CommonMark §2.1; nobody sees a difference."""
_CLEANED = str.maketrans(dict.fromkeys(_ODD_SPACES, " ") | {"\r": "\n", "\0": "\ufffd"})
_UNCLEAN = re.compile(f"[\r\0{_ODD_SPACES}]")


def clean(text: str) -> str:
    """``text`` with the line ends and characters that CommonMark §2 reads the same everywhere."""
    if _UNCLEAN.search(text) is None:
        return text
    return text.replace("\r\n", "\n").translate(_CLEANED)


def text_tokens(text: str) -> list[Token]:
    """The tokens of literal text; a newline in it is a soft break."""
    text = clean(text)
    if text and text == text.strip() and "\n" not in text:
        return [Token(Kind.TEXT, text)]
    tokens: list[Token] = []
    for number, line in enumerate(text.split("\n")):
        if number:
            tokens.append(Token(Kind.SOFT))
        body = line.strip()
        if not body:
            if line:
                tokens.append(Token(Kind.SPACE, line))
            continue
        at = line.index(body)
        if at:
            tokens.append(Token(Kind.SPACE, line[:at]))
        tokens.append(Token(Kind.TEXT, body))
        if at + len(body) < len(line):
            tokens.append(Token(Kind.SPACE, line[at + len(body) :]))
    return tokens


def markup(text: str) -> list[Token]:
    """One token of finished markup, or none for nothing."""
    return [Token(Kind.MARKUP, text)] if text else []


def with_markup(token: Token, sign: str, written: str) -> list[Token]:
    """A text with finished markup in the place of every ``sign``."""
    first, *more = token.text.split(sign)
    pieces = [Token(token.kind, first)]
    for piece in more:
        pieces += [*markup(written), Token(token.kind, piece)]
    return [piece for piece in pieces if piece.text]


def wrapped(span: Span, tokens: Iterable[Token]) -> list[Token]:
    """``tokens`` inside ``span``."""
    return [Token(Kind.OPEN, span=span), *tokens, Token(Kind.CLOSE, span=span)]


def is_blank(tokens: Iterable[Token]) -> bool:
    """Whether ``tokens`` show nothing but white space."""
    return all(
        token.kind in SPACES
        or token.kind is Kind.COMMENT
        or (token.kind is Kind.CODE and not token.text.strip())
        or (token.span is not None and not token.span.keep)
        for token in tokens
    )


def space_outside(tokens: Iterable[Token], *, padded: bool = False) -> list[Token]:
    """Move white space and comments at the edges of formats outside; drop formats around nothing.

    A mark beside white space is no mark (CommonMark §6.2), and a line must not
    end inside a format that says nothing on the next one.

    Args:
        tokens: the tokens of a block.
        padded: put a space on both sides of every emphasis.
    """
    out: list[Token] = []
    pending: list[Token] = []
    for token in tokens:
        if token.kind is Kind.OPEN:
            if padded and token.span is not None and token.span.tag:
                out.append(Token(Kind.SPACE))
            pending.append(token)
        elif token.kind in _UNSEEN:
            out.append(token)
        elif token.kind is not Kind.CLOSE:
            out += pending
            pending.clear()
            out.append(token)
        elif pending and pending[-1].span is token.span:
            opening = pending.pop()
            if token.span is not None and token.span.keep:
                out += [*pending, opening, token]
                pending.clear()
        else:
            end = len(out)
            while end and out[end - 1].kind in _UNSEEN:
                end -= 1
            out.insert(end, token)
            if padded and token.span is not None and token.span.tag:
                out.append(Token(Kind.SPACE))
    return out


def into_links(tokens: list[Token], formats: set[Span]) -> list[Token]:
    """The tokens with those formats that have a link and nothing else in them inside of it.

    Beside its bracket and a letter a mark is none (CommonMark §6.2); behind the bracket it is.

    Args:
        tokens: of a block.
        formats: those to move.
    """
    ends = {token.span: at for at, token in enumerate(tokens) if token.kind is Kind.CLOSE}
    result = list(tokens)
    for at, (token, inner) in enumerate(pairwise(tokens)):
        if token.kind is not Kind.OPEN or token.span not in formats or inner.kind is not Kind.OPEN:
            continue
        last = ends[inner.span]
        if inner.span is not None and inner.span.start == "[" and ends[token.span] == last + 1:
            result[at : at + 2] = inner, token
            result[last : last + 2] = tokens[last + 1], tokens[last]
    return result


def merge_spaces(tokens: Iterable[Token]) -> list[Token]:
    """One token for each stretch of white space, or a break with what stands beside it.

    A hard break's ``text`` is one newline for every break of the stretch.
    """
    out: list[Token] = []
    stretch: list[Token] = []
    for token in tokens:
        if token.kind in SPACES:
            stretch.append(token)
            continue
        if stretch:
            out += _merged(stretch)
            stretch = []
        out.append(token)
    return out + _merged(stretch) if stretch else out


def _merged(stretch: list[Token]) -> list[Token]:
    """A stretch of white space as one token, or as a break with what stands beside it."""
    if len(stretch) == 1 and stretch[0].kind is Kind.SPACE and stretch[0].text:
        return stretch
    breaks = [at for at, token in enumerate(stretch) if token.kind in BREAKS]
    if not breaks:
        return [Token(Kind.SPACE, _joined_spaces([token.text for token in stretch]))]
    before = "".join(token.text for token in stretch[: breaks[0]]).rstrip(" \t")
    after = "".join(token.text for token in stretch[breaks[-1] + 1 :]).lstrip(" \t")
    hard = sum(len(stretch[at].text) or 1 for at in breaks if stretch[at].kind is Kind.HARD)
    merged = [Token(Kind.HARD, "\n" * hard) if hard else Token(Kind.SOFT)]
    if before:
        merged.insert(0, Token(Kind.SPACE, before))
    if after:
        merged.append(Token(Kind.SPACE, after))
    return merged


def _joined_spaces(texts: list[str]) -> str:
    """White space that comes together when some of it leaves a format: no more than needed."""
    joined = "".join(texts)
    return joined if joined.strip(" ") else max(texts, key=len) or " "


def comments_up(tokens: Iterable[Token], *, lines: bool) -> list[Token]:
    """Put comments that begin a line at the end of the line before it, or of the first.

    In front of a line they would begin an HTML block, which swallows the line
    (CommonMark §4.6, condition 2).  In the first line they come before its other comments.

    Args:
        tokens: tokens after ``merge_spaces``.
        lines: the first line begins one of the file, too.
    """
    out: list[Token] = []
    end = -1  # of the line before, while the line shows nothing
    for token in tokens:
        if token.kind is Kind.COMMENT and end >= 0:
            out[end:end] = [Token(Kind.SPACE, " "), token]
            end += 2
            continue
        if token.kind in BREAKS:
            end = len(out)
        elif token.kind is not Kind.SPACE:
            end = -1
        out.append(token)
    start = next((at for at, token in enumerate(out) if token.kind not in _UNSEEN), 0)
    first = [token for token in out[:start] if token.kind not in BREAKS]
    if not lines or all(token.kind is Kind.SPACE for token in first):
        return out
    ends = BREAKS | {Kind.COMMENT}
    end = next((at for at in range(start, len(out)) if out[at].kind in ends), len(out))
    if end < len(out) and out[end].kind is Kind.COMMENT:
        moved = [token for token in first if token.kind is Kind.COMMENT]
    else:
        moved = [Token(Kind.SPACE, " "), *first]
    return [*out[start:end], *moved, *out[end:]]


def at_edges(tokens: list[Token], *, keep_trailing: bool = False) -> list[Token]:
    """``tokens`` without the white space at the edges of the block, and the breaks beside comments.

    Neither do breaks show that only places to link to follow.

    Other white space than spaces and tabs is kept, as a character reference:
    readers disagree on whether they strip it (CommonMark §4.8 says they do not).

    Args:
        tokens: tokens after ``merge_spaces``.
        keep_trailing: leave spaces at the end, which show nowhere.
    """
    if not tokens or (tokens[0].kind not in _UNSEEN and tokens[-1].kind not in _UNSEEN_AT_END):
        return tokens
    tokens = _without_breaks_at_edges(tokens)
    start, end = 0, len(tokens)
    while start < end and tokens[start].kind in SPACES:
        start += 1
    while end > start and tokens[end - 1].kind in SPACES:
        end -= 1
    if end - start == len(tokens):
        return tokens
    head = _spaces(tokens[:start]).lstrip(" \t")
    tail = _spaces(tokens[end:]).rstrip(" \t")
    if start == end:
        head = head.rstrip(" \t")
    elif keep_trailing and not tail and tokens[end:] and tokens[end].kind is Kind.SPACE:
        return markup(_references(head)) + tokens[start : end + 1]
    return markup(_references(head)) + tokens[start:end] + markup(_references(tail))


def _without_breaks_at_edges(tokens: list[Token]) -> list[Token]:
    """``tokens`` without the breaks between an edge and what shows."""
    first, last = 0, len(tokens)
    while first < last and tokens[first].kind in _UNSEEN:
        first += 1
    while last > first and tokens[last - 1].kind in _UNSEEN_AT_END:
        last -= 1
    head, tail = tokens[:first], tokens[last:]
    if not any(token.kind in BREAKS for token in head + tail):
        return tokens
    head = [Token(Kind.SPACE, " ") if token.kind in BREAKS else token for token in head]
    tail = [token for token in tail if token.kind not in BREAKS]
    return merge_spaces([*head, *tokens[first:last], *tail])


def _spaces(tokens: list[Token]) -> str:
    """The white space of ``tokens`` without their breaks."""
    return "".join(token.text.strip("\n") for token in tokens)


def _references(spaces: str) -> str:
    named = {"\u00a0": "&nbsp;", " ": " ", "\t": " "}
    return "".join(named.get(space) or f"&#{ord(space)};" for space in spaces)
