"""The pictures of articles and of their topics: which one an article shows, and its bytes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tiki2md.model import File, Picture
from tiki2md.readers.file_bytes import bytes_of
from tiki2md.readers.schema import number_of, text_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tiki2md.readers.schema import Row, Tables

_BYTES = "image_data"
_TABLES = {
    "article": ("tiki_articles", "articleId"),
    "submission": ("tiki_submissions", "subId"),
    "topic": ("tiki_topics", "topicId"),
}
"""Table and id of what may have a picture, by the word that addresses of pictures have for it."""

_ENDINGS = {
    "image/gif": ".gif",
    "image/jpeg": ".jpg",
    "image/pjpeg": ".jpg",
    "image/png": ".png",
    "image/x-png": ".png",
    "image/svg+xml": ".svg",
    "image/webp": ".webp",
}
"""For pictures whose name has none: a server tells the kind of a file by it."""


class Pictures:
    """Tells which picture an article shows.

    Args:
        tables: the export.
    """

    def __init__(self, tables: Tables) -> None:
        self._tables = tables
        self._topics = {number_of(row, "topicId"): row for row in tables.get("tiki_topics")}
        self._kinds = {text_of(row, "type"): row for row in tables.get("tiki_article_types")}

    def of(self, row: Row) -> Picture | None:
        """The picture that Tiki showed at the head of an article: its own, else its topic's.

        The article's type decides whether there is any, by ``show_image``, which was ``y``
        unless somebody changed it.

        Args:
            row: of the article or submission.
        """
        kind = self._kinds.get(text_of(row, "type"), {})
        topic = self._topics.get(number_of(row, "topicId"), {})
        if text_of(kind, "show_image") == "n":
            return None
        section = text_of(topic, "name") or text_of(row, "topicName")
        floats = text_of(row, "isfloat") == "y"
        if text_of(row, "useImage") == "y" and _has_picture(row, self._tables):
            caption = " ".join(text_of(row, "image_caption").split())
            is_shown = text_of(kind, "show_image_caption") == "y"
            width = max(number_of(row, "image_x"), 0)
            return Picture(
                kind="article" if "articleId" in row else "submission",
                number=number_of(row, "articleId") or number_of(row, "subId"),
                alt=text_of(row, "image_alt") or caption or section,
                caption=caption if is_shown else "",
                title="" if is_shown else caption,
                width=width,
                # They are the sides of a frame: both as lengths would distort the picture.
                height=0 if width else max(number_of(row, "image_y"), 0),
                floats=floats,
            )
        if not topic or not _has_picture(topic, self._tables):
            return None
        number = number_of(topic, "topicId")
        return Picture(kind="topic", number=number, alt=section, floats=floats)


def article_images(tables: Tables) -> Iterator[tuple[tuple[str, int], File]]:
    """All pictures of articles, submissions and topics, shown or not (tiki-exports §4).

    Args:
        tables: the export.

    Returns:
        Each by what it belongs to, and the id of that.
    """
    for kind, (table, column) in _TABLES.items():
        for row in tables.get(table):
            if _has_picture(row, tables):
                number = number_of(row, column)
                yield (kind, number), _file(row, kind, number, tables)


def _has_picture(row: Row, tables: Tables) -> bool:
    """Whether there is one: its bytes are there, or at least it is told how many there were."""
    blob = tables.blob(row, _BYTES)
    return number_of(row, "image_size") > 0 or (blob is not None and blob.size > 0)


def _file(row: Row, kind: str, number: int, tables: Tables) -> File:
    media_type, size = text_of(row, "image_type"), number_of(row, "image_size")
    name = text_of(row, "image_name").strip() or f"{kind}-{number}"
    return File(
        file_id=number,
        filename=name if "." in name else name + _ENDINGS.get(media_type.lower(), ""),
        media_type=media_type,
        size=size,
        created=number_of(row, "created"),
        blob=bytes_of(row, tables, size, _BYTES),
    )
