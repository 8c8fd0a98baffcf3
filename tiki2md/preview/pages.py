"""What a preview is of: the pages of a site, or one page alone, converted when asked for."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from posixpath import splitext
from typing import TYPE_CHECKING, Protocol
from urllib.parse import unquote

from tiki2md.diagnostics import Reporter
from tiki2md.migration.indexing import index_site
from tiki2md.migration.page_limits import OutOfTimeError, at_most, is_too_long
from tiki2md.migration.pages import Converted, surroundings_of
from tiki2md.migration.rehearsal import rehearse
from tiki2md.migration.single_page import convert_alone, surroundings_alone
from tiki2md.migration.work import Work
from tiki2md.pipeline import Surroundings, parse_page
from tiki2md.readers.blobs import chunks_of
from tiki2md.readers.errors import SourceError
from tiki2md.verify.dialects import DIALECTS
from tiki2md.verify.links import Ways, file_led_to

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tiki2md.migration.plan import Plan
    from tiki2md.model import Page, Wiki
    from tiki2md.nodes import DocumentNode
    from tiki2md.options import Options
    from tiki2md.plugins import Registry
    from tiki2md.site.files import SiteFile

MAX_PICTURE = 1 << 21
"""Bytes of a picture that is shown: it is written into the page."""
_MEDIA_TYPES = {
    ".avif": "image/avif", ".bmp": "image/bmp", ".gif": "image/gif", ".jpeg": "image/jpeg",
    ".jpg": "image/jpeg", ".png": "image/png", ".svg": "image/svg+xml", ".webp": "image/webp",
}  # fmt: skip
_ALONE = "page.md"


@dataclass(frozen=True, slots=True)
class Head:
    """What a list says of a page.

    Attributes:
        name: of the page.
        title: shown to readers.
        path: of its file, below the root of the site.
    """

    name: str
    title: str
    path: str


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture that the sources hold."""

    media_type: str
    data: bytes


class Pages(Protocol):
    """What a preview is of.

    Attributes:
        heads: of all pages, in their order; elsewhere a page is named by its number there.
        target: of the conversion.
        front_matter: whether the files of pages begin with metadata.
    """

    @property
    def heads(self) -> Sequence[Head]: ...  # noqa: D102

    target: str
    front_matter: bool

    def page(self, number: int) -> Page:
        """What was read."""

    def converted(self, number: int) -> Converted:
        """What becomes of a page; the same as ``tiki2md convert`` writes."""

    def document(self, number: int) -> DocumentNode | None:
        """The tree of a page; ``None`` if it is too long, or the time does not suffice."""

    def led_to(self, number: int, address: str) -> str:
        """The path of the page or file that an address on a page leads to; empty for none."""

    def picture(self, path: str) -> Picture | None:
        """The picture with a path of the site, if it is one and small enough."""


class SitePages:
    """The pages of a site.

    Args:
        wiki: what the readers made.
        options: everything that changes the result.
        plan: its registry knows the plugins for this wiki; and how long a page may take.
        reporter: told of what concerns the whole wiki.
    """

    def __init__(self, wiki: Wiki, options: Options, plan: Plan, reporter: Reporter) -> None:
        self._site = index_site(wiki, options, plan.registry, reporter)
        self._index = self._site.index
        rehearse(self._site, plan, reporter)
        self._plan = plan
        self._work = Work(self._site, plan.registry, page_seconds=plan.page_seconds)
        self.target = options.target
        self.front_matter = self._index.layout.front_matter

    @cached_property
    def heads(self) -> list[Head]:
        """Of all pages."""
        return [Head(entry.name, entry.title, entry.path) for entry in self._index.entries]

    def page(self, number: int) -> Page:
        """What was read."""
        return self._index.entries[number].page

    def converted(self, number: int) -> Converted:
        """What becomes of a page."""
        return self._work.convert(number)

    def document(self, number: int) -> DocumentNode | None:
        """The tree of a page."""
        page, index = self.page(number), self._index
        around = surroundings_of(page, index, registry=self._plan.registry)
        return _tree(page, index.options, around, self._plan.page_seconds)

    def led_to(self, number: int, address: str) -> str:
        """The path of the page or file that an address on a page leads to."""
        entry = self._index.entries[number]
        return file_led_to(address, entry.path, self._index.url(entry), self._ways)

    def picture(self, path: str) -> Picture | None:
        """The picture with a path of the site."""
        media_type = _MEDIA_TYPES.get(splitext(path)[1].lower())
        file = self._files.get(path)
        if media_type is None or file is None or file.blob.size > MAX_PICTURE:
            return None
        try:
            return Picture(media_type, b"".join(chunks_of(file.blob)))
        except SourceError:
            return None

    @cached_property
    def _files(self) -> dict[str, SiteFile]:
        files = self._index.files
        return {files.place(file.path): file for file in files.all()}

    @cached_property
    def _ways(self) -> Ways:
        index = self._index
        dialect = DIALECTS[self.target]
        paths = [head.path for head in self.heads]
        files = index.files
        urls = {unquote(files.url(file.path)): path for path, file in self._files.items()}
        by_name = dialect.by_name or index.layout.by_name
        return Ways(
            files={*paths, *self._files},
            urls=urls | index.served_pages(),
            places={},
            dialect=dialect,
            notes=index.layout.names(paths) if by_name else {},
        )


class OnePage:
    """One page without a site around it.

    Args:
        page: what was read.
        options: everything that changes the result.
        registry: the plugins for this wiki.
        page_seconds: how long the page may take; 0 for as long as it wants.
    """

    front_matter = False

    def __init__(
        self, page: Page, options: Options, registry: Registry, page_seconds: int = 0
    ) -> None:
        self._page = page
        self._options = options
        self._around = surroundings_alone(page, registry)
        self._page_seconds = page_seconds
        self.target = options.target
        self.heads = [Head(page.name, page.name, _ALONE)]

    def page(self, number: int) -> Page:
        """What was read."""
        del number
        return self._page

    def converted(self, number: int) -> Converted:
        """What becomes of the page."""
        del number
        reporter = Reporter(page=self._page.name, source=self._page.source)
        return convert_alone(
            self._page, self._options, self._around, reporter, page_seconds=self._page_seconds
        )

    def document(self, number: int) -> DocumentNode | None:
        """The tree of the page."""
        del number
        return _tree(self._page, self._options, self._around, self._page_seconds)

    def led_to(self, number: int, address: str) -> str:
        """Nothing: there is no other page."""
        del number, address
        return ""

    def picture(self, path: str) -> Picture | None:
        """Nothing: there are no files."""
        del path
        return None


def _tree(
    page: Page, options: Options, around: Surroundings, page_seconds: int
) -> DocumentNode | None:
    if is_too_long(page.source):
        return None
    try:
        with at_most(page_seconds):
            return parse_page(page.source, options, around)
    except OutOfTimeError:
        return None
