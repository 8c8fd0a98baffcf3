"""What is not read here and may hold an export, each with the way to one that is read."""

from __future__ import annotations

import re

_AS_CSV = "export its tables as CSV with a header line, a file for each, such as tiki_pages.csv"
_AS_SQL = "make one in SQL, or export the tables as CSV with a header line"

PROFILE = "it is a profile of Tiki; apply it and export that wiki, or name its pages' folder"
_PROFILE = (
    rb"(?:---[ \t]*\r?\n|#[^\n]*\n|[ \t]*\r?\n)*+"
    rb"(?:(?:objects|preferences|permissions|mappings|instructions|dependencies):[ \t]*\r?\n)++"
    rb"[ \t]+[-\w]"
)

_FOREIGN = (
    (rb"SQLite format 3\0", f"it is a database of SQLite; {_AS_CSV}"),
    (rb"PRAGMA foreign_keys\b", f"it is a dump of SQLite; {_AS_CSV}"),
    (
        rb"PGDMP|(?:--[^\n]*\n|\s)*?-- PostgreSQL database (?:cluster )?dump",
        f"it is a dump of PostgreSQL; {_AS_CSV}",
    ),
    (
        rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--[^>]*-->\s*)*<(?:mysqldump|pma_xml_export|resultset)\b",
        f"it is a dump of a database in XML; {_AS_SQL}",
    ),
    (rb"-- MySQLShell dump", f"it is a part of a dump of MySQL Shell; {_AS_SQL}"),
    (rb"7z\xbc\xaf\x27\x1c|Rar!\x1a\x07", "it is an archive of 7-Zip or RAR; unpack it first"),
    (
        rb"\x1f\x8b\x08|BZh[1-9]1AY&SY|\xfd7zXZ\0|\x28\xb5\x2f\xfd",
        "it is packed twice; unpack it once, and give what comes out",
    ),
    (
        rb"\x04\x22M\x18|LZIP\x01|\x1f\x9d|\]\0\0",  # LZ4, lzip, compress, lzma
        "it is packed in a way that is not read here; unpack it first",
    ),
    (rb"Salted__[ -~]{0,7}[^ -~]", "it is encrypted by OpenSSL; decrypt it first"),
    (_PROFILE, PROFILE),
    (rb"XBSTCK", "it is a copy of a server's files; restore it, and make a dump of the database"),
)
"""What a file begins with, and what is said of it."""

_PATTERNS = tuple((re.compile(pattern), why) for pattern, why in _FOREIGN)


def foreign_export(head: bytes) -> str:
    """What export of a database begins with ``head``, and what to do; empty if it is none."""
    return next((why for pattern, why in _PATTERNS if pattern.match(head)), "")
