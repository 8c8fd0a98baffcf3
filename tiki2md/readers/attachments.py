"""Attachments of pages, of posts in forums and of items of trackers: tables of nearly one form."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tiki2md.model import File
from tiki2md.readers.file_bytes import bytes_of
from tiki2md.readers.names import page_name
from tiki2md.readers.schema import number_of, text_of

if TYPE_CHECKING:
    from tiki2md.readers.schema import Row, Tables


def attachment_of(row: Row, tables: Tables) -> File:
    """An attachment, with its bytes if the database has them.

    Args:
        row: of ``tiki_wiki_attachments``, which alone has ``page``, of
            ``tiki_forum_attachments``, which alone has ``threadId`` and lacks
            ``comment``, or of ``tiki_tracker_item_attachments`` (tiki-exports §3, §4).
        tables: the export.
    """
    size = number_of(row, "filesize")
    return File(
        file_id=number_of(row, "attId"),
        name=text_of(row, "filename"),
        filename=text_of(row, "filename"),
        description=text_of(row, "comment"),
        media_type=text_of(row, "filetype"),
        size=size,
        page=page_name(text_of(row, "page")),
        post=number_of(row, "threadId"),
        path=text_of(row, "path"),
        created=number_of(row, "created"),
        blob=bytes_of(row, tables, size),
    )
