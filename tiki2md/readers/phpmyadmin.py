"""phpMyAdmin's JSON exports of tables."""

from __future__ import annotations

import json
import re
import sys
from typing import TYPE_CHECKING, Any

from tiki2md.diagnostics import Code, Reporter
from tiki2md.readers.errors import SourceError
from tiki2md.readers.groups import TableGroups
from tiki2md.readers.reading import Reading
from tiki2md.readers.schema import BLOB_COLUMNS, Row, Tables, wanted_columns
from tiki2md.readers.text import decode, decode_file

if TYPE_CHECKING:
    from collections.abc import Mapping, MutableSequence

_HEX = re.compile(r"0x(?:[0-9A-Fa-f]{2})*")
_SURROGATE = re.compile("[\ud800-\udfff]")


def read_phpmyadmin(
    raw: bytes, origin: str, reporter: Reporter, reading: Reading | None = None
) -> Tables:
    """Read the wanted tables of one export file, which may hold several.

    Values are strings or null; phpMyAdmin writes columns of bytes as ``0x…``
    (``tiki_history.data``, on some sites also ``tiki_pages.data``).

    Args:
        raw: the file.
        origin: its name, for messages.
        reporter: takes the diagnostics.
        reading: what is wanted besides pages.

    Raises:
        SourceError: the file is no such export, or is damaged.
    """
    reading = reading or Reading()
    text, valid = decode_file(raw)
    if not valid:
        reporter.report(Code.SOURCE_NOT_UTF8, where=origin)
    try:
        parts = json.loads(text)
    except json.JSONDecodeError as error:
        raise SourceError(
            f"{origin}: broken JSON at line {error.lineno}, column {error.colno} ({error.msg}); "
            "the export is damaged or incomplete: make it again"
        ) from error
    except ValueError as error:
        # Python itself makes no number of more digits.
        most = sys.get_int_max_str_digits()
        raise SourceError(
            f"{origin}: a table has no number of more than {most} digits; the export is damaged: "
            "make it again"
        ) from error
    except RecursionError as error:
        raise SourceError(f"{origin}: this JSON is nested too deep to be an export") from error
    groups = TableGroups(whole_database=False)
    for part in parts if isinstance(parts, list) else [parts]:
        if isinstance(part, dict) and part.get("type") == "table":
            _read_table(part, groups, origin, reporter, reading)
    tables = groups.chosen(origin, reporter)
    if not tables.rows and not tables.others:
        raise SourceError(
            f"{origin}: this JSON holds no table; in phpMyAdmin choose Export, format JSON"
        )
    return tables


def _read_table(
    part: dict[str, Any], groups: TableGroups, origin: str, reporter: Reporter, reading: Reading
) -> None:
    found = groups.find(str(part.get("name", "")).lower())
    if found is None:
        return
    tables, name = found
    data = part.get("data", [])
    if not isinstance(data, list) or not all(isinstance(row, dict) for row in data):
        raise SourceError(
            f"{origin}: the data of table {name} are no list of rows; make the export again"
        )
    columns = list(dict.fromkeys(column for row in data for column in row))
    wanted_names = wanted_columns(name, columns, history=reading.history)
    values = {
        wanted: [_plain(row.get(column)) for row in data]
        for column, wanted in zip(columns, wanted_names, strict=True)
        if wanted is not None
    }
    blobs = BLOB_COLUMNS.get(name)
    if blobs in values:
        values[blobs] = _blobs(values[blobs], tables, reading)
    rows = tables.add_table(name, columns, origin)
    add_columns(rows, values, len(data), f"{origin}: {name}", reporter)


def add_columns(
    rows: MutableSequence[Row],
    columns: Mapping[str, list[str | None]],
    count: int,
    where: str,
    reporter: Reporter,
) -> None:
    """Add rows to a table, from the values of its columns; those of bytes may be in hex.

    Args:
        rows: of the table.
        columns: by their names.
        count: how many values each column has.
        where: the export and the table, for messages.
        reporter: takes the diagnostics.
    """
    added: list[Row] = [{} for _ in range(count)]
    for name, values in columns.items():
        texts = values
        if _is_bytes(values):
            texts, valid = _from_hex(values)
            if not valid:
                reporter.report(Code.SOURCE_NOT_UTF8, where=f"{where}.{name}")
        for row, value in zip(added, texts, strict=True):
            row[name] = value
    rows += added


def _blobs(values: list[str | None], tables: Tables, reading: Reading) -> list[str | None]:
    """Put a column of bytes aside; what its rows hold instead."""
    in_hex = _is_bytes(values)
    return [
        None
        if value is None
        else tables.add_blob(
            reading.blobs.put([bytes.fromhex(value[2:]) if in_hex else value.encode("utf-8")])
        )
        for value in values
    ]


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


def _is_bytes(values: list[str | None]) -> bool:
    """Whether a column is one of bytes: then all its values are written as hex."""
    filled = [value for value in values if value]
    return bool(filled) and all(_HEX.fullmatch(value) for value in filled)


def _from_hex(values: list[str | None]) -> tuple[list[str | None], bool]:
    """The texts of a column of bytes, and whether all were valid UTF-8."""
    texts: list[str | None] = []
    all_valid = True
    for value in values:
        if not value:
            texts.append(value)
            continue
        text, valid = decode(bytes.fromhex(value[2:]))
        texts.append(text)
        all_valid = all_valid and valid
    return texts, all_valid
