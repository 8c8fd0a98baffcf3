"""Rows of tables to a wiki; the same for every kind of database export."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from typing import TYPE_CHECKING

from tiki2md.diagnostics import Code, Reporter
from tiki2md.model import Category, File, Page, Place, Wiki
from tiki2md.readers.escaping import EscapedPages
from tiki2md.readers.schema import number_of, text_of
from tiki2md.readers.stored import contents_of, copyrights_of, references_of
from tiki2md.readers.text import unescape_once
from tiki2md.readers.trackers import trackers_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tiki2md.model import Blob
    from tiki2md.readers.schema import Row, Tables

_ALIAS = re.compile(
    r"\(alias\(([^\n|()](?:(?!\(alias\()[^\n|])*?)(?:\|(?:(?!\(alias\()[^)])*+)?\)\)"
)
"""No match goes on into the next ``(alias(``, so that many unclosed ones take no quadratic time."""
_PAGE = "wiki page"


def wiki_from_tables(tables: Tables, reporter: Reporter) -> Wiki:
    """Join the tables of one export (tiki-exports §1-§4).

    Pages come by ``page_id``, then name.  Names of pages are made NFC; the texts
    stay as they are, but for those stored HTML-escaped before Tiki 9, which are
    unescaped once (``SOURCE_ESCAPED_TEXT``).
    """
    preferences = _mapping(tables.get("tiki_preferences"), "name", "value")
    wiki = Wiki(
        categories={
            category.category_id: category
            for category in map(_category, tables.get("tiki_categories"))
        },
        files=_files(tables, preferences),
        attachments={
            file.file_id: file
            for file in (_attachment(row, tables) for row in tables.get("tiki_wiki_attachments"))
        },
        preferences=preferences,
        external_wikis={
            name.lower(): url
            for name, url in _mapping(tables.get("tiki_extwiki"), "name", "extwiki").items()
        },
        dynamic_variables=_dynamic_variables(tables.get("tiki_dynamic_variables")),
    )
    categories = _page_categories(tables)
    tags = _page_tags(tables)
    aliases = _page_aliases(tables)
    escaped = EscapedPages(tables)
    origin = f"{tables.origins.get('tiki_pages', '')}: tiki_pages"
    for row in tables.get("tiki_pages"):
        page = _page(row, origin)
        if escaped.is_escaped(row):
            page.source = unescape_once(page.source)
            reporter.report(Code.SOURCE_ESCAPED_TEXT, where=f"page {page.name}")
        key = page_key(page.name)
        page.categories = sorted(categories.get(key, ()))
        page.tags = tags.get(key, [])
        page.aliases = _without_repeats(
            [*aliases.get(key, ()), *aliases_in_text(page.source)], but=page.name
        )
        wiki.pages.append(page)
    wiki.pages.sort(key=lambda page: (page.page_id, page.name))
    page_names = {page.page_id: page.name for page in wiki.pages}
    wiki.places = _places(tables.get("tiki_structures"), page_names)
    wiki.translations = _translations(tables.get("tiki_translated_objects"), page_names)
    wiki.trackers = trackers_of(tables)
    wiki.references = references_of(tables, page_names)
    wiki.contents = contents_of(tables)
    names_by_key = {page_key(page.name): page.name for page in wiki.pages}
    wiki.copyrights = copyrights_of(tables, names_by_key, page_key)
    return wiki


def page_key(name: str) -> str:
    """What is equal for the names of one page: the database ignores case.

    It ignores spaces at the end as well (tiki-exports, general).
    """
    return unicodedata.normalize("NFC", name).rstrip(" ").casefold()


def page_name(name: str) -> str:
    """The name of a page in the one form that is used from here on."""
    return unicodedata.normalize("NFC", name)


def aliases_in_text(source: str) -> list[str]:
    """The names in ``(alias(Name))``, also in comments (tiki-exports §6.4)."""
    if "(alias(" not in source:
        return []
    names = (page_name(match[1]).strip() for match in _ALIAS.finditer(source))
    return _without_repeats(names)


def _without_repeats(names: Iterable[str], but: str = "") -> list[str]:
    """The names in their order, each once, without the page's own."""
    seen = {page_key(but), ""}
    result: list[str] = []
    for name in names:
        key = page_key(name)
        if key not in seen:
            seen.add(key)
            result.append(name)
    return result


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
        locked=text_of(row, "flag") == "L",
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


def _files(tables: Tables, preferences: dict[str, str]) -> dict[int, File]:
    """The files of the galleries, old versions too, but not those in the trash."""
    trash = number_of({"id": preferences.get("fgal_user_trash_id")}, "id")  # (tiki-versions §4)
    files = (_file(row, tables) for row in tables.get("tiki_files"))
    return {file.file_id: file for file in files if not trash or file.gallery_id != trash}


def _file(row: Row, tables: Tables) -> File:
    return File(
        file_id=number_of(row, "fileId"),
        name=text_of(row, "name"),
        filename=text_of(row, "filename"),
        description=text_of(row, "description"),
        media_type=text_of(row, "filetype"),
        size=number_of(row, "filesize"),
        md5=text_of(row, "hash"),
        gallery_id=number_of(row, "galleryId"),
        path=text_of(row, "path"),
        created=number_of(row, "created"),
        modified=number_of(row, "lastModif"),
        user=text_of(row, "user"),
        archive_of=number_of(row, "archiveId"),
        blob=_bytes(row, tables),
    )


def _attachment(row: Row, tables: Tables) -> File:
    return File(
        file_id=number_of(row, "attId"),
        name=text_of(row, "filename"),
        filename=text_of(row, "filename"),
        description=text_of(row, "comment"),
        media_type=text_of(row, "filetype"),
        size=number_of(row, "filesize"),
        page=page_name(text_of(row, "page")),
        path=text_of(row, "path"),
        created=number_of(row, "created"),
        user=text_of(row, "user"),
        blob=_bytes(row, tables),
    )


def _bytes(row: Row, tables: Tables) -> Blob | None:
    """The bytes of a file in the database; a row with a path has them on disk instead."""
    return None if text_of(row, "path") else tables.blob(row)


def _dynamic_variables(rows: Iterable[Row]) -> dict[str, str]:
    """``%name%`` to its text: the one for no language, else the first."""
    texts: dict[str, str] = {}
    for row in sorted(rows, key=lambda row: bool(row.get("lang"))):
        texts.setdefault(text_of(row, "name"), text_of(row, "data"))
    return texts


def _objects_to_pages(tables: Tables) -> dict[str, str]:
    """``tiki_objects.objectId`` to the key of the page that it stands for."""
    return {
        text_of(row, "objectId"): page_key(text_of(row, "itemId"))
        for row in tables.get("tiki_objects")
        if row.get("type") == _PAGE
    }


def _page_categories(tables: Tables) -> dict[str, set[int]]:
    pages = _objects_to_pages(tables)
    categories: defaultdict[str, set[int]] = defaultdict(set)
    for row in tables.get("tiki_category_objects"):
        page = pages.get(text_of(row, "catObjectId"))
        if page is not None:
            categories[page].add(number_of(row, "categId"))
    return categories


def _page_tags(tables: Tables) -> dict[str, list[str]]:
    """Tags as typed, by ``tagId``; a tag has a row for each user that set it."""
    pages = _objects_to_pages(tables)
    names = {
        number_of(row, "tagId"): text_of(row, "raw_tag") or text_of(row, "tag")
        for row in tables.get("tiki_freetags")
    }
    tag_ids: defaultdict[str, set[int]] = defaultdict(set)
    for row in tables.get("tiki_freetagged_objects"):
        page = pages.get(text_of(row, "objectId"))
        tag_id = number_of(row, "tagId")
        if page is not None and names.get(tag_id):
            tag_ids[page].add(tag_id)
    return {
        page: list(dict.fromkeys(names[tag_id] for tag_id in sorted(ids)))
        for page, ids in tag_ids.items()
    }


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
    groups: defaultdict[int, list[str]] = defaultdict(list)
    for row in rows:
        name = names.get(number_of(row, "objId"))
        if row.get("type") == _PAGE and name is not None:
            groups[number_of(row, "traId")].append(name)
    return [sorted(group) for _, group in sorted(groups.items()) if len(group) > 1]


def _page_aliases(tables: Tables) -> dict[str, list[str]]:
    """``tiki.link.alias``: the source is the page, the target its other name."""
    rows = sorted(tables.get("tiki_object_relations"), key=lambda row: number_of(row, "relationId"))
    aliases: defaultdict[str, list[str]] = defaultdict(list)
    for row in rows:
        if row.get("relation") == "tiki.link.alias" and row.get("source_type") == _PAGE:
            name = page_name(text_of(row, "target_itemId")).strip()
            aliases[page_key(text_of(row, "source_itemId"))].append(name)
    return aliases
