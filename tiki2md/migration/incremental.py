"""What a run remembers for the next one, so that only what changed is converted again.

It is a file beside the manifest with a line of JSON for each page, in the order of the
index: the same bytes whenever the same is converted.  Who deletes it loses time, and
nothing else.
"""

from __future__ import annotations

import hashlib
import json
from array import array
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tiki2md.migration.index_digest import index_digest
from tiki2md.migration.pages import Converted, blocks_above
from tiki2md.migration.places import Places
from tiki2md.migration.questions import digest, same_answers
from tiki2md.migration.records import diagnostic_of, values_of
from tiki2md.plugins.fates import Fate
from tiki2md.site.frontmatter import metadata_facts
from tiki2md.site.resolver import resolver_for
from tiki2md.spool import Shelf, Spool

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from tiki2md.migration.questions import Digests, Questions
    from tiki2md.plugins import Registry
    from tiki2md.site.data import WikiData
    from tiki2md.site.index import Entry
    from tiki2md.transforms.links import LinkResolver

FILE = "pages.jsonl"
"""Its name, beside the manifest."""

_VERSION = 4
_PATH = '{"path":'
"""How a line begins."""


@dataclass(frozen=True, slots=True)
class Keeper:
    """Tells what is to be remembered of a page.

    Attributes:
        site: the wiki as it is now.
        setting: a digest of all else that decides what becomes of a page.
        digests: of the pages of the run, and of what they ask.
    """

    site: WikiData
    setting: str
    digests: Digests

    def own(self, entry: Entry) -> str:
        """A digest of what is on a page, and of what hangs on it."""
        site, page = self.site, entry.page
        comments = list(site.discussion(page))
        files = [
            list(map(digest, site.attached_to(page))),
            *(list(map(digest, site.posted_with(each))) for each in comments),
        ]
        return digest((self.setting, self.digests.of_page(entry), comments, files))

    def around(self, entry: Entry) -> str:
        """A digest of what the index says of a page without being asked."""
        site, page = self.site, entry.page
        facts = (
            *(entry.title, entry.stem, entry.path, entry.is_home),
            metadata_facts(site.index, entry),
            blocks_above(entry, site.index, resolver_for(site.index, page)),
            [site.index.people.shown(each.user) for each in site.discussion(page)],
        )
        return digest(facts)

    def line(self, entry: Entry, converted: Converted, questions: Questions) -> str:
        """What is remembered of a page.

        Args:
            entry: of the page.
            converted: what became of it.
            questions: what it asked of the wiki.
        """
        found = {
            "own": self.own(entry),
            "around": self.around(entry),
            "file": hashlib.sha256(converted.text.encode("utf-8", "replace")).hexdigest(),
            "of_index": dict(sorted(questions.of_index.items())),
            "led_into": sorted(questions.led_into),
            "asked": dict(sorted(questions.asked.items())),
            "found": [values_of(diagnostic) for diagnostic in converted.diagnostics],
            "places": [[*span, line] for span, line in sorted(converted.places.items())],
            "files": sorted(converted.used_files),
            "fates": {name: dict(fates) for name, fates in sorted(converted.fates.items())},
        }
        return _line(entry.path, found)


