"""Tiki's XML export: a zip archive of page sources, files and ``wiki.xml`` that lists them."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from tiki2md.diagnostics import Code, Reporter
from tiki2md.model import Comment, Page, Place, Version, Wiki
from tiki2md.readers.archives import Member, MemberError, ZipArchive, open_zip
from tiki2md.readers.errors import SourceError
from tiki2md.readers.escaping import EscapedEra
from tiki2md.readers.missing_tables import TOPICS
from tiki2md.readers.names import aliases_in_text, page_key, page_name, without_repeats
from tiki2md.readers.schema import number_of
from tiki2md.readers.text import StreamDecoder, mend_page, unescape_once
from tiki2md.readers.xml_files import VERSION, ExportFiles, ExportMembers
from tiki2md.readers.xml_records import CommentRecord, PageRecord, Record, RecordReader
from tiki2md.readers.xml_scanner import XmlScanner
from tiki2md.spool import Shelf, Spool

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tiki2md.readers.reading import Reading

LIST = "wiki.xml"
"""The member that lists all others."""

_NAMED = 3
_HELD = frozenset({"history", "attachments", "comments"})
"""What every such export holds of what ``TOPICS`` names."""


def read_xml_zip(path: Path, reporter: Reporter, reading: Reading) -> Wiki:
    """Read an XML export of pages or of a structure (tiki-exports §5.1).

    Files and old versions stay in the archive; blobs refer to them.  What ``wiki.xml``
    fails to list, because it is cut off or missing, is told from the names of the
    members.

    Args:
        path: the archive.
        reporter: takes the diagnostics.
        reading: what is wanted besides pages.

    Raises:
        SourceError: it is no such export, or cannot be read.
    """
    with open_zip(path) as archive:
        return _Export(path, archive, reporter, reading).read()


def holds_export(path: Path) -> bool:
    """Whether a zip archive is an XML export of Tiki.

    Raises:
        SourceError: it cannot be read.
    """
    with open_zip(path) as archive:
        return _list_of(archive) is not None


def _list_of(archive: ZipArchive) -> Member | None:
    """The list; somebody may have packed the unpacked export again, folder and all."""
    found = [name for name in archive.members if name == LIST or name.endswith(f"/{LIST}")]
    return archive.members[min(found, key=len)] if found else None


class _Export:
    """One archive on its way to a wiki."""

    def __init__(
        self, path: Path, archive: ZipArchive, reporter: Reporter, reading: Reading
    ) -> None:
        self._path = path
        self._archive = archive
        self._reporter = reporter
        self._reading = reading
        self._wiki = Wiki(pages=Spool(), comments=Spool())
        self._list = _list_of(archive)
        folder = self._list.name.removesuffix(LIST) if self._list is not None else ""
        self._members = ExportMembers(path, archive, folder, reporter)
        self._files = ExportFiles(self._members, self._wiki)
        self._pages: Shelf[str, Page] = Shelf()
        self._sources: dict[str, Member] = {}
        self._versions: dict[str, dict[int, Version]] = {}
        self._editors: dict[str, dict[str, int]] = {}
        """Who wrote versions of a page, and the first one that was read of each."""
        self._missing_versions = 0
        self._comments: list[CommentRecord] = []
        self._positions: Counter[int] = Counter()

    def read(self) -> Wiki:
        if self._archive.is_cut:
            self._reporter.report(Code.SOURCE_TRUNCATED, where=f"{self._path}: the zip archive")
        for name in self._archive.repeated:
            why = "the archive holds it more than once; the last one was taken"
            self._members.unreadable(name, why)
        if self._list is not None:
            self._read_list(self._list)
        self._read_unlisted()
        if not self._pages:
            raise SourceError(f"{self._path}: {self._why_no_pages()}")
        self._report_missing()
        self._finish()
        return self._wiki

    def _why_no_pages(self) -> str:
        if self._list is not None:
            return f"its {self._list.name} lists no page of a wiki"
        if not self._archive.members:
            return "it is a zip archive that holds no file, or is damaged; export or copy it again"
        # A name of a member may hold anything, and a message is a line.
        found = ", ".join(" ".join(name.split()) for name in list(self._archive.members)[:_NAMED])
        return (
            f"it is a zip archive without {LIST}, so not Tiki's XML export of pages; it holds "
            f"{found}; if a dump or pages are in it, unpack it and give those"
        )

    # The list.

    def _read_list(self, member: Member) -> None:
        self._members.used.add(member.name)
        if member.trouble:
            raise SourceError(f"{self._path}: {member.name}: {member.trouble}")
        scanner = XmlScanner(self._texts_of(member))
        for record in RecordReader().records(scanner.elements()):
            self._take_page(record)
        if scanner.is_cut:
            self._reporter.report(Code.SOURCE_TRUNCATED, where=f"{self._path}: {member.name}")

    def _texts_of(self, member: Member) -> Iterator[str]:
        decoder = StreamDecoder()
        try:
            for chunk in self._archive.chunks(member):
                yield decoder.decode(chunk)
        except MemberError as error:
            self._members.unreadable(member.name, str(error))
        yield decoder.decode(b"", is_last=True)
        if not decoder.is_valid:
            self._reporter.report(Code.SOURCE_NOT_UTF8, where=f"{self._path}: {member.name}")

    def _take_page(self, record: PageRecord) -> None:
        fields = record.fields
        # The name of the member is short and in one piece, where the list is damaged.
        name = page_name(_half(unescape_once(record.member)) or fields.get("name", ""))
        if not name:
            return  # what belongs to it is found by the names of the members
        page = self._pages.get(page_key(name))
        is_new = page is None  # a page may have several places in a structure
        if page is None:
            member = self._members.find(record.member, f"{name}/{name}")
            page = self._new_page(name, member, fields)
        # Tiki forgets to forget the comments of the last page that had some, and writes them
        # again for each page after it.  Attachments too, but those name their page.
        if is_new and record.comments != self._comments:
            self._take_comments(page, record.comments)
        self._comments = record.comments
        for image in record.items["image"]:
            self._files.take_image(image)
        for attachment in record.items["attachment"]:
            self._files.take_attachment(page.name, attachment)
        for version in record.items["version"]:
            self._take_version(page, version)
        if record.place:
            self._take_place(page, record)

    def _new_page(self, name: str, member: Member | None, fields: Record) -> Page:
        origin = f"{self._path}: {member.name}" if member is not None else str(self._path)
        page = Page(name=name, source="", origin=origin)
        if member is None:
            self._reporter.report(Code.SOURCE_TEXT_MISSING, page=name, where=self._path)
        else:
            page.source = self._members.text_of(member, f"page {name}")
            self._sources[page_key(name)] = member
        _fill_page(page, fields)
        self._pages[page_key(name)] = page
        return page

    def _take_comments(self, page: Page, records: list[CommentRecord]) -> None:
        first = len(self._wiki.comments) + 1
        for number, record in enumerate(records, first):
            self._wiki.comments.append(
                Comment(
                    comment_id=number,
                    object_name=page.name,
                    parent_id=first + record.parent if record.parent >= 0 else 0,
                    user=record.fields.get("user", ""),
                    created=number_of(record.fields, "date"),
                    title=record.fields.get("title", ""),
                    text=record.fields.get("data", ""),
                )
            )

    def _take_place(self, page: Page, record: PageRecord) -> None:
        parent = record.parent if record.parent in self._wiki.places else 0
        self._positions[parent] += 1
        self._wiki.places[record.place] = Place(
            place_id=record.place,
            page=page.name,
            parent_id=parent,
            position=self._positions[parent],
        )

    def _take_version(self, page: Page, record: Record) -> None:
        member = self._members.find(record.get("zip", ""))
        self._missing_versions += member is None
        named = VERSION.fullmatch(record.get("zip", ""))
        version = Version(
            number=number_of(record, "version") or (int(named[2]) if named else 0),
            modified=number_of(record, "lastModif"),
            user=record.get("user", ""),
            comment=record.get("comment", ""),
            description=record.get("description", ""),
            is_html=page.is_html,
        )
        self._add_version(page_key(page.name), version, member)

    def _add_version(self, key: str, version: Version, member: Member | None) -> None:
        """Keep a version, or only the newest, for the number of the page."""
        versions = self._versions.setdefault(key, {})
        editors = self._editors.setdefault(key, {})
        editors[version.user] = min(version.number, editors.get(version.user, version.number))
        if self._reading.history:
            if version.number not in versions:
                version.text = self._members.blob(member) if member is not None else None
                versions[version.number] = version
        elif version.number > max(versions, default=-1):
            self._versions[key] = {version.number: version}

    # What the list lacks.

    def _read_unlisted(self) -> None:
        unlisted = self._members.unused()
        pages = 0
        for name, member in unlisted:
            if half := _half(name):
                pages += self._take_unlisted_page(half, member)
        for name, member in unlisted:
            self._take_unlisted_file(name, member)
        if pages:
            self._reporter.report(Code.SOURCE_PAGES_UNLISTED, where=self._path, count=pages)

    def _take_unlisted_page(self, name: str, member: Member) -> bool:
        name = page_name(name)
        if page_key(name) in self._pages or self._is_binary(member):
            return False
        self._new_page(name, member, {})
        return True

    def _is_binary(self, member: Member) -> bool:
        try:
            return b"\0" in next(self._archive.chunks(member), b"")
        except MemberError:
            return False

    def _take_unlisted_file(self, name: str, member: Member) -> None:
        version = VERSION.fullmatch(name)
        if version is None:
            self._files.take_unlisted(name, member)
        elif (key := page_key(page_name(version[1]))) in self._pages:
            self._add_version(key, Version(number=int(version[2])), member)

    # When all is read.

    def _report_missing(self) -> None:
        if self._missing_versions:
            self._reporter.report(
                Code.SOURCE_MEMBERS_MISSING,
                where=self._path,
                count=self._missing_versions,
                what="texts of old versions",
            )
        missing = self._files.missing
        if missing:
            more = f" and {len(missing) - _NAMED} more" if len(missing) > _NAMED else ""
            self._reporter.report(
                Code.SOURCE_MEMBERS_MISSING,
                where=self._path,
                count=len(missing),
                what=f"files ({', '.join(missing[:_NAMED])}{more})",
            )

    def _finish(self) -> None:
        pages = map(self._pages.__getitem__, self._pages)
        era = EscapedEra((page.modified, page.source) for page in pages if not page.is_html)
        names: dict[str, str] = {}
        for key in self._pages:
            page = self._pages[key]
            names[key] = page.name
            self._finish_versions(key, page, era)
            is_escaped = not page.is_html and era.is_escaped(page.modified, page.source)
            mend_page(page, self._reporter, is_escaped=is_escaped)
            page.aliases = without_repeats(aliases_in_text(page.source), but=page.name)
            self._wiki.pages.append(page)
        self._files.finish(names)
        held = _HELD | {"structures"} if self._wiki.places else _HELD
        self._wiki.lacks = {
            topic: tables[0] for topic, tables in TOPICS.items() if topic not in held
        }

    def _finish_versions(self, key: str, page: Page, era: EscapedEra) -> None:
        """Number the page, and give it its history, if that is wanted.

        The history of Tiki holds the current version too; before, it held only those
        that were superseded.
        """
        versions = self._versions.pop(key, {})
        if versions:
            page.version = max(versions)
            if page.modified and versions[page.version].modified != page.modified:
                page.version += 1
        if not self._reading.history:
            editors = self._editors.pop(key, {})
            page.editors = sorted(editors, key=editors.__getitem__)
            return
        member = self._sources.get(key)
        versions.setdefault(
            page.version or 1,
            Version(
                number=page.version or 1,
                modified=page.modified,
                user=page.last_editor,
                comment=page.edit_comment,
                description=page.description,
                is_html=page.is_html,
                text=self._members.blob(member) if member is not None else None,
            ),
        )
        for version in versions.values():
            version.escaped = not version.is_html and era.may_hold(version.modified)
        page.versions = [versions[number] for number in sorted(versions)]


def _half(name: str) -> str:
    """The name of a page, from that of the member with its text; empty if it is none."""
    half = len(name) // 2
    is_page = len(name) % 2 and name[half] == "/" and name[:half] == name[half + 1 :]
    return name[:half] if is_page else ""


def _fill_page(page: Page, fields: Record) -> None:
    page.description = fields.get("description", "")
    page.language = fields.get("lang", "")
    page.created = number_of(fields, "created")
    page.modified = number_of(fields, "lastModif")
    page.creator = fields.get("creator", "")
    page.last_editor = fields.get("user", "")
    page.edit_comment = fields.get("comment", "")
    page.is_html = number_of(fields, "is_html") == 1
    page.hits = number_of(fields, "hits")
