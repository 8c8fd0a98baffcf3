"""Comments: on pages, posts, files, and the answers in forums."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tiki2md.model import TOPIC, WIKI_PAGE, Comment, Page
from tiki2md.readers.names import page_key, page_name
from tiki2md.readers.schema import number_of, text_of
from tiki2md.readers.text import without_old_marks
from tiki2md.spool import Spool

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tiki2md.readers.permissions import Permissions
    from tiki2md.readers.schema import Row, Tables

_FORUM = "forum"

_MAY_READ = ("tiki_p_read_comments",)
_MAY_READ_ON_PAGE = ("tiki_p_wiki_view_comments", *_MAY_READ)


def comments_of(
    tables: Tables, permissions: Permissions, hidden: Mapping[tuple[str, str], str]
) -> Spool[Comment]:
    """All comments by their ids, the answers in forums among them (tiki-exports §4).

    Args:
        tables: the export.
        permissions: what an anonymous visitor could see.
        hidden: why objects cannot be seen, by kind and name (a page's key, else its id).
    """
    rows = tables.get("tiki_comments")
    by_message = {
        text_of(row, "message_id"): number_of(row, "threadId")
        for row in rows
        if row.get("message_id")
    }
    comments = (
        _answer(row, by_message, hidden)
        if row.get("objectType") == _FORUM
        else _comment(row, permissions, hidden)
        for row in rows
        if row.get("objectType") != _FORUM or number_of(row, "parentId")
    )
    found = Spool(comments)
    found.sort(key=lambda comment: comment.comment_id)
    return found


def topics_of(tables: Tables, permissions: Permissions) -> Iterator[Page]:
    """The topics of forums: the first post of each is the page (tiki-exports §4)."""
    forums = {number_of(row, "forumId"): text_of(row, "name") for row in tables.get("tiki_forums")}
    return (
        Page(
            name=text_of(row, "title").strip() or f"Topic {number_of(row, 'threadId')}",
            source=without_old_marks(text_of(row, "data")),
            page_id=number_of(row, "threadId"),
            created=number_of(row, "commentDate"),
            modified=number_of(row, "commentDate"),
            creator=text_of(row, "userName"),
            last_editor=text_of(row, "userName"),
            kind=TOPIC,
            section=forums.get(number_of(row, "object"), ""),
            hidden=_unapproved(row)
            or permissions.hidden(
                "tiki_p_forum_read",
                kind="thread",
                name=text_of(row, "threadId"),
                parent=(_FORUM, text_of(row, "object")),
                word="topic",
                deed="read",
            ),
        )
        for row in tables.get("tiki_comments")
        if row.get("objectType") == _FORUM and not number_of(row, "parentId")
    )


def _comment(row: Row, permissions: Permissions, hidden: Mapping[tuple[str, str], str]) -> Comment:
    kind, name = text_of(row, "objectType"), text_of(row, "object")
    on_page = kind == WIKI_PAGE
    comment = _post(row, kind, page_name(name) if on_page else name)
    comment.parent_id = number_of(row, "parentId")
    key = page_key(name) if on_page else name
    comment.hidden = (
        _unapproved(row)
        or (f"its {'page' if on_page else kind} is hidden" if hidden.get((kind, key)) else "")
        or permissions.hidden(
            *(_MAY_READ_ON_PAGE if on_page else _MAY_READ),
            kind=kind,
            name=name,
            word="page" if on_page else kind,
            deed="read comments on",
        )
    )
    return comment


def _answer(
    row: Row, by_message: Mapping[str, int], hidden: Mapping[tuple[str, str], str]
) -> Comment:
    """A post in a forum that answers a topic, or another answer to it."""
    topic = number_of(row, "parentId")
    comment = _post(row, TOPIC, str(topic))
    answered = by_message.get(text_of(row, "in_reply_to"), 0)
    comment.parent_id = 0 if answered in {topic, comment.comment_id} else answered
    comment.hidden = _unapproved(row) or (
        "its topic is hidden" if hidden.get((TOPIC, str(topic))) else ""
    )
    return comment


def _post(row: Row, kind: str, name: str) -> Comment:
    return Comment(
        comment_id=number_of(row, "threadId"),
        object_kind=kind,
        object_name=name,
        user=text_of(row, "userName"),
        created=number_of(row, "commentDate"),
        title=text_of(row, "title"),
        text=without_old_marks(text_of(row, "data")),
        approved=row.get("approved", "y") == "y",
    )


def _unapproved(row: Row) -> str:
    if row.get("approved", "y") != "y":
        return "nobody approved it"
    return "it is in the archive" if row.get("archived") == "y" else ""
