"""What to do first: the findings by what a maintainer has to do about them, not page by page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tiki2md.diagnostics import Severity
from tiki2md.explanations import EXPLANATIONS
from tiki2md.report.markup import count, text

if TYPE_CHECKING:
    from tiki2md.report.figures import Figures

_REMEDIES = {code.identifier: words.remedy for code, words in EXPLANATIONS.items()}
_GROUPS = (
    (Severity.LOSS, "Lost or gone wrong", "It will be missing from the new site for good."),
    (Severity.WARNING, "To decide", "Nothing is lost; somebody who knows the wiki should look."),
)


def to_do(figures: Figures) -> str:
    """A list of steps, the worst first; nothing where there is nothing to do.

    Args:
        figures: of a run.
    """
    parts = []
    most = Severity.ERROR
    for least, head, says in _GROUPS:
        steps = _steps(figures, least, most)
        if steps:
            parts.append(f"<h3>{head}</h3><p>{says}</p><ol>{steps}</ol>")
        most = Severity(least - 1)
    notes = figures.severities[Severity.INFO]
    if parts and notes:
        told = count(notes, "note tells", "notes tell")
        parts.append(f'<p class="rest">{told} what took another form, and can wait.</p>')
    return "\n".join(parts)


def _steps(figures: Figures, least: Severity, most: Severity) -> str:
    return "".join(
        f"<li>{_way(rule, is_listed=rule in figures.on_pages)}, "
        f"{_where(number, figures.pages[rule])}: {text(_REMEDIES.get(rule, ''))}</li>"
        for rule, number in figures.by_rule(lambda severity: least <= severity <= most).items()
    )


def _way(rule: str, *, is_listed: bool) -> str:
    """A link to the pages with a finding, or to what it means if it is on none of the list."""
    if is_listed:
        return f'<a href="#pages" data-filter="code={rule}">{rule}</a>'
    return f'<a href="#about-{rule}">{rule}</a>'


def _where(number: int, pages: int) -> str:
    times = "once" if number == 1 else f"{number:,} times"
    return f"{times} on {count(pages, 'page')}" if pages else times
