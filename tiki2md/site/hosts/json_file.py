"""The map as it is, for programs."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tiki2md.site.old_urls import Redirect


def text(redirects: Iterable[Redirect]) -> str:
    """A list of objects: decoded ``paths`` and ``query``, and the new URL, or ``null``."""
    rows = [
        {"paths": redirect.paths}
        | ({"query": dict(redirect.query)} if redirect.query else {})
        | ({"titled": True} if redirect.titled else {})
        | {"to": redirect.target or None}
        for redirect in redirects
    ]
    lines = ",\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
    return f'{{"version": 1, "redirects": [\n{lines}\n]}}\n'
