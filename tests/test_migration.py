"""Whole sites: one bad page, a second run, what was edited or left, and what Hugo makes of it."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

import pytest
from command_line import installed
from crawl import crawl_site
from folders import files_of
from sample_wikis import SMALL, garden, harbour, leads_out

from tiki2md.diagnostics import Code, Reporter
from tiki2md.migration import Plan, convert_site
from tiki2md.migration import pages as migration_pages
from tiki2md.model import Page, Wiki
from tiki2md.options import Options, with_values

if TYPE_CHECKING:
    from pathlib import Path

    from tiki2md.pipeline import Surroundings

HUGO = Options(target="hugo")


def test_a_page_shows_what_it_knew_of_itself(tmp_path: Path) -> None:
    known = "{{page}} {{page_no_namespace}} {{pageid}} {{lastVersion}} {{lastAuthor}} {{domain}}"
    source = f"{known} {{{{user}}}}"
    page = Page(name="Moss:_:Care", page_id=7, version=3, last_editor="ada", source=source)
    options = with_values(
        Options(),
        {
            "argument_variables": True,
            "namespace_separator": ":_:",
            "site_url": "https://moss.example/wiki/",
        },
    )
    convert_site(Wiki(pages=[page]), options, tmp_path)
    text = (tmp_path / "moss-care.md").read_text("utf-8")
    assert text == "Moss:_:Care Care 7 3 ada moss.example {{user}}\n"


def test_a_page_that_only_redirects_is_another_name_of_its_target(tmp_path: Path) -> None:
    def leading(name: str, source: str, page_id: int) -> Page:
        return Page(name=name, page_id=page_id, source=source, slug=name.replace(" ", "-"))

    wiki = Wiki(
        pages=[
            leading("Ferns", "((Old Ferns)) [tiki-index.php?page_id=3|by id] ((Ring))", 1),
            leading("Old Ferns", "{REDIRECT(page=oldest ferns)/}\n", 2),
            leading("Oldest Ferns", "~tc~ moved ~/tc~{redirect page=Ferns}", 3),
            leading("Ring", '{REDIRECT(page="Wheel")/}', 4),
            leading("Wheel", '{REDIRECT(page="Ring")/}', 5),
            leading("Lost", '{REDIRECT(page="Nowhere")/}', 6),
            leading("Note", 'Moved: {REDIRECT(page="Ferns")/}', 7),
            leading("HomePage", '{REDIRECT(page="Ferns")/}', 8),
            leading("Away", '{REDIRECT(url="https://moss.example")/}', 9),
        ]
    )
    summary = convert_site(wiki, HUGO, tmp_path)
    ferns = (tmp_path / "content/ferns.md").read_text("utf-8")
    assert "[Old Ferns](ferns.md) [by id](ferns.md) [Ring](ring.md)" in ferns
    for path in ("/Old-Ferns", "/Old+Ferns", "/Oldest-Ferns", "/Oldest+Ferns"):
        assert f'  - "{path}"\n' in ferns
    names = {path.name for path in (tmp_path / "content").iterdir()}
    assert names == {
        *("ferns.md", "ring.md", "wheel.md", "lost.md", "note.md", "_index.md", "away.md"),
    }
    told = [finding for finding in summary.diagnostics if finding.code is Code.PAGE_REDIRECTS]
    assert [(finding.page, "to Ferns;" in finding.message) for finding in told] == [
        ("Old Ferns", True),
        ("Oldest Ferns", True),
    ]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("moss", "[moss](https://moss.example)"),
        ("See MOSS, not mosses.", "See [MOSS](https://moss.example), not mosses."),
        ("(moss)\nmoss", "([moss](https://moss.example))\\\n[moss](https://moss.example)"),
        ("a moss garden", "a [moss garden](moss-garden.md)"),  # an address inside the wiki
        ("__moss__ ''the moss here''", "**moss** *the [moss](https://moss.example) here*"),
        ("[https://other.example|the moss here]", "[the moss here](https://other.example)"),
        ("{CODE()}a moss b{CODE}", "```\na moss b\n```"),
        ("*a moss b", "- a [moss](https://moss.example) b"),
        ("moss-like", "moss-like"),
    ],
)
def test_hotwords_are_links(source: str, expected: str, tmp_path: Path) -> None:
    wiki = Wiki(
        pages=[Page(name="Moss Garden", source=source)],
        hotwords={"Moss": "https://moss.example", "moss garden": "tiki-index.php?page=Moss+Garden"},
    )
    convert_site(wiki, Options(hotwords=True), tmp_path / "on")
    assert (tmp_path / "on" / "moss-garden.md").read_text("utf-8") == f"{expected}\n"
    convert_site(wiki, Options(), tmp_path / "off")
    assert "moss.example" not in (tmp_path / "off" / "moss-garden.md").read_text("utf-8")


def fail_on(monkeypatch: pytest.MonkeyPatch, name: str, error: BaseException) -> None:
    """The conversion of a page ends with an error."""
    real = migration_pages.convert_page

    def convert_page(
        source: str, options: Options, around: Surroundings, reporter: Reporter
    ) -> str:
        if around.page == name:
            raise error
        return real(source, options, around, reporter)

    monkeypatch.setattr(migration_pages, "convert_page", convert_page)


def test_a_site_of_plain_markdown_is_its_pages(tmp_path: Path) -> None:
    summary = convert_site(SMALL, Options(), tmp_path / "out")
    assert sorted(summary.written) == sorted(
        ["homepage.md", "été.md", "index.md", "etc-passwd.md", "page-5.md", "categories.md"]
    )
    home = (tmp_path / "out" / "homepage.md").read_text("utf-8")
    assert "(%C3%A9t%C3%A9.md#foo-bar)" in home
    assert "gone" in home
    assert "(index.md)" in home
    assert not home.startswith("---")
    assert Code.LINK_MISSING_PAGE in summary.counts()


def test_a_site_for_hugo_has_what_builds_it(tmp_path: Path) -> None:
    summary = convert_site(SMALL, HUGO, tmp_path)
    assert summary.pages == len(summary.written) == 6
    assert set(files_of(tmp_path)) >= {
        "hugo.toml",
        "layouts/baseof.html",
        "content/_index.md",
        "content/index-page.md",
        "content/etc-passwd.md",
        "content/page-5.md",
        "content/categories-page.md",
    }


def test_pages_can_be_had_without_what_builds_them(tmp_path: Path) -> None:
    convert_site(SMALL, HUGO, tmp_path, Plan(scaffold=False))
    assert not (tmp_path / "hugo.toml").exists()


def test_same_bytes_every_time(tmp_path: Path) -> None:
    convert_site(SMALL, HUGO, tmp_path / "a")
    convert_site(SMALL, HUGO, tmp_path / "b")
    assert files_of(tmp_path / "a") == files_of(tmp_path / "b")
    again = convert_site(SMALL, HUGO, tmp_path / "a")
    assert (again.written, len(again.unchanged)) == ([], 6)
    assert files_of(tmp_path / "a") == files_of(tmp_path / "b")


def test_one_bad_page_never_stops_the_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fail_on(monkeypatch, "Index", ZeroDivisionError("by\nzero"))
    seen: list[None] = []
    summary = convert_site(SMALL, HUGO, tmp_path, on_page=lambda: seen.append(None))
    assert summary.failed == ["Index"]
    assert len(summary.written) == len(seen) == 6
    (finding,) = [d for d in summary.diagnostics if d.code is Code.PAGE_FAILED]
    assert (finding.page, "ZeroDivisionError: by zero" in finding.message) == ("Index", True)
    text = (tmp_path / "content" / "index-page.md").read_text()
    assert text.startswith(
        '---\ntitle: Index\nslug: index-page\naliases:\n  - "/Index"\nparams:\n  tiki:\n'
        '    page_id: "3"\n    name: Index\n---\n\n<pre><code>&#123;&#123;&lt; x'
    )


def test_interrupted_run_can_be_run_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        fail_on(patch, "Index", KeyboardInterrupt())
        with pytest.raises(KeyboardInterrupt):
            convert_site(SMALL, HUGO, tmp_path)
    summary = convert_site(SMALL, HUGO, tmp_path)
    assert len(summary.unchanged) == 2
    assert len(summary.written) == 4


def test_edited_files_stay_and_stale_ones_go_if_asked(tmp_path: Path) -> None:
    convert_site(SMALL, HUGO, tmp_path)
    (tmp_path / "content" / "page-5.md").write_text("mine")
    less = Wiki(pages=[page for page in SMALL.pages if page.name != "Categories"])
    summary = convert_site(less, HUGO, tmp_path, Plan(scaffold=False))
    assert summary.edited == ["content/page-5.md"]
    assert {Code.FILE_EDITED, Code.FILE_STALE} <= set(summary.counts())
    assert [d.message for d in summary.diagnostics if d.code is Code.FILE_STALE] == [
        Code.FILE_STALE.template.format(path="content/categories-page.md")
    ]
    pruned = convert_site(less, HUGO, tmp_path, Plan(prune=True))
    assert pruned.pruned == ["content/categories-page.md"]
    assert (tmp_path / "hugo.toml").exists()


def test_a_stale_file_that_was_edited_stays_and_is_told_apart(tmp_path: Path) -> None:
    convert_site(SMALL, HUGO, tmp_path)
    path = "content/categories-page.md"
    (tmp_path / path).write_text("mine")
    less = Wiki(pages=[page for page in SMALL.pages if page.name != "Categories"])
    for prune in (False, True):
        summary = convert_site(less, HUGO, tmp_path, Plan(prune=prune))
        assert summary.pruned == []
        codes = set(summary.counts())
        assert Code.FILE_STALE_EDITED in codes
        assert Code.FILE_STALE not in codes
    assert (tmp_path / path).read_text() == "mine"


@pytest.mark.parametrize("target", ["gfm", "hugo"])
def test_a_page_whose_front_matter_fails_never_stops_the_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, target: str
) -> None:
    def fail(*_: object) -> str:
        raise ValueError("does not read back")

    monkeypatch.setattr(migration_pages, "compose", fail)
    summary = convert_site(SMALL, Options(target=target), tmp_path)
    assert summary.failed == [page.name for page in SMALL.pages]
    files = files_of(tmp_path)
    if target == "hugo":
        text = files["content/été.md"].decode()
        assert text.startswith('---\ntitle: "été"\n---\n\n```text\n!Foo bar\n')
    else:
        assert files["été.md"].decode().startswith("```text\n!Foo bar\n")


@pytest.mark.parametrize("target", ["gfm", "hugo"])
def test_hostile_names_stay_in_the_folder_of_the_site(tmp_path: Path, target: str) -> None:
    names = ["a\ud800b", "n\0", "", " ", "same", "same", "x" * 300, "../..", "C:\\x", "a\nb"]
    text = "".join(f"(({name}|\ud800#x)) " for name in names)
    wiki = Wiki(pages=[Page(name=name, source=text, slug=name) for name in names])
    summary = convert_site(wiki, Options(target=target), tmp_path / "deep" / "out")
    assert not summary.failed
    assert len(summary.written) == len(names)
    assert [path.name for path in tmp_path.iterdir()] == ["deep"]
    assert [path.name for path in (tmp_path / "deep").iterdir()] == ["out"]


def test_counts_are_worst_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fail_on(monkeypatch, "???", ValueError("x"))
    counts = convert_site(SMALL, Options(), tmp_path).counts()
    severities = [code.severity for code in counts]
    assert severities == sorted(severities, reverse=True)
    assert next(iter(counts)) is Code.PAGE_FAILED


@pytest.mark.parametrize("source", ["small", "harbour", "garden"])
def test_hugo_builds_and_every_link_leads_somewhere(tmp_path: Path, source: str) -> None:
    hugo = installed("hugo")
    sources = {"harbour": harbour, "garden": garden}
    wiki = sources[source](tmp_path / "spool") if source in sources else SMALL
    site = tmp_path / "site"
    summary = convert_site(wiki, HUGO, site, Plan())
    assert not summary.failed
    done = subprocess.run(
        [hugo, "--source", str(site), "--printPathWarnings", "--panicOnWarning"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "WARN" not in done.stdout + done.stderr
    assert "ERROR" not in done.stdout + done.stderr
    assert crawl_site(site / "public", ignored=leads_out).problems == []
    for entry in summary.written:
        stem, _, language = entry.removeprefix("content/").removesuffix(".md").partition(".")
        folder = stem.removesuffix("_index")
        assert (site / "public" / language / folder / "index.html").exists()
