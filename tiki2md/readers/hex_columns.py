"""Columns of bytes, which exports of tables write as ``0x…``."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tiki2md.diagnostics import Code, Reporter
from tiki2md.readers.text import decode

if TYPE_CHECKING:
    from collections.abc import Iterable, MutableSequence

    from tiki2md.readers.schema import Row

_HEX = re.compile(r"0x(?:[0-9A-Fa-f]{2})*")


def bytes_of(value: str) -> bytes | None:
    """The bytes that are written so; ``None`` if it is no hex."""
    return bytes.fromhex(value[2:]) if _HEX.fullmatch(value) else None


def add_rows(
    rows: MutableSequence[Row], more: Iterable[Row], where: str, reporter: Reporter
) -> None:
    """Add rows to a table, those of bytes as texts.

    A column is one of bytes if all its values are written so, which is known when all
    rows are there.

    Args:
        rows: of the table.
        more: to add.
        where: the export and the table, for messages.
        reporter: takes the diagnostics.
    """
    first = len(rows)
    columns = _appended(rows, more)
    invalid: set[str] = set()
    for number in range(first, len(rows)) if columns else ():
        row = rows[number]
        for name in columns:
            if value := row.get(name):
                row[name], is_valid = decode(bytes.fromhex(value[2:]))
                if not is_valid:
                    invalid.add(name)
        rows[number] = row
    for name in columns:
        if name in invalid:
            reporter.report(Code.SOURCE_NOT_UTF8, where=f"{where}.{name}")


def _appended(rows: MutableSequence[Row], more: Iterable[Row]) -> list[str]:
    """The columns in hex of the rows that are appended."""
    is_hex: dict[str, bool] = {}
    for row in more:
        rows.append(row)
        for name, value in row.items():
            if value and is_hex.get(name, True):
                is_hex[name] = _HEX.fullmatch(value) is not None
    return [name for name, all_hex in is_hex.items() if all_hex]
