"""The map as it is, for programs."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from tiki2md.site.hosts.tables import between

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tiki2md.site.old_urls import Redirect


def pieces(redirects: Iterable[Redirect]) -> Iterator[str]:
    """A list of objects: decoded ``paths`` and ``query``, and the new URL, or ``null``."""
    yield '{"version": 1, "redirects": [\n'
    yield from between(",\n", ([json.dumps(_row(each), ensure_ascii=False)] for each in redirects))
    yield "\n]}\n"


def _row(redirect: Redirect) -> dict[str, object]:
    return (
        {"paths": redirect.paths}
        | ({"query": dict(redirect.query)} if redirect.query else {})
        | ({"titled": True} if redirect.titled else {})
        | {"to": redirect.target or None}
    )
