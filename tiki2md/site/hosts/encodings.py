"""How clients write a value into a query, for servers that compare it as it was written."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import quote, quote_plus

from tiki2md.site.names import ascii_lower

_BROWSERS_KEEP = "!$()*,/:;=?@[]^`{|}~"
"""What browsers leave as it is in a query that somebody typed."""

_SCRIPTS_KEEP = "!'()*~"
"""What ``encodeURIComponent`` leaves as it is."""

_NEVER_RAW = frozenset(" #&+")
"""What means something else in a query if it is not encoded."""

_PLAIN = re.compile(r"[A-Za-z0-9_-]")


def query_spellings(value: str) -> list[str]:
    """The usual ways to write ``value`` in a query, in lower case, each once.

    PHP's ``urlencode`` with and without the tilde, ``rawurlencode``, scripts, and browsers
    with characters beyond ASCII encoded and not; with either spelling of a space.
    """
    written = [quote_plus(value).replace("~", "%7E"), quote_plus(value)]
    for keep in ("", _SCRIPTS_KEEP, _BROWSERS_KEEP, f"{_BROWSERS_KEEP}'"):
        encoded = quote(value, safe=keep)
        written += [encoded.replace("%20", "+"), encoded]
        if not value.isascii():
            raw = "".join(c if ord(c) > 127 else quote(c, safe=keep) for c in value)
            written += [raw.replace("%20", "+"), raw]
    return list(dict.fromkeys(ascii_lower(text) for text in written))


def query_pattern(value: str) -> str:
    r"""A regular expression for every way to write ``value`` in a query, mixed ones too.

    To be matched without regard to case, byte by byte, between ``^`` or ``&`` and the like.
    It holds no backslash but in ``\x..``, no quotation mark and no white space.
    """
    return "".join(_in_query(character) for character in value)


@lru_cache(4096)
def _in_query(character: str) -> str:
    if _PLAIN.match(character):
        return character
    coded = quote(character, safe="").lower() if character != "~" else "%7e"
    if character == ".":
        return r"\x2e"
    if character == " ":
        return r"(?:\x2b|%20)"
    if character in _NEVER_RAW or character < " " or character == "\x7f":
        return f"%{ord(character):02x}"
    if character.isascii():
        return f"(?:{_literal(character)}|{coded})"
    latin = f"|%{ord(character):02x}" if character < "\u0100" else ""
    return f"(?:{character}|{coded}{latin})"


def path_pattern(path: str) -> str:
    """A regular expression for a path that the server has decoded, but for plus signs."""
    return "".join(r"[\x20\x2b]" if character == " " else _literal(character) for character in path)


def _literal(character: str) -> str:
    if _PLAIN.match(character) or character == "/" or not character.isascii():
        return character
    return f"\\x{ord(character):02x}"
