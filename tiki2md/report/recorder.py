"""Watches a run and writes down what became of each page."""

from __future__ import annotations

import heapq
from array import array
from bisect import bisect_left
from collections import defaultdict
from dataclasses import asdict, dataclass, field, fields
from datetime import date
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from tiki2md.diagnostics import Code, Diagnostic, Reporter
from tiki2md.findings import Place, Seen, finding_of, without_folders
from tiki2md.ignores import Ignores
from tiki2md.model import STUB, WIKI_PAGE
from tiki2md.options import Options
from tiki2md.report.excerpts import excerpts_of
from tiki2md.report.figures import figures_of
from tiki2md.report.ledger import Ledger, PageRecord, ledger_text
from tiki2md.report.page import report_page
from tiki2md.spool import Spool

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, MutableSequence, Sequence

    from tiki2md.findings import Finding
    from tiki2md.ignores import Ignore
    from tiki2md.plugins.fates import Fate
    from tiki2md.site.index import Entry

_Texts = tuple[str, str, str, list[Diagnostic], dict[tuple[int, int], int]]
"""The path of a page's file, its source and Markdown, its findings and their lines there."""

MAX_SHOWN_PAGES = 400
"""The pages of which the report shows source and Markdown: those most at risk."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """What a report tells of a run besides what the run itself knows.

    Attributes:
        version: of tiki2md.
        sources: as they were given.
        read: what the readers reported.
        ignores: what the configuration accepts.
        whole: whether all pages were asked for, so that an ignore without a use is one.
    """

    version: str = ""
    sources: tuple[str, ...] = ()
    read: Sequence[Diagnostic] = ()
    ignores: tuple[Ignore, ...] = ()
    whole: bool = True


class Recorder:
    """Watches one run.

    Memory is bounded: pages and findings lie on disk, and so do texts, of the pages that are
    most at risk so far; of these there are excerpts in the end.

    Args:
        run: what is known before.
        options: of the run.
        entry_of: the wiki page with a name, if the site has one.
    """

    def __init__(self, run: Run, options: Options, entry_of: Callable[[str], Entry | None]) -> None:
        self._run = run
        self._entry_of = entry_of
        self._ignores = Ignores(run.ignores)
        self._rewrites = options.rewrites
        self._rewritten: set[str] = set()
        """The numbers of those that changed a page."""
        self._pages: Spool[PageRecord] = Spool()
        self._numbers = array("q")
        """Of each page its number among those of the index, which rise."""
        self._findings: Spool[Finding] = Spool()
        """Those of pages, and in the end those beside them."""
        self._ledger = Ledger(
            version=run.version,
            target=options.target,
            options=changed_options(options),
            sources=[PurePath(source).name or source for source in run.sources],
            pages=self._pages,
            findings=Spool(),
        )
        self._shared: set[str] = set()
        """Names of which something may be found in several places of the run."""
        self._seen = Seen()
        """What was found of them."""
        self._beside: list[tuple[int, int]] = []
        """From which diagnostics of the run to which they are those of no page."""
        self._next = 0
        """The number of the first diagnostic after those of the last page."""
        self._shown: list[tuple[int, int, int]] = []
        """Those most at risk: how much, the later ones less, and their numbers among ``_texts``."""
        self._texts: Spool[_Texts] = Spool()

    def page(
        self,
        entry: Entry,
        text: str,
        diagnostics: Sequence[Diagnostic],
        fates: Mapping[str, Mapping[Fate, int]],
        lines: Mapping[tuple[int, int], int],
        first: int,
    ) -> None:
        """Write down what became of a page.

        Args:
            entry: the page.
            text: its file.
            diagnostics: of the page.
            fates: how often each plugin had which fate.
            lines: of the file, by the spans of findings.
            first: the number of the first of ``diagnostics`` among those of the run, in
                which they stand together.
        """
        page = entry.page
        if page.kind == STUB:
            wanted_by = [wanting.name for wanting in entry.wanted_by]
            self._ledger.stubs[page.name] = entry.path, wanted_by
            return
        if first > self._next:
            self._beside.append((self._next, first))
        self._next = first + len(diagnostics)
        # A post and a page may have one name.
        seen = Seen() if page.kind == WIKI_PAGE else self._seen_of(page.name)
        findings = []
        for found in diagnostics:
            place = Place(entry.path, lines.get(found.span, 0) if found.line else 0)
            findings.append(self._finding(found, place, seen))
        record = PageRecord(
            name=page.name,
            title=entry.title,
            origin=without_folders(page.origin, self._run.sources),
            path=entry.path,
            plugins={name: dict(counts) for name, counts in fates.items()},
            findings=sorted(findings, key=_in_source),
        )
        self._findings += findings
        self._pages.append(record)
        self._numbers.append(entry.number)
        rank = record.risk, -len(self._pages)
        is_full = len(self._shown) == MAX_SHOWN_PAGES
        if lines and not (is_full and rank < self._shown[0][:2]):
            add = heapq.heappushpop if is_full else heapq.heappush
            add(self._shown, (*rank, len(self._texts)))
            self._texts.append((entry.path, page.source, text, list(diagnostics), dict(lines)))

    def finish(
        self,
        diagnostics: MutableSequence[Diagnostic],
        outputs: Outputs,
        write: Callable[[str, Iterable[str]], None],
    ) -> Spool[Finding]:
        """Write the report, and return the findings in it, one for each diagnostic.

        Args:
            diagnostics: of the run; ignores that nothing needed are added.
            outputs: what was written besides pages.
            write: takes the name of each file, and its text in pieces.
        """
        ledger = self._ledger
        ledger.files = sorted(outputs.files)
        ledger.unused_files = list(outputs.unused_files)
        ledger.same_files = dict(outputs.same_files)
        ledger.failed = sorted(outputs.failed)
        ledger.edited = sorted(outputs.edited)
        findings = self._findings.at(self._in_order(diagnostics))
        figures = figures_of(ledger)
        excerpts = {
            path: excerpts_of(source, text, found, lines)
            for path, source, text, found, lines in self._texts.at(at for _, _, at in self._shown)
        }
        write("report.json", ledger_text(ledger, figures))
        write("report.html", report_page(ledger, excerpts, figures))
        return findings

    def _in_order(self, diagnostics: MutableSequence[Diagnostic]) -> array[int]:
        """Note what was found beside pages; the numbers of all findings as diagnostics come."""
        numbers = array("q")
        loose: defaultdict[int, list[int]] = defaultdict(list)

        def note(beside: Iterable[Diagnostic]) -> None:
            for diagnostic in beside:
                numbers.append(len(self._findings))
                finding, page = self._beside_pages(diagnostic)
                if page is None:
                    self._ledger.findings.append(finding)
                else:
                    loose[page].append(numbers[-1])
                self._findings.append(finding)

        at = own = 0
        for start, end in (*self._beside, (self._next, len(diagnostics))):
            numbers.extend(range(own, own + start - at))
            own += start - at
            note(diagnostics[start:end])
            at = end
        if self._run.whole:
            unused = Reporter()
            self._ignores.report_unused(unused)
            self._report_unused_rewrites(unused)
            diagnostics += unused.diagnostics
            note(unused.diagnostics)
        for number, found in loose.items():
            record = self._pages[number]
            both = [*(self._findings[at] for at in found), *record.findings]
            record.findings = sorted(both, key=_in_source)
            self._pages[number] = record
        return numbers

    def _report_unused_rewrites(self, reporter: Reporter) -> None:
        for number, rule in enumerate(self._rewrites, 1):
            if str(number) not in self._rewritten:
                where = rule.where or f"rewrite {number}"
                reporter.report(Code.REWRITE_UNUSED, where=where, find=rule.find)

    def _beside_pages(self, diagnostic: Diagnostic) -> tuple[Finding, int | None]:
        """What no page brought along when it was converted, and the number of its page if any."""
        name = diagnostic.page
        path, _ = self._ledger.stubs.get(name, ("", []))
        page = None if path else self._page_named(name)
        if page is not None:
            path = self._pages[page].path
        return self._finding(diagnostic, Place(path), self._seen_of(name)), page

    def _finding(self, diagnostic: Diagnostic, place: Place, seen: Seen) -> Finding:
        _sort_out(diagnostic, self._ledger)
        if diagnostic.code is Code.REWRITTEN:
            self._rewritten.add(dict(diagnostic.values)["number"])
        return finding_of(diagnostic, place, self._run.sources, self._ignores, seen)

    def _seen_of(self, name: str) -> Seen:
        """What was found of what has this name, in all places so far."""
        if name not in self._shared:
            self._shared.add(name)
            page = self._page_named(name)
            for finding in () if page is None else self._pages[page].findings:
                self._seen[finding.rule, finding.page, finding.message] += 1
        return self._seen

    def _page_named(self, name: str) -> int | None:
        """The number of the wiki page with a name, if it was converted."""
        entry = self._entry_of(name) if name else None
        if entry is None:
            return None
        number = bisect_left(self._numbers, entry.number)
        is_there = number < len(self._numbers) and self._numbers[number] == entry.number
        return number if is_there else None


def _in_source(finding: Finding) -> tuple[int, int]:
    return finding.line, finding.column


@dataclass(frozen=True, slots=True, kw_only=True)
class Outputs:
    """What a run wrote besides pages, and what it could not.

    Attributes:
        files: paths of pictures and downloads.
        unused_files: files of the wiki that no page shows or links, in words.
        same_files: by path, files of the wiki with one copy for all, in words.
        failed: names of pages that could not be converted.
        edited: paths that were left alone.
    """

    files: Sequence[str] = ()
    unused_files: Sequence[str] = ()
    same_files: Mapping[str, list[str]] = field(default_factory=dict)
    failed: Sequence[str] = ()
    edited: Sequence[str] = ()


def changed_options(options: Options) -> dict[str, Any]:
    """The options that differ from their defaults.

    Args:
        options: of a run.
    """
    default = Options()
    changed = {
        option.name: value
        for option in fields(Options)
        if (value := getattr(options, option.name)) != getattr(default, option.name)
    }
    if "front_matter" in changed:
        changed["front_matter"] = _told(asdict(options.front_matter))
    if "rewrites" in changed:
        changed["rewrites"] = [_told(asdict(rule)) for rule in options.rewrites]
    return changed


def _told(value: Any) -> Any:
    """``value`` as JSON can hold it, without what is empty or says where it came from."""
    if isinstance(value, dict):
        return {k: _told(v) for k, v in value.items() if k != "where" and v not in ((), {})}
    if isinstance(value, list | tuple):
        return [_told(item) for item in value]
    return value.isoformat() if isinstance(value, date) else value


def _sort_out(diagnostic: Diagnostic, ledger: Ledger) -> None:
    """Put what a finding names where people look for it."""
    values, page = dict(diagnostic.values), diagnostic.page
    match diagnostic.code:
        case Code.LINK_MISSING_PAGE | Code.LINK_OLD_SITE | Code.LINK_BROKEN:
            ledger.missing_pages.add(values.get("page", ""), page)
        case Code.LINK_MISSING_ID:
            ledger.missing_pages.add(values.get("url", ""), page)
        case Code.FILE_NOT_COPIED:
            ledger.missing_files.add(values.get("url", ""), page)
        case Code.PAGE_HIDDEN:
            ledger.hidden.append((page, values.get("reason", "")))
        case Code.PAGE_REDIRECTS:
            ledger.redirects[page] = values.get("page", "")
        case Code.PATH_COLLISION:
            # A list, since posts often have one title.
            ledger.collisions.append((page, values.get("path", ""), values.get("used", "")))
        case _:
            pass
