"""Tiki's tar archives: MIME exports of all pages, or pages of rendered HTML (tiki-exports §5.3)."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

from tiki2md.diagnostics import Code, Reporter
from tiki2md.model import Page, Wiki
from tiki2md.readers.errors import SourceError
from tiki2md.readers.mime import NoPageError, is_mime, read_mime, refuse_endless
from tiki2md.readers.missing_tables import lacks_of_pages
from tiki2md.readers.rendered import SUFFIX, fill_slugs, is_rendered, rendered_page
from tiki2md.readers.tar_members import TarMembers
from tiki2md.readers.unpacking import joined
from tiki2md.spool import Spool

if TYPE_CHECKING:
    from collections.abc import Callable

    from tiki2md.readers.reading import Reading
    from tiki2md.readers.tar_members import Member

_HEAD = 1 << 12
_CHUNK = 1 << 16
_BEGIN = re.compile(rb"Date: |Mime-Version: |Content-Type: |<html><head><title>")
_NAMES_SHOWN = 5
_HOME = "HomePage"
_NO_FILE = "they are links or devices"
_NO_PAGE = "they are no pages"


def read_tar(
    read: Callable[[int], bytes], origin: str, reporter: Reporter, reading: Reading
) -> Wiki:
    """The pages of an archive.

    Damage costs the members that it hits (``SOURCE_DAMAGED``), and of a name that
    is too long for the format nothing at all (``SOURCE_REPAIRED``).  What is no
    page is passed over (``SOURCE_MEMBERS_SKIPPED``).

    Args:
        read: gives that many unpacked bytes of the archive, fewer only at its end.
        origin: its name, for messages.
        reporter: takes the diagnostics.
        reading: whether old versions are wanted, and where their texts go.

    Raises:
        SourceError: there is no page in it.
    """
    return _TarReader(origin, reporter, reading).wiki(TarMembers(read))


class _TarReader:
    def __init__(self, origin: str, reporter: Reporter, reading: Reading) -> None:
        self._origin = origin
        self._reporter = reporter
        self._reading = reading
        self._wiki = Wiki(pages=Spool())
        self._skipped: defaultdict[str, list[str]] = defaultdict(list)

    def wiki(self, members: TarMembers) -> Wiki:
        before = len(self._reporter.diagnostics)
        for member in members:
            self._member(member)
        pages = self._wiki.pages
        if not pages:
            raise SourceError(f"{self._origin}: {self._found()}")
        reported = {finding.code for finding in self._reporter.diagnostics[before:]}
        if members.is_cut and Code.SOURCE_TRUNCATED not in reported:
            self._reporter.report(
                Code.SOURCE_TRUNCATED,
                where=f"{self._origin}, in or behind the member {pages[-1].name}",
            )
        is_rendered = any(page.is_rendered for page in pages)
        self._wiki.lacks = lacks_of_pages(history=not is_rendered)
        if is_rendered:
            fill_slugs(pages)
            self._reporter.report(Code.SOURCE_RENDERED, where=self._origin)
        for why, names in self._skipped.items():
            self._reporter.report(
                Code.SOURCE_MEMBERS_SKIPPED,
                where=self._origin,
                count=len(names),
                why=why,
                names=_some(names),
            )
        return self._wiki

    def _found(self) -> str:
        """What the archive holds, if it is no pages, and what to do."""
        names = [name for names in self._skipped.values() for name in names]
        advice = (
            "what is read are Tiki's export.tar and dump_wiki.tar; unpack any other archive and "
            "name what was in it"
        )
        if not names:
            return f"a tar archive without any page; {advice}"
        return f"a tar archive of {len(names)} members that are no pages, {_some(names)}; {advice}"

    def _member(self, member: Member) -> None:
        if not member.is_file:
            self._skipped[_NO_FILE].append(member.name)
            return
        try:
            page = self._page(member)
        except NoPageError:
            page = None
        if page is not None:
            self._wiki.pages.append(page)
        if member.problem:
            self._reporter.report(
                Code.SOURCE_DAMAGED if page is None else Code.SOURCE_REPAIRED,
                where=self._where(member.name if page is None else page.name),
                problem=member.problem,
            )
        elif page is None:
            self._skipped[_NO_PAGE].append(member.name)

    def _page(self, member: Member) -> Page | None:
        head, read = _begun(member)
        where = self._where(member.name)
        name = member.name or f"Page {len(self._wiki.pages) + 1}"
        if is_mime(head):
            return read_mime(read, name, where, self._reporter, self._reading)
        if not is_rendered(head):
            return None
        raw = bytearray()
        while part := read(_CHUNK):
            raw += part
            refuse_endless(len(raw), where)
        if member.problem:
            name = ""  # it is in the HTML, whole
        page, home = rendered_page(
            bytes(raw), name.removesuffix(SUFFIX), member.modified, where, self._reporter
        )
        if home and home != _HOME:
            self._wiki.preferences["wikiHomePage"] = home
        return page

    def _where(self, name: str) -> str:
        return f"{self._origin}: {name or 'a member without a name'}"


def _begun(member: Member) -> tuple[bytes, Callable[[int], bytes]]:
    """The first bytes of a member, and a function that reads all of them."""
    head = b""
    while len(head) < _HEAD and (part := member.read(_HEAD - len(head))):
        head += part
    if member.problem and (begin := _BEGIN.search(head)):
        head = head[begin.start() :]  # behind what is left of the header
    return head, joined(head, member.read)


def _some(names: list[str]) -> str:
    shown = ", ".join(" ".join(name.split()) for name in names[:_NAMES_SHOWN])
    return f"{shown} …" if len(names) > _NAMES_SHOWN else shown
