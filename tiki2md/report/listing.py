"""The list of pages with their findings, and what the findings mean."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tiki2md.diagnostics import Code, Severity
from tiki2md.explanations import EXPLANATIONS
from tiki2md.grouping import grouped
from tiki2md.report.figures import Least
from tiki2md.report.markup import count, details, left_out, link, name, text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from tiki2md.findings import Finding
    from tiki2md.report.excerpts import Excerpt, Lines
    from tiki2md.report.figures import Figures
    from tiki2md.report.ledger import Ledger, PageRecord

MAX_FINDINGS = 25
"""Findings of one page that are listed."""
MAX_LISTED = 6000
"""Findings that are listed before pages show a few each."""
FEW = 3
"""Findings of one page that are listed after that."""
MAX_RUN = 300
"""Findings of the run that are listed."""
OPEN_RUN = 5
"""Findings of the run with one code that are seen at once; more of them are folded."""

_MEANINGS = {code.identifier: EXPLANATIONS[code] for code in Code}
_SEVERITIES = [severity.label for severity in sorted(Severity, reverse=True)]


def page_list(
    ledger: Ledger,
    figures: Figures,
    excerpts: Mapping[str, Mapping[tuple[int, int], Excerpt]],
) -> Iterator[str]:
    """The pages with findings, the riskiest first, then the names of the others; in pieces.

    Args:
        ledger: of a run.
        figures: of the ledger.
        excerpts: for the paths of some pages, source and Markdown by spans of findings.
    """
    numbers = figures.riskiest.items()
    yield _filters(figures) if numbers else "<p>No page has a finding.</p>"
    yield '\n<div id="list">\n'
    between = ""
    for page, limit in _limited(ledger.pages[number] for number in numbers):
        yield between + _page(page, excerpts.get(page.path, {}), limit)
        between = "\n"
    left = figures.riskiest.count - len(numbers)
    yield f"\n</div>{left_out(left, 'page with findings is', 'pages with findings are')}"
    yield _clean(figures)


def _limited(pages: Iterable[PageRecord]) -> Iterable[tuple[PageRecord, int]]:
    """Pages, and how many findings of each are listed."""
    listed = 0
    for page in pages:
        limit = MAX_FINDINGS if listed < MAX_LISTED else FEW
        yield page, limit
        listed += min(limit, len(page.findings))


def _filters(figures: Figures) -> str:
    """Shown by the script; without it, every page is there to be read."""
    rules = figures.by_rule_on_pages()
    severities = "".join(f'<option value="{s}">{s} or worse</option>' for s in _SEVERITIES)
    codes_ = "".join(f'<option value="{rule}">{rule} ({n:,})</option>' for rule, n in rules.items())
    return (
        '<form id="filters" role="search" hidden>'
        '<label>Search <input type="search" name="q" placeholder="page, message, path"'
        ' autocomplete="off"></label>'
        f'<label>Severity <select name="severity"><option value="">any</option>{severities}'
        "</select></label>"
        f'<label>Code <select name="code"><option value="">any</option>{codes_}</select></label>'
        '<button type="reset">Clear</button>'
        '<output aria-live="polite"></output></form>'
    )


def _page(page: PageRecord, excerpts: Mapping[tuple[int, int], Excerpt], limit: int) -> str:
    worst_first = sorted(
        page.findings, key=lambda finding: (bool(finding.ignored), -finding.severity)
    )
    shown = worst_first[:limit]
    items = "\n".join(_finding(finding, excerpts.get(finding.span)) for finding in shown)
    left = len(page.findings) - len(shown)
    more = left_out(left, "finding is", "findings are")
    counted = badges(page.findings)
    summary = f'<span class="title">{name(page.name)}</span> <span class="badges">{counted}</span>'
    origin = f" from <span>{text(page.origin)}</span>" if page.origin else ""
    body = (
        f'<p class="where">{link(page.path, page.path)}{origin}</p>\n'
        f'<ol class="findings">\n{items}\n</ol>{more}'
    )
    return details(summary, body, ' class="page"')


def badges(findings: Iterable[Finding]) -> str:
    """How many findings of each severity there are; those that are ignored apart."""
    return " ".join(
        f'<span class="badge {label}">{count(number, label, _plural(label))}</span>'
        for label, number in _counts(findings)
    )


def _plural(label: str) -> str:
    return {"info": "info", "loss": "losses"}.get(label, f"{label}s")


def _counts(findings: Iterable[Finding]) -> Iterable[tuple[str, int]]:
    labels = ["ignored" if finding.ignored else finding.severity.label for finding in findings]
    return [(label, labels.count(label)) for label in (*_SEVERITIES, "ignored") if label in labels]


def _finding(finding: Finding, excerpt: Excerpt | None = None) -> str:
    label = finding.severity.label
    place = f" line {finding.line}" if finding.line else ""
    ignored = f'<p class="reason">Ignored: {text(finding.ignored)}</p>' if finding.ignored else ""
    shown = _side_by_side(excerpt) if excerpt is not None and finding.line else ""
    kind = "ignored" if finding.ignored else label
    return (
        f'<li data-severity="{kind}" data-code="{finding.rule}">'
        f'<p><span class="badge {kind}">{kind}</span> '
        f'<a class="code" href="#about-{finding.rule}">{finding.rule}</a>'
        f'<span class="place">{place}</span><br>{text(finding.message)}</p>{ignored}{shown}</li>'
    )


def _side_by_side(excerpt: Excerpt) -> str:
    markdown = (
        _lines("Markdown", excerpt.markdown)
        if excerpt.markdown is not None
        else '<figure><figcaption>Markdown</figcaption><p class="none">No word of it is left to '
        "find the place by.</p></figure>"
    )
    return f'<div class="sides">{_lines("Tiki", excerpt.source)}{markdown}</div>'


def _lines(title: str, lines: Lines) -> str:
    rows = "".join(
        f'<{tag} data-line="{number}">{text(line) or " "}</{tag}>'
        for number, line in enumerate(lines.texts, lines.first)
        for tag in ("mark" if number == lines.marked else "span",)
    )
    caption = f"<figcaption>{title}, line {lines.marked}</figcaption>"
    return f'<figure>{caption}<pre tabindex="0"><code>{rows}</code></pre></figure>'


def _clean(figures: Figures) -> str:
    clean = figures.clean.items()
    if not clean:
        return ""
    items = "".join(f"<li>{link(path, page)}</li>" for page, path in clean)
    left = figures.clean.count - len(clean)
    summary = count(figures.clean.count, "page without findings", "pages without findings")
    body = f'<ul class="names">{items}</ul>{left_out(left, "page is", "pages are")}'
    return details(summary, body, ' class="clean"')


def run_findings(ledger: Ledger) -> str:
    """The findings that are about no page of the site.

    Args:
        ledger: of a run.
    """
    # Hidden pages, redirections and stubs have a table of their own.
    told = {code.identifier for code in (Code.PAGE_HIDDEN, Code.PAGE_REDIRECTS, Code.PAGE_STUB)}
    listed: Least[Finding] = Least(MAX_RUN)
    for finding in ledger.findings:
        if finding.rule not in told:
            listed.add(-finding.severity, finding)
    return _run_list(listed) if listed.count else ""


def _run_list(findings: Least[Finding]) -> str:
    """By code: a code that was found often must not hide the others, and what follows."""
    groups = grouped((finding.rule, finding) for finding in findings.items())
    lists = "\n".join(_run_group(rule, group) for rule, group in groups.items())
    left = findings.count - sum(map(len, groups.values()))
    return f"{lists}{left_out(left, 'finding is', 'findings are')}"


def _run_group(rule: str, findings: Sequence[Finding]) -> str:
    items = "\n".join(_finding(finding) for finding in findings)
    body = f'<ol class="findings run">\n{items}\n</ol>'
    if len(findings) <= OPEN_RUN:
        return body
    return details(f"<code>{rule}</code> {badges(findings)}", body)


def codes(figures: Figures) -> str:
    """What each code that was found means, and what to do.

    Args:
        figures: of a run.
    """
    return "\n".join(
        details(
            f"<code>{rule}</code>",
            f"<p>{text(_MEANINGS[rule].meaning)}</p>"
            f"<p><b>What to do:</b> {text(_MEANINGS[rule].remedy)}</p>",
            f' id="about-{rule}"',
        )
        for rule in sorted(figures.met)
        if rule in _MEANINGS
    )
