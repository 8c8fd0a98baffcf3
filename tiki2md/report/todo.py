"""What to do first: the findings by what a maintainer has to do about them, not page by page."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from tiki2md.diagnostics import Severity
from tiki2md.explanations import EXPLANATIONS
from tiki2md.report.ledger import by_rule
from tiki2md.report.markup import count, text

if TYPE_CHECKING:
    from tiki2md.findings import Finding
    from tiki2md.report.ledger import Ledger

_REMEDIES = {code.identifier: words.remedy for code, words in EXPLANATIONS.items()}
_GROUPS = (
    (Severity.LOSS, "Lost or gone wrong", "It will be missing from the new site for good."),
    (Severity.WARNING, "To decide", "Nothing is lost; somebody who knows the wiki should look."),
)


def to_do(ledger: Ledger) -> str:
    """A list of steps, the worst first; nothing where there is nothing to do.

    Args:
        ledger: of a run.
    """
    open_ones = [finding for finding in ledger.all_findings() if not finding.ignored]
    left = [finding for finding in open_ones if finding.severity >= Severity.WARNING]
    if not left:
        return ""
    parts = []
    most = Severity.ERROR
    for least, head, says in _GROUPS:
        group = [finding for finding in left if least <= finding.severity <= most]
        if group:
            listed = {found.rule for page in ledger.pages for found in page.findings}
            parts.append(f"<h3>{head}</h3><p>{says}</p><ol>{_steps(group, listed)}</ol>")
        most = Severity(least - 1)
    notes = len(open_ones) - len(left)
    if notes:
        told = count(notes, "note tells", "notes tell")
        parts.append(f'<p class="rest">{told} what took another form, and can wait.</p>')
    return "\n".join(parts)


def _steps(findings: list[Finding], listed: set[str]) -> str:
    pages: Counter[str] = Counter()
    for rule, _ in {(finding.rule, finding.page) for finding in findings if finding.page}:
        pages[rule] += 1
    return "".join(
        f"<li>{_way(rule, is_listed=rule in listed)}, "
        f"{_where(number, pages[rule])}: {text(_REMEDIES.get(rule, ''))}</li>"
        for rule, number in by_rule(findings).items()
    )


def _way(rule: str, *, is_listed: bool) -> str:
    """A link to the pages with a finding, or to what it means if it is on none of the list."""
    if is_listed:
        return f'<a href="#pages" data-filter="code={rule}">{rule}</a>'
    return f'<a href="#about-{rule}">{rule}</a>'


def _where(number: int, pages: int) -> str:
    times = "once" if number == 1 else f"{number:,} times"
    return f"{times} on {count(pages, 'page')}" if pages else times
