"""What guided fuzzing begins with: samples of the fixtures, small archives, and words."""

from __future__ import annotations

import gzip
import io
import json
import re
import sys
import tarfile
import zipfile
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from fixture_files import read_cases
from hostile import FRAGMENTS
from tiki_exports import Old
from tiki_exports import mime as mime_export
from xml_exports import Export, attachment_xml, page_xml, pages_xml, version_xml

from tiki2md.placeholders import DATES, MEANINGS

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[1]
_TERMINALS = (ROOT / "grammars" / "terminals.lark").read_text("utf-8")
DELIMITERS = (*FRAGMENTS, *re.findall(r'^[A-Z_.0-9]+: "([^"]+)"', _TERMINALS, re.MULTILINE))
"""Of Tiki: those that the grammar names, and what else hurts."""

TAGS = tuple(
    f"<{name}>"
    for name in (
        "p", "/p", "table", "tr", "td colspan=2", "/td", "ul", "li", "pre", "code", "b", "/b", "br",
        "h2 id=a", 'a href="x"', "img src=x", "details", "summary", "script", "svg", "template",
        "dl", "dt", "dd", "div align=center", "!--", 'span style="color:red"', "iframe src=x",
    )
)  # fmt: skip

SQL = (
    "INSERT INTO `tiki_pages` VALUES (", "CREATE TABLE `tiki_pages` (", "),(", ");\n", "NULL", "''",
    "\\'", "_binary ", "0x", "UNHEX('", "/*!40101 SET NAMES utf8 */;", "-- ", "/*", "*/", "#", "`",
    "DELIMITER ;;\n", "DELIMITER ;\n", "USE ", ";", "x'", "b'", "REPLACE INTO ",
)  # fmt: skip

XML = (
    "<![CDATA[", "]]>", "<pages>", '<page zip="a">', "</page>", "<name>", "</name>", "<structure>",
    "<comments><comment>", "</comment>", '<image zip="', "<history>", "<version", "&amp;", "<!--",
)  # fmt: skip


def _cases(*folders: str) -> Iterator[bytes]:
    for number, case in enumerate(read_cases(*folders)):
        yield bytes([number % 256]) + case.source.encode("utf-8", "surrogatepass")


def tiki() -> Iterator[bytes]:
    yield from _cases("syntax", "plugins")


def html() -> Iterator[bytes]:
    yield from _cases("html")


def markdown() -> Iterator[bytes]:
    for number, case in enumerate(read_cases("render", "markdown", "html")):
        yield bytes([number % 256]) + case.expected.encode("utf-8", "surrogatepass")


def arguments() -> Iterator[bytes]:
    for case in read_cases("plugins"):
        for match in re.finditer(r"\{[A-Za-z]+ ?(\(?[^{}]*=[^{}]*)\}", case.source):
            yield match[1].encode()


def sql() -> Iterator[bytes]:
    create = "CREATE TABLE `tiki_pages` (`page_id` int, `pageName` text, `data` longtext);\n"
    for row in (
        "(1,'a','b')", "(1,_binary 'it\\'s',NULL),(2,'','x''y')", "(1,0x414243,UNHEX('41'))",
        "(1,b'01',x'41'),(2,-1.5e3,NOW())",
    ):  # fmt: skip
        insert = f"INSERT INTO `tiki_pages` VALUES {row};\n-- Dump completed\n"  # noqa: S608
        yield f"\0{create}{insert}".encode()
    yield b"\0-- MySQL dump 10.13\n/*!40101 SET NAMES latin1 */;\nUSE `a`;\n" + create.encode()
    yield b"\0DELIMITER ;;\nCREATE TRIGGER t BEGIN END ;;\nDELIMITER ;\n" + create.encode()


def xml() -> Iterator[bytes]:
    pages = pages_xml(
        page_xml("Home", attachment_xml("Home", 1, "a.png", 3)),
        page_xml("A & B", version_xml("A & B", 1)),
    )
    yield b"\0" + pages.encode()
    yield b"\0<pages><structure><page zip='a'></page></structure></pages>"


def _mimes() -> Iterator[bytes]:
    yield mime_export("Home", Old(1, "one"))
    yield mime_export("Home", Old(3, "three"), Old(2, "__two__"), Old(1, "one"))


def mime() -> Iterator[bytes]:
    yield from _mimes()


def tar() -> Iterator[bytes]:
    for kind in (tarfile.USTAR_FORMAT, tarfile.GNU_FORMAT, tarfile.PAX_FORMAT):
        packed = io.BytesIO()
        with tarfile.open(fileobj=packed, mode="w", format=kind) as archive:
            for number, raw in enumerate(_mimes()):
                info = tarfile.TarInfo("a" if kind == tarfile.USTAR_FORMAT else "é" * 60)
                info.size, info.mtime = len(raw), number
                archive.addfile(info, io.BytesIO(raw))
        yield packed.getvalue().rstrip(b"\0") + bytes(1024)


def csv() -> Iterator[bytes]:
    for mark in (",", ";", "\t"):
        names = mark.join(("page_id", "pageName", "data"))
        yield f"\0{names}\n1{mark}a{mark}b\n".encode()[1:]
        yield f'{names}\r\n"1"{mark}"a""b"{mark}NULL\r\n"2"{mark}"c\\"d"{mark}\\N\r\n'.encode()


