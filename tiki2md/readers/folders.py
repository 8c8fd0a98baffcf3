"""Which files of a folder are read, and in what order."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tiki2md.diagnostics import Code, Reporter
from tiki2md.readers.csv_tables import SUFFIXES, table_in, table_of
from tiki2md.readers.errors import SourceError
from tiki2md.readers.files import (
    SNIFFED,
    TEXT_SUFFIXES,
    Kind,
    files_below,
    open_stream,
    sniff,
    why_refused,
)
from tiki2md.readers.schema import CATEGORIZED, WANTED
from tiki2md.readers.unsupported import PROFILE
from tiki2md.readers.xml_zip import LIST, holds_export

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    Found = dict[Kind, list[Path]]

_NAMES = {
    Kind.SQL: "SQL dumps",
    Kind.JSON: "JSON exports of tables",
    Kind.CSV: "CSV files of tables",
    Kind.ZIP: "XML exports of Tiki",
    Kind.MIME: "MIME exports of pages",
    Kind.TAR: "tar archives of pages",
    Kind.TEXT: "pages in files of their own",
}
"""The kinds that a folder is searched for, those that tell more before the others."""
_PAGES = re.compile(rb'"name"\s{0,9}:\s{0,9}"\w{0,64}tiki_pages"')
_LONGEST_NAME = 100
"""More bytes than that matches."""
_NOTE = ".txt"
_OF_SERVERS = frozenset({".frm", ".ibd", ".myd"})
_SOUGHT = WANTED.keys() - {CATEGORIZED}
"""Tables of which it is told if they cannot be read; one column alone mostly tells nothing."""
_TABLES = frozenset({".csv", ".tsv", ".json"})
_BLOCK = 1 << 20


def files_of_folder(folder: Path, reporter: Reporter) -> list[tuple[Path, Kind]]:
    """The files to read, the better sources first.

    The tables of a database are read from one kind of export, for several are
    mostly the same tables again; what holds pages adds to them.  A text is told by
    its suffix, and beside other sources a ``.txt`` is hardly a page.  What is not
    read is reported.

    Raises:
        SourceError: there is nothing to read.
    """
    found: Found = {kind: [] for kind in _NAMES}
    empty: list[Path] = []
    for path in files_below(folder):
        if _is_empty_table(path):
            empty.append(path)
            continue
        if path.name == LIST and _lists_pages(path):
            raise SourceError(
                f"{path}: it belongs to an XML export of Tiki that was unpacked; name the zip "
                "archive itself, or pack it again"
            )
        kind = _sniff_or_skip(path, reporter)
        if kind in found:
            found[kind].append(path)
    found[Kind.TEXT] = [p for p in found[Kind.TEXT] if p.suffix.lower() in TEXT_SUFFIXES]
    _leave_out_notes(found, reporter)
    if empty:
        where = f"{empty[0]} and {len(empty) - 1} more" if empty[1:] else empty[0]
        why = "there is nothing in it, which is how mysql writes a table without rows"
        reporter.report(Code.SOURCE_LEFT_OUT, where=where, why=why)
    _drop_dumps(found, reporter)
    kinds = [kind for kind, paths in found.items() if paths]
    if not kinds:
        raise SourceError(f"{folder}: {_why_nothing(folder)}")
    if len(kinds) > 1:
        first, *others = (_NAMES[kind] for kind in kinds)
        reporter.report(
            Code.SOURCE_MIXED_FOLDER, where=folder, first=first, others=" and ".join(others)
        )
    return [(path, kind) for kind in kinds for path in found[kind]]


def _why_nothing(folder: Path) -> str:
    """Why there is nothing to read in a folder, and what to do."""
    if any(path.suffix.lower() in _OF_SERVERS for path in files_below(folder)):
        return (
            "these are the files of a database server itself; let a server of that version have "
            "them, and make a dump with mysqldump"
        )
    return (
        "nothing to read in this folder; looked for SQL dumps, JSON or CSV exports of tables, XML "
        "exports of Tiki, MIME and tar exports of pages, and pages in .tiki, .txt or .wiki files"
    )


def _drop_dumps(found: Found, reporter: Reporter) -> None:
    """Single tables need no dump if the pages are among them."""
    if found[Kind.SQL] and (
        any(_is_table_of_pages(path) for path in found[Kind.CSV])
        or any(_names_pages(path) for path in found[Kind.JSON])
    ):
        why = "its folder holds the tables in files of their own; name it, to read it instead"
        _leave_out(found[Kind.SQL], why, reporter)
        found[Kind.SQL] = []


def _lists_pages(path: Path) -> bool:
    with open_stream(path) as stream:
        return b"<page zip=" in stream.read(_BLOCK)


def _is_table_of_pages(path: Path) -> bool:
    with open_stream(path) as stream:
        return table_of(path, stream.read(SNIFFED)) == "tiki_pages"


def _names_pages(path: Path) -> bool:
    with open_stream(path) as stream:
        before = b""
        while block := stream.read(_BLOCK):
            if _PAGES.search(before + block):
                return True
            before = block[-_LONGEST_NAME:]
    return False


def _leave_out_notes(found: Found, reporter: Reporter) -> None:
    if not any(paths for kind, paths in found.items() if kind is not Kind.TEXT):
        return
    notes = [path for path in found[Kind.TEXT] if path.suffix.lower() == _NOTE]
    for path in notes:
        if path.stem in WANTED and path.with_suffix(".sql") in found[Kind.SQL]:
            raise SourceError(
                f"{path}: holds rows as mysqldump --tab writes them; make the dump without that"
            )
    found[Kind.TEXT] = [path for path in found[Kind.TEXT] if path.suffix.lower() != _NOTE]
    _leave_out(notes, "beside other sources it is hardly a page; name it .tiki if it is", reporter)


def _leave_out(paths: Iterable[Path], why: str, reporter: Reporter) -> None:
    for path in paths:
        reporter.report(Code.SOURCE_LEFT_OUT, where=path, why=why)


def _sniff_or_skip(path: Path, reporter: Reporter) -> Kind:
    """The kind of a file in a folder; one bad file must not cost the others."""
    try:
        kind = sniff(path)
        if kind is Kind.ZIP and not holds_export(path):
            return Kind.OTHER
        why = why_refused(path, kind)
    except SourceError as error:
        why = str(error)
    if not why:
        return kind
    if _says_source(path):
        reporter.report(Code.SOURCE_SKIPPED, path=path, why=why)
    elif why == PROFILE:  # it names pages whose texts lie beside it
        _leave_out([path], why, reporter)
    return Kind.OTHER


def _is_empty_table(path: Path) -> bool:
    """Whether a file of a table, but not of pages, is empty."""
    name = table_in(path.stem) if path.suffix.lower() in SUFFIXES else ""
    return name in _SOUGHT - {"tiki_pages"} and not path.stat().st_size


def _says_source(path: Path) -> bool:
    """Whether a file has the name of a page, a dump or a table."""
    suffixes = {suffix.lower() for suffix in path.suffixes}
    return (
        path.suffix.lower() in TEXT_SUFFIXES
        or ".sql" in suffixes
        or (not suffixes.isdisjoint(_TABLES) and table_in(path.stem) in _SOUGHT)
    )
