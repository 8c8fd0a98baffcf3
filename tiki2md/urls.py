"""Which addresses a page may lead to."""

from __future__ import annotations

import re

_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
_INVISIBLE = re.compile(r"[\x00-\x20]+")
_ACTIVE = frozenset({"javascript", "vbscript", "data"})


def is_safe(url: str) -> bool:
    """Whether an address runs no script: browsers skip white space in a scheme."""
    url = _INVISIBLE.sub("", url)
    scheme = _SCHEME.match(url)
    if scheme is None or url[:11].lower() == "data:image/":
        return True
    return scheme[1].lower() not in _ACTIVE
