"""Files that belong to no wiki page: those of articles, blogs, forums and trackers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tiki2md.model import TOPIC, File
from tiki2md.readers.article_pictures import article_images
from tiki2md.readers.attachments import attachment_of
from tiki2md.readers.file_bytes import bytes_of, compare
from tiki2md.readers.schema import number_of, text_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tiki2md.diagnostics import Reporter
    from tiki2md.model import Wiki
    from tiki2md.readers.file_bytes import Search
    from tiki2md.readers.permissions import Permissions
    from tiki2md.readers.schema import Row, Tables


def add_other_files(
    wiki: Wiki, tables: Tables, permissions: Permissions, search: Search, reporter: Reporter
) -> None:
    """Give ``wiki`` its pictures of articles and blogs, and its attachments in forums and trackers.

    Args:
        wiki: has its articles, posts, topics, comments and trackers.
        tables: the export (tiki-exports §4).
        permissions: what an anonymous visitor could see.
        search: finds files that are kept on disk.
        reporter: told of bytes that are not what was noted of them.
    """
    hidden = {(page.kind, page.page_id): page.hidden for page in wiki.others if page.hidden}
    for key, file in article_images(tables):
        kind, number = key
        file.hidden = _hidden_topic(number, permissions) if kind == "topic" else ""
        if key in hidden:
            file.hidden = f"its {kind} is hidden"
        compare(file, f"picture of {kind} {number}", reporter)
        wiki.article_images[key] = file
    for row in tables.get("tiki_blog_posts_images"):
        file = _blog_image(row, tables)
        if ("blog post", number_of(row, "postId")) in hidden:
            file.hidden = "its blog post is hidden"
        compare(file, f"picture in blogs {file.file_id}", reporter)
        wiki.blog_images[file.file_id] = file
    _add_forum_attachments(wiki, tables, search, reporter)
    _add_item_attachments(wiki, tables, search, reporter)


def _add_forum_attachments(wiki: Wiki, tables: Tables, search: Search, reporter: Reporter) -> None:
    if not tables.get("tiki_forum_attachments"):
        return
    hidden = {page.page_id: page.hidden for page in wiki.others if page.kind == TOPIC}
    hidden |= {comment.comment_id: comment.hidden for comment in wiki.comments}
    for row in tables.get("tiki_forum_attachments"):
        file = attachment_of(row, tables)
        search.complete(file, text_of(row, "dir"))
        file.hidden = _hidden(row, file, hidden)
        compare(file, f"attachment in forums {file.file_id}", reporter)
        wiki.forum_attachments[file.file_id] = file


def _add_item_attachments(wiki: Wiki, tables: Tables, search: Search, reporter: Reporter) -> None:
    # Whoever could not view an item could not download what is attached to it.
    viewable = {
        item.item_id: item.status in tracker.statuses
        for tracker in wiki.trackers.values()
        for item in tracker.items
    }
    for row in tables.get("tiki_tracker_item_attachments"):
        file, item = attachment_of(row, tables), number_of(row, "itemId")
        search.complete(file, wiki.preferences.get("t_use_dir", ""))
        if not viewable.get(item):
            file.hidden = "its item is hidden" if item in viewable else "its item is not there"
        compare(file, f"attachment in trackers {file.file_id}", reporter)
        wiki.item_attachments[file.file_id] = file


def _blog_image(row: Row, tables: Tables) -> File:
    size = number_of(row, "filesize")
    return File(
        file_id=number_of(row, "imgId"),
        filename=text_of(row, "filename"),
        media_type=text_of(row, "filetype"),
        size=size,
        blob=bytes_of(row, tables, size),
    )


def _hidden_topic(number: int, permissions: Permissions) -> str:
    return permissions.hidden("tiki_p_read_article", kind="topic", name=str(number), deed="read")


def _hidden(row: Row, file: File, hidden: Mapping[int, str]) -> str:
    if not file.post and number_of(row, "qId"):
        return "nobody approved its post"
    return "its post is hidden" if hidden.get(file.post) else ""
