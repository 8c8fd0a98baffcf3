"""Dumps of tables in SQL, for tests: as few columns as a test needs, and all of them texts."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

PAGE = ["page_id", "pageName", "data", "is_html"]
"""Enough columns for a page."""


def write_sql(path: Path, tables: Mapping[str, tuple[Sequence[str], Sequence[list[str]]]]) -> Path:
    """Write a dump, and say where it is.

    Args:
        path: of the dump.
        tables: by name, the columns of each and its rows.
    """
    text = ""
    for table, (columns, rows) in tables.items():
        text += f"CREATE TABLE `{table}` ({', '.join(f'`{name}` text' for name in columns)});\n"
        for row in rows:
            values = ",".join("'" + value.replace("'", "''") + "'" for value in row)
            text += f"INSERT INTO `{table}` VALUES ({values});\n"
    path.write_bytes(text.encode())
    return path
