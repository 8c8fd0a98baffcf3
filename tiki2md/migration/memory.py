"""What a run remembers for the next one, so that only what changed is converted again.

It is a file beside the manifest with a line of JSON for each page, in the order of the
index: the same bytes whenever the same is converted.  Who deletes it loses time, and
nothing else.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from tiki2md.migration.pages import Converted, blocks_above
from tiki2md.migration.places import Places
from tiki2md.migration.questions import digest, same_answers
from tiki2md.migration.records import diagnostic_of, values_of
from tiki2md.plugins.fates import Fate
from tiki2md.site.frontmatter import page_metadata
from tiki2md.site.resolver import resolver_for

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tiki2md.plugins import Registry
    from tiki2md.site.data import WikiData
    from tiki2md.site.index import Entry

FILE = "pages.jsonl"
"""Its name, beside the manifest."""

_VERSION = 1


@dataclass(slots=True)
class Memory:
    """The pages of an earlier run, as far as they are still what they were.

    Attributes:
        site: the wiki as it is now.
        setting: a digest of all else that decides what becomes of a page.
        pages: what is remembered, by the path of the file.
        places: those on pages that links ask for; it stands in for the index's own.
        lines: what the next run will remember, by the path of the file.
    """

    site: WikiData
    setting: str
    pages: Mapping[str, Any]
    places: Places
    lines: dict[str, str] = field(default_factory=dict)
    known: dict[str, str] = field(default_factory=dict)
    """Digests of answers for the whole wiki."""
    _learned: dict[str, Any] = field(default_factory=dict)

    def remembered(self, entry: Entry) -> str:
        """The digest of the file that the page would become again; empty if nobody knows."""
        found = self.pages.get(entry.path)
        if found is None or found["key"] != self.key(entry):
            return ""
        resolver = resolver_for(self.site.index, entry.page)
        if not same_answers(found["asked"], resolver, self.site, self.known):
            return ""
        return str(found["file"])

    def recalled(self, entry: Entry, text: str) -> Converted:
        """What became of a page that is still what it was.

        Args:
            entry: of which ``remembered`` gave the digest of ``text``.
            text: of its file.
        """
        found = self.pages[entry.path]
        self.lines[entry.path] = _line(entry.path, found)
        return Converted(
            text,
            [diagnostic_of(*values) for values in found["found"]],
            frozenset(found["files"]),
            fates={
                name: {Fate(fate): count for fate, count in fates.items()}
                for name, fates in found["fates"].items()
            },
            places={(start, end): line for start, end, line in found["places"]},
            asked=found["asked"],
            is_written=True,
        )

    def note(self, entry: Entry, converted: Converted) -> None:
        """Remember what became of a page, unless it failed: that may not happen again."""
        self._learned |= converted.learned
        if converted.failed:
            return
        found = {
            "key": self.key(entry),
            "file": hashlib.sha256(converted.text.encode("utf-8", "replace")).hexdigest(),
            "asked": dict(sorted(converted.asked.items())),
            "found": [values_of(diagnostic) for diagnostic in converted.diagnostics],
            "places": [[*span, line] for span, line in sorted(converted.places.items())],
            "files": sorted(converted.used_files),
            "fates": {name: dict(fates) for name, fates in sorted(converted.fates.items())},
        }
        self.lines[entry.path] = _line(entry.path, found)

    def key(self, entry: Entry) -> str:
        """A digest of all that decides what becomes of a page, but for what it asks."""
        site = self.site
        page = replace(entry.page, hits=0, versions=[], origin="")
        place = (entry.title, entry.stem, entry.path, entry.is_home)
        around = (
            page_metadata(site.index, entry),
            blocks_above(entry, site.index, resolver_for(site.index, entry.page)),
            site.discussion(entry.page),
            [site.index.people.shown(each.user) for each in site.discussion(entry.page)],
        )
        return digest((self.setting, page, place, around))

    def text(self) -> str:
        """The file for the next run."""
        learned = sorted((self._learned | self.places.found).items())
        places = [_line(f"#{path}", found) for path, found in learned]
        body = "".join(f"{line}\n" for line in (*self.lines.values(), *places))
        return f"{_head(body)}\n{body}"


def memory_of(text: str, site: WikiData, registry: Registry, setting: str) -> Memory:
    """What an earlier run noted; nothing of a file that is not as a run of this version left it.

    Args:
        text: of the file.
        site: the wiki as it is now; its index learns the places that are remembered.
        registry: the plugins that are known.
        setting: a digest of all else that decides what becomes of a page.
    """
    head, _, body = text.partition("\n")
    lines = map(json.loads, body.split("\n")[:-1]) if head == _head(body) else ()
    found = {line.pop("path"): line for line in lines}
    places = {path[1:]: found.pop(path) for path in [*found] if path.startswith("#")}
    answers: dict[str, str] = {}
    known = Places(site, registry, setting, places, answers)
    site.index.anchors_of = known
    return Memory(site, setting, found, known, known=answers)


def _head(body: str) -> str:
    return json.dumps({"version": _VERSION, "lines": digest(body)})


def _line(path: str, found: Mapping[str, Any]) -> str:
    return json.dumps({"path": path, **found}, separators=(",", ":"))
