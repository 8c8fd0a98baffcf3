"""The report as a page for people: what comes first, what is cut, and that nothing in it acts."""

from __future__ import annotations

import json
import re
from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest
from reported import converted, harbour, html_of, wiki
from selectolax.lexbor import LexborHTMLParser

from tiki2md.diagnostics import Code, Diagnostic, Severity
from tiki2md.explanations import EXPLANATIONS
from tiki2md.findings import Finding
from tiki2md.plugins.fates import Fate
from tiki2md.report.excerpts import Excerpt, Lines, excerpts_of
from tiki2md.report.figures import figures_of
from tiki2md.report.ledger import Ledger, PageRecord, ledger_text
from tiki2md.report.missing import Missing
from tiki2md.report.page import report_page
from tiki2md.report.recorder import MAX_SHOWN_PAGES

if TYPE_CHECKING:
    from pathlib import Path

HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "</details></section></main><style>*{display:none}</style>",
    "]]>--><!-- & 'quotes' `ticks`",
    "\u202eevil \u05d0\u05d1 \x00\x1b[2J \ud800",
    "javascript:alert(1)",
]


def wanted(*names: str, page: str) -> Missing:
    missing = Missing()
    for name in names:
        missing.add(name, page)
    return missing


def record(name: str, *findings: Finding, path: str = "content/x.md") -> PageRecord:
    return PageRecord(name=name, title=name, origin=name, path=path, findings=[*findings])


def finding(page: str = "Home", **values: Any) -> Finding:
    given_: dict[str, Any] = {"rule": "plugin-kept", "severity": Severity.WARNING, "message": "m"}
    return Finding(**given_ | {"page": page, "line": 1, "column": 1, "span": (0, 1)} | values)


def shown_page(ledger: Ledger, excerpts: dict[str, dict[tuple[int, int], Excerpt]]) -> str:
    return "".join(report_page(ledger, excerpts, figures_of(ledger)))


def test_the_page_shows_source_and_markdown(tmp_path: Path) -> None:
    converted(tmp_path, wiki(harbour()))
    tree = LexborHTMLParser(html_of(tmp_path))
    (page,) = tree.css("details.page")
    assert page.css_first("summary .title").text() == "Harbour"
    assert page.css_first(".where a").attributes["href"] == "../content/harbour.md"
    severities = [item.attributes["data-severity"] for item in page.css(".findings > li")]
    assert severities == ["loss", "loss", "warning", "warning"]
    marks = [mark.text() for mark in page.css(".sides mark")]
    assert "{TIDES()}High at noon.{TIDES}" in marks
    assert "----lost words" in marks
    assert "The ferry leaves at nine, see Timetable." in marks
    assert tree.css_first("#plugins td code").text() in {"HTML", "TIDES"}
    assert tree.css_first("#missing-pages td bdi").text() == "Timetable"


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_of_a_wiki_acts(text: str) -> None:
    bad = finding(text, message=text, ignored="", file=text)
    excerpt = Excerpt(Lines(1, (text,), 1), Lines(1, (text,), 1))
    ledger = Ledger(
        version=text,
        target=text,
        options={"site_url": text},
        sources=[text],
        pages=[record(text, bad, path=text), record(f"clean {text}", path=text)],
        findings=[finding("", message=text, ignored=text)],
        hidden=[(text, text)],
        redirects={text: text},
        collisions=[(text, text, text)],
        missing_files=wanted(text, page=text),
        missing_pages=wanted(text, page=text),
        edited=[text],
    )
    ledger.pages[0].plugins[text] = Counter({Fate.COMMENT: 1})
    report = shown_page(ledger, {text: {(0, 1): excerpt}})
    tree = LexborHTMLParser(report)
    assert len(tree.css("script")) == len(tree.css("style")) == 1
    assert tree.css("img, iframe, object, embed, [onerror], [onload], base") == []
    assert len(tree.css("main > section")) == 13
    links = [node.attributes["href"] or "" for node in tree.css("[href]")]
    assert all(link.startswith(("#", "../")) for link in links)
    assert not re.search("[\x00-\x08\x0b-\x1f\u202a-\u202e\ud800-\udfff]", report)
    told = "".join(ledger_text(ledger, figures_of(ledger)))
    assert json.loads(told)["redirects"] == {text: text}


def test_nothing_is_loaded_from_anywhere(tmp_path: Path) -> None:
    converted(tmp_path, wiki(harbour()))
    report = html_of(tmp_path)
    tree = LexborHTMLParser(report)
    assert tree.css("link, [src], [srcset], [action], [poster]") == []
    assert not re.search(r"url\(|@import|https?://", report)
    policy = tree.css_first("meta[http-equiv]").attributes["content"] or ""
    assert policy.startswith("default-src 'none';")
    assert "unsafe" not in policy


