"""Which addresses may be linked, which are links without marks, and which are of one server."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from urllib.parse import SplitResult

_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
_INVISIBLE = re.compile(r"[\x00-\x20]+")
_ESCAPE = re.compile(r"\\(?=[!-/:-@\[-`{-~])")
_SPACE = re.compile(r"\s+")
_BARE = re.compile(
    r"(?<![^\s(*_~])(?:(?:https?|ftp)://[^\s<]+|www\.[\w-]+\.[^\s<]+)", re.IGNORECASE
)
_TYPED_ESCAPE = re.compile(rf"{_ESCAPE.pattern}|&#?\w+;")
_GO_SCHEMES = frozenset({"http", "https", "mailto"})
_GO_PLACE = re.compile(r"[^?#]*\.md#|[?#]")
_PORTS = {"http": 80, "https": 443}
_ACTIVE = frozenset({"javascript", "vbscript", "data"})


def is_safe(url: str) -> bool:
    """Whether an address runs no script: browsers skip white space in a scheme."""
    url = _INVISIBLE.sub("", url)
    scheme = _SCHEME.match(url)
    if scheme is None or url[:11].lower() == "data:image/":
        return True
    return scheme[1].lower() not in _ACTIVE


def is_written_by_go(url: str) -> bool:
    """Whether Hugo's templates write an address of Markdown as it is meant.

    They get it as it was typed, with references and backslashes, and escape it once more.
    Go's ``html/template`` knows three schemes, takes all up to a colon for one if no slash
    is there, and makes ``#ZgotmplZ`` of others.  What leads to a page, or to a place on one,
    has got a slash by then.
    """
    if _TYPED_ESCAPE.search(url):
        return False
    scheme, colon, _ = url.strip().partition(":")
    is_scheme = colon and "/" not in scheme and not _GO_PLACE.match(scheme)
    return not is_scheme or scheme.lower() in _GO_SCHEMES


def decoded(destination: str) -> str:
    """Where a link of Markdown's leads, as a browser gets it, without any white space.

    Some readers of Markdown decode references (CommonMark §6.3), some leave that to the browser.
    """
    return _SPACE.sub("", unescape(unescape(_ESCAPE.sub("", destination))))


def bare_addresses(text: str) -> Iterator[tuple[int, int]]:
    """Where a text of Markdown has an address that is a link without marks (GFM §6.9).

    Marks at its end are those of the sentence; so is a parenthesis that nothing in it opens.
    """
    for found in _BARE.finditer(text):
        start = found.start()
        end = end_of_address(text, *found.span())
        if _BARE.fullmatch(text, start, end):
            yield start, end


def end_of_address(text: str, start: int, end: int) -> int:
    """Where an address in a text ends without the marks behind it, which are the sentence's.

    Args:
        text: that holds it.
        start: where it begins.
        end: where white space or the like ends it.
    """
    closing = text.count(")", start, end) - text.count("(", start, end)
    while end > start and (
        text[end - 1] in "?!.,:;*_~'\"" or (text[end - 1] == ")" and closing > 0)
    ):
        closing -= text[end - 1] == ")"
        end -= 1
    return end


def is_same_host(one: SplitResult, other: SplitResult) -> bool:
    """Whether two addresses on the web are of one server.

    ``http`` or ``https``, or neither, is the same, so is a ``www.`` before the name; another
    port is another server.
    """
    server = _server(one)
    return server is not None and server == _server(other)


def _server(parts: SplitResult) -> tuple[str, int | None] | None:
    """Name and port, which is ``None`` for the usual one; nothing for no address on the web."""
    host = (parts.hostname or "").removeprefix("www.").rstrip(".")
    if parts.scheme not in {"", *_PORTS} or not host:
        return None
    try:
        port = parts.port
    except ValueError:
        return None
    usual = (_PORTS[parts.scheme],) if parts.scheme else _PORTS.values()
    return host, None if port in usual else port
