"""The report of a run: the ledger for programs, and the page for people."""

from __future__ import annotations

import json
import re
from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from tiki2md.diagnostics import Code, Diagnostic, LineMap, Reporter, Severity
from tiki2md.explanations import EXPLANATIONS
from tiki2md.findings import Finding
from tiki2md.ignores import Ignore
from tiki2md.migration import Plan, convert_site
from tiki2md.model import Page, Wiki
from tiki2md.options import Options
from tiki2md.plugins.fates import Fate
from tiki2md.report.excerpts import Excerpt, Lines, excerpts_of
from tiki2md.report.figures import figures_of
from tiki2md.report.ledger import VERSION, Ledger, PageRecord, ledger_text
from tiki2md.report.missing import Missing
from tiki2md.report.page import report_page
from tiki2md.report.places import Places
from tiki2md.report.recorder import MAX_SHOWN_PAGES, Run

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

SOURCE = (
    "!Harbour\nThe ferry leaves at nine, see ((Timetable)).\n\n"
    "{TIDES()}High at noon.{TIDES}\n----lost words\n{HTML()}<form></form><input>{HTML}\n"
)


def wiki(*pages: Page) -> Wiki:
    return Wiki(pages=[*pages])


def harbour(**values: Any) -> Page:
    return Page(
        **{"name": "Harbour", "source": SOURCE, "origin": "/home/ann/w.sql: tiki_pages"} | values
    )


def converted(root: Path, site: Wiki, run: Run | None = None, **plan: Any) -> dict[str, Any]:
    run = run or Run(version="1.2.3", sources=("/home/ann/w.sql",))
    convert_site(site, Options(target="hugo"), root, Plan(run=run, scaffold=False, **plan))
    data: dict[str, Any] = json.loads((root / ".tiki2md/report.json").read_text("utf-8"))
    return data


def html_of(root: Path) -> str:
    return (root / ".tiki2md/report.html").read_text("utf-8")


# The ledger


def test_the_ledger_says_what_became_of_a_page(tmp_path: Path) -> None:
    data = converted(tmp_path, wiki(harbour(), Page(name="Quay", source="Fine.")))
    assert data["version"] == VERSION
    assert data["run"] == {
        "tiki2md": "1.2.3",
        "target": "hugo",
        "sources": ["w.sql"],
        "options": {"target": "hugo"},
    }
    assert data["counts"]["pages"] == 2
    assert data["counts"]["severities"] == {"error": 0, "loss": 2, "warning": 2, "info": 0}
    assert data["plugins"]["TIDES"] == {"kept in a comment": 1}
    assert data["missing_pages"] == {"Timetable": {"Harbour": 1}}
    page, quay = data["pages"]
    assert page["origin"] == "w.sql: tiki_pages"
    assert page["path"] == "content/harbour.md"
    assert page["risk"] == 10
    assert quay["findings"] == []
    (missing,) = [each for each in page["findings"] if each["code"] == "link-missing-page"]
    assert (missing["line"], missing["column"]) == (2, 31)
    assert SOURCE[slice(*missing["span"])] == "((Timetable))"
    lines = (tmp_path / page["path"]).read_text().split("\n")
    assert "Timetable" in lines[missing["output_line"] - 1]


def test_the_same_run_writes_the_same_bytes(tmp_path: Path) -> None:
    site = wiki(harbour(), Page(name="Quay", source="((Harbour))"))
    for root in ("one", "two"):
        converted(tmp_path / root, site, Run(sources=(f"/mnt/{root}/w.sql",)))
    for name in ("report.json", "report.html"):
        one, two = (tmp_path / root / ".tiki2md" / name for root in ("one", "two"))
        assert one.read_bytes() == two.read_bytes()


def test_processes_do_not_change_the_report(tmp_path: Path) -> None:
    site = wiki(*(harbour(name=f"Harbour {number}") for number in range(40)))
    one, two = converted(tmp_path / "1", site), converted(tmp_path / "2", site, jobs=2)
    assert one == two
    assert one["plugins"]["TIDES"] == {"kept in a comment": 40}


def test_a_second_run_leaves_the_report_alone(tmp_path: Path) -> None:
    site = wiki(harbour())
    converted(tmp_path, site)
    paths = [tmp_path / ".tiki2md" / name for name in ("report.json", "report.html")]
    before = [path.stat().st_mtime_ns for path in paths]
    converted(tmp_path, site)
    assert before == [path.stat().st_mtime_ns for path in paths]
    manifest = json.loads((tmp_path / ".tiki2md/manifest.json").read_text())
    assert list(manifest["files"]) == ["content/harbour.md"]


def test_a_dry_run_leaves_no_report(tmp_path: Path) -> None:
    convert_site(wiki(harbour()), Options(), tmp_path / "out", Plan(dry=True))
    assert not (tmp_path / "out").exists()


def test_an_interrupted_run_leaves_the_report_of_the_last_one(tmp_path: Path) -> None:
    site = wiki(harbour(), Page(name="Quay", source="((Gone))"))
    converted(tmp_path, site)
    before = html_of(tmp_path)

    def stop() -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        convert_site(wiki(harbour(source="x")), Options(target="hugo"), tmp_path, on_page=stop)
    assert html_of(tmp_path) == before
    assert converted(tmp_path, wiki(harbour(source="x")))["counts"]["pages"] == 1


