"""Text as TOML writes it, for the files of TOML that are made from templates."""

from __future__ import annotations

_REPLACEMENT = "\N{REPLACEMENT CHARACTER}"


def toml_string(text: str) -> str:
    """``text`` as a basic string on one line; TOML has no form for half a surrogate pair."""
    return f'"{"".join(map(_escaped, text))}"'


def toml_list(texts: tuple[str, ...]) -> str:
    """``texts`` as an array on one line."""
    return f"[{', '.join(map(toml_string, texts))}]"


def _escaped(character: str) -> str:
    if character in '"\\':
        return f"\\{character}"
    if "\ud800" <= character <= "\udfff":
        return _REPLACEMENT
    return character if character.isprintable() else f"\\U{ord(character):08x}"
