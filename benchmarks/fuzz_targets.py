"""What guided fuzzing throws bytes at: readers, writers and rules, each with what must hold.

A target is a function that takes any bytes and raises if something is wrong.  The exception that
a part lets out for people (``SourceError``, ``ConfigError``) is not wrong, any other one is.
"""

from __future__ import annotations

import contextlib
import io
from collections import Counter
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path, PurePath
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import fuzz_seeds as seeds

from tiki2md import pipeline
from tiki2md.config import ConfigError, load_file
from tiki2md.diagnostics import Code, Reporter
from tiki2md.html import html_to_nodes
from tiki2md.migration import index_site
from tiki2md.model import Page, Wiki
from tiki2md.nodes import ParentNode
from tiki2md.options import Options
from tiki2md.pipeline import Surroundings, convert_page
from tiki2md.placeholders import MEANINGS, PlaceholderError, filled, pieces_of
from tiki2md.plugins import default_registry
from tiki2md.plugins.php import unserialize
from tiki2md.readers import SourceError, read_sources
from tiki2md.readers.address import address_in_settings, parse_address
from tiki2md.readers.blobs import BlobStore
from tiki2md.readers.csv_rows import csv_rows, dialect_of, header_of
from tiki2md.readers.csv_tables import read_csv
from tiki2md.readers.files import Kind, sniff_bytes
from tiki2md.readers.front_matter import page_of_text
from tiki2md.readers.mime import read_mime
from tiki2md.readers.phpmyadmin import read_phpmyadmin
from tiki2md.readers.reading import Reading
from tiki2md.readers.sql import read_sql
from tiki2md.readers.sql_tokens import CHUNK, SqlTokens
from tiki2md.readers.tar_members import TarMembers
from tiki2md.readers.tars import read_tar
from tiki2md.readers.xml_records import RecordReader
from tiki2md.readers.xml_scanner import XmlScanner
from tiki2md.render import TARGETS
from tiki2md.site.frontmatter import write
from tiki2md.site.hosts import HOSTS, redirect_files
from tiki2md.site.names import dashed
from tiki2md.site.old_urls import redirect_map
from tiki2md.site.paths import MAX_STEM_BYTES, PathAllocator, collision_key, is_device
from tiki2md.syntax.arguments import parse_arguments
from tiki2md.verify.dialects import DIALECTS
from tiki2md.verify.frontmatter import split
from tiki2md.verify.page import markdown_html, sight_of_page

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    Check = Callable[[bytes], None]

PARSING = (
    Options(),
    Options(tables="old", monosp=True, wikiwords=True, three_colon_center=True, smileys=False),
    Options(paragraph_formatting=False, add_br=False, page_regex="strict", autolinks=False),
)
TARGETS_TRIED = sorted(TARGETS)
FAILURES = {Code.INTERNAL_PARSE_ERROR, Code.NODE_NOT_RENDERED, Code.PLUGIN_FAILED}


@dataclass(frozen=True, slots=True)
class Target:
    """Something to throw bytes at.

    Attributes:
        check: raises if something is wrong.
        seeds: what to begin with.
        words: what inputs are made of, besides what the fuzzer finds out by itself.
    """

    check: Check
    seeds: Callable[[], Iterable[bytes]]
    words: tuple[str, ...] = ()


FUZZED: dict[str, Target] = {}


def target(
    from_seeds: Callable[[], Iterable[bytes]], words: tuple[str, ...] = ()
) -> Callable[[Check], Check]:
    """Put a check into ``FUZZED`` under its name."""

    def put(check: Check) -> Check:
        FUZZED[check.__name__] = Target(check, from_seeds, words)
        return check

    return put


def _text(data: bytes) -> str:
    return data.decode("utf-8", "surrogateescape")


def _told(data: bytes) -> tuple[int, bytes]:
    """A number that chooses options, and the rest."""
    return (data[0] if data else 0), data[1:]


def _is_one_line(error: Exception) -> None:
    assert "\n" not in str(error), "a message of several lines"


def _no_failures(reporter: Reporter) -> None:
    met = {finding.code for finding in reporter.diagnostics} & FAILURES
    assert not met, ", ".join(sorted(code.identifier for code in met))


def _pieces(data: bytes, size: int) -> list[bytes]:
    return [data[at : at + size] for at in range(0, len(data), size)]


def _codes(reporter: Reporter) -> Counter[Code]:
    return Counter(finding.code for finding in reporter.diagnostics)


