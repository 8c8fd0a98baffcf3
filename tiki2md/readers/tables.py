"""Rows of tables to a wiki; the same for every kind of database export."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tiki2md.diagnostics import Code
from tiki2md.grouping import grouped
from tiki2md.model import WIKI_PAGE, Category, Page, Place, Wiki
from tiki2md.readers.dated import events_of, feeds_of
from tiki2md.readers.discussions import comments_of
from tiki2md.readers.escaping import EscapedPages
from tiki2md.readers.history import Editors, History
from tiki2md.readers.missing_tables import lacks_of
from tiki2md.readers.names import aliases_in_text, page_key, page_name, twins_of, without_repeats
from tiki2md.readers.objects import categories_of_objects, object_key, tags_of_objects
from tiki2md.readers.other_content import article_types_of, blogs_with_excerpts, other_pages
from tiki2md.readers.permissions import Permissions
from tiki2md.readers.polls import polls_of
from tiki2md.readers.reading import Reading
from tiki2md.readers.relations import (
    aliases_by_page,
    hotwords_of,
    relations_of,
    routes_of,
    users_of,
)
from tiki2md.readers.schema import newest_time, number_of, text_of
from tiki2md.readers.stored import contents_of, copyrights_of, references_of
from tiki2md.readers.stored_files import add_files
from tiki2md.readers.text import mend_page
from tiki2md.readers.trackers import trackers_of
from tiki2md.spool import Spool

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tiki2md.diagnostics import Reporter
    from tiki2md.readers.schema import Row, Tables


def wiki_from_tables(tables: Tables, reporter: Reporter, reading: Reading | None = None) -> Wiki:
    """Join the tables of one export (tiki-exports §1-§4).

    Pages come by ``page_id``, then name.  Names of pages are made NFC; the texts
    stay as they are, but for line ends, scars of an old filter (``SOURCE_SCARS``), and
    those stored HTML-escaped before Tiki 9, which are unescaped once
    (``SOURCE_ESCAPED_TEXT``).

    Args:
        tables: the export.
        reporter: takes the diagnostics.
        reading: what is wanted besides pages.
    """
    reading = reading or Reading()
    preferences = _mapping(tables.get("tiki_preferences"), "name", "value")
    permissions = Permissions(tables, preferences)
    escaped = EscapedPages(tables)
    wiki = Wiki(
        categories={
            category.category_id: category
            for category in map(_category, tables.get("tiki_categories"))
        },
        preferences=preferences,
        permissions=permissions.of_visitors(),
        external_wikis={
            name.lower(): url
            for name, url in _mapping(tables.get("tiki_extwiki"), "name", "extwiki").items()
        },
        dynamic_variables=_dynamic_variables(tables.get("tiki_dynamic_variables")),
        relations=relations_of(tables),
        routes=routes_of(tables),
        hotwords=hotwords_of(tables),
        users=users_of(tables),
        contents=contents_of(tables),
        trackers=trackers_of(tables, permissions),
        events=events_of(tables, permissions),
        feeds=feeds_of(tables),
        polls=polls_of(tables),
        exported=newest_time(tables) if tables.get("tiki_calendar_items") else 0,
        others=other_pages(tables, permissions, preferences),
        article_types=article_types_of(tables),
        blogs_with_excerpts=blogs_with_excerpts(tables),
        lacks=lacks_of(tables),
    )
    history = History(tables, escaped, reading.blobs) if reading.history else Editors(tables)
    _add_pages(wiki, tables, permissions, escaped, history, reporter)
    if isinstance(history, History):
        history.report_gone(reporter)
    hidden = _add_what_names_pages(wiki, tables)
    others = {(page.kind, str(page.page_id)): page.hidden for page in wiki.others if page.hidden}
    pages = {(WIKI_PAGE, key): reason for key, reason in hidden.items()}
    wiki.comments = comments_of(tables, permissions, others | pages)
    add_files(wiki, tables, permissions, hidden, reading.files, reporter)
    return wiki


def _add_pages(
    wiki: Wiki,
    tables: Tables,
    permissions: Permissions,
    escaped: EscapedPages,
    history: History | Editors,
    reporter: Reporter,
) -> None:
    categories, tags = categories_of_objects(tables), tags_of_objects(tables)
    aliases = aliases_by_page(tables, wiki.relations)
    origin = f"{tables.origins.get('tiki_pages', '')}: tiki_pages"
    twins = twins_of(text_of(row, "pageName") for row in tables.get("tiki_pages"))
    pages: Spool[Page] = Spool()
    for row in tables.get("tiki_pages"):
        page = _page(row, origin)
        if (name := text_of(row, "pageName")) in twins:
            page.name = name
        if escaped.is_html_of_tiki_1(row):
            page.is_html = True
            reporter.report(Code.SOURCE_HTML_GUESSED, where=f"page {page.name}")
        mend_page(page, reporter, is_escaped=escaped.is_escaped(row))
        page.categories = sorted(categories.get(object_key(WIKI_PAGE, page.name), ()))
        page.tags = tags.get(object_key(WIKI_PAGE, page.name), [])
        page.aliases = without_repeats(
            [*aliases.get(page_key(page.name), ()), *aliases_in_text(page.source)], but=page.name
        )
        page.hidden = permissions.hidden(
            "tiki_p_view", kind=WIKI_PAGE, name=text_of(row, "pageName"), word="page"
        )
        history.complete(page)
        pages.append(page)
    pages.sort(key=lambda page: (page.page_id, page.name))
    wiki.pages = pages


def _add_what_names_pages(wiki: Wiki, tables: Tables) -> dict[str, str]:
    """Add it; why each page is hidden that is, by ``page_key``."""
    names: dict[int, str] = {}
    names_by_key: dict[str, str] = {}
    hidden: dict[str, str] = {}
    for page in wiki.pages:  # Once: they lie on disk.
        key = page_key(page.name)
        names[page.page_id] = names_by_key[key] = page.name
        if page.hidden:
            hidden[key] = page.hidden
    wiki.places = _places(tables.get("tiki_structures"), names)
    wiki.translations = _translations(tables.get("tiki_translated_objects"), names)
    wiki.references = references_of(tables, names)
    wiki.copyrights = copyrights_of(tables, names_by_key)
    return hidden


def _mapping(rows: Iterable[Row], key: str, value: str) -> dict[str, str]:
    return {text_of(row, key): text_of(row, value) for row in rows if row.get(key)}


def _page(row: Row, origin: str) -> Page:
    page_id = number_of(row, "page_id")
    return Page(
        name=page_name(text_of(row, "pageName")) or f"Page {page_id}",
        source=text_of(row, "data"),
        page_id=page_id,
        slug=text_of(row, "pageSlug"),
        description=text_of(row, "description"),
        language=text_of(row, "lang"),
        created=number_of(row, "created"),
        modified=number_of(row, "lastModif"),
        creator=text_of(row, "creator"),
        last_editor=text_of(row, "user"),
        version=number_of(row, "version"),
        edit_comment=text_of(row, "comment"),
        keywords=text_of(row, "keywords"),
        is_html=number_of(row, "is_html") == 1,
        hits=number_of(row, "hits"),
        origin=origin,
    )


def _category(row: Row) -> Category:
    return Category(
        category_id=number_of(row, "categId"),
        name=text_of(row, "name"),
        description=text_of(row, "description"),
        parent_id=number_of(row, "parentId"),
    )


def _dynamic_variables(rows: Iterable[Row]) -> dict[str, str]:
    """``%name%`` to its text: the one for no language, else the first."""
    texts: dict[str, str] = {}
    for row in sorted(rows, key=lambda row: bool(row.get("lang"))):
        texts.setdefault(text_of(row, "name"), text_of(row, "data"))
    return texts


def _places(rows: Iterable[Row], names: dict[int, str]) -> dict[int, Place]:
    """The places of structures, those of pages that are gone left out."""
    places = (
        Place(
            place_id=number_of(row, "page_ref_id"),
            page=names.get(number_of(row, "page_id"), ""),
            label=text_of(row, "page_alias").strip(),
            parent_id=number_of(row, "parent_id"),
            position=number_of(row, "pos"),
        )
        for row in rows
    )
    return {place.place_id: place for place in places if place.page}


def _translations(rows: Iterable[Row], names: dict[int, str]) -> list[list[str]]:
    """Pages that share a ``traId``; articles are translated in the same table."""
    groups = grouped(
        (number_of(row, "traId"), name)
        for row in rows
        if row.get("type") == WIKI_PAGE and (name := names.get(number_of(row, "objId"))) is not None
    )
    return [sorted(group) for _, group in sorted(groups.items()) if len(group) > 1]
