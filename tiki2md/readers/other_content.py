"""What is no wiki page, as pages of kinds of their own: posts, articles, FAQs, HTML pages."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from tiki2md.grouping import grouped
from tiki2md.model import TOPIC, ArticleType, Page
from tiki2md.readers.article_pictures import Pictures
from tiki2md.readers.discussions import topics_of
from tiki2md.readers.names import page_name
from tiki2md.readers.objects import categories_of_objects, object_key, tags_of_objects
from tiki2md.readers.schema import newest_time, number_of, text_of
from tiki2md.readers.text import without_old_marks
from tiki2md.spool import Spool

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from tiki2md.readers.permissions import Permissions
    from tiki2md.readers.schema import Row, Tables

_NEVER = 0
_TABLES = {
    "blog post": "tiki_blog_posts",
    "article": "tiki_articles",
    "submission": "tiki_submissions",
    "faq": "tiki_faqs",
    TOPIC: "tiki_comments",
    "html page": "tiki_html_pages",
}


def other_pages(
    tables: Tables, permissions: Permissions, preferences: Mapping[str, str]
) -> Spool[Page]:
    """All of them by kind and id (tiki-exports §4); texts are wiki markup or HTML.

    Args:
        tables: the export.
        permissions: what an anonymous visitor could see.
        preferences: whether the HTML editor saved HTML.
    """
    saved_html = preferences.get("wysiwyg_htmltowiki") == "n"
    in_editor = saved_html and preferences.get("feature_wysiwyg") == "y"
    found = chain(
        _blog_posts(tables, permissions, saved_html=saved_html),
        _articles(tables, permissions, is_html=in_editor),
        _faqs(tables, permissions),
        topics_of(tables, permissions),
        _html_pages(tables, permissions),
    )
    categories, tags = categories_of_objects(tables), tags_of_objects(tables)
    pages: Spool[Page] = Spool()
    for page in found:
        key = object_key(page.kind, str(page.page_id or page.name))
        page.categories = sorted(categories.get(key, ()))
        page.tags = tags.get(key, [])
        page.origin = f"{tables.origins.get(_TABLES[page.kind], '')}: {_TABLES[page.kind]}"
        pages.append(page)
    pages.sort(key=lambda page: (page.kind, page.page_id, page.name))
    return pages


def _blog_posts(tables: Tables, permissions: Permissions, *, saved_html: bool) -> Iterator[Page]:
    blogs = {number_of(row, "blogId"): text_of(row, "title") for row in tables.get("tiki_blogs")}
    for row in tables.get("tiki_blog_posts"):
        number, blog = number_of(row, "postId"), number_of(row, "blogId")
        private = "it is private" if row.get("priv") == "y" else ""
        yield Page(
            name=_title(row, f"Post {number}"),
            source=without_old_marks(text_of(row, "data")),
            description=text_of(row, "excerpt"),
            page_id=number,
            created=number_of(row, "created"),
            modified=number_of(row, "created"),
            creator=text_of(row, "user"),
            last_editor=text_of(row, "user"),
            hits=number_of(row, "hits"),
            is_html=saved_html and row.get("wysiwyg") == "y",
            kind="blog post",
            section=blogs.get(blog, ""),
            parent_id=blog,
            hidden=private
            or permissions.hidden(
                "tiki_p_read_blog",
                kind="blog post",
                name=str(number),
                parent=("blog", str(blog)),
                deed="read",
            ),
        )


def article_types_of(tables: Tables) -> dict[str, ArticleType]:
    """What lists show of articles, by the names of their types."""
    types = (
        ArticleType(
            name=text_of(row, "type"),
            author=row.get("show_author", "y") == "y",
            date=row.get("show_pubdate", "y") == "y",
            subtitle=row.get("show_subtitle") == "y",
            heading_only=row.get("heading_only") == "y",
        )
        for row in tables.get("tiki_article_types")
    )
    return {one.name: one for one in types}


def blogs_with_excerpts(tables: Tables) -> frozenset[int]:
    """The ids of blogs of whose posts lists show the excerpts."""
    rows = tables.get("tiki_blogs")
    return frozenset(number_of(row, "blogId") for row in rows if row.get("use_excerpt") == "y")


def _articles(tables: Tables, permissions: Permissions, *, is_html: bool) -> Iterator[Page]:
    topics = {number_of(row, "topicId"): text_of(row, "name") for row in tables.get("tiki_topics")}
    types = {text_of(row, "type"): row for row in tables.get("tiki_article_types")}
    pictures = Pictures(tables)
    newest = newest_time(tables) if tables.get("tiki_articles") else _NEVER
    for row in tables.get("tiki_articles"):
        page = _article(row, number_of(row, "articleId"), topics, is_html=is_html)
        page.picture = pictures.of(row)
        page.hidden = _unpublished(row, types.get(text_of(row, "type"), {}), newest)
        page.hidden = page.hidden or permissions.hidden(
            "tiki_p_read_article",
            kind="article",
            name=str(page.page_id),
            parent=("topic", text_of(row, "topicId")),
            deed="read",
        )
        yield page
    for row in tables.get("tiki_submissions"):
        page = _article(row, number_of(row, "subId"), topics, is_html=is_html)
        page.kind, page.hidden = "submission", "it was submitted and never published"
        page.picture = pictures.of(row)
        yield page


def _article(row: Row, number: int, topics: Mapping[int, str], *, is_html: bool) -> Page:
    parts = [without_old_marks(text_of(row, column)) for column in ("heading", "body")]
    return Page(
        name=_title(row, f"Article {number}"),
        source="\n\n".join(part for part in parts if part.strip()),
        heading_length=len(parts[0]) if parts[0].strip() else 0,
        page_id=number,
        description=text_of(row, "subtitle"),
        language=text_of(row, "lang"),
        created=number_of(row, "publishDate") or number_of(row, "created"),
        modified=number_of(row, "created"),
        creator=text_of(row, "authorName") or text_of(row, "author"),
        last_editor=text_of(row, "author"),
        hits=number_of(row, "nbreads"),
        is_html=is_html,
        kind="article",
        section=topics.get(number_of(row, "topicId")) or text_of(row, "topicName"),
        parent_id=number_of(row, "topicId"),
        genre=text_of(row, "type"),
    )


def _unpublished(row: Row, kind: Row, newest: int) -> str:
    """Why nobody could read an article on the day of the export, its kind permitting."""
    if row.get("ispublished", "y") == "n":
        return "it is not published"
    if number_of(row, "publishDate") > newest and kind.get("show_pre_publ") != "y":
        return "it was not yet published"
    expires = number_of(row, "expireDate")
    if number_of(row, "publishDate") < expires < newest and kind.get("show_post_expire") == "n":
        return "it has expired"
    return ""


def _faqs(tables: Tables, permissions: Permissions) -> Iterator[Page]:
    questions = grouped((number_of(row, "faqId"), row) for row in tables.get("tiki_faq_questions"))
    for row in tables.get("tiki_faqs"):
        number = number_of(row, "faqId")
        yield Page(
            name=_title(row, f"FAQ {number}"),
            source=without_old_marks(_questions(row, questions.get(number, ()))),
            page_id=number,
            created=number_of(row, "created"),
            modified=number_of(row, "created"),
            hits=number_of(row, "hits"),
            kind="faq",
            hidden=permissions.hidden("tiki_p_view_faqs", kind="faq", name=str(number)),
        )


def _questions(faq: Row, rows: Iterable[Row]) -> str:
    """The description of an FAQ, then each question as a heading above its answer."""
    parts = [text_of(faq, "description").strip()]
    order = sorted(rows, key=lambda row: (number_of(row, "position"), number_of(row, "questionId")))
    for row in order:
        # The space keeps a question that begins with - or # from being a sign of the heading.
        parts.append(f"! {' '.join(text_of(row, 'question').split())}")
        parts.append(text_of(row, "answer").strip())
    return "\n\n".join(part for part in parts if part)


def _html_pages(tables: Tables, permissions: Permissions) -> Iterator[Page]:
    for row in tables.get("tiki_html_pages"):
        name = text_of(row, "pageName")
        yield Page(
            name=page_name(name),
            source=without_old_marks(text_of(row, "content")),
            created=number_of(row, "created"),
            modified=number_of(row, "created"),
            is_html=True,
            kind="html page",
            hidden=permissions.hidden("tiki_p_view_html_pages", kind="html page", name=name),
        )


def _title(row: Row, otherwise: str) -> str:
    return page_name(" ".join(text_of(row, "title").split())) or otherwise
