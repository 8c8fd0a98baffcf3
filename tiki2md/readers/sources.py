"""Sources of every kind, alone or together, to one wiki."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tiki2md.diagnostics import Code, Reporter
from tiki2md.model import Page, Wiki
from tiki2md.readers.errors import SourceError
from tiki2md.readers.files import (
    TEXT_SUFFIXES,
    Kind,
    files_below,
    open_stream,
    refuse_misnamed,
    sniff,
    why_unusable,
)
from tiki2md.readers.merge import merge_into
from tiki2md.readers.names import aliases_in_text, page_name
from tiki2md.readers.phpmyadmin import read_phpmyadmin
from tiki2md.readers.reading import Reading
from tiki2md.readers.sql import read_sql
from tiki2md.readers.sql_tokens import SqlTokens
from tiki2md.readers.tables import wiki_from_tables
from tiki2md.readers.text import decode_file
from tiki2md.readers.xml_zip import holds_export, read_xml_zip

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from tiki2md.readers.schema import Tables


def read_sources(
    sources: Sequence[Path], reporter: Reporter, reading: Reading | None = None
) -> Wiki:
    """Read everything that the sources hold into one wiki.

    A source is a file with the text of a page, an SQL dump (also ``.gz``,
    ``.bz2``, ``.xz``), a JSON export of phpMyAdmin, an XML export of Tiki (a zip
    archive), or a folder: of such JSON exports, else of dumps, else of XML exports,
    else of ``.tiki``, ``.txt`` and ``.wiki`` files.  What a file is
    is told from its content.  Tables that are spread over several files are
    joined; where sources hold a page of the same name, the first one wins.

    Args:
        sources: files and folders, in order of preference.
        reporter: takes the diagnostics of the reading.
        reading: what is wanted besides pages; by default, no history, and of files only
            their sizes and hashes.

    Raises:
        SourceError: a source cannot be used.
    """
    reading = reading or Reading()
    if not sources:
        raise SourceError("there is nothing to read: name a file or a folder")
    wiki = Wiki()
    exports: list[Tables] = []
    texts: list[Path] = []
    archives: list[Path] = []
    for path, kind in (item for source in sources for item in _expand(source, reporter)):
        if kind is Kind.TEXT:
            texts.append(path)
            continue
        if kind is Kind.ZIP:
            archives.append(path)
            continue
        tables = (_read_dump if kind is Kind.SQL else _read_json)(path, reporter, reading)
        # A table seen before belongs to another export: ids must not be mixed up.
        if exports and not exports[-1].overlaps(tables):
            exports[-1].update(tables)
        else:
            exports.append(tables)
    for tables in exports:
        _require_pages(tables, exports, sources)
        merge_into(wiki, wiki_from_tables(tables, reporter, reading), reporter)
    for path in archives:  # after tables, which hold more
        merge_into(wiki, read_xml_zip(path, reporter, reading), reporter)
    merge_into(wiki, Wiki(pages=[_read_page(path, reporter) for path in texts]), reporter)
    return wiki


def read_text(text: str, name: str) -> Wiki:
    """A wiki of one page, from its text (standard input, for one).

    Args:
        text: the Tiki source.
        name: the page's name.
    """
    return Wiki(pages=[_page(text, name, origin=name)])


def _page(text: str, name: str, origin: str) -> Page:
    name = page_name(name)
    return Page(name=name, source=text, aliases=aliases_in_text(text), origin=origin)


def _expand(source: Path, reporter: Reporter) -> list[tuple[Path, Kind]]:
    """The files of a source and their kinds."""
    if not source.exists():
        raise SourceError(f"{source}: there is no such file or folder")
    if source.is_dir():
        return _expand_folder(source, reporter)
    kind = sniff(source)
    if kind is Kind.OTHER:
        raise SourceError(f"{source}: {why_unusable(source)}")
    if kind is Kind.TEXT:
        refuse_misnamed(source)
    return [(source, kind)]


def _expand_folder(folder: Path, reporter: Reporter) -> list[tuple[Path, Kind]]:
    found = [(path, _sniff_or_skip(path, reporter)) for path in files_below(folder)]
    # A page is told by its suffix: a folder may hold any other text as well.
    by_kind = {
        kind: [item for item in found if item[1] is kind]
        for kind in (Kind.JSON, Kind.SQL, Kind.ZIP, Kind.TEXT)
    }
    by_kind[Kind.TEXT] = [
        item for item in by_kind[Kind.TEXT] if item[0].suffix.lower() in TEXT_SUFFIXES
    ]
    for items in by_kind.values():
        if items:
            return items
    raise SourceError(
        f"{folder}: nothing to read in this folder; looked for JSON exports of phpMyAdmin, "
        "SQL dumps, XML exports of Tiki, and pages in .tiki, .txt or .wiki files"
    )


def _sniff_or_skip(path: Path, reporter: Reporter) -> Kind:
    """The kind of a file in a folder; one bad file must not cost the others."""
    try:
        kind = sniff(path)
        if kind is Kind.ZIP and not holds_export(path):
            return Kind.OTHER
        why = why_unusable(path) if kind is Kind.OTHER else ""
    except SourceError as error:
        kind, why = Kind.OTHER, str(error)
    if why and path.suffix.lower() in TEXT_SUFFIXES:
        reporter.report(Code.SOURCE_SKIPPED, path=path, why=why)
    return kind


def _read_dump(path: Path, reporter: Reporter, reading: Reading) -> Tables:
    with open_stream(path) as stream:
        before = len(reporter.diagnostics)
        tables = read_sql(SqlTokens(stream.read), str(path), reporter, reading)
        reported = any(
            finding.code is Code.SOURCE_TRUNCATED for finding in reporter.diagnostics[before:]
        )
        if stream.is_cut and not reported:
            reporter.report(Code.SOURCE_TRUNCATED, where=f"{path}: the packed data")
    return tables


def _read_json(path: Path, reporter: Reporter, reading: Reading) -> Tables:
    with open_stream(path) as stream:
        return read_phpmyadmin(stream.read_all(), str(path), reporter, reading)


def _read_page(path: Path, reporter: Reporter) -> Page:
    with open_stream(path) as stream:
        text, valid = decode_file(stream.read_all())
        if stream.is_cut:
            reporter.report(Code.SOURCE_TRUNCATED, where=f"{path}: the packed data")
    if not valid:
        reporter.report(Code.SOURCE_NOT_UTF8, where=str(path))
    return _page(text, path.stem, str(path))


def _require_pages(tables: Tables, exports: list[Tables], sources: Sequence[Path]) -> None:
    """Refuse an export without pages, unless the table is there and just empty."""
    if "tiki_pages" in tables.rows or any("tiki_pages" in other.rows for other in exports):
        return
    found = ", ".join(sorted({*tables.rows, *tables.others})[:5])
    names = ", ".join(map(str, sources))
    raise SourceError(
        f"{names}: there is no table tiki_pages, so no pages; "
        + (f"found only tables such as {found}; " if found else "found no table at all; ")
        + "export at least tiki_pages from the database of the wiki"
    )
