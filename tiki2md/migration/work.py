"""What a process needs to convert pages of a wiki, and nothing else."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tiki2md.diagnostics import Code, Reporter
from tiki2md.migration.page_limits import OutOfTimeError, at_most
from tiki2md.migration.pages import Converted, convert_entry, failed_entry
from tiki2md.migration.places import Places
from tiki2md.migration.questions import Digests, Questions
from tiki2md.pipeline import parse
from tiki2md.plugins.fates import Outcome, WatchedRegistry, counted
from tiki2md.report.places import lines_of

if TYPE_CHECKING:
    from tiki2md.migration.incremental import Keeper, Memory
    from tiki2md.plugins import Registry
    from tiki2md.site.data import WikiData
    from tiki2md.site.entries import Entry


class Work:
    """Converts pages by their numbers in the site's index.

    Args:
        site: the index, and the answers for plugins that ask about the wiki.
        registry: the plugins that are known.
        debug_dump: append Markdown, AST and source to every page.
        page_seconds: how long a page may take; 0 for as long as it wants.
        keeper: tells what the next run is to remember, if it shall.
        memory: what an earlier run remembered.
    """

    def __init__(
        self,
        site: WikiData,
        registry: Registry,
        *,
        debug_dump: bool = False,
        page_seconds: int = 0,
        keeper: Keeper | None = None,
        memory: Memory | None = None,
    ) -> None:
        self.site = site
        self._keeper = keeper
        self._memory = memory
        self._outcomes: list[Outcome] = []
        self._registry = WatchedRegistry(registry, self._outcomes.append)
        self._debug_dump = debug_dump
        self._page_seconds = page_seconds
        self._digests = keeper.digests if keeper is not None else Digests(len(site.index.pages))
        anchors_of = site.index.anchors_of
        self._places = anchors_of if isinstance(anchors_of, Places) else None

    def prepare(self) -> None:
        """Build the parser now, so that processes that are copies of this one need not."""
        parse("", self.site.index.options, registry=self._registry)

    def entry(self, number: int) -> Entry:
        """What is converted under a number: an entry of the index."""
        return self.site.index.entries[number]

    def convert(self, number: int, *, anew: bool = False) -> Converted:
        """What becomes of a page.

        Args:
            number: of the page in the site's index.
            anew: whatever an earlier run remembers of it.
        """
        if self._places is not None:
            self._places.fresh.clear()
        try:
            with at_most(self._page_seconds):
                converted = self._converted(number, anew=anew)
        except OutOfTimeError as error:
            return failed(self, number, str(error))
        if self._places is None or not self._places.fresh:
            return converted
        return replace(converted, learned=dict(self._places.fresh))

    def _converted(self, number: int, *, anew: bool) -> Converted:
        entry = self.entry(number)
        if self._memory is not None and not anew:
            file = self._memory.remembered(number)
            if file:
                return Converted("", file=file)
        self._outcomes.clear()
        questions = Questions(self._digests)
        converted = convert_entry(
            entry, self.site, self._registry, debug_dump=self._debug_dump, questions=questions
        )
        converted = replace(
            converted,
            fates=counted(self._outcomes),
            places=lines_of(converted.diagnostics, entry.page.source, converted.text),
        )
        if self._keeper is None or converted.failed:
            return converted
        return replace(converted, line=self._keeper.line(entry, converted, questions))


def failed(work: Work, number: int, why: str) -> Converted:
    """What becomes of a page that cannot be converted: its source, and a finding.

    Args:
        work: knows the page.
        number: of the page.
        why: for people.
    """
    entry = work.entry(number)
    reporter = Reporter(page=entry.name, source=entry.page.source)
    reporter.report(Code.PAGE_FAILED, error=why)
    return failed_entry(entry, work.site.index, reporter)


def killed(work: Work, number: int) -> Converted:
    """What becomes of a page that killed the process that converted it."""
    return failed(work, number, "the process that converted it died")
