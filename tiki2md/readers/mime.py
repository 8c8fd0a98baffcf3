"""Tiki's MIME export of a page: its current version, and its history behind it.

One part stands directly below the head; several are a multipart message
(tiki-exports §5.2).  Nothing in the texts is quoted, so that a text may hold a
line that looks like the delimiter: a part begins only where the header of a
part of the same page follows.
"""

from __future__ import annotations

import re
from enum import Enum
from typing import TYPE_CHECKING
from urllib.parse import unquote_to_bytes

from tiki2md.diagnostics import Code, Reporter
from tiki2md.model import Page, Version
from tiki2md.readers.errors import SourceError
from tiki2md.readers.names import aliases_in_text, page_name
from tiki2md.readers.schema import number_of, text_of
from tiki2md.readers.text import decode

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from tiki2md.readers.reading import Reading
    from tiki2md.readers.schema import Row

MAX_TEXT = 1 << 26
"""More bytes than any version of a page has: Tiki's column takes a quarter of it."""

_BLOCK = 1 << 16
_MAX_HEADER_LINES = 40
_PART = rb"Content-Type:[ \t]*application/x-tikiwiki\b"
_MULTIPART = rb"Content-Type:[ \t]*multipart/mixed\b"
_PART_LINE = re.compile(_PART, re.IGNORECASE)
_DELIMITER_LINE = re.compile(rb"--=_multipart_boundary_[0-9]+")
_BOUNDARY = re.compile(rb'\bboundary="?([^"\s]+)', re.IGNORECASE)
_VALUE = re.compile(rb"[ \t;](\w+)=([^;\s]*)")
_START = re.compile(
    # The lines of the head, in any order that a mail program may have made of it …
    rb"(?:[A-Za-z-]+:[^\n]*\n(?:[ \t][^\n]*\n)*+){0,9}?"
    rb"(?:" + _PART + rb"|" + _MULTIPART + rb";\s*boundary=\"?=_multipart_boundary_)"
    # … or what is left of an export whose beginning is missing.
    rb"|[\s\S]*?(?:^|\n)--=_multipart_boundary_[0-9]+\r\n" + _PART,
    re.IGNORECASE,
)


class NoPageError(SourceError):
    """An export that holds no page: among many, it need not cost the others."""


_HTML = re.compile(
    r"\s*<(?:address|article|blockquote|div|dl|h[1-6]|ol|p|section|table|ul)\b[^<>]*>[\s\S]*"
    r"</(?:address|article|blockquote|div|dl|h[1-6]|ol|p|section|table|ul)>\s*",
    re.IGNORECASE,
)


def looks_like_html(text: str) -> bool:
    """Whether an editor of HTML must have made the text: block elements at either end.

    Exports without the column ``is_html`` do not tell (tiki-exports §5.2).
    """
    return _HTML.fullmatch(text) is not None


def is_mime(head: bytes) -> bool:
    """Whether a file that begins with ``head`` is an export of this kind."""
    return _START.match(head) is not None


def read_mime(
    read: Callable[[int], bytes], name: str, origin: str, reporter: Reporter, reading: Reading
) -> Page:
    """The page of an export, with its versions if they are wanted.

    The first part is the current version.  What the format does not tell is
    taken from the first version where the export has it: who made the page, and
    when.  A file that breaks off is read up to there (``SOURCE_TRUNCATED``).

    Args:
        read: gives that many bytes of the export, fewer only at its end.
        name: what to call the page if damage took its name.
        origin: its name, for messages.
        reporter: takes the diagnostics.
        reading: whether old versions are wanted, and where their texts go.

    Raises:
        NoPageError: there is no page in it.
    """
    return _MimeReader(_Lines(read, origin), origin, reporter, reading).page(name)


class _End(Enum):
    """How a text ends that no other part follows."""

    WHOLE = "where it should"
    CUT = "where the export breaks off"


class _Lines:
    """The lines of a stream without their ends; some may be given back."""

    def __init__(self, read: Callable[[int], bytes], origin: str) -> None:
        self._read = read
        self._origin = origin
        self._rest = b""
        self._ready: list[bytes] = []

    def next(self) -> bytes | None:
        """The next line; ``None`` at the end."""
        if not self._ready:
            self._fill()
        return self._ready.pop() if self._ready else None

    def give_back(self, lines: Sequence[bytes]) -> None:
        """Have ``lines`` come again."""
        self._ready += reversed(lines)

    def _fill(self) -> None:
        parts, size = [self._rest], len(self._rest)
        while block := self._read(_BLOCK):
            parts.append(block)
            size += len(block)
            if b"\n" in block:
                break
            refuse_endless(size, self._origin)
        lines = b"".join(parts).split(b"\n")
        self._rest = lines.pop()
        if not lines and self._rest:
            lines, self._rest = [self._rest], b""
        self._ready = [line.removesuffix(b"\r") for line in reversed(lines)]


def refuse_endless(size: int, origin: str) -> None:
    """Refuse a text that is longer than any that Tiki can store.

    Raises:
        NoPageError: it is.
    """
    if size > MAX_TEXT:
        raise NoPageError(
            f"{origin}: holds a text of more than {MAX_TEXT >> 20} MiB, which no page of a wiki "
            "has; the file is damaged, or is something else"
        )


