"""phpMyAdmin's JSON exports of tables."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tiki2md.diagnostics import Code, Reporter
from tiki2md.readers.errors import SourceError
from tiki2md.readers.groups import TableGroups, is_known
from tiki2md.readers.hex_columns import add_rows, bytes_of
from tiki2md.readers.json_parts import JsonParts
from tiki2md.readers.reading import Reading
from tiki2md.readers.schema import BLOB_COLUMNS, Row, Tables, wanted_columns

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from tiki2md.readers.json_parts import Part

_SURROGATE = re.compile("[\ud800-\udfff]")


def read_phpmyadmin(
    read: Callable[[int], bytes], origin: str, reporter: Reporter, reading: Reading | None = None
) -> Tables:
    """Read the wanted tables of one export file, which may hold several.

    Values are strings or null; phpMyAdmin writes columns of bytes as ``0x…``
    (``tiki_history.data``, on some sites also ``tiki_pages.data``).

    Args:
        read: gives that many bytes of the file, fewer only at its end.
        origin: its name, for messages.
        reporter: takes the diagnostics.
        reading: what is wanted besides pages.

    Raises:
        SourceError: the file is no such export, or is damaged.
    """
    reading = reading or Reading()
    groups = TableGroups(whole_database=False)
    parts = JsonParts(read, origin, _may_be_wanted)
    for part in parts:
        if part.values.get("type") == "table":
            _read_table(part, groups, origin, reporter, reading)
    if not parts.is_valid:
        reporter.report(Code.SOURCE_NOT_UTF8, where=origin)
    tables = groups.chosen(origin, reporter)
    if not tables.rows and not tables.others:
        raise SourceError(
            f"{origin}: this JSON holds no table; in phpMyAdmin choose Export, format JSON"
        )
    return tables


def _may_be_wanted(values: Mapping[str, object]) -> bool:
    """Whether data are of a wanted table, by what stands before them."""
    return "name" not in values or is_known(_name(values))


def _name(values: Mapping[str, object]) -> str:
    return str(values.get("name", "")).lower()


def _read_table(
    part: Part, groups: TableGroups, origin: str, reporter: Reporter, reading: Reading
) -> None:
    found = groups.find(_name(part.values))
    if found is None:
        return
    tables, name = found
    if "data" in part.values or not part.has_only_rows:
        raise SourceError(
            f"{origin}: the data of table {name} are no list of rows; make the export again"
        )
    rows = tables.add_table(name, part.columns, origin)
    add_rows(rows, _rows(part, name, tables, reading), f"{origin}: {name}", reporter)


def _rows(part: Part, table: str, tables: Tables, reading: Reading) -> Iterator[Row]:
    """The wanted values of each row; bytes are put aside."""
    names = wanted_columns(table, part.columns, history=reading.history)
    wanted = [
        (column, name) for column, name in zip(part.columns, names, strict=True) if name is not None
    ]
    blobs = BLOB_COLUMNS.get(table)
    for data in part.rows:
        row = {name: _plain(data.get(column)) for column, name in wanted}
        value = row.get(blobs) if blobs else None
        if blobs and value is not None:
            raw = bytes_of(value)
            blob = reading.blobs.put([value.encode("utf-8") if raw is None else raw])
            row[blobs] = tables.add_blob(blob)
        yield row


def _plain(value: object) -> str | None:
    """A value as MySQL would print it; newer versions write bare numbers."""
    if value is None:
        return None
    if isinstance(value, str):
        # Half a surrogate pair can be written in JSON but is no text.
        return _SURROGATE.sub("\N{REPLACEMENT CHARACTER}", value)
    if isinstance(value, bool):
        return "1" if value else "0"
    return str(value)
