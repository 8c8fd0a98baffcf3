"""Files that belong to no wiki page: the pictures of articles, the attachments in forums."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tiki2md.model import TOPIC
from tiki2md.readers.article_pictures import article_images
from tiki2md.readers.attachments import attachment_of
from tiki2md.readers.file_bytes import compare
from tiki2md.readers.schema import number_of, text_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tiki2md.diagnostics import Reporter
    from tiki2md.model import File, Wiki
    from tiki2md.readers.file_bytes import Search
    from tiki2md.readers.permissions import Permissions
    from tiki2md.readers.schema import Row, Tables


def add_other_files(
    wiki: Wiki, tables: Tables, permissions: Permissions, search: Search, reporter: Reporter
) -> None:
    """Give ``wiki`` the pictures of its articles, and the attachments in its forums.

    Args:
        wiki: has its articles, topics and comments.
        tables: the export (tiki-exports §4).
        permissions: what an anonymous visitor could see.
        search: finds files that are kept on disk.
        reporter: told of bytes that are not what was noted of them.
    """
    articles = {
        (page.kind, page.page_id): page.hidden
        for page in wiki.others
        if page.kind in {"article", "submission"}
    }
    for key, file in article_images(tables):
        kind, number = key
        file.hidden = _hidden_topic(number, permissions) if kind == "topic" else ""
        if articles.get(key):
            file.hidden = f"its {kind} is hidden"
        compare(file, f"picture of {kind} {number}", reporter)
        wiki.article_images[key] = file
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


def _hidden_topic(number: int, permissions: Permissions) -> str:
    return permissions.hidden("tiki_p_read_article", kind="topic", name=str(number), deed="read")


def _hidden(row: Row, file: File, hidden: Mapping[int, str]) -> str:
    if not file.post and number_of(row, "qId"):
        return "nobody approved its post"
    return "its post is hidden" if hidden.get(file.post) else ""
