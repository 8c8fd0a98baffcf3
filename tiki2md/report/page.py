"""``report.html``: one file that opens from disk, for a person who wants to know what was lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tiki2md.diagnostics import Severity
from tiki2md.report import charts
from tiki2md.report.listing import codes, page_list, run_findings
from tiki2md.report.markup import asset, count, details, hash_source, head, text
from tiki2md.report.tables import lost_and_moved, plugin_table
from tiki2md.report.todo import to_do

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tiki2md.report.excerpts import Excerpt
    from tiki2md.report.figures import Figures
    from tiki2md.report.ledger import Ledger

_STATES = {
    "error": "with errors",
    "loss": "with losses",
    "warning": "with warnings",
    "info": "with notes only",
    "clean": "without findings",
}


def report_page(
    ledger: Ledger,
    excerpts: Mapping[str, Mapping[tuple[int, int], Excerpt]],
    figures: Figures,
) -> Iterator[str]:
    """The whole page, in pieces that are to be joined.

    Its size is bounded: lists are cut, say so, and name ``report.json``, which has all.

    Args:
        ledger: of a run.
        excerpts: for the paths of some pages, source and Markdown by spans of findings.
        figures: of the ledger.
    """
    style, script = asset("common.css") + asset("report.css"), asset("report.js")
    title = f"Conversion report: {', '.join(ledger.sources) or 'wiki'}"
    sections: list[tuple[str, str, str | Iterator[str]]] = [
        ("first", "What to do first", to_do(figures)),
        ("overview", "Overview", _overview(ledger, figures)),
        ("pages", "Pages, the riskiest first", page_list(ledger, figures, excerpts)),
        ("run", "Findings about the whole run", run_findings(ledger)),
        ("plugins", "Plugins", plugin_table(figures)),
        *lost_and_moved(ledger),
        ("codes", "What the findings mean", codes(figures)),
        ("how", "How it was run", _how(ledger)),
    ]
    shown = [section for section in sections if section[2]]
    contents = "".join(f'<li><a href="#{key}">{text(named)}</a></li>' for key, named, _ in shown)
    yield head(
        title,
        style,
        '<meta name="referrer" content="no-referrer">',
        '<meta name="robots" content="noindex">',
        f'<meta http-equiv="Content-Security-Policy" content="{_policy(style, script)}">',
    )
    yield f"""<body>
<a class="skip" href="#pages">To the pages</a>
<header>
<p class="kind">tiki2md · conversion report</p>
<h1>{_headline(ledger)}</h1>
<p class="lead">{_lead(figures)}</p>
<nav aria-label="Sections"><ul>{contents}</ul></nav>
</header>
<main>
"""
    for key, named, inner in shown:
        yield (
            f'<section id="{key}" aria-labelledby="{key}-head">'
            f'<h2 id="{key}-head">{text(named)}</h2>\n'
        )
        yield from [inner] if isinstance(inner, str) else inner
        yield "\n</section>\n"
    yield f"""</main>
<script>{script}</script>
</body>
</html>
"""


def _policy(style: str, script: str) -> str:
    """Nothing is loaded, and no script runs but our own."""
    return (
        f"default-src 'none'; style-src {hash_source(style)}; script-src {hash_source(script)}; "
        "base-uri 'none'; form-action 'none'"
    )


def _headline(ledger: Ledger) -> str:
    names = ", ".join(ledger.sources) or "A wiki"
    return f"{text(names)} <span>to {text(ledger.target)}</span>"


def _lead(figures: Figures) -> str:
    states = figures.states
    bad = states["error"] + states["loss"]
    look = states["warning"]
    converted = f"{count(states.total(), 'page')} converted."
    if bad:
        lost = f"On {count(bad, 'page')} something was lost or went wrong"
        more = count(look, "more deserves", "more deserve")
        return f"{converted} {lost}; {more} a look." if look else f"{converted} {lost}."
    if look:
        return (
            f"{converted} Nothing was lost; {count(look, 'page deserves', 'pages deserve')} a look."
        )
    return f"{converted} Nothing was lost, and nothing needs a look."


def _overview(ledger: Ledger, figures: Figures) -> str:
    severities, states = figures.severities, figures.states
    tiles = [
        (len(ledger.pages), "pages", "", ""),
        (severities[Severity.ERROR], "errors", "severity=error", "error"),
        (severities[Severity.LOSS], "losses", "severity=loss", "loss"),
        (severities[Severity.WARNING], "warnings", "severity=warning", "warning"),
        (len(ledger.missing_pages), "missing pages", "#missing-pages", ""),
        (len(ledger.missing_files), "missing files", "#missing-files", ""),
        (len(ledger.files), "files copied", "", ""),
        (len(ledger.unused_files), "files unused", "#unused-files", ""),
        (len(ledger.hidden), "hidden pages", "#hidden", ""),
    ]
    listed = "".join(_tile(*tile) for tile in tiles)
    parts = [(state, states[state]) for state in _STATES]
    says = ", ".join(f"{states[s]:,} {label}" for s, label in _STATES.items() if states[s])
    share = (
        f"<h3>Pages by their worst finding</h3>{charts.bar(parts, f'Pages: {says}')}"
        + charts.legend([(s, f"{states[s]:,} {_STATES[s]}") for s in _STATES if states[s]])
        if ledger.pages
        else ""
    )
    return f'<ul class="tiles">{listed}</ul>{share}{_rules_chart(figures)}'


def _tile(number: int, label: str, target: str, colour: str) -> str:
    strong = f'<strong class="{"ink-" + colour if colour and number else ""}">{number:,}</strong>'
    inner = f"{strong} <span>{text(label)}</span>"
    if not (target and number):
        return f"<li>{inner}</li>"
    # Without the script, a link to a filter leads to the list.
    href = f'"{target}"' if target.startswith("#") else f'"#pages" data-filter="{target}"'
    return f"<li><a href={href}>{inner}</a></li>"


def _rules_chart(figures: Figures) -> str:
    rules = figures.by_rule()
    if not rules:
        return ""
    severity = {rule: found.label for rule, found in figures.met.items()}
    most = max(rules.values())
    rows = "".join(
        f'<li><a href="#about-{rule}" data-filter="code={rule}">{rule}</a> '
        f'<span class="number">{number:,}</span>'
        f"{charts.bar([(severity[rule], number)], f'{rule}: {number:,}', most)}</li>"
        for rule, number in rules.items()
    )
    return f'<h3>Findings by code</h3><ul class="bars">{rows}</ul>'


def _how(ledger: Ledger) -> str:
    options = "".join(
        f"<dt><code>{text(name)}</code></dt><dd><code>{text(_value(value))}</code></dd>"
        for name, value in ledger.options.items()
    )
    set_ones = f"<dl>{options}</dl>" if options else "<p>All options have their defaults.</p>"
    return (
        f"<p>tiki2md {text(ledger.version)}, for the target <code>{text(ledger.target)}</code>. "
        "The same facts for programs are in <code>report.json</code> beside this file.</p>"
        + details("Options that differ from the defaults", set_ones)
    )


def _value(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
