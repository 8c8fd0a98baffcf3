"""Links to pages that are not there: what each policy makes of them, in every way to write one."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

import frontmatter
import pytest
from folders import report_of
from readers_there import read_back_or_skip

from tiki2md.cli import run
from tiki2md.diagnostics import Code, Severity
from tiki2md.migration import Plan, convert_site
from tiki2md.model import Category, Comment, Page, Place, Wiki
from tiki2md.options import Options
from tiki2md.plugins import default_registry
from tiki2md.proof import prove
from tiki2md.selection import Selection
from tiki2md.site.layout import layout_of
from tiki2md.verify.dialects import DIALECTS
from tiki2md.verify.folder import open_folder

if TYPE_CHECKING:
    from pathlib import Path

    from tiki2md.diagnostics import Diagnostic
    from tiki2md.migration import Summary

SITE = "https://moss.example/wiki/"
SOURCES = {
    "HomePage": "((Moss)), ((Sun Dew|#leaves|dew)), ((sun dew )) and ((Alder))",
    "Moss": "[tiki-index.php?page=Sun+Dew|the dew], [tiki-index.php?page_id=99|a number]",
    "Fern": "{INCLUDE(page=Moss)}{INCLUDE}{img src=x.png link=tiki-index.php?page=Peat}",
    "Lists": "{INCLUDE(page=Alder)/}{WANTEDPAGES()/}{LISTPAGES()/}{BACKLINKS(page=Moss)/}"
    "{CATEGORY(id=1)/}",
    "Secret": "((Hornwort))",
    "Talk": "((Secret)) is hidden.",
}


def wiki_of() -> Wiki:
    pages = [
        Page(name=name, source=source, page_id=number, modified=10**9, categories=[1])
        for number, (name, source) in enumerate(SOURCES.items(), 1)
    ]
    pages[4].hidden = "only for gardeners"
    return Wiki(
        pages=pages,
        categories={1: Category(category_id=1, name="Green")},
        comments=[Comment(comment_id=1, object_name="Moss", user="ada", text="See ((Lichen)).")],
        places={
            1: Place(place_id=1, page="HomePage"),
            2: Place(place_id=2, page="Alder", parent_id=1, position=1),
        },
    )


def converted(out: Path, policy: str, wiki: Wiki | None = None, **options: str) -> Summary:
    return convert_site(
        wiki or wiki_of(), replace(Options(missing_links=policy), **options), out, Plan(prune=True)
    )


def of(summary: Summary, code: Code) -> list[tuple[str, str]]:
    return [(found.page, found.message) for found in summary.diagnostics if found.code is code]


def missing(summary: Summary) -> list[Diagnostic]:
    codes = {Code.LINK_MISSING_PAGE, Code.LINK_OLD_SITE, Code.LINK_BROKEN, Code.LINK_MISSING_ID}
    return [found for found in summary.diagnostics if found.code in codes]


def text_of(out: Path, path: str) -> str:
    return (out / path).read_text("utf-8")


def test_text_is_the_default(tmp_path: Path) -> None:
    summary = converted(tmp_path, Options().missing_links)
    assert text_of(tmp_path, "homepage.md") == "[Moss](moss.md), dew, sun dew and Alder\n"
    assert text_of(tmp_path, "moss.md").startswith("the dew, a number\n")
    assert ("Moss", "no page is named Sun Dew: the link is kept as text") in of(
        summary, Code.LINK_MISSING_PAGE
    )
    assert ("Fern", "no page is named Peat: the link is kept as text") in of(
        summary, Code.LINK_MISSING_PAGE
    )
    assert of(summary, Code.LINK_MISSING_ID)[0] == (
        "Moss",
        "no page has the number in tiki-index.php?page_id=99",
    )
    assert summary.stubs == 0


@pytest.mark.parametrize("site_url", [SITE, SITE.rstrip("/")])
def test_a_link_leads_to_the_old_wiki(tmp_path: Path, site_url: str) -> None:
    summary = converted(tmp_path, "link", site_url=site_url)
    assert f"[dew]({SITE}tiki-index.php?page=Sun%20Dew)" in text_of(tmp_path, "homepage.md")
    moss = text_of(tmp_path, "moss.md")
    assert f"[the dew]({SITE}tiki-index.php?page=Sun%20Dew)" in moss
    assert f"[a number]({SITE}tiki-index.php?page_id=99)" in moss
    assert f"({SITE}tiki-index.php?page=Peat)" in text_of(tmp_path, "fern.md")
    assert {found.code for found in missing(summary)} == {Code.LINK_OLD_SITE}


def test_an_error_is_one_and_the_text_stays(tmp_path: Path) -> None:
    summary = converted(tmp_path, "error")
    assert text_of(tmp_path, "homepage.md") == "[Moss](moss.md), dew, sun dew and Alder\n"
    found = missing(summary)
    assert {each.code for each in found} == {Code.LINK_BROKEN}
    assert {each.severity for each in found} == {Severity.ERROR}
    report = report_of(tmp_path)
    assert report["missing_pages"]["Sun Dew"] == {"Fern": 1, "HomePage": 1, "Moss": 1}


def test_a_stub_for_each_name_that_links_want(tmp_path: Path) -> None:
    summary = converted(tmp_path / "stub", "stub")
    plain = converted(tmp_path / "text", "text")
    stubs = ["alder.md", "lichen.md", "peat.md", "sun-dew.md"]
    # No page has another path because of them.
    assert summary.written == [*plain.written, *stubs]
    assert (summary.stubs, summary.pages) == (4, plain.pages)
    assert text_of(tmp_path / "stub", "sun-dew.md") == (
        "This page was never written. These pages link to it:\n\n"
        "- [HomePage](homepage.md)\n- [Moss](moss.md)\n- [Fern](fern.md)\n"
    )
    home = text_of(tmp_path / "stub", "homepage.md")
    assert (
        home == "[Moss](moss.md), [dew](sun-dew.md), [sun dew](sun-dew.md) and [Alder](alder.md)\n"
    )
    assert "[the dew](sun-dew.md), a number" in text_of(tmp_path / "stub", "moss.md")
    assert "See [Lichen](lichen.md)." in text_of(tmp_path / "stub", "moss.md")
    assert "(peat.md)" in text_of(tmp_path / "stub", "fern.md")
    assert of(summary, Code.PAGE_STUB)[-1] == (
        "Sun Dew",
        "nobody wrote it: sun-dew.md is for links on 3 pages",
    )
    report = report_of(tmp_path / "stub")
    assert report["counts"]["stubs"] == 4
    assert report["counts"]["pages"] == plain.pages
    assert report["stubs"]["Peat"] == {"path": "peat.md", "pages": ["Fern"]}
    assert ">Sun Dew<" in text_of(tmp_path / "stub", ".tiki2md/report.html")


def test_no_stub_says_that_nobody_wrote_a_page_that_is_only_not_here(tmp_path: Path) -> None:
    summary = converted(tmp_path / "all", "stub")
    assert not (tmp_path / "all" / "secret.md").exists()
    assert not (tmp_path / "all" / "hornwort.md").exists()
    assert ("Talk", "no page is named Secret: the link is kept as text") in of(
        summary, Code.LINK_MISSING_PAGE
    )
    part = Selection(exclude=("Moss",)).of(wiki_of())
    summary = converted(tmp_path / "part", "stub", part)
    assert not (tmp_path / "part" / "moss.md").exists()
    assert text_of(tmp_path / "part", "homepage.md").startswith("Moss, [dew](sun-dew.md)")


@pytest.mark.parametrize("policy", ["text", "stub", "error"])
def test_links_from_a_part_to_the_rest_are_no_missing_ones(tmp_path: Path, policy: str) -> None:
    part = Selection(exclude=("moss", "Fern")).of(wiki_of())
    summary = converted(tmp_path, policy, part)
    assert ("HomePage", "Moss was not asked for: the link is kept as text") in of(
        summary, Code.LINK_LEFT_OUT
    )
    assert text_of(tmp_path, "homepage.md").startswith("Moss, ")
    assert "Moss" not in report_of(tmp_path)["missing_pages"]
    # Whoever asks for the page then has the link.
    assert converted(tmp_path, policy).counts().get(Code.LINK_LEFT_OUT) is None
    assert text_of(tmp_path, "homepage.md").startswith("[Moss](moss.md), ")
    converted(tmp_path, policy, part)
    assert text_of(tmp_path, "homepage.md").startswith("Moss, ")


def test_links_from_a_part_may_lead_to_the_old_wiki(tmp_path: Path) -> None:
    part = Selection(include=("HomePage",)).of(wiki_of())
    converted(tmp_path, "link", part, site_url=SITE)
    home = text_of(tmp_path, "homepage.md")
    assert home.startswith(f"[Moss]({SITE}tiki-index.php?page=Moss), ")


def test_what_lists_pages_sees_no_stub(tmp_path: Path) -> None:
    for policy in ("text", "stub"):
        converted(tmp_path / policy, policy)
    for path in ("lists.md", "_Sidebar.md", "README.md"):
        assert text_of(tmp_path / "stub", path) == text_of(tmp_path / "text", path)
    assert "| Sun Dew |" in text_of(tmp_path / "stub", "lists.md")


def test_a_stub_says_what_it_is_and_is_no_draft(tmp_path: Path) -> None:
    converted(tmp_path, "stub", target="hugo")
    stub = frontmatter.load(str(tmp_path / "content" / "sun-dew.md"))
    assert stub.metadata == {
        "title": "Sun Dew",
        "slug": "sun-dew",
        "params": {"tiki": {"name": "Sun Dew", "kind": "stub"}},
    }


def test_a_stub_links_no_draft(tmp_path: Path) -> None:
    converted(tmp_path, "stub", target="hugo", visibility="all")
    assert frontmatter.load(str(tmp_path / "content" / "hornwort.md")).content == (
        "This page was never written."
    )


def test_a_stub_of_a_name_whose_path_is_taken(tmp_path: Path) -> None:
    wiki = Wiki(
        pages=[
            Page(name="A-b", page_id=1, source="((A b)) ((CON)) ((???))"),
            Page(name="B", page_id=2, source="((a  b|x)) ((../../etc/passwd))"),
        ]
    )
    summary = converted(tmp_path, "stub", wiki)
    assert summary.written[:2] == ["a-b.md", "b.md"]
    assert summary.stubs == len(summary.written) - 2 == 5
    assert text_of(tmp_path, "a-b.md").startswith("[A b](a-b-")


@pytest.mark.parametrize("target", ["gfm", "obsidian", "mkdocs"])
def test_no_stub_takes_the_place_of_a_page_that_lists_others(tmp_path: Path, target: str) -> None:
    read_back_or_skip(target)
    wiki = wiki_of()
    wiki.pages[1].source = "((Categories)) ((Home)) ((ReadMe))"
    plain, stubs = tmp_path / "plain", tmp_path / "stubs"
    converted(plain, "text", wiki, target=target)
    converted(stubs, "stub", wiki, target=target)
    lists = {"categories.md", "Categories.md", "README.md", "_Sidebar.md"}
    made = [path for path in plain.rglob("*.md") if path.name in lists]
    assert made
    for path in made:
        assert (stubs / path.relative_to(plain)).read_bytes() == path.read_bytes()
    proof = prove(
        wiki, Options(target=target, missing_links="stub"), default_registry(), open_folder(stubs)
    )
    assert all(each.diagnostic.severity == Severity.INFO for each in proof.all_findings())


def test_a_stub_goes_when_its_page_is_written_and_an_edited_one_stays(tmp_path: Path) -> None:
    converted(tmp_path, "stub")
    (tmp_path / "peat.md").write_text("# Peat\n\nWet.\n", "utf-8")
    wiki = wiki_of()
    wiki.pages.append(Page(name="Lichen", page_id=20, source="Grey."))
    wiki.pages[0].source = "((Moss))"
    summary = converted(tmp_path, "stub", wiki)
    assert text_of(tmp_path, "lichen.md") == "Grey.\n"
    assert text_of(tmp_path, "peat.md") == "# Peat\n\nWet.\n"
    assert summary.pruned == ["alder.md"]
    assert [page for page, _ in of(summary, Code.FILE_EDITED)] == ["Peat"]


def test_old_addresses_of_wanted_names_lead_to_their_stubs(tmp_path: Path) -> None:
    options = {"target": "hugo", "redirect_hosts": ("json",)}
    summary = convert_site(wiki_of(), replace(Options(missing_links="stub"), **options), tmp_path)
    assert Code.REDIRECT_WRONG not in summary.counts()
    (path,) = summary.redirect_files
    found = json.loads(text_of(tmp_path, path))
    assert "/sun-dew/" in json.dumps(found)


@pytest.mark.parametrize(
    ("target", "policy"),
    [
        *((target, "stub") for target in sorted(DIALECTS)),
        *(("gfm", policy) for policy in ("text", "link", "error")),
    ],
)
def test_nothing_is_wrong_with_the_site(tmp_path: Path, target: str, policy: str) -> None:
    read_back_or_skip(target)
    options = Options(target=target, missing_links=policy, site_url=SITE, redirect_hosts=("json",))
    convert_site(wiki_of(), options, tmp_path)
    proof = prove(wiki_of(), options, default_registry(), open_folder(tmp_path))
    bad = [each for each in proof.all_findings() if each.diagnostic.severity > Severity.INFO]
    assert not bad
    if policy == "stub":
        folder = layout_of(target).folder
        stub = next((tmp_path / folder).rglob("[Ss]un*[Dd]ew.md"))
        stub.unlink()
        proof = prove(wiki_of(), options, default_registry(), open_folder(tmp_path))
        codes = {each.diagnostic.code for each in proof.all_findings()}
        assert {Code.VERIFY_PAGE_MISSING, Code.VERIFY_LINK_BROKEN} <= codes


@pytest.mark.parametrize(
    ("flags", "code", "says"),
    [
        ([], 0, "link-missing-page"),
        (["--missing-links", "error"], 1, "error link-broken: no page is named Gone"),
        (["--missing-links", "stub"], 0, "1 stub"),
        (["--missing-links", "link"], 2, "set site_url, for one by --base-url https://"),
        (["--missing-links", "link", "--base-url", "moss.example"], 0, "link-old-site"),
        (["--missing-links", "drop"], 2, "it is one of text, link, stub, error"),
    ],
)
def test_the_flag_says_what_becomes_of_them(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    flags: list[str],
    code: int,
    says: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages" / "a.tiki").write_text("((Gone))", "utf-8")
    assert run(["convert", "pages", "-o", "out", "-v", *flags]) == code
    assert says in capsys.readouterr().err
    if code == 0:
        assert run(["verify", "pages", "out", *flags]) == 0
