"""What one page holds, counted by converting it without writing it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from tiki2md.diagnostics import Code, Diagnostic, Reporter
from tiki2md.inspection.result import PluginUse
from tiki2md.markdown_references import references_of
from tiki2md.migration import blocks_below, convert_or_report, surroundings_of
from tiki2md.migration.page_limits import OutOfTimeError, at_most
from tiki2md.pipeline import parse
from tiki2md.plugins.fates import Outcome, WatchedRegistry

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tiki2md.model import Page
    from tiki2md.plugins import Registry
    from tiki2md.site.data import WikiData
    from tiki2md.transforms.links import LinkResolver, LinkTarget


@dataclass(slots=True, kw_only=True)
class PageCount:
    """What was counted on one page.

    Attributes:
        links: to pages of the wiki, that lead somewhere.
        missing: pages that links lead to and that are not there, to links.
        hosts: of other sites, to links.
        images: of all kinds.
        local_images: of these, those that are kept in Tiki.
        plugins: by name, in the order of their first calls.
        unserved: those of them that no handler serves.
        used_files: the paths of the files that the page shows or links.
        findings: what converting it reports.
    """

    links: int = 0
    missing: Counter[str] = field(default_factory=Counter)
    hosts: Counter[str] = field(default_factory=Counter)
    images: int = 0
    local_images: int = 0
    plugins: dict[str, PluginUse] = field(default_factory=dict)
    unserved: set[str] = field(default_factory=set)
    used_files: set[str] = field(default_factory=set)
    findings: list[Diagnostic] = field(default_factory=list)


class PageCounter:
    """Counts pages by their numbers in the index, each by itself.

    Args:
        site: the index, and the answers for plugins that ask about the wiki.
        known: the plugins of the wiki.
        page_seconds: how long a page may take; 0 for as long as it wants.
    """

    def __init__(self, site: WikiData, known: Registry, page_seconds: int = 0) -> None:
        self._site = site
        self._known = known
        self._page_seconds = page_seconds
        self._outcomes: list[Outcome] = []
        self._watched = WatchedRegistry(known, self._outcomes.append)

    def prepare(self) -> None:
        """Build the parser now, so that processes that are copies of this one need not."""
        parse("", self._site.index.options, registry=self._watched)

    def count(self, number: int) -> PageCount:
        """What a page holds."""
        try:
            with at_most(self._page_seconds):
                return self._counted(self._site.index.entries[number].page)
        except OutOfTimeError as error:
            return self._uncounted(number, str(error))

    def killed(self, number: int) -> PageCount:
        """What is known of a page that killed the process that counted it."""
        return self._uncounted(number, "the process that converted it died")

    def _uncounted(self, number: int, why: str) -> PageCount:
        page = self._site.index.entries[number].page
        reporter = Reporter(page=page.name, source=page.source)
        reporter.report(Code.PAGE_FAILED, error=why)
        return PageCount(findings=list(reporter.diagnostics))

    def _counted(self, page: Page) -> PageCount:
        counted = PageCount()
        index, used = self._site.index, counted.used_files
        reporter = Reporter(page=page.name, source=page.source)
        around = surroundings_of(
            page, index, registry=self._watched, site=self._site, used_files=used
        )
        assert around.resolver is not None  # by surroundings_of
        around = replace(around, resolver=_CountingResolver(around.resolver, counted))
        self._outcomes.clear()
        seen = references_of(convert_or_report(page, index.options, around, reporter) or "")
        counted.images, counted.local_images = seen.images, seen.local_images
        counted.hosts.update(seen.hosts)
        _count_plugins(self._outcomes, self._known, counted)
        counted.findings = list(reporter.diagnostics)
        # Below the text are files that it does not name; what is found there is not counted.
        below = Reporter(diagnostics=list(reporter.diagnostics))
        blocks_below(page, self._site, self._known, below, used)
        return counted


@dataclass(frozen=True, slots=True)
class _CountingResolver:
    """Answers as ``inner`` does, and counts the answers."""

    inner: LinkResolver
    counted: PageCount

    def page(self, name: str, anchor: str, *, word: bool = False) -> LinkTarget | None:
        """The target of a link to a page."""
        answer = self.inner.page(name, anchor, word=word)
        self._count(name, answer)
        return answer

    def url(self, url: str) -> LinkTarget | None:
        """The target of a link by address; only those into the wiki are counted here."""
        answer = self.inner.url(url)
        if answer is not None and not answer.is_file:
            self._count(url, answer)
        return answer

    def _count(self, name: str, answer: LinkTarget | None) -> None:
        if answer is None or not answer.url:
            self.counted.missing[name] += 1
        else:
            self.counted.links += 1


def _count_plugins(outcomes: Sequence[Outcome], known: Registry, counted: PageCount) -> None:
    for outcome in outcomes:
        name = outcome.node.name
        use = counted.plugins.get(name)
        if use is None:
            spec = known.get(name)
            use = counted.plugins[name] = PluginUse(known=spec is not None, pages=1)
            if spec is None or spec.handler is None:
                counted.unserved.add(name)
        use.calls += 1
        use.arguments.update(outcome.node.attrs_dict.keys())
        use.fates[outcome.fate] += 1