@target(seeds.tiki, seeds.DELIMITERS)
def parser(data: bytes) -> None:
    """Nothing is lost, nothing raises, children lie in order inside their parents."""
    number, data = _told(data)
    source = _text(data)
    reporter = Reporter(source=source)
    options = PARSING[number // 2 % len(PARSING)]
    document = pipeline.parse(source, options, reporter=reporter, markdown=bool(number % 2))
    _no_failures(reporter)
    assert document.full_match == source, "bytes lost"
    stack = [document]
    while stack:
        node = stack.pop()
        start, end = node.span
        assert source[start:end] == node.full_match, f"the span of {type(node).__name__}"
        at = start
        for child in node.children if isinstance(node, ParentNode) else ():
            assert at <= child.span[0] <= child.span[1] <= end, f"a child of {type(node).__name__}"
            at = child.span[1]
            stack.append(child)


@target(seeds.arguments, ("=>", "=", '"', "'", '\\"', "&quot;", "&#34;", ","))
def arguments(data: bytes) -> None:
    """Names and values are texts; what is quoted is read back."""
    text = _text(data)
    read = parse_arguments(text)
    assert all(isinstance(part, str) for pair in read.items() for part in pair)
    value = "".join(c for c in text if c not in '"\\&')
    assert parse_arguments(f'a="{value}" b="2"') == {"a": value, "b": "2"}, "not read back"


@target(seeds.html, seeds.TAGS)
def html(data: bytes) -> None:
    """Any text that is HTML becomes nodes, and a page."""
    number, data = _told(data)
    source = _text(data)
    html_to_nodes(source, Reporter(source=source))
    reporter = Reporter(source=source)
    around = Surroundings(is_html=True, is_rendered=bool(number & 128))
    convert_page(source, Options(target=TARGETS_TRIED[number % len(TARGETS)]), around, reporter)
    _no_failures(reporter)


@target(seeds.tiki, seeds.DELIMITERS)
def page(data: bytes) -> None:
    """Any page becomes Markdown for any target, always the same, which a reader of it takes."""
    number, data = _told(data)
    source = _text(data)
    options = Options(target=TARGETS_TRIED[number % len(TARGETS)])
    reporter = Reporter(source=source)
    markdown = convert_page(source, options, Surroundings(), reporter)
    _no_failures(reporter)
    assert markdown == convert_page(source, options, Surroundings()), "not the same again"
    sight_of_page(markdown, DIALECTS[options.target])


@target(seeds.markdown, seeds.DELIMITERS)
def markdown(data: bytes) -> None:
    """The readers of the dialects take any text, and so does the page that is Markdown."""
    number, data = _told(data)
    names = sorted(DIALECTS)
    text = _text(data)
    markdown_html(text, DIALECTS[names[number % len(names)]])
    split(text)


def _read_sql(data: bytes, chunk: int) -> tuple[object, Counter[Code]]:
    reporter = Reporter()
    try:
        tables = read_sql(SqlTokens(io.BytesIO(data).read, chunk), "t.sql", reporter)
    except SourceError as error:
        return str(error), _codes(reporter)
    return (tables.rows, tables.others), _codes(reporter)


@target(seeds.sql, seeds.SQL)
def sql(data: bytes) -> None:
    """A dump is read the same wherever it is cut into chunks."""
    number, data = _told(data)
    whole = _read_sql(data, CHUNK)
    assert _read_sql(data, 1 + number % 32) == whole, "the size of chunks matters"


@target(seeds.xml, seeds.XML)
def xml(data: bytes) -> None:
    """``wiki.xml`` is read the same wherever it is cut."""
    number, data = _told(data)
    text = _text(data)

    def read(size: int) -> list[Any]:
        scanner = XmlScanner(text[at : at + size] for at in range(0, len(text), size))
        return [asdict(record) for record in RecordReader().records(scanner.elements())]

    assert read(1 + number % 32) == read(1 << 16), "the size of chunks matters"


def _stream(data: bytes) -> Callable[[int], bytes]:
    return io.BytesIO(data).read


@target(seeds.tar, ("ustar", "././@LongLink", "\0" * 8, "Date: ", "Mime-Version: "))
def tar(data: bytes) -> None:
    """Members of any archive; what is no archive says so."""
    for member in TarMembers(_stream(data)):
        while member.read(1 << 16):
            pass
    with contextlib.suppress(SourceError):
        read_tar(_stream(data), "t.tar", Reporter(), Reading(history=True))


@target(seeds.mime, ("Content-Type: application/x-tikiwiki; ", "\r\n", "pagename=", "version="))
def mime(data: bytes) -> None:
    """A page, or a word why there is none."""
    with contextlib.suppress(SourceError):
        read_mime(_stream(data), "Name", "t.mime", Reporter(), Reading(history=True))


@target(seeds.csv, ("NULL", "\\N", '""', '\\"', "page_id", "pageName", "\r\n"))
def csv(data: bytes) -> None:
    """Rows of any dialect, cut anywhere, and the table that they make."""
    number, data = _told(data)
    if header_of(data):
        dialect = dialect_of(data)
        whole = list(csv_rows(_stream(data), dialect, "t.csv"))
        read = _stream(data)
        cut = list(csv_rows(lambda size: read(min(size, 1 + number % 32)), dialect, "t.csv"))
        assert cut == whole, "the size of chunks matters"
    with contextlib.suppress(SourceError):
        read_csv(_stream(data), PurePath("tiki_pages.csv"), Reporter(), Reading())


@target(seeds.json_exports, ('"type"', '"table"', '"name"', '"data"', "null", "true", "1e999"))
def json(data: bytes) -> None:
    """An export of phpMyAdmin, or a word why it is none."""
    with contextlib.suppress(SourceError):
        read_phpmyadmin(_stream(data), "t.json", Reporter(), Reading())


@target(seeds.files, ("PK\x03\x04", "PK\x01\x02", "PK\x05\x06", "\x1f\x8b\x08"))
def files(data: bytes) -> None:
    """A file of any kind becomes a wiki, or a word why it cannot; all in the store's folder."""
    if sniff_bytes(data) is Kind.SETTINGS:
        return  # they name a database, which would be asked
    with TemporaryDirectory() as folder:
        root = Path(folder)
        store = root / "store"
        store.mkdir()
        path = root / "export"
        path.write_bytes(data)
        try:
            read_sources([path], Reporter(), Reading(blobs=BlobStore(store), history=True))
        except SourceError as error:
            _is_one_line(error)
        assert {entry.name for entry in root.iterdir()} == {"store", "export"}


@target(seeds.settings, ("$dbs_tiki", "$user_tiki", "mysql://", "@", "%2f", ":", "?charset="))
def settings(data: bytes) -> None:
    """Addresses of databases, from a command line or Tiki's own file."""
    text = _text(data)
    for read in (parse_address, partial(address_in_settings, origin="local.php")):
        with contextlib.suppress(SourceError):
            read(text)


@target(seeds.serialized, ("a:1:{", 's:1:"', "i:0;", "b:1;", "N;", "d:0.5;", "}"))
def serialized(data: bytes) -> None:
    """PHP's serialized values, or a ``ValueError``."""
    with contextlib.suppress(ValueError):
        unserialize(_text(data))


@target(seeds.front_matter, ("---\n", "title: ", "tags:\n- ", "&a ", "*a", "!!python/", "date: "))
def front_matter(data: bytes) -> None:
    """Metadata of any page file are read, and what is written reads back."""
    text = _text(data)
    page, categories = page_of_text(text, "Name", "t.tiki", Reporter())
    metadata = {
        "title": page.name,
        "description": text,
        "tags": text.split(),
        "categories": categories,
        "tiki": {"name": text[:40]},
    }
    written = write(metadata, page.source)
    back = split(written).metadata
    assert back == _without_surrogates(metadata), "not read back"


def _without_surrogates(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _without_surrogates(part) for key, part in value.items()}
    if isinstance(value, list):
        return [_without_surrogates(part) for part in value]
    return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


@target(seeds.templates, (*(f"{{{name}}}" for name in MEANINGS), "{{", "}}", ":%Y", "!r", "%"))
def templates(data: bytes) -> None:
    """A template of ``[frontmatter]`` is refused, or filled whatever is known of a page."""
    text = data.decode("utf-8", "replace")  # TOML holds no halves of characters
    try:
        pieces_of(text)
    except PlaceholderError:
        return
    for values in seeds.placeholder_values():
        filled(text, values)


@target(seeds.configurations, ("[plugins]\n", "[frontmatter]\n", "[[ignore]]\n", " = ", '"""'))
def configuration(data: bytes) -> None:
    """A configuration is read, or refused in one line."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "tiki2md.toml"
        path.write_bytes(data)
        try:
            load_file(path, TARGETS)
        except ConfigError as error:
            _is_one_line(error)


@target(seeds.names, ("/", "..", "\\", "CON", "aux.", "%2f", "\u0130", "e\u0301", "-2", " 2"))
def paths(data: bytes) -> None:
    """Stems differ on every file system, stay in their folder, and are not too long."""
    number, data = _told(data)
    names = _text(data).split("\n")
    allocator = PathAllocator(
        reserved=frozenset({"index", "tags"}),
        file_names=("slugs", "words", "titles")[number % 3],
        ascii_only=bool(number & 4),
    )
    used = [allocator.allocate(name, "page-1")[1] for name in names]
    assert len({collision_key(stem) for stem in used}) == len(used), "two of one name"
    for stem in used:
        assert stem.strip(". "), "an empty name"
        assert not set(stem) & set('/\\\0\n:*?"<>|'), "a name that leads elsewhere"
        assert len(stem.encode("utf-8", "replace")) <= MAX_STEM_BYTES + len("-page"), "too long"
        assert not is_device(stem), "a device"


@target(seeds.names, ("$1", "%{QUERY_STRING}", '"', "\\", " ", "\t", "{path}", "`", "~*", "?", "#"))
def redirects(data: bytes) -> None:
    """The map of old addresses, however pages are called, is a file that each server can read."""
    names = dict.fromkeys(name for name in _text(data).split("\n")[:6] if name.strip())
    wiki = Wiki(
        pages=[
            Page(name=name, page_id=number, slug=dashed(name), source="")
            for number, name in enumerate(names, 1)
        ]
    )
    options = Options(target="hugo", site_url="https://x.org/w/", redirect_hosts=(*HOSTS, "json"))
    index = index_site(wiki, options, default_registry()).index
    files = redirect_files(redirect_map(wiki, index), index, Reporter())
    made = {path: "".join(pieces) for path, pieces in files.items()}
    for path, text in made.items():
        seeds.check_host_file(path.rpartition("/")[2], text)
