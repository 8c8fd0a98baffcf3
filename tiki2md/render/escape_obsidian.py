"""What Obsidian reads beyond Markdown: tags, its own links, comments, highlights, formulas."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tiki2md.render.escape_html import inert_code
from tiki2md.render.tokens import BREAKS, Kind, Span, Token, with_markup
from tiki2md.render.unsafe import Block, Unsafe, Where, at, at_line_start

if TYPE_CHECKING:
    from collections.abc import Iterable


def _dollars(block: Block) -> Iterable[int]:
    """All, if there are two of them."""
    return at(r"\$")(block) if block.text.count("$") > 1 else ()


def _brackets(block: Block) -> Iterable[int]:
    """Those that stand beside another; in a link's text all, for there they have to pair."""
    scopes = set()
    for start in at(r"\[(?=\[)|(?<=\[)\[")(block):
        scopes.add(block.scopes[start])
        yield start
    if scopes - {0}:
        yield from (start for start in at(r"[\[\]]")(block) if block.scopes[start] in scopes - {0})


UNSAFE: tuple[Unsafe, ...] = (
    Unsafe("#", at(r"(?<![\w&#])#(?=[^\s#])"), "a tag"),
    Unsafe("[]", _brackets, "a link or an embedded note"),
    Unsafe("=", at(r"={2,}", each=True), "a highlight"),
    Unsafe("$", _dollars, "mathematics"),
    Unsafe(
        "^", at(r"(?:^|(?<=\s))\^(?=[A-Za-z0-9-]+\s*\Z)"), "the name of the block", Where.INLINE
    ),
    at_line_start(
        "[", r"\A\[(?=.\](?:\s|\Z))", "a task's check box, whatever is in it", where=Where.ITEM
    ),
)
"""Rows for ``escape.escaped``; ``%%``, a comment, is no row, for it takes no backslash."""


_TYPED = re.compile(
    r"(?P<kept>\\.)"
    r"|(?P<item>^(?:[ \t>]*+(?:[-+*]|[0-9]{1,9}[.)])[ \t]+)++)\[(?=[^ xX\n]\](?:\s|\Z))"
    r"|%(?=%)|[\^\[](?=\[)|\[(?=![A-Za-z])|(?<!=)=(?==[^\s=])|\$"
    r"|(?<![\w&#])#(?=[^\s#])",
    re.DOTALL | re.MULTILINE,
)
"""What Obsidian takes for a mark; that of a task may hold any character."""


def typed(markdown: str) -> str:
    """Markdown of an author, to whom none of these was a mark.

    Where a note inside a line was one, or a link of Tiki's, there are nodes by now.
    """
    return _TYPED.sub(_shown, markdown)


def _shown(mark: re.Match[str]) -> str:
    if mark["kept"]:
        return mark[0]
    return "&#37;" if mark[0] == "%" else f"{mark['item'] or ''}\\{mark[0][-1]}"


def with_its_breaks(tokens: Iterable[Token], *, one_line: bool) -> list[Token]:
    """Breaks as Obsidian shows them in all its settings: by default every line end is one."""
    out: list[Token] = []
    for token in tokens:
        if token.kind is Kind.SOFT:
            out.append(Token(Kind.SPACE, " "))
        elif token.kind is Kind.HARD and not one_line:
            # A line end is one break of several: behind all of them it would be one more.
            out.append(Token(Kind.MARKUP, "<br>" * (len(token.text) - 1) + "  \n"))
        else:
            out.append(token)
    return out


def placed(tokens: Iterable[Token]) -> list[Token]:
    """The tokens with references for the signs of a comment."""
    out: list[Token] = []
    for token in tokens:
        if token.kind is Kind.TEXT and "%%" in token.text:
            out += with_markup(token, "%%", "&#37;&#37;")
        else:
            out.append(token)
    return out


_MEANING = frozenset("\\`*_~[]()#$=%<>&|^!{}")


def in_element(text: str) -> str:
    """Text between tags, which may or may not be read as Markdown: references are safe in both."""
    return "".join(f"&#{ord(char)};" if char in _MEANING else char for char in text)


def as_elements(tokens: Iterable[Token]) -> list[Token]:
    """What stands between tags, of which the same holds: formats, code and breaks are elements."""
    spans: dict[Span, Span] = {}
    return [_as_element(token, spans) for token in tokens]


def _as_element(token: Token, spans: dict[Span, Span]) -> Token:
    if token.span is not None and token.span.tag:
        tag = token.span.tag
        span = spans.setdefault(token.span, Span(f"<{tag}>", f"</{tag}>", tag))
        return Token(token.kind, span=span)
    if token.kind is Kind.CODE:
        return Token(Kind.MARKUP, inert_code(token.text))
    if token.kind is Kind.TEXT:
        return Token(Kind.MARKUP, in_element(token.text))
    if token.kind in BREAKS:
        return Token(Kind.MARKUP, "<br>") if token.kind is Kind.HARD else Token(Kind.SPACE, " ")
    return token


def in_elements(tokens: Iterable[Token], formats: set[Span]) -> list[Token]:
    """The tokens with those ``formats`` as elements, whose marks would not work."""
    spans: dict[Span, Span] = {}
    out: list[Token] = []
    depth = 0
    for token in tokens:
        own = token.span in formats
        depth += own and token.kind is Kind.OPEN
        out.append(_as_element(token, spans) if depth else token)
        depth -= own and token.kind is Kind.CLOSE
    return out


_ONLY_SIGNS = re.compile(r"[!\"#$%&()*+,.:;<=>?@^`{|}~/\[\]\\ ]*")
_NOT_IN_LINK = str.maketrans(dict.fromkeys(":#|^\\[]%\r\n", " "))


def heading_place(title: str) -> str:
    """A heading as links call it: without what parts a link (``stripHeadingForLink``).

    None finds a heading of nothing but signs that do not count (``stripHeading``): empty.
    """
    place = " ".join(title.translate(_NOT_IN_LINK).split())
    return "" if _ONLY_SIGNS.fullmatch(place) else place
