"""Which tables and columns of a Tiki database are read, and how rows are kept."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tiki2md.spool import Spool

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, MutableSequence, Sequence

    from tiki2md.model import Blob

Row = dict[str, str | None]
"""The wanted columns of one row; a column that the export lacks is absent.

A column of bytes (``BLOB_COLUMNS``) holds ``blob:<n>``, an index into ``Tables.blobs``;
``Tables.blob`` reads it.
"""

BLOB_COLUMNS: Mapping[str, str] = {
    "tiki_files": "data",
    "tiki_wiki_attachments": "data",
    "tiki_history": "data",
    "tiki_images_data": "data",
    "zzz_unused_tiki_images_data": "data",
    "tiki_forum_attachments": "data",
    "tiki_tracker_item_attachments": "data",
    "tiki_blog_posts_images": "data",
    "tiki_articles": "image_data",
    "tiki_submissions": "image_data",
    "tiki_topics": "image_data",
}
"""The column of each table whose bytes are put aside as they come (tiki-exports §1, §3, §4).

Those of ``tiki_history`` are read only where history is asked for.
"""

HISTORY = "tiki_history"
CATEGORIZED = "tiki_categorized_objects"
"""What Tiki 1 has instead of ``tiki_objects``; later ones repeat the numbers there, and no more."""
EDITORS = ("pageName", "version", "user")
"""The columns of ``HISTORY`` that tell who wrote on a page: read always."""

_ATTACHMENT = ("filename", "filetype", "filesize", "created", "comment", "path", "data")
_PICTURE = ("image_name", "image_type", "image_size", "image_data")
_ARTICLE = (
    *_PICTURE,
    "useImage",
    "image_caption",
    "image_alt",
    "image_x",
    "image_y",
    "isfloat",
    "title",
    "subtitle",
    "lang",
    "authorName",
    "author",
    "topicId",
    "topicName",
    "type",
    "publishDate",
    "expireDate",
    "created",
    "heading",
    "body",
    "nbreads",
)
_IMAGE = ("imageId", "name", "description", "created", "path")
_IMAGE_DATA = ("imageId", "type", "filename", "filetype", "filesize", "data")

WANTED: Mapping[str, tuple[str, ...]] = {
    "tiki_pages": (
        "page_id",
        "pageName",
        "pageSlug",
        "data",
        "description",
        "lang",
        "created",
        "lastModif",
        "creator",
        "user",
        "comment",
        "version",
        "hits",
        "is_html",
        "keywords",
    ),
    "tiki_categories": ("categId", "name", "description", "parentId"),
    "tiki_category_objects": ("catObjectId", "categId"),
    "tiki_objects": ("objectId", "type", "itemId"),
    CATEGORIZED: ("catObjectId", "type", "objId"),
    "tiki_freetags": ("tagId", "tag", "raw_tag"),
    "tiki_freetagged_objects": ("tagId", "objectId"),
    "tiki_object_relations": (
        "relationId",
        "relation",
        "source_type",
        "source_itemId",
        "target_itemId",
    ),
    "tiki_object_attributes": ("type", "itemId", "attribute", "value"),
    "tiki_semantic_tokens": ("token", "label"),
    "tiki_history": (
        "historyId",
        "pageName",
        "version",
        "lastModif",
        "description",
        "user",
        "comment",
        "is_html",
        "data",
    ),
    "tiki_files": (
        "fileId",
        "galleryId",
        "name",
        "description",
        "created",
        "lastModif",
        "filename",
        "filesize",
        "filetype",
        "hash",
        "path",
        "archiveId",
        "data",
    ),
    "tiki_wiki_attachments": ("attId", "page", *_ATTACHMENT),
    "tiki_structures": ("page_ref_id", "parent_id", "page_id", "page_alias", "pos"),
    "tiki_translated_objects": ("traId", "type", "objId"),
    "tiki_preferences": ("name", "value"),
    "tiki_extwiki": ("name", "extwiki"),
    "tiki_dynamic_variables": ("name", "data", "lang"),
    "tiki_db_status": ("objectId", "tableName", "status"),
    "tiki_trackers": ("trackerId", "name", "description"),
    "tiki_tracker_options": ("trackerId", "name", "value"),
    "tiki_tracker_fields": (
        "fieldId",
        "trackerId",
        "name",
        "permName",
        "type",
        "position",
        "isPublic",
        "isMain",
        "isHidden",
        "visibleBy",
        "options",
    ),
    "tiki_tracker_items": ("itemId", "trackerId", "status", "created", "lastModif"),
    "tiki_tracker_item_fields": ("itemId", "fieldId", "value"),
    "tiki_tracker_item_attachments": ("attId", "itemId", *_ATTACHMENT),
    "tiki_calendars": ("calendarId", "personal"),
    "tiki_calendar_items": (
        "calitemId",
        "calendarId",
        "start",
        "end",
        "name",
        "description",
        "allday",
        "created",
    ),
    # Not who voted.
    "tiki_polls": ("pollId", "title", "active"),
    "tiki_poll_options": ("optionId", "pollId", "title", "position", "votes"),
    # Not the address of a feed, which may hold a key.
    "tiki_rss_modules": ("rssId", "sitetitle", "siteurl"),
    "tiki_rss_items": (
        "rssItemId",
        "rssId",
        "url",
        "publication_date",
        "title",
        "author",
        "description",
    ),
    "tiki_page_references": (
        "ref_id",
        "page_id",
        "biblio_code",
        "author",
        "title",
        "part",
        "uri",
        "year",
        "publisher",
        "location",
    ),
    # The label's column changed its spelling.
    "tiki_content": ("contentId", "contentLabel", "content_label"),
    "tiki_programmed_content": ("pId", "contentId", "content_type", "publishDate", "data"),
    "tiki_copyrights": ("copyrightId", "page", "title", "year", "authors", "holder"),
    "users_grouppermissions": ("groupName", "permName"),
    "users_objectpermissions": ("groupName", "permName", "objectType", "objectId"),
    # No address and no password: what is not read cannot get out.
    "users_users": ("login",),
    "tiki_user_preferences": ("user", "prefName", "value"),
    "tiki_comments": (
        "threadId",
        "object",
        "objectType",
        "parentId",
        "userName",
        "commentDate",
        "type",
        "title",
        "data",
        "message_id",
        "in_reply_to",
        "archived",
        "approved",
    ),
    "tiki_forums": ("forumId", "name"),
    "tiki_forum_attachments": (
        "attId",
        "threadId",
        "qId",
        "filename",
        "filetype",
        "filesize",
        "created",
        "dir",
        "path",
        "data",
    ),
    "tiki_blogs": ("blogId", "title", "use_excerpt"),
    "tiki_blog_posts": (
        "postId",
        "blogId",
        "title",
        "data",
        "excerpt",
        "created",
        "user",
        "priv",
        "wysiwyg",
        "hits",
    ),
    "tiki_blog_posts_images": ("imgId", "postId", "filename", "filetype", "filesize", "data"),
    "tiki_articles": ("articleId", *_ARTICLE, "ispublished"),
    "tiki_submissions": ("subId", *_ARTICLE),
    "tiki_article_types": (
        "type",
        "show_pre_publ",
        "show_post_expire",
        "show_image",
        "show_image_caption",
        "show_author",
        "show_pubdate",
        "show_subtitle",
        "heading_only",
    ),
    "tiki_topics": ("topicId", "name", *_PICTURE),
    "tiki_faqs": ("faqId", "title", "description", "created", "hits"),
    "tiki_faq_questions": ("questionId", "faqId", "position", "question", "answer"),
    "tiki_html_pages": ("pageName", "content", "created"),
    "tiki_custom_route": ("id", "type", "from", "redirect", "active"),
    "tiki_hotwords": ("word", "url"),
    "tiki_file_galleries": ("galleryId", "name", "type", "parentId"),
    "tiki_images": _IMAGE,
    "tiki_images_data": _IMAGE_DATA,
    # What an upgrade to Tiki 23 made of them.
    "zzz_unused_tiki_images": _IMAGE,
    "zzz_unused_tiki_images_data": _IMAGE_DATA,
}
"""The columns that are read of each table (tiki-exports §1-§4)."""

_BLOB_MARK = "blob:"


def text_of(row: Row, column: str) -> str:
    """A text; empty if the row has none."""
    return row.get(column) or ""


def number_of(row: Mapping[str, str | None], column: str) -> int:
    """A whole number; 0 if there is none, for old sites hold all sorts of things."""
    return whole_number(row.get(column))


def whole_number(text: str | None) -> int:
    """The number that a text is; 0 for what is none."""
    value = (text or "").strip()
    return int(value) if re.fullmatch(r"[+-]?[0-9]{1,18}", value) else 0


def wanted_columns(table: str, columns: Iterable[str], *, history: bool = True) -> list[str | None]:
    """For each of ``columns`` the name under which ``table`` wants it, or ``None``.

    Columns are matched by name and never by position, because upgraded sites
    have them in another order (tiki-versions §4); MySQL ignores their case.  Of several
    of one name, which only the result of a query has, the first counts.

    Args:
        table: a wanted one.
        columns: in the order of the export.
        history: whether old versions are wanted, and not only who wrote them.
    """
    wanted = EDITORS if table == HISTORY and not history else WANTED[table]
    names = {name.lower(): name for name in wanted}
    return [names.pop(column.lower(), None) for column in columns]


@dataclass(slots=True)
class Tables:
    """The rows of the tables of one wiki, in the order of the export."""

    rows: dict[str, MutableSequence[Row]] = field(default_factory=dict)
    """By table, on disk; a wanted table that exists and is empty has an empty list."""
    columns: dict[str, set[str]] = field(default_factory=dict)
    """The names of all columns, wanted or not, of the wanted tables."""
    others: set[str] = field(default_factory=set)
    """Tables that exist and are not wanted."""
    origins: dict[str, str] = field(default_factory=dict)
    """Where each table was read, for messages."""
    whole_database: bool = False
    """Whether a dump, which names every table of the database, is among the sources."""
    blobs: list[Blob] = field(default_factory=list)
    """The values of columns of bytes, to which rows refer by ``blob:<n>``."""

    def add_table(self, table: str, columns: Iterable[str], origin: str) -> MutableSequence[Row]:
        """Note that a wanted table exists; the list to append its rows to."""
        self.columns.setdefault(table, set()).update(columns)
        self.origins.setdefault(table, origin)
        return self.rows.setdefault(table, Spool())

    def get(self, table: str) -> Sequence[Row]:
        """The rows of ``table``; none if the export has no such table."""
        return self.rows.get(table, ())

    def ordered(self, table: str, column: str) -> list[Row]:
        """The rows of ``table`` by the numbers in a column."""
        return sorted(self.get(table), key=lambda row: number_of(row, column))

    def add_blob(self, blob: Blob) -> str:
        """Note the bytes of a column; what its row holds instead of them."""
        self.blobs.append(blob)
        return f"{_BLOB_MARK}{len(self.blobs) - 1}"

    def blob(self, row: Row, column: str = "data") -> Blob | None:
        """The bytes that a column of ``row`` refers to; ``None`` if it has none."""
        mark = row.get(column)
        return self.blobs[int(mark.removeprefix(_BLOB_MARK))] if mark else None

    def update(self, other: Tables) -> None:
        """Take in the tables of ``other``, another part of the same export."""
        for table, rows in other.rows.items():
            column = BLOB_COLUMNS.get(table, "")
            own = self.add_table(table, other.columns[table], other.origins[table])
            for row in rows:
                blob = other.blob(row, column)
                own.append(row if blob is None else {**row, column: self.add_blob(blob)})
        self.others |= other.others
        self.whole_database |= other.whole_database


_TIMES = ("created", "lastModif")


def newest_time(tables: Tables) -> int:
    """When the last thing happened before the export, in Unix seconds."""
    return max(
        (
            number_of(row, column)
            for rows in tables.rows.values()
            for row in rows
            for column in _TIMES
            if column in row
        ),
        default=0,
    )
