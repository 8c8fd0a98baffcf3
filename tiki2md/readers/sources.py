"""Sources of every kind, alone or together, to one wiki."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from tiki2md.diagnostics import Code, Reporter
from tiki2md.model import Page, Wiki
from tiki2md.readers.address import SCHEMES, Address, address_in_settings, parse_address
from tiki2md.readers.charsets import mend_double_encoding
from tiki2md.readers.csv_tables import read_csv
from tiki2md.readers.errors import NoColumnsError, SourceError
from tiki2md.readers.escaping import unescape_pages
from tiki2md.readers.exports import Exports
from tiki2md.readers.files import Kind, open_stream, sniff, why_refused
from tiki2md.readers.folders import files_of_folder
from tiki2md.readers.front_matter import page_of_text
from tiki2md.readers.live import read_database
from tiki2md.readers.merge import merge_into
from tiki2md.readers.mime import read_mime
from tiki2md.readers.missing_tables import lacks_of_pages
from tiki2md.readers.phpmyadmin import read_phpmyadmin
from tiki2md.readers.reading import Reading
from tiki2md.readers.sql import read_sql
from tiki2md.readers.sql_tokens import SqlTokens
from tiki2md.readers.tables import wiki_from_tables
from tiki2md.readers.tars import read_tar
from tiki2md.readers.text import decode_file
from tiki2md.readers.text_files import TextFile, read_text_files, wiki_of_pages
from tiki2md.readers.unpacking import limited
from tiki2md.readers.xml_zip import read_xml_zip
from tiki2md.spool import Spool

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from tiki2md.readers.schema import Tables
    from tiki2md.readers.sql import Definitions


def source_named(name: str) -> Path | Address:
    """What a user typed: the address of a database, or a path.

    Raises:
        SourceError: it begins like an address and is none.
    """
    return parse_address(name) if name.startswith(SCHEMES) else Path(name)


def read_sources(
    sources: Sequence[Path | Address], reporter: Reporter, reading: Reading | None = None
) -> Wiki:
    """Read everything that the sources hold into one wiki.

    A source is a file with the text of a page, an SQL dump, a JSON or CSV export
    of tables, a MIME export of a page or a tar of pages (all of them also packed by
    gzip, bzip2, xz or zstd), an XML export of Tiki (a zip archive), a live database (its
    address, or Tiki's own ``db/local.php``), or a folder of such files
    (``files_of_folder``).  What a file is is told from its content.  Tables that
    are spread over several files are joined, and a dump of rows may have its structure
    in another one.  Where several sources hold a page of the
    same name, tables come before exports of pages, those before rendered HTML and
    texts, and then the first one wins.

    Args:
        sources: files, folders and databases, in order of preference.
        reporter: takes the diagnostics of the reading.
        reading: what is wanted besides pages; by default, no history, and of files only
            their sizes and hashes.

    Raises:
        SourceError: a source cannot be used.
    """
    reading = reading or Reading()
    if not sources:
        raise SourceError("there is nothing to read: name a file or a folder")
    found = _Found()
    for source in sources:
        if isinstance(source, Address):
            found.exports.add(read_database(source, reporter, reading))
            continue
        for path, kind in _expand(source, reporter):
            found.read(TextFile(path, source), kind, reporter, reading)
    found.read_rest(reporter, reading)
    return found.merged(sources, reporter, reading)


@dataclass(slots=True)
class _Found:
    """What was read, before it is one wiki."""

    exports: Exports = field(default_factory=Exports)
    pages: Spool[Page] = field(default_factory=Spool)
    xml: list[Wiki] = field(default_factory=list)
    archives: list[Wiki] = field(default_factory=list)
    texts: list[TextFile] = field(default_factory=list)
    definitions: Definitions = field(default_factory=dict)
    rows_only: list[Path] = field(default_factory=list)
    """Dumps whose rows have no names of columns so far."""

    def read(self, file: TextFile, kind: Kind, reporter: Reporter, reading: Reading) -> None:
        """Read a file; texts are read together, as their names hang together."""
        if kind is Kind.TEXT:
            self.texts.append(file)
        elif kind is Kind.ZIP:
            self.xml.append(read_xml_zip(file.path, reporter, reading))
        elif kind is Kind.MIME:
            self.pages.append(_read_mime(file.path, reporter, reading))
        elif kind is Kind.TAR:
            self.archives.append(_read_tar(file.path, reporter, reading))
        elif kind is Kind.SQL:
            self._read_dump(file.path, reporter, reading)
        else:
            self.exports.add(_TABLE_READERS[kind](file.path, reporter, reading))

    def _read_dump(self, path: Path, reporter: Reporter, reading: Reading) -> None:
        known = len(reporter.diagnostics)
        try:
            tables = _read_dump(path, reporter, reading, self.definitions)
        except NoColumnsError:
            del reporter.diagnostics[known:]  # they will be found again
            self.rows_only.append(path)
        else:
            self.exports.add(tables)

    def read_rest(self, reporter: Reporter, reading: Reading) -> None:
        """Read the dumps of mere rows, now that all tables are defined that ever will be.

        Raises:
            SourceError: the columns of one are nowhere.
        """
        for path in self.rows_only:
            try:
                tables = _read_dump(path, reporter, reading, self.definitions)
            except NoColumnsError as error:
                raise SourceError(str(error)) from error
            self.exports.add(tables)

    def merged(
        self, sources: Sequence[Path | Address], reporter: Reporter, reading: Reading
    ) -> Wiki:
        """All of it, the better sources first."""
        wiki = Wiki(pages=Spool(), others=Spool(), comments=Spool())
        for tables in self.exports.all:
            if not (self.xml or self.pages or self.archives or self.texts):
                is_cut = any(each.code is Code.SOURCE_TRUNCATED for each in reporter.diagnostics)
                _require_pages(tables, self.exports.all, sources, is_cut=is_cut)
            origin = tables.origins.get("tiki_pages", "") or ", ".join(map(str, sources))
            mend_double_encoding(tables, origin, reporter, repair=reading.repair_encoding)
            merge_into(wiki, wiki_from_tables(tables, reporter, reading), reporter)
        archives = sorted(self.archives, key=_is_rendered)
        texts = read_text_files(self.texts, reporter)
        for exported in (self.pages, *(archive.pages for archive in archives)):
            unescape_pages(exported, reporter)
        for other in (*self.xml, _wiki_of_exports(self.pages), *archives, texts):
            if other.pages:
                merge_into(wiki, other, reporter)
        return wiki


def _wiki_of_exports(pages: Spool[Page]) -> Wiki:
    return Wiki(pages=pages, lacks=lacks_of_pages(history=True))


def _is_rendered(wiki: Wiki) -> bool:
    return any(page.is_rendered for page in wiki.pages)


def read_text(text: str, name: str, reporter: Reporter | None = None) -> Wiki:
    """A wiki of one page, from its text (standard input, for one).

    Args:
        text: the Tiki source, perhaps below front matter.
        name: the page's name, unless the front matter has one.
        reporter: takes the diagnostics.
    """
    reporter = reporter or Reporter()
    return wiki_of_pages([page_of_text(text, name, name, reporter)], reporter)


def require_source(source: Path) -> None:
    """Raise a ``SourceError`` unless there is a file or folder of this name.

    A pipe (``<(zcat wiki.sql.gz)``) is none: what a source is is told by reading it, and what was
    read of a pipe is gone.
    """
    if not source.exists():
        raise SourceError(f"{source}: there is no such file or folder")
    if not (source.is_file() or source.is_dir()):
        raise SourceError(
            f"{source}: it is a pipe or a device, which can be read only once; write what comes "
            "out of it into a file, and name that (a packed file needs no unpacking)"
        )


def _expand(source: Path, reporter: Reporter) -> list[tuple[Path, Kind]]:
    """The files of a source and their kinds."""
    require_source(source)
    if source.is_dir():
        return files_of_folder(source, reporter)
    kind = sniff(source)
    if why := why_refused(source, kind):
        raise SourceError(f"{source}: {why}")
    return [(source, kind)]


def _counted(
    read: Callable[[int], bytes], on_bytes: Callable[[int], None] | None
) -> Callable[[int], bytes]:
    """``read``, telling of what it read."""
    if on_bytes is None:
        return read

    def reading(size: int) -> bytes:
        data = read(size)
        on_bytes(len(data))
        return data

    return reading


def _read_dump(
    path: Path, reporter: Reporter, reading: Reading, definitions: Definitions
) -> Tables:
    with open_stream(path) as stream:
        before = len(reporter.diagnostics)
        read = _counted(stream.read, reading.on_bytes)
        tables = read_sql(SqlTokens(read), str(path), reporter, reading, definitions)
        reported = any(
            finding.code is Code.SOURCE_TRUNCATED for finding in reporter.diagnostics[before:]
        )
        if not reported:
            stream.report_cut(path, reporter)
    return tables


def _read_json(path: Path, reporter: Reporter, reading: Reading) -> Tables:
    with _unpacked(path, reporter) as read:
        return read_phpmyadmin(read, str(path), reporter, reading)


def _read_settings(path: Path, reporter: Reporter, reading: Reading) -> Tables:
    with open_stream(path) as stream:
        text, _ = decode_file(stream.read_all())
    return read_database(address_in_settings(text, str(path)), reporter, reading)


def _read_csv(path: Path, reporter: Reporter, reading: Reading) -> Tables:
    with _unpacked(path, reporter) as read:
        return read_csv(read, path, reporter, reading)


def _read_mime(path: Path, reporter: Reporter, reading: Reading) -> Page:
    with _unpacked(path, reporter) as read:
        return read_mime(read, path.stem, str(path), reporter, reading)


def _read_tar(path: Path, reporter: Reporter, reading: Reading) -> Wiki:
    with _unpacked(path, reporter) as read:
        return read_tar(read, str(path), reporter, reading)


@contextmanager
def _unpacked(path: Path, reporter: Reporter) -> Iterator[Callable[[int], bytes]]:
    """What gives the bytes of a file; that they end too soon is told when they are read."""
    with open_stream(path) as stream:
        yield limited(stream.read, path.stat().st_size, str(path))
        stream.report_cut(path, reporter)


_TABLE_READERS: Mapping[Kind, Callable[[Path, Reporter, Reading], Tables]] = {
    Kind.JSON: _read_json,
    Kind.CSV: _read_csv,
    Kind.SETTINGS: _read_settings,
}


def _require_pages(
    tables: Tables, exports: list[Tables], sources: Sequence[Path | Address], *, is_cut: bool
) -> None:
    """Refuse an export without pages, unless the table is there and just empty."""
    if "tiki_pages" in tables.rows or any("tiki_pages" in other.rows for other in exports):
        return
    found = " ".join(", ".join(sorted({*tables.rows, *tables.others})[:5]).split())
    names = ", ".join(map(str, sources))
    raise SourceError(
        f"{names}: there is no table tiki_pages, so no pages; "
        + (f"found only tables such as {found}; " if found else "found no table at all; ")
        + (
            "the export ends too soon: make it again"
            if is_cut
            else "export at least tiki_pages from the database of the wiki"
        )
    )
