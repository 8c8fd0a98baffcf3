"""What was counted in a wiki."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

from tiki2md.plugins.fates import Fate

if TYPE_CHECKING:
    from tiki2md.diagnostics import Code


@dataclass(slots=True, kw_only=True)
class PluginUse:
    """How a wiki uses one plugin.

    Attributes:
        calls: how often.
        pages: on how many pages.
        arguments: how often each argument is given, most used first.
        fates: how many calls end how.
        known: whether any handler or Tiki itself knows it.
        written: for each target, whether a sample becomes ``Markdown``, ``HTML`` or ``nothing``.
    """

    calls: int = 0
    pages: int = 0
    arguments: Counter[str] = field(default_factory=Counter)
    fates: Counter[Fate] = field(default_factory=Counter)
    known: bool = True
    written: dict[str, str] = field(default_factory=dict)

    def add(self, other: PluginUse) -> None:
        """Count the uses of some pages, too."""
        self.calls += other.calls
        self.pages += other.pages
        self.arguments.update(other.arguments)
        self.fates.update(other.fates)

    @property
    def coverage(self) -> float:
        """The share of calls of which something is left for readers."""
        good = self.fates[Fate.CONVERTED] + self.fates[Fate.APPROXIMATED]
        return good / self.calls if self.calls else 0.0


@dataclass(slots=True, kw_only=True)
class Work:
    """A page that needs work: the sum of the weights of its findings, and what they are."""

    page: str
    score: int
    findings: dict[str, int]


@dataclass(slots=True, kw_only=True)
class Inspection:
    """What was counted.

    Attributes:
        target: what the findings and fates are for.
        pages: all wiki pages there are.
        kinds: of pages, posts, articles and so on, to how many there are.
        hidden: pages, posts and so on that visitors could not view, each with the reason.
        versions: of all pages, where the sources hold them.
        comments: on anything, answers in forums among them.
        users: accounts.
        characters: of their sources.
        authors: creators and last editors, to pages.
        languages: to pages; pages without one are not counted.
        html_pages: pages whose source is HTML.
        categories: all there are.
        tags: to pages.
        files: of galleries.
        attachments: of pages.
        other_files: what belongs to no page, in words, such as attachments in forums.
        files_with_bytes: all of these, and old versions of files, whose bytes the sources have.
        files_without_bytes: those whose bytes they lack, remote files left aside.
        unused_files: files that no page shows or links, in words.
        same_files: sets of files whose bytes are equal, in words, by the name of the first.
        plugins: by name, the most used first.
        links: to pages of the wiki, that lead somewhere.
        missing: pages that links lead to and that are not there, to links.
        hosts: of other sites, to links.
        images: on all pages.
        local_images: of these, those that are kept in Tiki.
        codes: of the findings, to their number.
        work: the pages that need the most.
        best_handler: the plugin whose handler would help most pages; empty if there is none.
        helped: how many pages that would help.
        encodings: codes of what was found about the encodings of texts, to the messages.
        to_review: how many pages have a finding that needs a look, those of ``work`` among them.
        secrets: pages that tell passwords or addresses of people, to how many of each code.
        lacks: what a database would hold and the sources do not, to the missing table.
    """

    target: str = ""
    pages: int = 0
    kinds: Counter[str] = field(default_factory=Counter)
    hidden: list[tuple[str, str]] = field(default_factory=list)
    versions: int = 0
    comments: int = 0
    users: int = 0
    characters: int = 0
    authors: Counter[str] = field(default_factory=Counter)
    languages: Counter[str] = field(default_factory=Counter)
    html_pages: int = 0
    categories: int = 0
    tags: Counter[str] = field(default_factory=Counter)
    files: int = 0
    attachments: int = 0
    other_files: dict[str, int] = field(default_factory=dict)
    files_with_bytes: int = 0
    files_without_bytes: int = 0
    unused_files: list[str] = field(default_factory=list)
    same_files: dict[str, list[str]] = field(default_factory=dict)
    plugins: dict[str, PluginUse] = field(default_factory=dict)
    links: int = 0
    missing: Counter[str] = field(default_factory=Counter)
    hosts: Counter[str] = field(default_factory=Counter)
    images: int = 0
    local_images: int = 0
    codes: Counter[Code] = field(default_factory=Counter)
    work: list[Work] = field(default_factory=list)
    best_handler: str = ""
    helped: int = 0
    encodings: dict[str, list[str]] = field(default_factory=dict)
    to_review: int = 0
    secrets: dict[str, dict[str, int]] = field(default_factory=dict)
    lacks: dict[str, str] = field(default_factory=dict)

    def to_dict(self) -> dict[str, Any]:
        """The counts as JSON-ready data; numbers by name are sorted, the greatest first."""
        values = {name: getattr(self, name) for name in self.__slots__ if name != "codes"}
        data: dict[str, Any] = {
            name: dict(ranked(value)) if isinstance(value, Counter) else value
            for name, value in values.items()
        }
        codes = Counter({code.identifier: count for code, count in self.codes.items()})
        data["codes"] = dict(ranked(codes))
        data["hidden"] = [{"name": name, "reason": reason} for name, reason in self.hidden]
        data["work"] = [asdict(work) for work in self.work]
        data["plugins"] = {
            name: {
                "calls": use.calls,
                "pages": use.pages,
                "known": use.known,
                "arguments": dict(ranked(use.arguments)),
                "coverage": round(use.coverage, 4),
                "written": use.written,
                "fates": {str(fate): use.fates[fate] for fate in Fate if use.fates[fate]},
            }
            for name, use in self.plugins.items()
        }
        return data


def ranked(counts: Counter[str]) -> list[tuple[str, int]]:
    """The names and their numbers, the greatest first; equal ones by name."""
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))