def json_exports() -> Iterator[bytes]:
    rows = [{"page_id": "1", "pageName": "A", "data": "b"}, {"page_id": "2", "pageName": None}]
    table = {"type": "table", "name": "tiki_pages", "database": "t", "data": rows}
    header = {"type": "header", "version": "5.2", "comment": "Export to JSON"}
    yield json.dumps([header, table]).encode()
    yield json.dumps(table | {"data": [{"page_id": 1, "pageName": "A", "data": "0x4142"}]}).encode()


def files() -> Iterator[bytes]:
    listed = pages_xml(page_xml("Home", attachment_xml("Home", 1, "a.png", 3)), page_xml("Été"))
    packed = Export().page("Home", "__a__").page("Été", b"\xff").listed(listed).packed()
    yield packed
    yield packed[:-60]  # without a directory
    stored = io.BytesIO()
    with zipfile.ZipFile(stored, "w") as archive:
        archive.writestr("wiki.xml", pages_xml(page_xml("Home")))
        archive.writestr("wiki/Home", "a")
    yield stored.getvalue()
    for kind in (tar, mime, csv, json_exports):
        for raw in kind():
            yield raw
            yield gzip.compress(raw, mtime=0)
    yield from (raw[1:] for raw in sql())


def settings() -> Iterator[bytes]:
    yield b"mysql://root:p%40ss@[::1]:3306/tiki?charset=utf8mb4"
    yield b"<?php\n$db_tiki='mysqli';\n$host_tiki='h:3';\n$user_tiki='u';\n$pass_tiki=\"a\\\"b\";\n"
    yield b"<?php\n$dbs_tiki='d';\n$host_tiki='h';\n$client_charset='utf8';\n"


def serialized() -> Iterator[bytes]:
    yield b'a:2:{i:0;s:3:"abc";s:1:"k";a:1:{i:5;d:0.5;}}'
    yield b'a:3:{s:1:"a";b:1;s:1:"b";N;i:-3;i:7;}'


def front_matter() -> Iterator[bytes]:
    yield b"---\ntitle: A\ntags: [a, b]\ndate: 2024-03-01 10:00:00 +0100\n---\n\ntext\n"
    yield b"---\ntitle: |\n  two\n  lines\ncategories:\n- x\nis_html: y\n---\ntext\n"
    yield b"---\na: &a [x, x]\nb: *a\ntitle: !!python/name:os.system\n---\n"


def templates() -> Iterator[bytes]:
    yield b"{title} by {creator}, {modified:%d %B %Y}"
    yield b"{{literal}} {tags}"


def placeholder_values() -> Iterator[dict[str, Any]]:
    """What may be known of a page: all, and nothing."""
    moment = datetime(2024, 3, 1, 10, tzinfo=UTC)
    yield {name: moment if name in DATES else "x" for name in MEANINGS} | {"tags": ["a", "b"]}
    yield {name: date(1, 1, 1) if name in DATES else "" for name in MEANINGS}
    yield dict.fromkeys(MEANINGS)


def configurations() -> Iterator[bytes]:
    yield b'target = "hugo"\nsource = "wiki.sql"\nline_breaks = "soft"\n'
    yield b'[plugins]\nBOX = "drop"\n[plugins.templates]\nX = "{body}"\n'
    yield b'[frontmatter]\ndrop = ["tiki"]\n[frontmatter.values]\nx = "{title}"\n'
    yield b'[[ignore]]\ncode = "link-broken"\npage = "A*"\nreason = "r"\n'


def names() -> Iterator[bytes]:
    yield "\0HomePage\nA/B\nÉté à la mer\nCON\naux.txt\n..\n.\n日本語".encode()
    yield b"\1a\nA\na-2\na 2\na.\n.a\n100% & more\n$1 ${x}\nWhat?\nC++"
    yield b"\2" + b"x" * 200 + b"\n" + b"x" * 201


_NGINX_ROW = re.compile(r' {4}(?:"(?:[^"\\\n]|\\.)*"|default) (?:"(?:[^"\\\n]|\\.)*"|\$\w+);')
_CADDY_ROW = re.compile(r' {4}(?:"[^"\\\n{}]*"|`[^`\n{}]*`) \S+| {4}default ""')
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f\x85\u2028\u2029]")


def check_host_file(name: str, text: str) -> None:
    """Whether the words of a redirect file are what its server takes for words."""
    if name == "redirects.json":
        json.loads(text)
        return
    if name == "cloudflare-worker.js":
        json.loads(text[text.index("OLD = ") + 6 : text.index(";\n\nconst lower")])
        return
    if name == "nginx-maps.conf":
        rows = [line for line in text.split("\n") if line.startswith("    ")]
        bad = [line for line in rows if not _NGINX_ROW.fullmatch(line)]
    elif name == "redirects.caddy":
        maps = re.findall(r"^map [^\n]* \{\n(.*?)^\}$", text, re.MULTILINE | re.DOTALL)
        bad = [line for rows in maps for line in rows.splitlines() if not _CADDY_ROW.match(line)]
    elif name in {"apache-map.txt", "_redirects"}:
        rows = [line for line in text.split("\n") if line and not line.startswith("#")]
        bad = [line for line in rows if not 2 <= len(line.split(" ")) <= 7]
    else:
        bad = []
    assert not bad, f"{name} has the line {bad[0]!r}"
    assert not _CONTROL.search(text.replace("\t", "")), f"{name} has a control character"
