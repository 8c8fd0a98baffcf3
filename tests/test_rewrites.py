"""What a configuration replaces on pages, from the file to the proof."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from doc_pages import PAGES, fences
from folders import report_of
from sample_exports import HARBOUR

from tiki2md.cli import run
from tiki2md.diagnostics import Reporter
from tiki2md.options import Options, Rewrite
from tiki2md.pipeline import Surroundings, convert_page

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

EXPORT = str(HARBOUR)
UNUSED = '\n[[rewrite]]\ntext = "Sandsend"\nwith = "Whitby"\n'


def found(site: Path) -> list[tuple[str, str]]:
    """The code and the page of each finding about a rewrite."""
    report = report_of(site)
    of_pages = [(page["name"], one) for page in report["pages"] for one in page["findings"]]
    of_run = [("", finding) for finding in report["findings"]]
    findings = [(finding["code"], page) for page, finding in (*of_pages, *of_run)]
    return [(code, page) for code, page in findings if code.startswith("rewrit")]


@pytest.fixture
def config(tmp_path: Path) -> Path:
    """The example of the guide, and an entry that no page needs."""
    path = tmp_path / "tiki2md.toml"
    text = fences(PAGES / "guide" / "rewrites.md", "toml")[0].body
    path.write_text(text + UNUSED, encoding="utf-8")
    return path


def converted(config: Path, *flags: str) -> Path:
    site = config.with_name("site")
    assert run(["convert", EXPORT, "-o", str(site), "-c", str(config), "-q", *flags]) == 0
    return site


def test_each_page_that_changed_is_reported_and_each_entry_without_a_use(config: Path) -> None:
    site = converted(config)
    assert sorted(found(site)) == [
        ("rewrite-unused", ""),
        ("rewritten", "Fähre"),
        ("rewritten", "HomePage"),
        ("rewritten", "HomePage"),
        ("rewritten", "Le port"),
    ]


def test_some_pages_tell_nothing_of_entries_without_a_use(config: Path) -> None:
    assert found(converted(config, "--include", "Le port")) == [("rewritten", "Le port")]


def test_the_report_tells_the_entries(config: Path) -> None:
    report = report_of(converted(config))
    assert report["run"]["options"]["rewrites"][0] == {
        "find": "Saltwick",
        "replacement": "Port Mulgrave",
        "in_links": False,
        "regex": False,
        "page": "*",
    }


def verified(config: Path, site: Path, capsys: pytest.CaptureFixture[str]) -> tuple[int, str]:
    capsys.readouterr()
    code = run(["verify", EXPORT, str(site), "-c", str(config)])
    said = capsys.readouterr()
    return code, said.out + said.err


def test_the_proof_expects_what_the_entries_say(
    config: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, said = verified(config, converted(config), capsys)
    assert code == 0
    assert "words 100 %" in said
    assert "3 reported as lost, 0 not accounted for" in said


def test_the_proof_sees_what_no_entry_says(
    config: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    site = converted(config)
    home = site / "content" / "_index.md"
    text = home.read_text("utf-8")
    home.write_text(text.replace("Port Mulgrave Harbour", "Port Harbour"), encoding="utf-8")
    code, said = verified(config, site, capsys)
    assert code == 1
    assert "words are missing: “Mulgrave" in said


def test_another_entry_writes_the_pages_that_it_changes(config: Path) -> None:
    site = converted(config)
    before = {path: path.read_bytes() for path in site.rglob("*.md")}
    config.write_text(config.read_text("utf-8").replace("Port Mulgrave", "Staithes"), "utf-8")
    converted(config)
    changed = {path.name for path, text in before.items() if path.read_bytes() != text}
    assert changed == {"_index.md", "_index.fr.md", "fähre.de.md"}


def rewritten(source: str, *rules: Rewrite, around: Surroundings | None = None) -> str:
    reporter = Reporter(source=source)
    return convert_page(source, Options(rewrites=rules), around, reporter)


@pytest.mark.parametrize(
    ("page", "fits"), [("Docs*", True), ("Docs?One", True), ("Docs", False), ("[D]ocs*", False)]
)
def test_pages_by_their_names(page: str, fits: bool) -> None:
    around = Surroundings(page="Docs One")
    rule = Rewrite(find="a", replacement="b", page=page)
    assert rewritten("a", rule, around=around) == ("b\n" if fits else "a\n")


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ('{syntax type="markdown"}a `a` [a](http://a.example)', "b `a` [b](http://a.example)\n"),
        ("a\n\n```\na\n```", "b\n\n```\na\n```\n"),
    ],
)
def test_pages_of_markdown(source: str, expected: str) -> None:
    page = source if source.startswith("{") else '{syntax type="markdown"}\n' + source
    assert rewritten(page, Rewrite(find="a", replacement="b")).lstrip("\n") == expected


@pytest.mark.parametrize("wiki_in_html", [True, False])
def test_pages_of_html(wiki_in_html: bool) -> None:
    source = '<p>a <b>a</b> <code>a</code> <a href="http://a.example/">a</a></p>'
    rules = (Rewrite(find="a", replacement="b"), Rewrite(find="a", replacement="c", in_links=True))
    options = Options(rewrites=rules, wiki_in_html=wiki_in_html)
    text = convert_page(source, options, Surroundings(is_html=True), Reporter())
    assert text == "b **b** `a` [b](http://c.excmple/)\n"


def test_rules_hold_one_after_the_other() -> None:
    rules = Rewrite(find="one", replacement="two"), Rewrite(find="two", replacement="three")
    assert rewritten("one", *rules) == "three\n"


def test_what_takes_the_place_is_no_markup() -> None:
    rules: Sequence[Rewrite] = [Rewrite(find="x", replacement="*y* __z__")]
    assert rewritten("x", *rules) == "\\*y\\* \\_\\_z\\_\\_\n"
