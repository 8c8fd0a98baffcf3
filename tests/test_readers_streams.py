"""Large values pass in pieces, and a dump that was cut keeps what is whole."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import random
import tarfile
import tracemalloc
import zipfile
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from loading import bytes_of, load, load_damaged
from sample_exports import GARDEN, HARBOUR, needs_garden

from tiki2md.diagnostics import Code, Reporter
from tiki2md.readers import Reading, sql_tokens
from tiki2md.readers.blobs import BlobStore
from tiki2md.readers.sql import read_sql
from tiki2md.readers.sql_tokens import SqlTokens

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    from tiki2md.model import Blob

HEAD = (
    b"CREATE TABLE tiki_pages (page_id int, pageName text, data text);\n"
    b"CREATE TABLE tiki_files (fileId int, data longblob, filename text);\n"
    b"INSERT INTO tiki_files VALUES (1,"
)
TAIL = b",'after'),(2,NULL,'none');\n"
SIZE = 24 << 20
LIMIT = 12 << 20
"""Far less than one value, and enough for some chunks."""


class Stream:
    """A dump with one large value, made as it is read."""

    def __init__(self, piece: bytes, times: int, quote: tuple[bytes, bytes]) -> None:
        self._parts = self._made(piece, times, quote)
        self._rest = b""

    @staticmethod
    def _made(piece: bytes, times: int, quote: tuple[bytes, bytes]) -> Iterator[bytes]:
        yield HEAD + quote[0]
        for _ in range(times):
            yield piece
        yield quote[1] + TAIL

    def read(self, size: int) -> bytes:
        while len(self._rest) < size:
            part = next(self._parts, b"")
            if not part:
                break
            self._rest += part
        found, self._rest = self._rest[:size], self._rest[size:]
        return found


RAW = bytes(range(256)) * 256
ESCAPED = RAW.replace(b"\\", b"\\\\").replace(b"'", b"\\'").replace(b"\0", b"\\0")
FORMS = {
    "string": (ESCAPED, (b"_binary '", b"'")),
    "hex": (RAW.hex().encode(), (b"0x", b"")),
    "quoted hex": (RAW.hex().upper().encode(), (b"X'", b"'")),
}


@pytest.mark.parametrize("form", FORMS)
def test_a_large_value_is_never_whole_in_memory(form: str) -> None:
    piece, quote = FORMS[form]
    stream = Stream(piece, SIZE // len(RAW), quote)
    tracemalloc.start()
    try:
        tables = read_sql(SqlTokens(stream.read), "t.sql", Reporter(), Reading())
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    first, second = tables.get("tiki_files")
    blob = tables.blob(first)
    assert blob is not None
    assert blob.size == SIZE
    expected = hashlib.md5(RAW * (SIZE // len(RAW)), usedforsecurity=False)
    assert blob.md5 == expected.hexdigest()
    assert (first["filename"], second["filename"]) == ("after", "none")
    assert tables.blob(second) is None
    assert peak < LIMIT


PAGE = "Words and ''more'' words.\n" * 4000
PAGES = SIZE // 2 // len(PAGE)


def json_of_pages(folder: Path) -> Path:
    path = folder / "pages.json"
    rows = ",\n".join(json.dumps({"pageName": f"P{at}", "data": PAGE}) for at in range(PAGES))
    path.write_text(f'[{{"type":"table","name":"tiki_pages","data":[\n{rows}\n]}}]', "utf-8")
    return path


def csv_of_pages(folder: Path) -> Path:
    path = folder / "tiki_pages.csv"
    rows = "".join(f'"P{at}","{PAGE}"\n' for at in range(PAGES))
    path.write_text(f'"pageName","data"\n{rows}', "utf-8")
    return path


def files_of_pages(folder: Path) -> Path:
    for at in range(PAGES):
        (folder / f"P{at}.tiki").write_text(PAGE, "utf-8")
    return folder


def zip_of_pages(folder: Path) -> Path:
    path = folder / "export.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        pages = "".join(f'<page zip="P{at}/P{at}"><name>P{at}</name></page>' for at in range(PAGES))
        archive.writestr("wiki.xml", f"<pages>{pages}</pages>")
        for at in range(PAGES):
            archive.writestr(f"P{at}/P{at}", PAGE)
    return path


def tar_of_pages(folder: Path) -> Path:
    path = folder / "export.tar"
    with tarfile.open(path, "w") as archive:
        for at in range(PAGES):
            head = f"Content-Type: application/x-tikiwiki; pagename=P{at}; charset=utf-8\r\n"
            raw = f"Mime-Version: 1.0 (Produced by Tiki)\r\n{head}\r\n{PAGE}".encode()
            member = tarfile.TarInfo(f"P{at}")
            member.size = len(raw)
            archive.addfile(member, io.BytesIO(raw))
    return path


@pytest.mark.parametrize(
    "export", [json_of_pages, csv_of_pages, files_of_pages, zip_of_pages, tar_of_pages]
)
def test_the_pages_of_an_export_are_never_all_in_memory(
    export: Callable[[Path], Path], tmp_path: Path
) -> None:
    path = export(tmp_path)
    tracemalloc.start()
    try:
        wiki, _ = load(path)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert {page.name for page in wiki.pages} == {f"P{at}" for at in range(PAGES)}
    assert {page.source.strip() for page in wiki.pages} == {PAGE.strip()}
    assert peak < LIMIT // 2


@given(st.binary(max_size=80), st.integers(1, 30), st.sampled_from(["string", "hex", "quoted hex"]))
def test_bytes_come_as_they_were_whatever_the_chunks(raw: bytes, chunk: int, form: str) -> None:
    value = {
        "string": b"'" + raw.replace(b"\\", b"\\\\").replace(b"'", b"''") + b"'",
        "hex": b"0x" + raw.hex().encode(),
        "quoted hex": b"x'" + raw.hex().encode() + b"'",
    }[form]
    taken: list[bytes] = []

    class Store(BlobStore):
        def put(self, chunks: Iterable[bytes]) -> Blob:
            taken.extend(chunks)
            return super().put([b"".join(taken)])

    stream = io.BytesIO(HEAD + value + TAIL)
    tables = read_sql(SqlTokens(stream.read, chunk), "t.sql", Reporter(), Reading(blobs=Store()))
    assert b"".join(taken) == raw
    assert [row["filename"] for row in tables.get("tiki_files")] == ["after", "none"]


@pytest.mark.parametrize(
    ("value", "names", "codes"),
    [
        (b"0x" + b"00" * 99 + b"0", ["next"], [Code.SOURCE_STATEMENT_SKIPPED]),
        (b"x'00zz'", ["next"], [Code.SOURCE_STATEMENT_SKIPPED]),
        (b"NOW()", ["next"], [Code.SOURCE_STATEMENT_SKIPPED]),
        (b"5", ["after", "none", "next"], []),
    ],
)
@pytest.mark.parametrize("chunk", [3, 1 << 20])
def test_odd_bytes_cost_no_more_than_their_statement(
    value: bytes, names: list[str], codes: list[Code], chunk: int
) -> None:
    data = HEAD + value + TAIL + b"INSERT INTO tiki_files VALUES (3,'x','next');"
    reporter = Reporter()
    tables = read_sql(SqlTokens(io.BytesIO(data).read, chunk), "t.sql", reporter)
    assert [row["filename"] for row in tables.get("tiki_files")] == names
    assert [finding.code for finding in reporter.diagnostics] == codes


def test_a_text_without_end_costs_its_statement(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sql_tokens, "MOST", 5000)
    text = b"x" * 5001
    data = (
        b"CREATE TABLE tiki_pages (page_id int, pageName text, data text);\n"
        b"INSERT INTO tiki_pages VALUES (1,'A','a'),(2,'B','%b'),(3,'C','c');\n"
        b"INSERT INTO tiki_pages VALUES (4,'D','d');\n"
    ) % text
    reporter = Reporter()
    tables = read_sql(SqlTokens(io.BytesIO(data).read, 100), "t.sql", reporter)
    assert [row["pageName"] for row in tables.get("tiki_pages")] == ["A", "D"]
    assert [finding.code for finding in reporter.diagnostics] == [Code.SOURCE_STATEMENT_SKIPPED]


def test_a_value_that_breaks_off_leaves_nothing_behind(tmp_path: Path) -> None:
    data = HEAD + b"'" + RAW.replace(b"'", b"").replace(b"\\", b"")
    reporter = Reporter()
    store = BlobStore(tmp_path)
    read_sql(SqlTokens(io.BytesIO(data).read, 100), "t.sql", reporter, Reading(blobs=store))
    assert [finding.code for finding in reporter.diagnostics] == [Code.SOURCE_TRUNCATED]
    assert list(tmp_path.iterdir()) == []


DUMPS = [(HARBOUR, 50), *((path, 10) for path in GARDEN.glob("garden.sql.gz"))]
"""Each with how many cuts of a kind are tried: the real one is large."""
every_dump = pytest.mark.parametrize(("path", "cuts"), DUMPS, ids=[path.name for path, _ in DUMPS])
EVERY_ROW = Reading(history=True)
"""Without history, equal pairs of a page and who edited it are kept once."""


def rows_of(data: bytes) -> tuple[list[str], list[Code]]:
    reporter = Reporter()
    tables = read_sql(SqlTokens(io.BytesIO(data).read), "t.sql", reporter, EVERY_ROW)
    rows = [str(row) for _, rows in sorted(tables.rows.items()) for row in rows]
    return rows, [finding.code for finding in reporter.diagnostics]


def ends_of_rows(dump: bytes) -> list[int]:
    """Behind which byte each row of a wanted table is whole, in the order of the dump."""

    class Counting(SqlTokens):
        def __init__(self, stream: io.BytesIO) -> None:
            super().__init__(stream.read)
            self._stream = stream
            self.ends: list[int] = []

        def row(self, keep: Sequence[Any]) -> list[bytes | None]:
            values = super().row(keep)
            self.ends.append(self._stream.tell() - (len(self._buffer) - self._at))
            return values

    tokens = Counting(io.BytesIO(dump))
    read_sql(tokens, "t.sql", Reporter(), EVERY_ROW)
    return tokens.ends


@every_dump
def test_a_cut_dump_keeps_every_whole_row(path: Path, cuts: int) -> None:
    dump = gzip.decompress(path.read_bytes())
    ends = ends_of_rows(dump)
    assert len(ends) > 50
    chance = random.Random(path.name)  # noqa: S311
    # Half of the cuts are among the rows that count: most of a dump is other tables.
    places = [chance.randrange(len(dump)) for _ in range(cuts)]
    places += [chance.choice(ends) + chance.randrange(-40, 2) for _ in range(cuts)]
    for place in places:
        found, codes = rows_of(dump[:place])
        assert len(found) == sum(end <= place for end in ends), place
        if place > 200:
            assert Code.SOURCE_TRUNCATED in codes, place


@every_dump
def test_a_cut_packed_dump_is_never_a_traceback(path: Path, cuts: int, tmp_path: Path) -> None:
    packed = path.read_bytes()
    chance = random.Random(path.name)  # noqa: S311
    cut = tmp_path / "cut.sql.gz"
    whole = {page.name: page.source for page in load(path)[0].pages}
    seen = 0
    for place in (chance.randrange(len(packed)) for _ in range(2 * cuts)):
        cut.write_bytes(packed[:place])
        read = load_damaged(cut)
        if read is None:
            continue
        wiki, codes = read
        assert Code.SOURCE_TRUNCATED in codes
        assert {page.name: page.source for page in wiki.pages}.items() <= whole.items()
        seen += bool(wiki.pages)
    assert seen


@needs_garden
@pytest.mark.parametrize("path", [*sorted(GARDEN.glob("*.sql.gz")), GARDEN / "phpmyadmin-all.json"])
def test_real_files_have_the_bytes_that_the_wiki_noted(path: Path, tmp_path: Path) -> None:
    wiki, codes = load(path, blobs=BlobStore(tmp_path), history=True)
    assert set(codes) <= ({Code.SOURCE_CHARSET} if "ansi" in path.name else set())
    held = [file for file in (*wiki.files.values(), *wiki.attachments.values()) if file.blob]
    assert len(held) >= 6
    for file in held:
        assert len(bytes_of(file.blob)) == file.size
