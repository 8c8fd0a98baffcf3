"""How often everything was found in a run, counted in one pass: the records may lie on disk."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from tiki2md.diagnostics import Severity

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from tiki2md.findings import Finding
    from tiki2md.plugins.fates import Fate
    from tiki2md.report.ledger import Ledger, PageRecord

MAX_PAGES = 3000
"""Pages with findings that are listed."""
MAX_CLEAN = 5000
"""Pages without findings that are named."""

_Item = TypeVar("_Item")


class Least(Generic[_Item]):
    """The least of many items, by their keys; never more than twice as many are held.

    Args:
        limit: how many are wanted.
    """

    def __init__(self, limit: int) -> None:
        self.count = 0
        self._limit = limit
        self._held: list[tuple[Any, _Item]] = []

    def add(self, key: object, item: _Item) -> None:
        """Look at an item; of equal keys the first comes first."""
        self.count += 1
        self._held.append((key, item))
        if len(self._held) > 2 * self._limit:
            self._held = self._sorted()

    def items(self) -> list[_Item]:
        """The least, in order."""
        return [item for _, item in self._sorted()]

    def _sorted(self) -> list[tuple[Any, _Item]]:
        return sorted(self._held, key=lambda held: held[0])[: self._limit]


@dataclass(slots=True)
class Figures:
    """What is counted of a ledger.

    Attributes:
        severities: how many findings nobody accepted, by severity.
        rules: the same by code.
        pages: on how many pages each code is that nobody accepted.
        states: how many pages there are by their worst finding, or ``clean``.
        plugins: how often each plugin had which fate.
        ignored: how many findings somebody accepted.
        met: all codes that were found, accepted or not, to their severities.
        on_pages: those of them that are on a page.
        page_rules: ``rules`` of pages alone.
        riskiest: numbers of pages with findings.
        clean: names and paths of pages without.
    """

    severities: Counter[Severity] = field(default_factory=Counter)
    rules: Counter[str] = field(default_factory=Counter)
    pages: Counter[str] = field(default_factory=Counter)
    states: Counter[str] = field(default_factory=Counter)
    plugins: dict[str, Counter[Fate]] = field(default_factory=dict)
    ignored: int = 0
    met: dict[str, Severity] = field(default_factory=dict)
    on_pages: set[str] = field(default_factory=set)
    page_rules: Counter[str] = field(default_factory=Counter)
    riskiest: Least[int] = field(default_factory=lambda: Least(MAX_PAGES))
    clean: Least[tuple[str, str]] = field(default_factory=lambda: Least(MAX_CLEAN))

    def by_severity(self) -> dict[Severity, int]:
        """How many findings nobody accepted, the worst first."""
        return {severity: self.severities[severity] for severity in sorted(Severity, reverse=True)}

    def by_rule(self, test: Callable[[Severity], bool] = bool) -> dict[str, int]:
        """How many findings each code has that nobody accepted, the worst and most frequent first.

        Args:
            test: which severities are wanted.
        """
        return self._ordered({r: n for r, n in self.rules.items() if test(self.met[r])})

    def by_rule_on_pages(self) -> dict[str, int]:
        """The same of the findings on pages alone."""
        return self._ordered(self.page_rules)

    def plugins_by_use(self) -> dict[str, Counter[Fate]]:
        """How often each plugin had which fate, the most used first."""
        order = sorted(self.plugins.items(), key=lambda item: (-item[1].total(), item[0]))
        return dict(order)

    def _ordered(self, rules: dict[str, int]) -> dict[str, int]:
        order = sorted(rules.items(), key=lambda item: (-self.met[item[0]], -item[1], item[0]))
        return dict(order)

    def _add(self, findings: Iterable[Finding]) -> None:
        for finding in findings:
            self.met[finding.rule] = finding.severity
            if finding.ignored:
                self.ignored += 1
            else:
                self.severities[finding.severity] += 1
                self.rules[finding.rule] += 1

    def add_run(self, findings: Iterable[Finding]) -> None:
        """Count the findings of a run that are about no page of the site."""
        named: set[tuple[str, str]] = set()
        for finding in findings:
            self._add([finding])
            if finding.page and not finding.ignored:
                named.add((finding.rule, finding.page))
        self.pages.update(rule for rule, _ in named)

    def add_page(self, number: int, page: PageRecord) -> None:
        """Count a page.

        Args:
            number: of the page in the ledger.
            page: what became of it.
        """
        self._add(page.findings)
        open_ones = [finding for finding in page.findings if not finding.ignored]
        self.pages.update({finding.rule for finding in open_ones})
        self.page_rules.update(finding.rule for finding in open_ones)
        self.on_pages.update(finding.rule for finding in page.findings)
        worst = max((finding.severity for finding in open_ones), default=None)
        self.states[worst.label if worst is not None else "clean"] += 1
        for name, fates in page.plugins.items():
            self.plugins.setdefault(name, Counter()).update(fates)
        if page.findings:
            self.riskiest.add((-page.risk, -len(page.findings), page.name), number)
        else:
            self.clean.add(page.name, (page.name, page.path))


def figures_of(ledger: Ledger) -> Figures:
    """All figures of a ledger.

    Args:
        ledger: of a run.
    """
    figures = Figures()
    figures.add_run(ledger.findings)
    for number, page in enumerate(ledger.pages):
        figures.add_page(number, page)
    return figures
