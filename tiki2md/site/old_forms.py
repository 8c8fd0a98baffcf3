"""The forms of Tiki's URLs, and the names under which they found a page (tiki-exports §6)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from tiki2md.model import TOPIC, WIKI_PAGE
from tiki2md.site.names import dashed, decode

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tiki2md.model import File, Page

INDEX_SCRIPT = "tiki-index.php"

PAGE_SCRIPTS = tuple(
    f"tiki-{name}.php"
    for name in (
        "index",
        "index_p",
        "index_raw",
        "print",
        "slideshow",
        "all_languages",
        "editpage",
        "pagehistory",
        "backlinks",
        "likepages",
        "rename_page",
    )
)
"""Scripts that are about the page that ``page`` names."""

HTML_PAGE_SCRIPT = "tiki-page.php"

CATEGORY_SCRIPT = "tiki-browse_categories.php"

FILE_SCRIPT = "tiki-download_file.php"

ATTACHMENT_SCRIPT = "tiki-download_wiki_attachment.php"

FORUM_ATTACHMENT_SCRIPT = "tiki-download_forum_attachment.php"

ARTICLE_IMAGE_SCRIPT = "article_image.php"

TOPIC_IMAGE_SCRIPT = "topic_image.php"
"""What showed the picture of a topic before the script of articles showed all three kinds."""

IMAGE_SCRIPT = "show_image.php"

TAG_SCRIPT = "tiki-browse_freetags.php"

NEVER_PAGES = re.compile(
    r"\.(?:css|gif|jpe?g|png|php|s?html?|js|cgi|sql|phtml|txt|ihtml|xml)$", re.IGNORECASE
)
"""Paths that Tiki never takes for a page (tiki-exports §6.3)."""

PAGE_PREFIXES = ("wiki-", "page-")

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

NUMBERED: dict[str, tuple[str, str, tuple[str, ...]]] = {
    "article": ("tiki-read_article.php", "articleId", ("article", "art")),
    "blog post": ("tiki-view_blog_post.php", "postId", ("blogpost",)),
    "faq": ("tiki-view_faq.php", "faqId", ("faq",)),
    TOPIC: ("tiki-view_forum_thread.php", "comments_parentId", ("forumthread",)),
}
"""Script, parameter and short paths of pages that are no wiki pages, by their kind."""


@dataclass(frozen=True, slots=True)
class Form:
    """URLs that mean the same: paths below the wiki's root, with the parameters they need.

    ``titled`` tells whether a hyphen and a title may follow each path.
    """

    paths: tuple[str, ...]
    query: tuple[tuple[str, str], ...] = ()
    titled: bool = False

    @property
    def address(self) -> str:
        """The first of the URLs, encoded, without the wiki's root."""
        return f"{self.paths[0]}?{urlencode(self.query, errors='replace')}"


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
    if page.kind == "html page":
        yield Form((HTML_PAGE_SCRIPT,), (("pageName", page.name),))
    elif not page.page_id:
        return
    elif page.kind in NUMBERED:
        script, parameter, words = NUMBERED[page.kind]
        yield Form((script,), ((parameter, str(page.page_id)),))
        yield Form(tuple(f"{word}{page.page_id}" for word in words), titled=True)
    else:
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
        known = page.kind in NUMBERED or page.kind == "html page"
        form = next(numbered_forms(page), Form(())) if known else Form(())
    if not root or not form.paths:
        return ""
    return f"{root.rstrip('/')}/{form.address}"


def place_form(number: int) -> Form:
    """The URL of a place in a structure."""
    return Form((INDEX_SCRIPT,), (("page_ref_id", str(number)),))


def file_forms(file: File) -> Iterator[Form]:
    """The URLs of a file of a gallery, in any of its sizes."""
    number = str(file.file_id)
    yield Form((FILE_SCRIPT,), (("fileId", number),))
    words = ("dl", "display", "thumbnail", "preview")
    yield Form(tuple(f"{word}{number}" for word in words), titled=True)
    if file.filename and _is_text(file.filename) and not file.archive_of:
        yield Form((FILE_SCRIPT,), (("galleryId", str(file.gallery_id)), ("name", file.filename)))


def attachment_form(number: int) -> Form:
    """The URL of a file that was attached to a page."""
    return Form((ATTACHMENT_SCRIPT,), (("attId", str(number)),))


def forum_attachment_form(number: int) -> Form:
    """The URL of a file that was attached to a post in a forum."""
    return Form((FORUM_ATTACHMENT_SCRIPT,), (("attId", str(number)),))


def article_image_forms(kind: str, number: int) -> Iterator[Form]:
    """The URLs of the picture of an article, a submission or a topic (tiki-exports §6.3)."""
    yield Form((ARTICLE_IMAGE_SCRIPT,), (("image_type", kind), ("id", str(number))))
    if kind == "topic":
        yield Form((TOPIC_IMAGE_SCRIPT,), (("id", str(number)),))


def plain_article_image_form(number: int) -> Form:
    """The URL of the picture of an article without ``image_type``: others come before it."""
    return Form((ARTICLE_IMAGE_SCRIPT,), (("id", str(number)),))


def image_forms(number: int) -> Iterator[Form]:
    """The URLs of a picture of an old image gallery."""
    yield Form((IMAGE_SCRIPT,), (("id", str(number)),))
    yield Form((f"img{number}", f"image{number}"))


def category_forms(number: int) -> Iterator[Form]:
    """The URLs of a category; those of the list of all for the number 0."""
    if not number:
        yield Form((CATEGORY_SCRIPT,))
        yield Form(("categories",))
        return
    yield Form((CATEGORY_SCRIPT,), (("parentId", str(number)),))
    yield Form((f"cat{number}",), titled=True)


def tag_forms(tag: str) -> Iterator[Form]:
    """The URLs of a tag, which stands in quotes where it holds a space."""
    if _is_text(tag):
        for value in (tag, f'"{tag}"'):
            yield Form((TAG_SCRIPT,), (("tag", value),))


def _is_text(text: str) -> bool:
    """Whether a URL can hold it: JSON exports may have halves of characters."""
    return bool(text) and not any("\ud800" <= character <= "\udfff" for character in text)
