"""What a run did, as plain data that is the same whenever the same is converted."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tiki2md.diagnostics import Severity
from tiki2md.plugins.fates import Fate

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from tiki2md.findings import Finding

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
    plugins: dict[str, Counter[Fate]] = field(default_factory=dict)
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
        pages: in the order of their paths' allocation.
        findings: those that are about no page of the site.
        hidden: pages that visitors could not view, each with the reason.
        redirects: pages that only led on, to the page that they led to.
        stubs: pages that nobody wrote, each to the path of its stub and the pages that link to it.
        collisions: pages to the path that they wanted and the one that they got.
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
    pages: list[PageRecord] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    hidden: list[tuple[str, str]] = field(default_factory=list)
    redirects: dict[str, str] = field(default_factory=dict)
    stubs: dict[str, tuple[str, list[str]]] = field(default_factory=dict)
    collisions: dict[str, tuple[str, str]] = field(default_factory=dict)
    files: list[str] = field(default_factory=list)
    unused_files: list[str] = field(default_factory=list)
    same_files: dict[str, list[str]] = field(default_factory=dict)
    missing_files: dict[str, Counter[str]] = field(default_factory=dict)
    missing_pages: dict[str, Counter[str]] = field(default_factory=dict)
    failed: list[str] = field(default_factory=list)
    edited: list[str] = field(default_factory=list)

    def all_findings(self) -> Iterable[Finding]:
        """Those of the run, then those of each page."""
        yield from self.findings
        for page in self.pages:
            yield from page.findings

    def plugins(self) -> dict[str, Counter[Fate]]:
        """How often each plugin had which fate, the most used first."""
        total: dict[str, Counter[Fate]] = {}
        for page in self.pages:
            for name, fates in page.plugins.items():
                total.setdefault(name, Counter()).update(fates)
        return dict(sorted(total.items(), key=lambda item: (-item[1].total(), item[0])))


def by_severity(findings: Iterable[Finding]) -> dict[Severity, int]:
    """How many findings nobody accepted, by severity, the worst first."""
    counted = Counter(finding.severity for finding in findings if not finding.ignored)
    return {severity: counted[severity] for severity in sorted(Severity, reverse=True)}


def by_rule(findings: Iterable[Finding]) -> dict[str, int]:
    """How many findings each code has that nobody accepted, the worst and most frequent first."""
    counted = Counter(
        (-finding.severity, finding.rule) for finding in findings if not finding.ignored
    )
    ordered = sorted(counted.items(), key=lambda item: (item[0][0], -item[1], item[0][1]))
    return {rule: count for (_, rule), count in ordered}


def ledger_text(ledger: Ledger) -> str:
    """``report.json``, as ``schema.json`` describes it.

    Args:
        ledger: of a run.
    """
    return json.dumps(ledger_data(ledger), ensure_ascii=False, indent=1) + "\n"


def ledger_data(ledger: Ledger) -> dict[str, Any]:
    """The ledger as JSON-ready data, in the form that ``schema.json`` describes.

    Args:
        ledger: of a run.
    """
    findings = list(ledger.all_findings())
    return {
        "version": VERSION,
        "run": {
            "tiki2md": ledger.version,
            "target": ledger.target,
            "sources": ledger.sources,
            "options": ledger.options,
        },
        "counts": {
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
            "ignored": sum(bool(finding.ignored) for finding in findings),
            "severities": {s.label: count for s, count in by_severity(findings).items()},
            "codes": by_rule(findings),
        },
        "plugins": {name: _fates(fates) for name, fates in ledger.plugins().items()},
        "findings": [_finding(finding) for finding in ledger.findings],
        "pages": [_page(page) for page in ledger.pages],
        "hidden": [{"name": name, "reason": reason} for name, reason in ledger.hidden],
        "redirects": ledger.redirects,
        "stubs": {
            page: {"path": path, "pages": wanted_by}
            for page, (path, wanted_by) in ledger.stubs.items()
        },
        "collisions": {
            page: {"wanted": wanted, "path": used}
            for page, (wanted, used) in ledger.collisions.items()
        },
        "failed": ledger.failed,
        "edited": ledger.edited,
        "files": ledger.files,
        "unused_files": ledger.unused_files,
        "same_files": ledger.same_files,
        "missing_files": _sorted(ledger.missing_files),
        "missing_pages": _sorted(ledger.missing_pages),
    }


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


def _fates(fates: Counter[Fate]) -> dict[str, int]:
    return {str(fate): fates[fate] for fate in Fate if fates[fate]}


def _sorted(missing: Mapping[str, Counter[str]]) -> dict[str, dict[str, int]]:
    return {name: dict(sorted(pages.items())) for name, pages in ranked(missing)}


def ranked(missing: Mapping[str, Counter[str]]) -> Sequence[tuple[str, Counter[str]]]:
    """What is missing, the most wanted first."""
    return sorted(missing.items(), key=lambda item: (-item[1].total(), item[0]))