def test_it_is_bounded_for_a_large_wiki() -> None:
    """20,000 pages, each with more findings and longer names than pages have."""
    findings = [finding(f"Page {n}", message="w" * 200) for n in range(40)]
    pages = [
        record(f"Page {number} " + "x" * 100, *findings[: number % 2 * 40], path=f"{number}.md")
        for number in range(20_000)
    ]
    excerpt = Excerpt(*(Lines(1, ("y" * 240,) * 6, 2) for _ in range(2)))
    shown = {page.path: {(0, 1): excerpt} for page in pages[1 : 2 * MAX_SHOWN_PAGES : 2]}
    ledger = Ledger(version="1", target="hugo", pages=pages)
    ledger.findings = [finding("", message="z" * 200)] * 20_000
    ledger.missing_files = wanted(*(f"file {n}" for n in range(20_000)), page="a")
    report = shown_page(ledger, shown)
    assert len(report) < 12_000_000
    tail = "only in <code>report.json</code>"
    assert f"7,000 pages with findings are {tail}" in report
    assert f"15 findings are {tail}" in report
    assert f"37 findings are {tail}" in report
    assert f"19,700 findings are {tail}" in report
    assert f"19,500 more are {tail}" in report


def test_excerpts_are_short_and_of_the_worst() -> None:
    source = "\n".join(["x" * 5000] * 50)
    diagnostics = [
        Diagnostic(Code.STYLE_DROPPED, "m", line=n, span=(n, n + 1)) for n in range(1, 40)
    ]
    diagnostics.append(Diagnostic(Code.PAGE_FAILED, "m", line=50, span=(99, 100)))
    found = excerpts_of(source, source, diagnostics, {(99, 100): 50})
    assert len(found) == 12
    assert found[99, 100].source.marked == 50
    assert found[1, 2].markdown is None
    assert max(len(line) for each in found.values() for line in each.source.texts) == 240


def test_an_excerpt_of_a_long_line_shows_the_place() -> None:
    for at in (0, 100, 1000, 4990):
        source = "x" * at + "{HERE}" + "y" * (5000 - at)
        found = Diagnostic(Code.PLUGIN_KEPT, "m", line=1, column=at + 1, span=(at, at + 6))
        (excerpt,) = excerpts_of(source, "", [found], {}).values()
        (line,) = excerpt.source.texts
        assert "{HERE}" in line
        assert len(line) == 240


def test_a_site_without_findings_says_so() -> None:
    report = shown_page(Ledger(version="1", target="gfm", pages=[record("A")]), {})
    assert "Nothing was lost, and nothing needs a look." in report
    assert "1 page without findings" in report
    assert 'id="filters"' not in report


def test_each_code_that_was_found_is_explained() -> None:
    ledger = Ledger(version="1", target="gfm")
    ledger.pages = [
        record("A", *(finding(rule=code.identifier, severity=code.severity) for code in Code))
    ]
    tree = LexborHTMLParser(shown_page(ledger, {}))
    about = tree.css("#codes details")
    assert {node.attributes["id"] for node in about} == {f"about-{c.identifier}" for c in Code}
    assert EXPLANATIONS[Code.PLUGIN_KEPT].remedy in tree.css_first("#about-plugin-kept").text()
    targets = {(node.attributes["href"] or "")[1:] for node in tree.css("a[href^='#']")}
    assert all(tree.css_first(f"[id='{target}']") is not None for target in targets)


def test_findings_of_no_severity_left_are_clean() -> None:
    page = record("A", finding(ignored="why"))
    assert page.risk == 0
    report = shown_page(Ledger(version="1", target="gfm", pages=[page]), {})
    assert "Nothing was lost, and nothing needs a look." in report
    assert finding()._replace(known=True).is_open is False


def test_what_to_do_comes_first_the_worst_before_the_rest() -> None:
    lost = finding(rule="plugin-dropped", severity=Severity.LOSS)
    note: dict[str, Any] = {"rule": "plugin-snapshot", "severity": Severity.INFO}
    pages = [
        record("Home", finding(), finding(), lost),
        record("Other", finding(page="Other"), finding(page="Other", **note)),
        record("Done", finding(page="Done", rule="plugin-unknown", ignored="known")),
    ]
    hidden = finding(page="Secret", rule="page-hidden")
    tree = LexborHTMLParser(
        shown_page(Ledger(version="1", target="gfm", pages=pages, findings=[hidden]), {})
    )
    assert tree.css_first("main > section").attributes["id"] == "first"
    assert [head.text() for head in tree.css("#first h3")] == ["Lost or gone wrong", "To decide"]
    steps = [step.text() for step in tree.css("#first li")]
    assert [step.partition(":")[0] for step in steps] == [
        "plugin-dropped, once on 1 page",
        "plugin-kept, 3 times on 2 pages",
        "page-hidden, once on 1 page",
    ]
    assert EXPLANATIONS[Code.PLUGIN_KEPT].remedy in steps[1]
    ways = [way.attributes["href"] for way in tree.css("#first li a")]
    assert ways == ["#pages", "#pages", "#about-page-hidden"]
    assert tree.css_first("#first .rest").text().startswith("1 note tells")


def test_where_nothing_is_to_be_done_nothing_is_asked() -> None:
    note = finding(severity=Severity.INFO)
    assert "What to do first" not in shown_page(
        Ledger(version="1", target="gfm", pages=[record("Home", note)]), {}
    )
