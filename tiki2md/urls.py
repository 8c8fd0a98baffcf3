"""Which addresses a page may lead to."""

from __future__ import annotations

import re
from html import unescape

_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
_INVISIBLE = re.compile(r"[\x00-\x20]+")
_ESCAPE = re.compile(r"\\(?=[!-/:-@\[-`{-~])")
_SPACE = re.compile(r"\s+")
_ACTIVE = frozenset({"javascript", "vbscript", "data"})


def is_safe(url: str) -> bool:
    """Whether an address runs no script: browsers skip white space in a scheme."""
    url = _INVISIBLE.sub("", url)
    scheme = _SCHEME.match(url)
    if scheme is None or url[:11].lower() == "data:image/":
        return True
    return scheme[1].lower() not in _ACTIVE


def decoded(destination: str) -> str:
    """Where a link of Markdown's leads, as a browser gets it, without any white space.

    Some readers of Markdown decode references (CommonMark §6.3), some leave that to the browser.
    """
    return _SPACE.sub("", unescape(unescape(_ESCAPE.sub("", destination))))
