"""Watches a run and writes down what became of each page."""

from __future__ import annotations

import heapq
from collections import defaultdict
from dataclasses import asdict, dataclass, field, fields
from datetime import date
from pathlib import PurePath
from typing import TYPE_CHECKING, Any, NamedTuple

from tiki2md.diagnostics import Code, Diagnostic, Reporter
from tiki2md.findings import Place, Seen, finding_of, without_folders
from tiki2md.ignores import Ignores
from tiki2md.model import STUB, WIKI_PAGE
from tiki2md.options import Options
from tiki2md.report.excerpts import excerpts_of
from tiki2md.report.figures import Figures
from tiki2md.report.ledger import WEIGHTS, Ledger, PageRecord, ledger_text
from tiki2md.report.page import report_page
from tiki2md.spool import Spool

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, MutableSequence, Sequence

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


class _Seen(NamedTuple):
    """A page, before its findings are known.

    Attributes:
        record: what became of it.
        first: the number of its first diagnostic among those of the run.
        lines: of its file, one for each of its diagnostics.
    """

    record: PageRecord
    first: int
    lines: Sequence[int]


class Recorder:
    """Watches one run.

    Memory is bounded: pages and findings lie on disk, and so do texts, of the pages that are
    most at risk so far; of these there are excerpts in the end.

    Args:
        run: what is known before.
    """

    def __init__(self, run: Run) -> None:
        self._run = run
        self._ignores = Ignores(run.ignores)
        self._pages: Spool[_Seen] = Spool()
        self._stubs: dict[str, tuple[str, list[str]]] = {}
        self._shared: set[str] = set()
        """Names of pages whose findings may be in several places of the run."""
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
            self._stubs[page.name] = entry.path, wanted_by
            return
        if first > self._next:
            self._beside.append((self._next, first))
        self._next = first + len(diagnostics)
        record = PageRecord(
            name=page.name,
            title=entry.title,
            origin=without_folders(page.origin, self._run.sources),
            path=entry.path,
            plugins={name: dict(counts) for name, counts in fates.items()},
        )
        places = [lines.get(found.span, 0) if found.line else 0 for found in diagnostics]
        self._pages.append(_Seen(record, first, places))
        if page.kind != WIKI_PAGE:
            # A post and a page may have one name.
            self._shared.add(page.name)
        risk = sum(
            WEIGHTS[found.severity] for found in diagnostics if not self._ignores.reason(found)
        )
        rank = risk, -len(self._pages)
        is_full = len(self._shown) == MAX_SHOWN_PAGES
        if lines and not (is_full and rank < self._shown[0][:2]):
            add = heapq.heappushpop if is_full else heapq.heappush
            add(self._shown, (*rank, len(self._texts)))
            self._texts.append((entry.path, page.source, text, list(diagnostics), dict(lines)))

    def finish(
        self,
        options: Options,
        diagnostics: MutableSequence[Diagnostic],
        outputs: Outputs,
        path_of: Callable[[str], str],
        write: Callable[[str, Iterable[str]], None],
    ) -> Spool[Finding]:
        """Write the report, and return the findings in it, one for each diagnostic.

        Args:
            options: of the run.
            diagnostics: of the run; ignores that nothing needed are added.
            outputs: what was written besides pages.
            path_of: the file of the wiki page with a name; empty for none.
            write: takes the name of each file, and its text in pieces.
        """
        ledger = self._ledger(options, outputs)
        findings: Spool[Finding] = Spool()
        loose = _Loose(path_of)
        for finding, is_own in self._findings(diagnostics, ledger, loose):
            if not is_own and not loose.takes(finding, len(findings)):
                ledger.findings.append(finding)
            findings.append(finding)
        figures = Figures()
        for seen in self._pages:
            record = seen.record
            numbers = range(seen.first, seen.first + len(seen.lines))
            record.findings = [
                findings[number] for number in sorted((*numbers, *loose.of(record.path)))
            ]
            record.findings.sort(key=lambda finding: (finding.line, finding.column))
            figures.add_page(len(ledger.pages), record)
            ledger.pages.append(record)
        figures.add_run(ledger.findings)
        excerpts = {
            path: excerpts_of(source, text, found, lines)
            for path, source, text, found, lines in self._texts.at(at for _, _, at in self._shown)
        }
        write("report.json", ledger_text(ledger, figures))
        write("report.html", report_page(ledger, excerpts, figures))
        return findings

    def _ledger(self, options: Options, outputs: Outputs) -> Ledger:
        """A ledger that has no pages yet, and no findings."""
        return Ledger(
            version=self._run.version,
            target=options.target,
            options=changed_options(options),
            sources=[PurePath(source).name or source for source in self._run.sources],
            pages=Spool(),
            findings=Spool(),
            stubs=self._stubs,
            files=sorted(outputs.files),
            unused_files=list(outputs.unused_files),
            same_files=dict(outputs.same_files),
            failed=sorted(outputs.failed),
            edited=sorted(outputs.edited),
        )

    def _findings(
        self, diagnostics: MutableSequence[Diagnostic], ledger: Ledger, loose: _Loose
    ) -> Iterator[tuple[Finding, bool]]:
        """All findings of the run, and whether each is one of the page that was converted."""
        run, everywhere = self._run, Seen()
        for diagnostic in self._beside_pages(diagnostics):
            self._shared.add(diagnostic.page)

        def found(diagnostic: Diagnostic, place: Place, seen: Seen) -> Finding:
            _sort_out(diagnostic, ledger)
            return finding_of(diagnostic, place, run.sources, self._ignores, seen)

        def of_run(diagnostic: Diagnostic) -> tuple[Finding, bool]:
            path, _ = self._stubs.get(diagnostic.page, ("", []))
            place = Place(path or loose.path_of(diagnostic.page))
            return found(diagnostic, place, everywhere), False

        at = 0
        for page in self._pages:
            yield from map(of_run, diagnostics[at : page.first])
            # Findings are told apart by their pages, so nobody need remember those of all.
            alone = Seen()
            at = page.first + len(page.lines)
            for diagnostic, line in zip(diagnostics[page.first : at], page.lines, strict=True):
                seen = everywhere if diagnostic.page in self._shared else alone
                yield found(diagnostic, Place(page.record.path, line), seen), True
        yield from map(of_run, diagnostics[at:])
        if run.whole:
            unused = Reporter()
            self._ignores.report_unused(unused)
            diagnostics += unused.diagnostics
            yield from map(of_run, unused.diagnostics)

    def _beside_pages(self, diagnostics: Sequence[Diagnostic]) -> Iterator[Diagnostic]:
        """The diagnostics that pages did not bring along when they were converted."""
        for start, end in (*self._beside, (self._next, len(diagnostics))):
            yield from diagnostics[start:end]


class _Loose:
    """Findings about pages of the site that were found elsewhere.

    Args:
        path_of: the file of the wiki page with a name; empty for none.
    """

    def __init__(self, path_of: Callable[[str], str]) -> None:
        self._of_name = path_of
        self._numbers: defaultdict[str, list[int]] = defaultdict(list)
        self._paths: set[str] = set()

    def path_of(self, name: str) -> str:
        """The file of the wiki page with this name; empty for none."""
        path = self._of_name(name) if name else ""
        if path:
            self._paths.add(path)
        return path

    def takes(self, finding: Finding, number: int) -> bool:
        """Whether a finding is about a page of the site; then its number is noted."""
        if finding.file not in self._paths:
            return False
        self._numbers[finding.file].append(number)
        return True

    def of(self, path: str) -> Sequence[int]:
        """The numbers of the findings about the page with this file."""
        return self._numbers.get(path, ())


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
            ledger.collisions[page] = values.get("path", ""), values.get("used", "")
        case _:
            pass
