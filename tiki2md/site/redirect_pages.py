"""Pages that only lead on to another one: where each of them ends."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tiki2md.site.names import collation_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from tiki2md.model import Page


def ends_of(redirects: Mapping[str, str], pages: Iterable[Page], home_key: str) -> dict[str, Page]:
    """Where each page that only leads on ends, however many such pages lie on the way.

    The home page always stays a page.  So do those that lead in a circle or nowhere.
    """
    steps = {
        collation_key(name): collation_key(target)
        for name, target in redirects.items()
        if collation_key(name) != home_key
    }
    targets = set(steps.values())
    known: dict[str, Page] = {}
    for page in pages if steps else ():
        if (key := collation_key(page.name)) in targets:
            known.setdefault(key, page)
    ends: dict[str, Page] = {}
    for name in redirects:
        seen: set[str] = set()
        key = collation_key(name)
        while key in steps and key not in seen:
            seen.add(key)
            key = steps[key]
        if seen and key not in seen and key in known:
            ends[name] = known[key]
    return ends
