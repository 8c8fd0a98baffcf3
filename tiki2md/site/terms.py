"""What generators make of the name of a category or tag in the URL of its list."""

from __future__ import annotations

import re
import unicodedata

_HUGO_KEEPS = frozenset("./\\_#+~-@")
"""Besides letters, marks and digits (Hugo's ``paths.Sanitize``)."""


def hugo_term(name: str) -> str:
    """The path of a term below its taxonomy in Hugo, decoded; empty where it has none.

    Hugo keeps some characters, makes a hyphen of each white space, drops all others,
    and lowers the case of what is left.
    """
    kept: list[str] = []
    for at, character in enumerate(name.strip()):
        if character.isspace():
            kept.append("-")
        elif (
            unicodedata.category(character)[0] in "LM"
            or unicodedata.category(character) == "Nd"
            or character in _HUGO_KEEPS
            or re.match("%[0-9A-Fa-f]{2}", name.strip()[at : at + 3])
        ):
            # Go lowers each letter to one; Python makes two of the Turkish capital I.
            kept.append(character.lower()[:1])
    parts = [part for part in "".join(kept).split("/") if part]
    return "" if {".", ".."} & set(parts) else "/".join(parts)
