"""Texts that pages take from tables of their own: bibliographies, blocks, notices."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tiki2md.grouping import grouped
from tiki2md.model import Content, Copyright, Reference
from tiki2md.readers.names import page_key, page_name
from tiki2md.readers.schema import newest_time, number_of, text_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tiki2md.readers.schema import Row, Tables

_PAGE = "page:"


def references_of(tables: Tables, names: Mapping[int, str]) -> dict[str, list[Reference]]:
    """The bibliographies of pages (table ``tiki_page_references``, tiki-exports §1).

    Args:
        tables: the export.
        names: the names of pages by their ids; the site's library, which
            belongs to no page, is left out as no page shows it.
    """
    return grouped(
        (name, reference)
        for row in tables.ordered("tiki_page_references", "ref_id")
        if (name := names.get(number_of(row, "page_id"))) is not None
        and (reference := _reference(row)).code
    )


def _reference(row: Row) -> Reference:
    return Reference(
        code=text_of(row, "biblio_code").strip(),
        author=text_of(row, "author"),
        title=text_of(row, "title"),
        part=text_of(row, "part"),
        publisher=text_of(row, "publisher"),
        location=text_of(row, "location"),
        year=text_of(row, "year"),
        uri=text_of(row, "uri"),
    )


def contents_of(tables: Tables) -> dict[int, Content]:
    """Blocks with the text that they had on the day of the export (tiki-exports §1).

    A text that was still to be published is no reader's business.  The day is
    that of the newest change of anything that was read.
    """
    labels = {
        number_of(row, "contentId"): text_of(row, "contentLabel") or text_of(row, "content_label")
        for row in tables.get("tiki_content")
    }
    stored = tables.get("tiki_programmed_content")
    newest = newest_time(tables) if stored else 0
    published = (row for row in stored if number_of(row, "publishDate") <= newest)
    texts = grouped((number_of(row, "contentId"), row) for row in published)
    contents: dict[int, Content] = {}
    for number, rows in sorted(texts.items()):
        row = max(rows, key=lambda row: (number_of(row, "publishDate"), number_of(row, "pId")))
        text = text_of(row, "data")
        of_page = row.get("content_type", "page") == "page" and text.startswith(_PAGE)
        contents[number] = Content(
            content_id=number,
            label=labels.get(number, ""),
            text="" if of_page else text,
            page=page_name(text.removeprefix(_PAGE)).strip() if of_page else "",
            versions=len(rows),
        )
    return contents


def copyrights_of(tables: Tables, names: Mapping[str, str]) -> dict[str, list[Copyright]]:
    """The notices of pages (table ``tiki_copyrights``, tiki-exports §1).

    Args:
        tables: the export.
        names: the names of pages by ``page_key``.
    """
    return grouped(
        (name, _copyright(row))
        for row in tables.ordered("tiki_copyrights", "copyrightId")
        if (name := names.get(page_key(text_of(row, "page")))) is not None
    )


def _copyright(row: Row) -> Copyright:
    return Copyright(
        title=text_of(row, "title"),
        year=text_of(row, "year"),
        authors=text_of(row, "authors"),
        holder=text_of(row, "holder"),
    )
