"""Where generators have the list of a category or tag: its URL, and the file of a text for it."""

from __future__ import annotations

import re
import unicodedata
from hashlib import sha256

from tiki2md.site.paths import MAX_NAME_BYTES, NOT_IN_NAMES, cap, is_device, slugify

_HUGO_KEEPS = frozenset("./\\_#+~-@")
"""Besides letters, marks and digits (Hugo's ``paths.Sanitize``)."""
_DIGITS = 6
"""Of a digest, enough to tell two names of one wiki apart that begin alike."""


def hugo_name(name: str) -> str:
    """The name of a category or tag in Hugo's front matter: one of which Hugo can make folders.

    What is too long for one ends in an ellipsis and in what tells it from others.
    """
    return "/".join(map(_short, name.split("/")))


def docusaurus_tag(name: str) -> str | dict[str, str]:
    """A tag in Docusaurus's front matter, with an address if its name is too long for one."""
    # Docusaurus makes an address of a name, with hyphens between its words.
    if len(name.encode("utf-8", "replace")) <= MAX_NAME_BYTES // 2:
        return name
    return {"label": name, "permalink": "/" + slugify(_cut(name))}


def _short(name: str) -> str:
    return name if len(name.lower().encode("utf-8", "replace")) <= MAX_NAME_BYTES else _cut(name)


def _cut(name: str) -> str:
    digest = sha256(name.encode("utf-8", "replace")).hexdigest()[:_DIGITS]
    return f"{cap(name).rstrip()}… {digest}"


def hugo_term(name: str) -> str:
    """The path of a term below its taxonomy in Hugo, decoded; empty where it has none.

    Hugo keeps some characters, makes a hyphen of each white space, drops all others,
    and lowers the case of what is left.
    """
    name = hugo_name(name)
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


def hugo_term_folder(name: str) -> str:
    """The folder below its taxonomy where Hugo looks for a text about a term; may be empty.

    Unlike in the URL, nothing is dropped but for the case and spaces.  It is empty where not
    every system can have such a folder, or Hugo passes it over: for it, a name that begins with
    a slash is none of a folder's, so that there would be two lists at one address.
    """
    kept = hugo_name(name).strip().replace(" ", "-")
    key = "".join(character.lower()[:1] for character in kept)
    parts = [part for part in key.split("/") if part]
    return "/".join(parts) if all(map(_is_folder, parts)) and key[:1] != "/" else ""


def _is_folder(name: str) -> bool:
    return (
        name[0] not in ".#"
        and name[-1] not in ".~"
        and not NOT_IN_NAMES.search(name)
        and not is_device(name)
        and len(name.encode("utf-8", "replace")) <= MAX_NAME_BYTES
    )