class Memory:
    """The pages of an earlier run, as far as they are still what they were.

    Args:
        keeper: tells what is remembered.
        registry: the plugins that are known.
        lines: of the file of the earlier run, by ``noted_lines``; those of another version of
            this program count for nothing.
    """

    def __init__(self, keeper: Keeper, registry: Registry, lines: Iterable[str]) -> None:
        self.keeper = keeper
        lines = iter(lines)
        self._lines: Spool[str] = Spool()
        """Those of the earlier run, and behind them the new ones of this run."""
        self._next = array("q")
        """The numbers of those that the next run gets."""
        self._learned: Shelf[str, Any] = Shelf()
        """The places on pages that links asked for, in this run or to see what is still right."""
        self._led_into_now: set[str] = set()
        """The paths of the pages of which links of this run's pages name a place."""
        self._index_digest = index_digest(keeper.site.index)
        numbers: dict[str, int] = {}
        places: Shelf[str, Any] = Shelf()
        head = json.loads(next(lines, "{}"))
        self._has_same_index = head == self._head()
        for line in lines if head.get("version") == _VERSION else ():
            path = _path_of(line)
            if path.startswith("#"):
                found = json.loads(line)
                places[found.pop("path")[1:]] = found
            else:
                numbers[path] = len(self._lines)
                self._lines.append(line)
        entries = keeper.site.index.entries
        self._of_page = array("q", (numbers.get(entry.path, -1) for entry in entries))
        self._last: tuple[int, Any] = -1, None
        self._places_then = places
        self._led_into = {entry.path: entry for entry in entries if entry.path in places}
        self.places = Places(keeper.site, registry, keeper.setting, places.get, keeper.digests)
        """Those on pages that links ask for; it stands in for the index's own."""

    def _found(self, number: int) -> Any:
        """What the line of a page says; ``None`` if there is none."""
        if self._last[0] != number:  # Mostly a page is asked for twice in a row.
            at = self._of_page[number]
            self._last = number, json.loads(self._lines[at]) if at >= 0 else None
        return self._last[1]

    def remembered(self, number: int) -> str:
        """The digest of the file that the page would become again; empty if nobody knows.

        Args:
            number: of the page in the site's index.
        """
        found, entry = self._found(number), self.keeper.site.index.entries[number]
        if found is None or found["own"] != self.keeper.own(entry):
            return ""
        is_same = self._is_surely_around(found) or self._is_around(found, entry)
        return str(found["file"]) if is_same and self._are_same(found["asked"]) else ""

    def _is_surely_around(self, found: Any) -> bool:
        """Whether the index must say of a page what it said, since it is made of the same."""
        return self._has_same_index and all(map(self._has_same_places, found["led_into"]))

    def _is_around(self, found: Any, entry: Entry) -> bool:
        """Whether the index says of a page what it said; it is asked all that it was asked."""
        resolver = resolver_for(self.keeper.site.index, entry.page)
        return found["around"] == self.keeper.around(entry) and self._are_same(
            found["of_index"], resolver
        )

    def _are_same(self, answers: Mapping[str, str], resolver: LinkResolver | None = None) -> bool:
        return same_answers(answers, resolver, self.keeper.site, self.keeper.digests)

    def _has_same_places(self, path: str) -> bool:
        """Whether the places on the page with this file are called what they were."""
        if path not in self._led_into:
            return False
        now = self.keeper.site.index.anchors(self._led_into[path])
        return bool(self._places_then[path]["places"] == now)

    def recalled(self, number: int, text: str) -> Converted:
        """What became of a page that is still what it was.

        Args:
            number: of the page, of which ``remembered`` gave the digest of ``text``.
            text: of its file.
        """
        found = self._found(number)
        return Converted(
            text,
            [diagnostic_of(*values) for values in found["found"]],
            frozenset(found["files"]),
            fates={
                name: {Fate(fate): count for fate, count in fates.items()}
                for name, fates in found["fates"].items()
            },
            places={(start, end): line for start, end, line in found["places"]},
            is_written=True,
        )

    def note(self, number: int, converted: Converted) -> None:
        """Remember what became of the next page, unless it failed: that may not happen again.

        Args:
            number: of the page in the site's index.
            converted: what became of it; ``recalled`` gave it, or it is new.
        """
        for path, found in converted.learned.items():
            self._learned[path] = found
        if converted.is_written:
            self._next.append(self._of_page[number])
            self._led_into_now.update(self._found(number)["led_into"])
        elif converted.line:
            self._next.append(len(self._lines))
            self._lines.append(converted.line)
            self._led_into_now.update(json.loads(converted.line)["led_into"])

    def text(self) -> Iterator[str]:
        """The lines of the file for the next run."""
        for path in self.places.found:
            self._learned[path] = self.places.found[path]
        yield json.dumps(self._head()) + "\n"
        yield from self._lines.at(self._next)
        for path in sorted(self._led_into_now.intersection(self._learned)):
            yield _line(f"#{path}", self._learned[path])

    def _head(self) -> dict[str, Any]:
        return {"version": _VERSION, "index": self._index_digest}


def _line(path: str, found: Mapping[str, Any]) -> str:
    return json.dumps({"path": path, **found}, separators=(",", ":")) + "\n"


def _path_of(line: str) -> str:
    path, _ = json.JSONDecoder().raw_decode(line, len(_PATH))
    return str(path)
