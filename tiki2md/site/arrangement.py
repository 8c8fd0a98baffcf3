"""Where each wiki page lies: structures as folders, all else at the top."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from tiki2md.diagnostics import Code, Reporter
from tiki2md.site.paths import MAX_STEM_BYTES, PathAllocator, page_title
from tiki2md.site.structures import structures, walked

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

    from tiki2md.model import Page, Place
    from tiki2md.options import Options
    from tiki2md.site.layout import Layout

MAX_PATH = 240
"""Characters of a path below the root of a site: Windows allows 260 with the root's own."""
_LEAST_ROOM = 40
"""What a name must have left of ``MAX_PATH``; a folder that leaves less is not made."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """Where a page lies.

    Attributes:
        stem: the path of its file below the folder for pages, without its ending.
        is_index: whether it is what its folder shows.
        order: its number among the pages beside it, from 1; 0 outside of structures.
        label: what its structure calls it, if that is not its name.
    """

    stem: str
    is_index: bool = False
    order: int = 0
    label: str = ""


@dataclass(frozen=True, slots=True)
class _Seat:
    """The first place of a page: the page above it, its number and its label."""

    above: str | None = None
    order: int = 0
    label: str = ""
    capped: bool = False


@dataclass(slots=True)
class Arranger:
    """Gives pages their spots.  Made for one site.

    Attributes:
        layout: of the target.
        options: of the conversion.
        allocator: of all paths below the folder for pages.
        reporter: told of collisions, and of pages that lie too deep.
        homes: names of the home page and of those that are it in another language; they lie
            at the top, as do the pages below them.
        language_of: the part of a page's path that tells its language.
    """

    layout: Layout
    options: Options
    allocator: PathAllocator
    reporter: Reporter
    homes: Collection[str]
    language_of: Callable[[Page], str]
    _seats: dict[str, _Seat] = field(default_factory=dict)
    _opening: set[str] = field(default_factory=set)
    """Names of the pages that have others below them."""
    _full: set[str] = field(default_factory=set)
    """Those of them whose folder would leave no room."""
    _folders: dict[str, str] = field(default_factory=dict)
    """For each page that has a spot: the folder for pages below it."""
    _spots: dict[str, Spot] = field(default_factory=dict)

    def arrange(
        self, pages: Sequence[Page], names: Iterable[str], places: Mapping[int, Place]
    ) -> Iterator[Spot]:
        """The spots of pages, in the order of ``pages``.

        Args:
            pages: in the order in which they may choose: one that is added to the wiki
                later never takes the path of an older one.
            names: theirs; these strings are held meanwhile, and no others.
            places: of the structures; the first place of a page in the order of reading is
                where it lies.
        """
        first: dict[str, int] = {}
        for number, name in enumerate(names):
            first.setdefault(name, number)
        self._seat(first, places)
        for number, page in enumerate(pages):
            if number != first[page.name]:
                yield self._spot(page, _Seat(), opens=False)
                continue
            if page.name not in self._seats:
                yield self._seated(page)
                del self._folders[page.name]  # Nothing lies below it.
                continue
            chain: list[str] = []
            lowest: str | None = page.name
            while lowest is not None and lowest not in self._spots:
                chain.append(lowest)
                lowest = self._seat_of(lowest).above
            for each in reversed(chain):
                self._spots[each] = self._seated(pages[first[each]])
            yield self._spots[page.name]

    def _seat(self, names: Collection[str], places: Mapping[int, Place]) -> None:
        for above, number, node in walked(structures(places, names.__contains__)):
            name = node.place.page
            if name in self._seats:
                continue
            over = above.place.page if above is not None else None
            self._seats[name] = _Seat(over, number, node.place.label, node.capped)
            if over is not None:
                self._opening.add(over)

    def _seated(self, page: Page) -> Spot:
        """The spot of a page by its first place, if it has any."""
        is_home = page.name in self.homes
        if is_home and self.layout.home:
            self._folders[page.name] = ""
            return Spot(stem=self.layout.home, is_index=True)
        seat = self._seat_of(page.name)
        if not self.layout.in_folders(self.options.folders):
            self._folders[page.name] = ""
            return self._spot(page, replace(seat, above=None, order=0), opens=False)
        if is_home:
            return self._spot(page, _Seat(), opens=False)
        spot = self._spot(page, seat, opens=page.name in self._opening)
        if seat.capped or seat.above in self._full:
            path = self.layout.path(spot.stem, self.language_of(page))
            own = self.reporter.about(page.name)
            own.report(Code.PATH_DEEP, above=seat.above, path=path)
        return spot

    def _seat_of(self, name: str) -> _Seat:
        return self._seats.get(name, _Seat())

    def _spot(self, page: Page, seat: _Seat, *, opens: bool) -> Spot:
        folder = "" if seat.above is None else self._folders[seat.above]
        language = self.language_of(page)
        if opens and self._room(folder, language, opens=True) < 2 * _LEAST_ROOM:
            opens = False
            self._full.add(page.name)
        name = page_title(
            page.name,
            strip_date=self.options.strip_title_dates,
            patterns=self.options.title_patterns,
        )
        fallback = f"page-{page.page_id}" if page.page_id else "page"
        room = min(self._room(folder, language, opens=opens), MAX_STEM_BYTES)
        wanted, used = self.allocator.allocate(name, fallback, folder, room)
        path = f"{folder}/{used}" if folder else used
        stem = self._open(path) if opens else path
        self._folders.setdefault(page.name, path if opens else folder)
        if wanted != used:
            own = self.reporter.about(page.name)
            free = self.layout.path(f"{folder}/{wanted}" if folder else wanted, language)
            own.report(Code.PATH_COLLISION, path=free, used=self.layout.path(path, language))
        label = seat.label if seat.label != page.name else ""
        is_index = opens and bool(self.layout.index)
        return Spot(stem=stem, is_index=is_index, order=seat.order, label=label)

    def _room(self, folder: str, language: str, *, opens: bool) -> int:
        """What a path leaves for the name of a page in a folder.

        Args:
            folder: below the folder for pages.
            language: the part of the path that tells the page's language.
            opens: whether the page has a folder of its own, of its name.
        """
        left = MAX_PATH - len(self.layout.path(f"{folder}/", language))
        if opens:
            left -= len(f"/{self.layout.index}")
        # Without an index of another name, the page has the name of its folder.
        return left // 2 if opens and not self.layout.index else left

    def _open(self, folder: str) -> str:
        """The stem of the page that a folder is made for; nothing else may have its name."""
        name = folder.rpartition("/")[2]
        index = self.layout.index or name
        # Docusaurus takes a page of its folder's name for the index, too.
        self.allocator.take(index, folder)
        self.allocator.take(name, folder)
        return f"{folder}/{index}"
