"""The report of a run: what its ledger says, and when it is written."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from reported import SOURCE, converted, harbour, html_of, wiki
from selectolax.lexbor import LexborHTMLParser

from tiki2md.diagnostics import Code, Reporter
from tiki2md.ignores import Ignore
from tiki2md.migration import Plan, convert_site
from tiki2md.model import Page, Wiki
from tiki2md.options import Options
from tiki2md.report.ledger import VERSION
from tiki2md.report.recorder import Run

if TYPE_CHECKING:
    from pathlib import Path


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
