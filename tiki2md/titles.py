"""Titles of pages, which names make and headings repeat."""

from __future__ import annotations


def is_same_title(text: str, title: str) -> bool:
    """Whether readers take two texts for the same title: ``Release_process``, ``Release process``.

    Names of pages often have underscores for spaces and small letters, which the heading
    that begins the page has not.
    """
    return _key(text) == _key(title)


def _key(text: str) -> str:
    return " ".join(text.replace("_", " ").split()).casefold()
