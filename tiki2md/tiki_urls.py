"""The URLs of Tiki: its scripts, and the forms with a number in them (tiki-exports §6)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode

if TYPE_CHECKING:
    from collections.abc import Iterator

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

ITEM_ATTACHMENT_SCRIPT = "tiki-download_item_attachment.php"

BLOG_IMAGE_SCRIPT = "tiki-view_blog_post_image.php"

ARTICLE_IMAGE_SCRIPT = "article_image.php"

TOPIC_IMAGE_SCRIPT = "topic_image.php"
"""What showed the picture of a topic before the script of articles showed all three kinds."""

IMAGE_SCRIPT = "show_image.php"

IMAGE_PAGE_SCRIPT = "tiki-browse_image.php"
"""What showed an image of an old gallery with what was said about it."""

TAG_SCRIPT = "tiki-browse_freetags.php"

PAGE_PREFIXES = ("wiki-", "page-")

FILE_WORDS = ("dl", "display", "thumbnail", "preview")
"""What stands before the number in the short addresses of a file (tiki-exports §6.3)."""

IMAGE_WORDS = ("img", "image")
"""The same for a picture of an old image gallery."""

PICTURES = "img/"
"""The folder of pictures of old editors and of Tiki itself, which pages name by their path."""


NUMBERED: dict[str, tuple[str, str, tuple[str, ...]]] = {
    "article": ("tiki-read_article.php", "articleId", ("article", "art")),
    "blog post": ("tiki-view_blog_post.php", "postId", ("blogpost",)),
    "faq": ("tiki-view_faq.php", "faqId", ("faq",)),
    "forum topic": ("tiki-view_forum_thread.php", "comments_parentId", ("forumthread",)),
}
"""Script, parameter and short paths of what is no wiki page, by its kind."""


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


def place_form(number: int) -> Form:
    """The URL of a place in a structure."""
    return Form((INDEX_SCRIPT,), (("page_ref_id", str(number)),))


def file_form(number: int | str) -> Form:
    """The URL of a file of a gallery."""
    return Form((FILE_SCRIPT,), (("fileId", str(number)),))


def attachment_form(number: int | str) -> Form:
    """The URL of a file that was attached to a page."""
    return Form((ATTACHMENT_SCRIPT,), (("attId", str(number)),))


def named_attachment_url(page: str, filename: str) -> str:
    """The URL of an attachment whose number nobody knows, encoded, without the wiki's root."""
    query = {"page": page, "filename": filename}
    return f"{ATTACHMENT_SCRIPT}?{urlencode(query, safe='/', quote_via=quote, errors='replace')}"


def forum_attachment_form(number: int) -> Form:
    """The URL of a file that was attached to a post in a forum."""
    return Form((FORUM_ATTACHMENT_SCRIPT,), (("attId", str(number)),))


def item_attachment_form(number: int) -> Form:
    """The URL of a file that was attached to an item of a tracker."""
    return Form((ITEM_ATTACHMENT_SCRIPT,), (("attId", str(number)),))


def blog_image_form(number: int) -> Form:
    """The URL of a picture that a blog post kept for itself."""
    return Form((BLOG_IMAGE_SCRIPT,), (("imgId", str(number)),))


def article_image_forms(kind: str, number: int) -> Iterator[Form]:
    """The URLs of the picture of an article, a submission or a topic (tiki-exports §6.3)."""
    yield Form((ARTICLE_IMAGE_SCRIPT,), (("image_type", kind), ("id", str(number))))
    if kind == "topic":
        yield Form((TOPIC_IMAGE_SCRIPT,), (("id", str(number)),))


def plain_article_image_form(number: int) -> Form:
    """The URL of the picture of an article without ``image_type``: others come before it."""
    return Form((ARTICLE_IMAGE_SCRIPT,), (("id", str(number)),))


def image_forms(number: int | str) -> Iterator[Form]:
    """The URLs of a picture of an old image gallery."""
    yield Form((IMAGE_SCRIPT,), (("id", str(number)),))
    yield Form(tuple(f"{word}{number}" for word in IMAGE_WORDS))


def object_forms(kind: str, number: int, name: str) -> Iterator[Form]:
    """The URLs of what is no wiki page; none of a kind that has no page of its own.

    Args:
        kind: Tiki's word for it, such as ``article``.
        number: its id among its kind.
        name: by which an HTML page is known.
    """
    if kind == "html page":
        yield Form((HTML_PAGE_SCRIPT,), (("pageName", name),))
    elif number and kind in NUMBERED:
        script, parameter, words = NUMBERED[kind]
        yield Form((script,), ((parameter, str(number)),))
        yield Form(tuple(f"{word}{number}" for word in words), titled=True)


def category_forms(number: int) -> Iterator[Form]:
    """The URLs of a category; those of the list of all for the number 0."""
    if not number:
        yield Form((CATEGORY_SCRIPT,))
        yield Form(("categories",))
        return
    yield Form((CATEGORY_SCRIPT,), (("parentId", str(number)),))
    yield Form((f"cat{number}",), titled=True)
