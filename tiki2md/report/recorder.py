"""Watches a run and writes down what became of each page."""

from __future__ import annotations

import heapq
from collections import Counter
from dataclasses import asdict, dataclass, field, fields
from datetime import date
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from tiki2md.diagnostics import Code, Diagnostic, Reporter
from tiki2md.findings import Place, findings_of, without_folders
from tiki2md.ignores import Ignores
from tiki2md.model import STUB, WIKI_PAGE
from tiki2md.options import Options
from tiki2md.report.excerpts import Excerpt, excerpts_of
from tiki2md.report.ledger import WEIGHTS, Ledger, PageRecord, ledger_text
from tiki2md.report.page import report_page

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from tiki2md.findings import Finding
    from tiki2md.ignores import Ignore
    from tiki2md.plugins.fates import Fate
    from tiki2md.site.index import Entry

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
    read: tuple[Diagnostic, ...] = ()
    ignores: tuple[Ignore, ...] = ()
    whole: bool = True


class Recorder:
    """Watches one run.

    Memory is bounded: of the texts only excerpts are kept, and only those of the pages
    that are most at risk.

    Args:
        run: what is known before.
    """

    def __init__(self, run: Run) -> None:
        self._run = run
        self._ignores = Ignores(run.ignores)
        self._records: dict[str, PageRecord] = {}
        self._stubs: dict[str, tuple[str, list[str]]] = {}
        self._places: dict[int, Place] = {}
        self._paths: dict[str, str] = {}
        self._shown: list[tuple[int, int, str, dict[tuple[int, int], Excerpt]]] = []

    def page(
        self,
        entry: Entry,
        text: str,
        diagnostics: Sequence[Diagnostic],
        fates: Mapping[str, Mapping[Fate, int]],
        lines: Mapping[tuple[int, int], int],
    ) -> None:
        """Write down what became of a page.

        Args:
            entry: the page.
            text: its file.
            diagnostics: of the page.
            fates: how often each plugin had which fate.
            lines: of the file, by the spans of findings.
        """
        page = entry.page
        if page.kind == STUB:
            self._paths[page.name] = entry.path
            wanted_by = [wanting.page.name for wanting in entry.wanted_by]
            self._stubs[page.name] = entry.path, wanted_by
            return
        record = PageRecord(
            name=page.name,
            title=entry.title,
            origin=without_folders(page.origin, self._run.sources),
            path=entry.path,
            plugins={name: Counter(counts) for name, counts in fates.items()},
        )
        self._records[entry.path] = record
        # A post and a page may have one name: only identity tells whose a finding is.
        for found in diagnostics:
            line = lines.get(found.span, 0) if found.line else 0
            self._places[id(found)] = Place(entry.path, line)
        if page.kind == WIKI_PAGE:
            self._paths[page.name] = entry.path
        risk = sum(
            WEIGHTS[found.severity] for found in diagnostics if not self._ignores.reason(found)
        )
        rank = risk, -len(self._records)
        is_full = len(self._shown) == MAX_SHOWN_PAGES
        if lines and not (is_full and rank < self._shown[0][:2]):
            excerpts = excerpts_of(page.source, text, diagnostics, lines)
            add = heapq.heappushpop if is_full else heapq.heappush
            add(self._shown, (*rank, entry.path, excerpts))

    def finish(
        self,
        options: Options,
        diagnostics: list[Diagnostic],
        outputs: Outputs,
        write: Callable[[str, str], None],
    ) -> list[Finding]:
        """Write the report, and return the findings in it: those of the readers first.

        Args:
            options: of the run.
            diagnostics: of the run; ignores that nothing needed are added.
            outputs: what was written besides pages.
            write: takes the name and the text of each file.
        """
        unused = Reporter()
        findings = self._findings((*self._run.read, *diagnostics))
        if self._run.whole:
            self._ignores.report_unused(unused)
        diagnostics += unused.diagnostics
        findings += self._findings(unused.diagnostics)
        ledger = self._ledger(options, findings, diagnostics, outputs)
        excerpts = {path: found for _, _, path, found in self._shown}
        write("report.json", ledger_text(ledger))
        write("report.html", report_page(ledger, excerpts))
        return findings

    def _findings(self, diagnostics: Iterable[Diagnostic]) -> list[Finding]:
        return findings_of(diagnostics, self._run.sources, self._ignores, place_of=self._place_of)

    def _place_of(self, diagnostic: Diagnostic) -> Place:
        known = self._places.get(id(diagnostic))
        return known or Place(self._paths.get(diagnostic.page, ""))

    def _ledger(
        self,
        options: Options,
        findings: Iterable[Finding],
        diagnostics: Iterable[Diagnostic],
        outputs: Outputs,
    ) -> Ledger:
        ledger = Ledger(
            version=self._run.version,
            target=options.target,
            options=changed_options(options),
            sources=[PurePath(source).name or source for source in self._run.sources],
            pages=list(self._records.values()),
            stubs=self._stubs,
            files=sorted(outputs.files),
            unused_files=list(outputs.unused_files),
            same_files=dict(outputs.same_files),
            failed=sorted(outputs.failed),
            edited=sorted(outputs.edited),
        )
        for finding in findings:
            record = self._records.get(finding.file)
            (record.findings if record else ledger.findings).append(finding)
        for record in ledger.pages:
            record.findings.sort(key=lambda finding: (finding.line, finding.column))
        for diagnostic in (*self._run.read, *diagnostics):
            _sort_out(diagnostic, ledger)
        return ledger


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
            ledger.missing_pages.setdefault(values.get("page", ""), Counter())[page] += 1
        case Code.LINK_MISSING_ID:
            ledger.missing_pages.setdefault(values.get("url", ""), Counter())[page] += 1
        case Code.FILE_NOT_COPIED:
            ledger.missing_files.setdefault(values.get("url", ""), Counter())[page] += 1
        case Code.PAGE_HIDDEN:
            ledger.hidden.append((page, values.get("reason", "")))
        case Code.PAGE_REDIRECTS:
            ledger.redirects[page] = values.get("page", "")
        case Code.PATH_COLLISION:
            ledger.collisions[page] = values.get("path", ""), values.get("used", "")
        case _:
            pass