def test_hidden_pages_collisions_and_redirections_are_told(tmp_path: Path) -> None:
    data = converted(
        tmp_path,
        wiki(
            Page(name="Quay", source="a", page_id=1),
            Page(name="quay!", source="b", page_id=2),
            Page(name="Board", source="secret words", hidden="only Ann may view it", page_id=3),
            Page(name="Old", source="{REDIRECT(page=Quay)/}", page_id=4),
        ),
    )
    assert data["hidden"] == [{"name": "Board", "reason": "only Ann may view it"}]
    assert data["redirects"] == {"Old": "Quay"}
    assert data["collisions"] == [
        {"name": "quay!", "wanted": "content/quay.md", "path": "content/quay-2.md"}
    ]
    report = html_of(tmp_path)
    assert "secret words" not in report
    for words in ("only Ann may view it", "content/quay-2.md", "Collisions", "Redirections"):
        assert words in report


def test_collisions_of_posts_with_one_title_are_all_told(tmp_path: Path) -> None:
    posts = [Page(name="News", source="a", page_id=n, kind="article") for n in (1, 2, 3)]
    data = converted(tmp_path, Wiki(pages=[Page(name="Quay", source="q")], others=posts))
    paths = [(each["name"], each["path"]) for each in data["collisions"]]
    assert paths == [
        ("News", "content/articles/news-2.md"),
        ("News", "content/articles/news-3.md"),
    ]
    assert data["counts"]["collisions"] == 2


def test_ignored_findings_add_no_risk(tmp_path: Path) -> None:
    ignores = (Ignore("html-dropped", "a <form> that nobody used"),)
    data = converted(tmp_path, wiki(harbour()), Run(ignores=ignores))
    assert data["counts"]["ignored"] == 1
    assert data["counts"]["severities"]["loss"] == 1
    assert data["pages"][0]["risk"] == 6
    assert "Ignored: a &lt;form&gt; that nobody used" in html_of(tmp_path)


def test_what_the_readers_said_is_in_it(tmp_path: Path) -> None:
    reporter = Reporter()
    reporter.report(Code.SOURCE_DAMAGED, where="/home/ann/w.sql", problem="it ends")
    run = Run(sources=("/home/ann/w.sql",), read=tuple(reporter.diagnostics))
    data = converted(tmp_path, wiki(harbour()), run)
    assert [each["message"] for each in data["findings"]] == [
        "w.sql: it ends; what is left was read"
    ]


def test_a_post_may_have_the_name_of_a_page(tmp_path: Path) -> None:
    post = harbour(kind="blog post", page_id=7, source="{NOSUCH()}x{NOSUCH}")
    site = wiki(harbour(source="((Gone))"))
    site.others = [post]
    pages = converted(tmp_path, site)["pages"]
    assert [(page["path"], [each["code"] for each in page["findings"]]) for page in pages] == [
        ("content/harbour.md", ["link-missing-page"]),
        ("content/blog/harbour.md", ["plugin-unknown"]),
    ]


def test_failed_and_edited_pages_are_told(tmp_path: Path) -> None:
    converted(tmp_path, wiki(harbour()))
    (tmp_path / "content/harbour.md").write_text("mine")
    data = converted(tmp_path, wiki(harbour(source="new")))
    assert data["edited"] == ["content/harbour.md"]


def test_long_lists_are_folded_and_whole(tmp_path: Path) -> None:
    links = " ".join(f"((Gone {number:02}))" for number in range(40))
    reporter = Reporter()
    for number in range(9):
        reporter.report(Code.SOURCE_DAMAGED, where=f"w{number}.sql", problem="it ends")
    reporter.report(Code.SOURCE_NOT_UTF8, where="w.sql")
    converted(tmp_path, wiki(harbour(source=links)), Run(read=tuple(reporter.diagnostics)))
    tree = LexborHTMLParser(html_of(tmp_path))
    assert tree.css_first("#missing-pages details summary").text() == "15 more"
    assert len(tree.css("#missing-pages tbody tr")) == 40
    assert len(tree.css("#missing-pages details tbody tr")) == 15
    assert tree.css_first("#run details summary").text() == "source-damaged 9 errors"
    assert len(tree.css("#run details li")) == 9
    assert len(tree.css("#run li")) == 10


# Places


def test_a_place_is_found_by_its_words() -> None:
    source = "one two\nthree four\nfive six"
    text = "---\ntitle: three four\n---\n\none two\n\nthree four\n\nfive six\n"
    places = Places(source, text)
    lines = [places.line((source.index(word), len(source))) for word in ("one", "four", "six")]
    assert [text.split("\n")[line - 1] for line in lines] == ["one two", "three four", "five six"]


def test_words_that_are_often_there_tell_nothing() -> None:
    assert Places("word word word", "word word").line((0, 4)) == 0
    assert Places("", "").line((0, 0)) == 0


@given(st.text(alphabet="ab cd\n", max_size=60), st.text(alphabet="ab cd\n-", max_size=60))
def test_places_are_lines_of_the_file(source: str, text: str) -> None:
    places = Places(source, text)
    last = text.count("\n") + 1
    found = [places.line((at, at + 2)) for at in range(len(source) + 1)]
    assert all(0 <= line <= last for line in found)
    assert [line for line in found if line] == sorted(line for line in found if line)


@given(st.lists(st.text(alphabet="abcdefgh", min_size=2, max_size=6), unique=True, min_size=1))
def test_what_did_not_change_is_found_where_it_is(words: list[str]) -> None:
    text = "\n".join(words)
    places, lines = Places(text, text), LineMap(text)
    for match in re.finditer(r"\w+", text):
        assert places.line(match.span()) == lines.position(match.start())[0]


# The page


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
