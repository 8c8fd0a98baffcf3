"""Texts of metadata for generators and themes that do not tell a text from what acts."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

_TAG = re.compile(r"<(?=[A-Za-z/!?])")
_SCRIPT = re.compile("<(?=/?script|!--)", re.IGNORECASE)
_LIKE_LESS = "\N{FULLWIDTH LESS-THAN SIGN}"
_LIKE_BACKSLASH = "\N{SET MINUS}"


def html_text(text: str, *, in_attribute: bool = True) -> str:
    """``text`` as HTML; most texts stay what they are.

    Args:
        text: anything.
        in_attribute: it may come to stand between double quotes.
    """
    if unescape(text) != text:
        text = text.replace("&", "&amp;")
    text = _TAG.sub("&lt;", text)
    return text.replace('"', "&quot;") if in_attribute else text


def html_metadata(metadata: dict[str, Any]) -> dict[str, Any]:
    """``metadata`` with its texts as HTML; of all keys ``title`` alone is in no attribute.

    The templates of Material for MkDocs and of Zensical write titles, descriptions and names into
    their pages as they are (Jinja without its escaping): a title that holds a tag would be one.
    """
    written: dict[str, Any] = _each_text(metadata, html_text)
    if isinstance(title := metadata.get("title"), str):
        written["title"] = html_text(title, in_attribute=False)
    return written


def script_text(text: str) -> str:
    """``text`` with another sign for each ``<`` that ends a script, or hides the end of one.

    Docusaurus writes titles and labels as JSON into scripts (``application/ld+json``) as they are.
    """
    return _SCRIPT.sub(_LIKE_LESS, text)


def script_metadata(metadata: dict[str, Any]) -> dict[str, Any]:
    """``metadata`` that acts in no script, without backslashes, for which there is another sign.

    Docusaurus makes JavaScript of front matter, and leaves backslashes in strings as they are
    (``stringify-object``): one could end its string, and what follows would run in the build.
    """
    written: dict[str, Any] = _each_text(
        metadata, lambda text: script_text(text.replace("\\", _LIKE_BACKSLASH))
    )
    return written


def _each_text(value: Any, change: Callable[[str], str]) -> Any:
    """``value`` with each text in it changed, keys aside."""
    if isinstance(value, dict):
        return {key: _each_text(item, change) for key, item in value.items()}
    if isinstance(value, list):
        return [_each_text(item, change) for item in value]
    return change(value) if isinstance(value, str) else value
