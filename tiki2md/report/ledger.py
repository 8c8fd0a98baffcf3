"""What a run did, as plain data that is the same whenever the same is converted."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tiki2md.diagnostics import Severity
from tiki2md.plugins.fates import Fate
from tiki2md.report.missing import Missing
from tiki2md.streamed import Pairs, pieces

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, MutableSequence

    from tiki2md.findings import Finding
    from tiki2md.report.figures import Figures

VERSION = 1
"""Of the form of ``report.json``, which ``schema.json`` describes key by key.

It grows when a reader of the old form would be misled.
"""

WEIGHTS: Mapping[Severity, int] = {
    Severity.INFO: 0,
    Severity.WARNING: 1,
    Severity.LOSS: 4,
    Severity.ERROR: 10,
}
"""What a finding adds to the risk of its page, and to the work that it needs."""


@dataclass(slots=True, kw_only=True)
class PageRecord:
    """What became of one page.

    Attributes:
        name: of the page in the wiki.
        title: as readers see it.
        origin: where it was read.
        path: of its file, below the root of the site.
        plugins: how often each plugin had which fate.
        findings: in the order of the source.
    """

    name: str
    title: str
    origin: str
    path: str
    plugins: dict[str, dict[Fate, int]] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)

    @property
    def risk(self) -> int:
        """The weights of the findings that nobody accepted, added up."""
        return sum(WEIGHTS[finding.severity] for finding in self.findings if not finding.ignored)


@dataclass(slots=True, kw_only=True)
class Ledger:
    """What became of a wiki.

    Attributes:
        version: of tiki2md.
        target: what it was converted for.
        options: those that differ from the defaults.
        sources: the names of what was read.
        pages: in the order of their paths' allocation; of a run they lie on disk.
        findings: those that are about no page of the site; likewise.
        hidden: pages that visitors could not view, each with the reason.
        redirects: pages that only led on, to the page that they led to.
        stubs: pages that nobody wrote, each to the path of its stub and the pages that link to it.
        collisions: pages, each with the path that it wanted and the one that it got.
        files: paths of the pictures and downloads.
        unused_files: files of the wiki that no page shows or links, in words.
        same_files: by path, files of the wiki with one copy for all, in words.
        missing_files: addresses of files that are not there, to the pages that use them.
        missing_pages: names that lead to no page, to the pages with such links.
        failed: names of pages that could not be converted.
        edited: paths that were left alone because somebody edited the file.
    """

    version: str
    target: str
    options: dict[str, Any] = field(default_factory=dict)
    sources: list[str] = field(default_factory=list)
    pages: MutableSequence[PageRecord] = field(default_factory=list)
    findings: MutableSequence[Finding] = field(default_factory=list)
    hidden: list[tuple[str, str]] = field(default_factory=list)
    redirects: dict[str, str] = field(default_factory=dict)
    stubs: dict[str, tuple[str, list[str]]] = field(default_factory=dict)
    collisions: list[tuple[str, str, str]] = field(default_factory=list)
    files: list[str] = field(default_factory=list)
    unused_files: list[str] = field(default_factory=list)
    same_files: dict[str, list[str]] = field(default_factory=dict)
    missing_files: Missing = field(default_factory=Missing)
    missing_pages: Missing = field(default_factory=Missing)
    failed: list[str] = field(default_factory=list)
    edited: list[str] = field(default_factory=list)


def ledger_text(ledger: Ledger, figures: Figures) -> Iterator[str]:
    """``report.json``, as ``schema.json`` describes it, in pieces that are to be joined.

    Args:
        ledger: of a run.
        figures: of the ledger.
    """
    yield from pieces(_members(ledger, figures))
    yield "\n"


def _members(ledger: Ledger, figures: Figures) -> Iterator[tuple[str, Any]]:
    yield "version", VERSION
    yield (
        "run",
        {
            "tiki2md": ledger.version,
            "target": ledger.target,
            "sources": ledger.sources,
            "options": ledger.options,
        },
    )
    yield (
        "counts",
        {
            "pages": len(ledger.pages),
            "hidden": len(ledger.hidden),
            "redirects": len(ledger.redirects),
            "stubs": len(ledger.stubs),
            "collisions": len(ledger.collisions),
            "failed": len(ledger.failed),
            "edited": len(ledger.edited),
            "files": len(ledger.files),
            "unused_files": len(ledger.unused_files),
            "missing_files": len(ledger.missing_files),
            "missing_pages": len(ledger.missing_pages),
            "ignored": figures.ignored,
            "severities": {s.label: count for s, count in figures.by_severity().items()},
            "codes": figures.by_rule(),
        },
    )
    yield "plugins", {name: _fates(fates) for name, fates in figures.plugins_by_use().items()}
    yield "findings", map(_finding, ledger.findings)
    yield "pages", map(_page, ledger.pages)
    yield "hidden", ({"name": name, "reason": reason} for name, reason in ledger.hidden)
    yield "redirects", ledger.redirects
    yield (
        "stubs",
        {
            page: {"path": path, "pages": wanted_by}
            for page, (path, wanted_by) in ledger.stubs.items()
        },
    )
    yield (
        "collisions",
        (
            {"name": name, "wanted": wanted, "path": used}
            for name, wanted, used in ledger.collisions
        ),
    )
    yield "failed", ledger.failed
    yield "edited", ledger.edited
    yield "files", iter(ledger.files)
    yield "unused_files", iter(ledger.unused_files)
    yield "same_files", ledger.same_files
    yield "missing_files", Pairs(ledger.missing_files.ranked())
    yield "missing_pages", Pairs(ledger.missing_pages.ranked())


def _page(page: PageRecord) -> dict[str, Any]:
    return {
        "name": page.name,
        "title": page.title,
        "origin": page.origin,
        "path": page.path,
        "risk": page.risk,
        "plugins": {name: _fates(fates) for name, fates in sorted(page.plugins.items())},
        "findings": [_finding(finding) for finding in page.findings],
    }


def _finding(finding: Finding) -> dict[str, Any]:
    data: dict[str, Any] = {
        "code": finding.rule,
        "severity": finding.severity.label,
        "message": finding.message,
        "fingerprint": finding.fingerprint,
    }
    if finding.line:
        data |= {"line": finding.line, "column": finding.column, "span": list(finding.span)}
    if finding.file_line:
        data["output_line"] = finding.file_line
    if finding.ignored:
        data["ignored"] = finding.ignored
    return data


def _fates(fates: Mapping[Fate, int]) -> dict[str, int]:
    return {str(fate): count for fate in Fate if (count := fates.get(fate))}
