"""The URLs by which a wiki's pages and files were found, by all their names (tiki-exports §6)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tiki2md.model import WIKI_PAGE
from tiki2md.site.names import dashed, decode
from tiki2md.tiki_urls import (
    FILE_SCRIPT,
    FILE_WORDS,
    INDEX_SCRIPT,
    NUMBERED,
    PAGE_PREFIXES,
    PAGE_SCRIPTS,
    TAG_SCRIPT,
    Form,
    file_form,
    object_forms,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tiki2md.model import File, Page

NEVER_PAGES = re.compile(
    r"\.(?:css|gif|jpe?g|png|php|s?html?|js|cgi|sql|phtml|txt|ihtml|xml)$", re.IGNORECASE
)
"""Paths that Tiki never takes for a page (tiki-exports §6.3)."""

UNSAFE_PATH = re.compile(r"[\x00-\x1f\x7f\\]|(?:^|/)\.{1,2}(?=/|$)|//|^/|/$")
"""What no path may hold that is to reach a page: it leads elsewhere, or is no path at all."""

_RESERVED = re.compile(
    r"articles|blogs|calendar|categories|contact|directories|faqs|filelist|forums|login|logout"
    r"|me|my|newsletters|quizzes|register|sheets|statistics|surveys|trackers|users|tiki-check"
    r"|userinfo|robots\.txt|api/.*|tiki-[^/]+-[^/]+",
    re.IGNORECASE | re.DOTALL,
)
"""Paths that were something else before they could be a page."""

_SLIDESHOW = "show:"


def scheme_spellings(name: str) -> tuple[str, ...]:
    """``name``, and what the URL schemes of Tiki make of it (tiki-exports §6.2)."""
    underscored = re.sub(r"\s+", "_", name.strip())
    return tuple(dict.fromkeys((name, dashed(name), underscored)))


def names_of(page: Page) -> tuple[str, ...]:
    """All that a page was known by, the surest first: slug, name and aliases."""
    names = (page.slug, page.name, *page.aliases)
    found = [text for name in names if name for text in scheme_spellings(name)]
    return tuple(dict.fromkeys(text for text in found if _is_text(text)))


def decoded_names_of(page: Page) -> tuple[str, ...]:
    """What PHP made of names that Tiki wrote into a URL as they were: ``C++`` is ``C  ``."""
    names = names_of(page)
    found = dict.fromkeys(text for name in names if _is_text(text := decode(name)))
    return tuple(text for text in found if text not in names)


def named_forms(name: str) -> Iterator[Form]:
    """The URLs with a page's name in them."""
    yield Form(PAGE_SCRIPTS, (("page", name),))
    if UNSAFE_PATH.search(name) or NEVER_PAGES.search(name):
        return
    bare = () if _RESERVED.fullmatch(name) else (name,)
    yield Form((*bare, *(f"{prefix}{name}" for prefix in (*PAGE_PREFIXES, _SLIDESHOW))))


def numbered_forms(page: Page) -> Iterator[Form]:
    """The URLs with the number of a page in them, or with the name of an HTML page."""
    if page.kind in NUMBERED or page.kind == "html page":
        yield from object_forms(page.kind, page.page_id, page.name)
    elif page.page_id:
        yield Form((INDEX_SCRIPT,), (("page_id", str(page.page_id)),))


def old_url(page: Page, root: str) -> str:
    """The address of a page in the wiki, encoded; empty where nobody knows it.

    Args:
        page: any page.
        root: the address of the wiki; empty if it is not known.
    """
    if page.kind == WIKI_PAGE:
        form = next(named_forms(page.name))
    else:
        form = next(object_forms(page.kind, page.page_id, page.name), Form(()))
    if not root or not form.paths:
        return ""
    return f"{root.rstrip('/')}/{form.address}"


def file_forms(file: File) -> Iterator[Form]:
    """The URLs of a file of a gallery, in any of its sizes."""
    yield file_form(file.file_id)
    yield Form(tuple(f"{word}{file.file_id}" for word in FILE_WORDS), titled=True)
    if file.filename and _is_text(file.filename) and not file.archive_of:
        yield Form((FILE_SCRIPT,), (("galleryId", str(file.gallery_id)), ("name", file.filename)))


def tag_forms(tag: str) -> Iterator[Form]:
    """The URLs of a tag, which stands in quotes where it holds a space."""
    if _is_text(tag):
        for value in (tag, f'"{tag}"'):
            yield Form((TAG_SCRIPT,), (("tag", value),))


def _is_text(text: str) -> bool:
    """Whether a URL can hold it: JSON exports may have halves of characters."""
    return bool(text) and not any("\ud800" <= character <= "\udfff" for character in text)
