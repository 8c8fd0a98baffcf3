"""Tiki's ways of naming a page: what its database takes for equal, and what its URLs look like."""

from __future__ import annotations

import re
import unicodedata
from string import ascii_lowercase, ascii_uppercase
from urllib.parse import quote, unquote_to_bytes

_NAME_BYTES = 158

_ASCII_LOWER = str.maketrans(ascii_uppercase, ascii_lowercase)


def collation_key(name: str) -> str:
    """Equal for names that Tiki's database takes for the same page.

    ``utf8mb4_unicode_ci`` ignores case, accents, width and trailing spaces, and only
    the first 158 bytes are looked up (tiki-exports §1, tiki-syntax §8.1).
    """
    if name.isascii():
        return name[:_NAME_BYTES].lower().rstrip(" ")
    head = name.encode("utf-8", "replace")[:_NAME_BYTES].decode("utf-8", "ignore")
    decomposed = unicodedata.normalize("NFKD", head).casefold()
    plain = "".join(c for c in decomposed if not unicodedata.combining(c))
    return unicodedata.normalize("NFC", plain).rstrip(" ")


def decode(text: str) -> str:
    """``text`` as PHP's ``urldecode`` reads it (tiki-exports §6.1), Latin-1 where need be."""
    raw = unquote_to_bytes(text.replace("+", " ").encode("utf-8", "replace"))
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("latin-1")


def encode(text: str, safe: str = "/") -> str:
    """``text`` for a URL; halves of characters, which no URL can hold, become ``?``."""
    return quote(text, safe, errors="replace")


def candidates(text: str) -> list[str]:
    """The page names that ``text`` in a URL may stand for, in Tiki's order (tiki-exports §6.4).

    ``text`` is already decoded.
    """
    names = [text, text.replace("-", " "), text.replace("_", " "), decode(text)]
    return list(dict.fromkeys(names))


def ascii_lower(text: str) -> str:
    """``text`` with A to Z in lower case: all that every web server can fold."""
    return text.lower() if text.isascii() else text.translate(_ASCII_LOWER)


def dashed(name: str) -> str:
    """The slug that Tiki's default URL scheme gives ``name`` (tiki-exports §6.2)."""
    return re.sub(r"\s+", "-", name.strip())
