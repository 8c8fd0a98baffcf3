"""The members of Tiki's XML export, and the files among them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tiki2md.diagnostics import Code, Reporter
from tiki2md.model import Blob, File, Wiki
from tiki2md.readers.archives import TEXT_LIMIT, TOTAL_LIMIT, Member, MemberError, ZipArchive
from tiki2md.readers.blobs import counted
from tiki2md.readers.errors import SourceError
from tiki2md.readers.names import page_key, page_name
from tiki2md.readers.schema import number_of
from tiki2md.readers.text import decode, unescape_once
from tiki2md.tiki_urls import IMAGE_SCRIPT, PICTURES, image_forms

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from tiki2md.readers.xml_records import Record

VERSION = re.compile(r"(.+)/history/(\d{1,18})\.txt", re.DOTALL)
"""The name of a member with the text of a version: its page and its number."""
_ATTACHMENT = re.compile(r"(.+)/attachments/(\d{1,18})", re.DOTALL)
_IMAGE = re.compile(r".+/images/(wiki|fgal|gal)/(.+)", re.DOTALL)
_FILE_ID = re.compile(r"[0-9]{1,18}")
_UPLOADS = f"{PICTURES}wiki_up/"
_ADDRESS = re.compile(rf"(?:{re.escape(_UPLOADS)}|{re.escape(IMAGE_SCRIPT)}\?).*", re.DOTALL)


class ExportMembers:
    """The members of an export: found by the names that Tiki writes, and read within limits.

    Args:
        path: of the archive.
        archive: it, open.
        folder: where in the archive the export is, with its slash; mostly empty.
        reporter: takes the diagnostics.

    Attributes:
        used: the names of the members that something refers to.
    """

    def __init__(self, path: Path, archive: ZipArchive, folder: str, reporter: Reporter) -> None:
        self._path = path
        self._archive = archive
        self._folder = folder
        self._reporter = reporter
        self._left = TOTAL_LIMIT
        self.used: set[str] = set()

    def find(self, written: str, *others: str) -> Member | None:
        """The member behind a name that Tiki escaped, or did not."""
        names = [name for name in (unescape_once(written), written, *others) if name]
        member = self._archive.find(*(self._folder + name for name in names))
        if member is not None:
            self.used.add(member.name)
        return member

    def unused(self) -> list[tuple[str, Member]]:
        """The members that nothing refers to, by their names in the export."""
        return [
            (name.removeprefix(self._folder), member)
            for name, member in self._archive.members.items()
            if name not in self.used
        ]

    def text_of(self, member: Member, what: str) -> str:
        """The text in a member; as much of it as can be read.

        Args:
            member: where it is.
            what: what it is, for messages.

        Raises:
            SourceError: the texts of the archive are more than a wiki can have.
        """
        parts: list[bytes] = []
        try:
            for chunk in self._archive.chunks(member, TEXT_LIMIT):
                self._left -= len(chunk)
                parts.append(chunk)
                if self._left < 0:
                    raise SourceError(
                        f"{self._path}: there are more than {TOTAL_LIMIT >> 30} GiB of text in "
                        "it; no wiki has so much"
                    )
        except MemberError as error:
            self.unreadable(what, str(error))
        text, valid = decode(b"".join(parts))
        if not valid:
            self._reporter.report(Code.SOURCE_NOT_UTF8, where=what)
        return text

    def blob(self, member: Member) -> Blob | None:
        """The bytes in a member, which stay there; ``None`` if nobody can read them."""
        why = member.trouble
        if not why:
            try:
                size, md5 = counted(self._archive.chunks(member))
            except MemberError as error:
                why = str(error)
            else:
                return Blob(
                    path=str(self._path),
                    member=member.name,
                    offset=member.offset,
                    size=size,
                    md5=md5,
                )
        self.unreadable(member.name, why)
        return None

    def unreadable(self, what: str, why: str) -> None:
        """Report what cannot be read."""
        self._reporter.report(Code.SOURCE_MEMBER_UNREADABLE, where=self._path, member=what, why=why)


class ExportFiles:
    """Attachments and images on their way from an export to a wiki.

    Attributes:
        missing: the names of files that the export names and does not hold.
    """

    def __init__(self, members: ExportMembers, wiki: Wiki) -> None:
        self._members = members
        self._wiki = wiki
        self.missing: list[str] = []

    def take_attachment(self, page: str, record: Record) -> None:
        """Take in an attachment that is listed with a page.

        Tiki lists the attachments of a page again with those that follow, up to one
        that has some itself; the name of the member tells whose they are.
        """
        written = record.get("zip", "")
        owner = _ATTACHMENT.fullmatch(written)
        number = number_of(record, "attId") or (int(owner[2]) if owner else 0)
        known = self._wiki.attachments.get(number)
        if known is not None:
            self._members.find(written)
            return
        member = self._members.find(written)
        filename = unescape_once(record.get("filename", ""))
        file = self._file(member, number, filename)
        file.page = owner[1] if owner else page
        file.description = record.get("comment", "")
        file.media_type = record.get("filetype", "")
        file.created = number_of(record, "created")
        declared = number_of(record, "filesize")
        if file.blob is None:
            file.size = declared
        elif declared != file.size and record.get("filesize"):
            why = f"it has {file.size} bytes, and should have {declared}"
            self._members.unreadable(file.blob.member, why)
        if member is None:
            self.missing.append(filename or written)
        self._wiki.attachments[number] = file

    def take_image(self, record: Record) -> None:
        """Take in a picture that a page shows; one of another site has no member."""
        if not record.get("zip"):
            return
        member = self._members.find(record["zip"])
        name = record.get("filename", "")
        if member is None:
            self.missing.append(name or record["zip"])
        else:
            self._add_image(member, name, record.get("wiki", ""))

    def take_unlisted(self, name: str, member: Member) -> None:
        """Take in a file that only the name of its member tells of, if it is one."""
        attached = _ATTACHMENT.fullmatch(name)
        if attached is None:
            self._add_image(member, "", "")
        elif (number := int(attached[2])) not in self._wiki.attachments:
            file = self._file(member, number, "")
            file.page = attached[1]
            self._wiki.attachments[number] = file

    def finish(self, pages: Mapping[str, str]) -> None:
        """Name the pages of attachments as they are named elsewhere.

        Args:
            pages: the names of all there are, by their keys.
        """
        for file in self._wiki.attachments.values():
            names = (page_name(file.page), page_name(unescape_once(file.page)))
            owners = (pages.get(page_key(name)) for name in names)
            file.page = next((owner for owner in owners if owner is not None), names[1])

    def _add_image(self, member: Member, name: str, address: str) -> None:
        image = _IMAGE.fullmatch(member.name)
        kind, key = (image[1], image[2]) if image is not None else ("", "")
        if kind == "fgal" and _FILE_ID.fullmatch(key):
            if int(key) not in self._wiki.files:
                self._wiki.files[int(key)] = self._file(member, int(key), name)
            return
        if not address and kind:
            address = f"{_UPLOADS}{key}" if kind == "wiki" else next(image_forms(key)).address
        # Pages also name the whole address of the wiki before it.
        found = _ADDRESS.search(address)
        address = found[0] if found is not None else address
        if address and address not in self._wiki.pictures:
            name = name or address.rpartition("/")[2]
            self._wiki.pictures[address] = self._file(member, 0, name)

    def _file(self, member: Member | None, number: int, filename: str) -> File:
        blob = self._members.blob(member) if member is not None else None
        size = blob.size if blob is not None else 0
        return File(file_id=number, name=filename, filename=filename, size=size, blob=blob)
