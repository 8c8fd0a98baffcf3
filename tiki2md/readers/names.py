"""Names of pages: their one form, what is equal, and the other names in texts."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_ALIAS = re.compile(
    r"\(alias\(([^\n|()](?:(?!\(alias\()[^\n|])*?)(?:\|(?:(?!\(alias\()[^)])*+)?\)\)"
)
"""No match goes on into the next ``(alias(``, so that many unclosed ones take no quadratic time."""


def page_key(name: str) -> str:
    """What is equal for the names of one page: the database ignores case.

    It ignores spaces at the end as well (tiki-exports, general).
    """
    return unicodedata.normalize("NFC", name).rstrip(" ").casefold()


def page_name(name: str) -> str:
    """The name of a page in the one form that is used from here on."""
    return unicodedata.normalize("NFC", name)


def twins_of(names: Iterable[str]) -> frozenset[str]:
    """Those names of one source that would become one in their one form, and are several.

    Databases that compare bytes have such pages; each keeps its name as it is.
    """
    forms: dict[str, str] = {}
    twins: set[str] = set()
    for name in names:
        first = forms.setdefault(page_name(name), name)
        if first != name:
            twins |= {first, name}
    return frozenset(twins)


def aliases_in_text(source: str) -> list[str]:
    """The names in ``(alias(Name))``, also in comments (tiki-exports §6.4)."""
    if "(alias(" not in source:
        return []
    names = (page_name(match[1]).strip() for match in _ALIAS.finditer(source))
    return without_repeats(names)


def without_repeats(names: Iterable[str], but: str = "") -> list[str]:
    """The names in their order, each once, without the page's own name ``but``."""
    seen = {page_key(but), ""}
    result: list[str] = []
    for name in names:
        key = page_key(name)
        if key not in seen:
            seen.add(key)
            result.append(name)
    return result