class _MimeReader:
    def __init__(self, lines: _Lines, origin: str, reporter: Reporter, reading: Reading) -> None:
        self._lines = lines
        self._origin = origin
        self._reporter = reporter
        self._reading = reading
        self._name: str | None = None
        self._delimiter = b""
        self._reported: set[Code] = set()

    def page(self, name: str) -> Page:
        page: Page | None = None
        versions: dict[int, Version] = {}
        editors: dict[int, str] = {}
        for header, body in self._parts():
            version = _version(header)
            editors.setdefault(version.number, version.user)
            if page is None:
                page = self._page(text_of(header, "pagename") or name, header, body)
            if version.number == 1:
                page.created, page.creator = version.modified, version.user
            if self._reading.history and version.number not in versions:
                text = self._decoded(body)
                version.is_html = looks_like_html(text)
                version.text = self._reading.blobs.put([text.encode()])
                versions[version.number] = version
        if page is None:
            raise NoPageError(
                f"{self._origin}: this is Tiki's MIME export of a page, but no page is left in it; "
                "export it again"
            )
        page.versions = [version for _, version in sorted(versions.items())]
        if not versions:
            page.editors = list(dict.fromkeys(user for _, user in sorted(editors.items())))
        return page

    def _parts(self) -> Iterator[tuple[Row, bytes]]:
        """The headers and bodies of all parts; only one is held at a time."""
        header = self._first_header()
        while header is not None:
            body, end = self._body()
            if end is _End.CUT:
                place = f"version {header.get('version')} of its page"
                self._report(Code.SOURCE_TRUNCATED, where=f"{self._origin}: {place}")
            yield header, body
            header = None if isinstance(end, _End) else end

    def _first_header(self) -> Row | None:
        in_head = True
        while (line := self._lines.next()) is not None:
            if _PART_LINE.match(line):
                self._lines.give_back([line])
                header = self._header()
                return None if isinstance(header, _End) else header
            if _DELIMITER_LINE.fullmatch(line) or (line and line == self._delimiter):
                self._delimiter = line
                in_head = False
                header = self._header()
                if header is not None:
                    return None if isinstance(header, _End) else header
                self._report(
                    Code.SOURCE_DAMAGED, where=self._origin, problem="the header of a part is lost"
                )
            boundary = _BOUNDARY.search(line)
            if in_head and boundary:
                self._delimiter = b"--" + boundary[1]
        return None

    def _header(self) -> Row | _End | None:
        """The header that follows, if it is one of a part of this page and whole."""
        lines: list[bytes] = []
        while len(lines) < _MAX_HEADER_LINES:
            line = self._lines.next()
            if line is None:
                if not lines or _is_beginning(lines[0]):
                    return _End.CUT
                break
            lines.append(line)
            if not line:
                break
        header = self._values(lines)
        is_part = bool(lines) and _PART_LINE.match(lines[0]) is not None
        if is_part or header.keys() >= {"pagename", "version"}:
            name = header.get("pagename")
            if self._name is None:
                self._name = name
            if name == self._name:
                return header
        self._lines.give_back(lines)
        return None

    def _values(self, lines: Sequence[bytes]) -> Row:
        """The parameters of a folded header, decoded; of two the first."""
        values: Row = {}
        for name, value in _VALUE.findall(b" ".join(lines)):
            raw = unquote_to_bytes(value.strip(b'"'))
            values.setdefault(name.decode("latin-1").lower(), self._decoded(raw))
        return values

    def _body(self) -> tuple[bytes, Row | _End]:
        """A text, and the header that stands behind its delimiter, or how it ends."""
        body = bytearray()
        end: Row | _End | None = None
        while (line := self._lines.next()) is not None:
            if self._delimiter and line == self._delimiter:
                end = self._header()
            elif self._delimiter and line == self._delimiter + b"--" and self._nothing_follows():
                end = _End.WHOLE
            if end is not None:
                # The line break before a delimiter belongs to it.
                del body[-1:]
                break
            body += line + b"\n"
            refuse_endless(len(body), self._origin)
        if end is None and self._delimiter:
            end = _End.CUT
            before, _, last = bytes(body[:-1]).rpartition(b"\n")
            if before and self._delimiter.startswith(last):
                return before, end  # the delimiter itself is cut
        return bytes(body[:-1]), end or _End.WHOLE

    def _nothing_follows(self) -> bool:
        blank: list[bytes] = []
        while (line := self._lines.next()) is not None:
            blank.append(line)
            if line.strip(b" \t\r\0"):
                self._lines.give_back(blank)
                return False
        return True

    def _page(self, name: str, header: Row, body: bytes) -> Page:
        version, source = _version(header), self._decoded(body)
        is_html = looks_like_html(source)
        if is_html:
            self._report(Code.SOURCE_HTML_GUESSED, where=self._origin)
        return Page(
            name=page_name(name),
            source=source,
            description=version.description,
            modified=version.modified,
            last_editor=version.user,
            version=version.number,
            edit_comment=version.comment,
            is_html=is_html,
            hits=number_of(header, "hits"),
            aliases=aliases_in_text(source),
            origin=self._origin,
        )

    def _decoded(self, raw: bytes) -> str:
        text, valid = decode(raw)
        if not valid:
            self._report(Code.SOURCE_NOT_UTF8, where=self._origin)
        return text

    def _report(self, code: Code, **values: str) -> None:
        """Record ``code``, once for the whole export."""
        if code not in self._reported:
            self._reported.add(code)
            self._reporter.report(code, None, **values)


def _version(header: Row) -> Version:
    return Version(
        number=number_of(header, "version"),
        modified=number_of(header, "lastmodified"),
        user=text_of(header, "author"),
        comment=text_of(header, "summary"),
        description=text_of(header, "description"),
    )


def _is_beginning(line: bytes) -> bool:
    """Whether the header of a part begins with ``line``, of which the end may be missing."""
    return _PART_LINE.match(line) is not None or b"Content-Type: application/x-tikiwiki".startswith(
        line
    )
