"""Lines of a ``_redirects`` file, which Netlify and Cloudflare have in common."""

from __future__ import annotations

from urllib.parse import quote

_KEEP = "/!$&'()+,;=@~"
"""Not ``:`` and ``*``, with which placeholders begin; the plus sign stands for itself."""


def line(path: str, target: str) -> str:
    """A rule for a path: encoded source, target, status."""
    return f"{encoded(path)} {target} 301"


def encoded(path: str) -> str:
    """A path as the source of a rule."""
    return quote(path, safe=_KEEP)
