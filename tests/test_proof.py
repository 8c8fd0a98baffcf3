"""A written site against its export: nothing is wrong with it, and every fault is found."""

from __future__ import annotations

from dataclasses import replace
from random import Random
from typing import TYPE_CHECKING

import pytest
from faults import FAULTS, try_faults
from proof_sites import Site, small, written
from readers_there import read_back_or_skip
from sample_exports import HARBOUR, REAL_EXPORTS

from tiki2md.diagnostics import Code, Reporter, Severity
from tiki2md.migration import Plan, convert_site
from tiki2md.model import Page, Wiki
from tiki2md.options import Options
from tiki2md.plugins import default_registry
from tiki2md.proof import prove
from tiki2md.readers import read_sources
from tiki2md.readers.blobs import BlobStore
from tiki2md.readers.reading import Reading
from tiki2md.site.writer import MANIFEST as WRITTEN
from tiki2md.verify.dialects import DIALECTS
from tiki2md.verify.folder import MANIFEST, FolderError, open_folder

if TYPE_CHECKING:
    from pathlib import Path

RARE = """{MOUSEOVER(label="UTC")}Universal time{MOUSEOVER} and
{img src="https://example.org/quay.png" title="The quay" alt="quay"}
||depth|tide
four|low||
"""
"""What the harbour's pages do not have, and a fault may be put into."""
FAULTS_OF_A_KIND = 8
"""In a site of each target; ``benchmarks/mutations.py`` tries as many as it is told."""


@pytest.fixture(scope="module")
def harbour() -> Wiki:
    wiki = read_sources([HARBOUR], Reporter(), Reading())
    return replace(wiki, pages=[*wiki.pages, Page(name="Rare", page_id=9000, source=RARE)])


@pytest.fixture(scope="module", params=DIALECTS)
def harbour_site(
    harbour: Wiki, tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> Site:
    """The harbour as a site of each target; a test leaves it as it was."""
    if request.param == "mkdocs":
        pytest.importorskip("pymdownx.slugs")
    out = tmp_path_factory.mktemp(request.param)
    return written(out, harbour, target=request.param, redirect_hosts=("nginx", "json"))


def test_an_untouched_site_is_whole(harbour_site: Site) -> None:
    proof = harbour_site.proof()
    severe = [f.to_text() for f in proof.all_findings() if f.diagnostic.severity > Severity.INFO]
    assert severe == []
    assert proof.words.total > 500
    assert proof.words.percent == proof.structure.percent == 100


def test_random_faults_are_found(harbour_site: Site) -> None:
    """Every kind that a target can take, several times."""
    count = FAULTS_OF_A_KIND * len(FAULTS)
    trials = try_faults(harbour_site.expectation, harbour_site.out, count, Random(7))  # noqa: S311 - no secret
    assert len(trials) >= count
    kinds = {fault.__name__ for fault in FAULTS}
    if harbour_site.options.target in {"gfm", "commonmark"}:
        kinds -= {"front_matter_edited"}
    assert {trial.kind for trial in trials} == kinds
    missed = [(trial.kind, trial.path) for trial in trials if not trial.found]
    assert len(missed) <= len(trials) // 100, missed


@pytest.fixture(scope="module", params=["garden/garden.sql.gz", "domogik-xml.zip"])
def real_wiki(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Wiki:
    export = REAL_EXPORTS / request.param
    if not export.exists():
        pytest.skip("the export is not here")
    spool = tmp_path_factory.mktemp("spool")
    return read_sources([export], Reporter(), Reading(blobs=BlobStore(spool)))


@pytest.mark.parametrize("target", DIALECTS)
def test_real_exports_are_whole(real_wiki: Wiki, target: str, tmp_path: Path) -> None:
    if target == "mkdocs":
        pytest.importorskip("pymdownx.slugs")
    proof = written(tmp_path / "out", real_wiki, target=target).proof()
    severe = [f.to_text() for f in proof.all_findings() if f.diagnostic.severity > Severity.INFO]
    assert severe == []
    assert proof.words.percent == proof.structure.percent == 100
    assert proof.source.total > 1000
    assert proof.source.left == 0


def test_what_led_nowhere_in_the_wiki_is_told_only(tmp_path: Path) -> None:
    assert small(tmp_path).codes() == ["verify-link-dead"]


EDITS = [
    ("crab-soup.md", "- one", "- three", "verify-text-missing"),
    ("crab-soup.md", "- one", "- one more", "verify-text-added"),
    ("crab-soup.md", "## Shells", "### Shells", "verify-structure"),
    ("crab-soup.md", "- one", "- **one**", "verify-format"),
    ("crab-soup.md", "| a | b |", "| a, b | |", "verify-table"),
    ("crab-soup.md", "x = 1", "x  = 1", "verify-code"),
    ("crab-soup.md", "secret", "open", "verify-comment"),
    ("crab-soup.md", 'id="pot"', 'id="pan"', "verify-anchor"),
    ("crab-soup.md", "crab.png", "no.png", "verify-image"),
    ("crab-soup.md", '"A crab"', '"A lobster"', "verify-title"),
    ("crab-soup.md", ' "A crab"', "", "verify-title"),
    ("crab-soup.md", "crab.png", "no.png", "verify-link-broken"),
    ("homepage.md", "crab-soup.md", "crab.md", "verify-link"),
    ("homepage.md", "crab-soup.md", "crab.md", "verify-link-broken"),
    ("homepage.md", "#shells", "#claws", "verify-link-broken"),
    ("crab-soup.md", "## Shells", "## Claws", "verify-link-broken"),
]


@pytest.mark.parametrize(("path", "old", "new", "code"), EDITS)
def test_an_edit_has_a_code(path: str, old: str, new: str, code: str, tmp_path: Path) -> None:
    site = small(tmp_path)
    site.edit(path, old, new)
    codes = site.codes()
    assert code in codes
    assert "verify-manifest" in codes


def test_a_finding_names_file_and_line(tmp_path: Path) -> None:
    site = small(tmp_path, "hugo")
    site.edit("content/crab-soup.md", "- one", "- three")
    finding = site.finding(Code.VERIFY_TEXT_ADDED)
    lines = (site.out / "content" / "crab-soup.md").read_text("utf-8").splitlines()
    assert lines[finding.line - 1] == "- three"
    assert finding.to_text() == (
        f"content/crab-soup.md:{finding.line}: error verify-text-added: "
        "words that nobody wrote: “three”"
    )
    assert finding.to_dict()["page"] == "Crab Soup"


def test_what_a_target_cannot_read_is_told(tmp_path: Path) -> None:
    site = small(tmp_path, "docusaurus")
    path = next(path for path in sorted(open_folder(site.out).files) if "crab-soup.md" in path)
    site.edit(path, "- one", "- one {two")
    finding = site.finding(Code.VERIFY_SYNTAX)
    assert finding.path == path
    lines = (site.out / path).read_text("utf-8").splitlines()
    assert lines[finding.line - 1] == "- one {two"
    assert "“{two" in finding.diagnostic.message


def test_what_python_markdown_fails_at_is_told(tmp_path: Path) -> None:
    read_back_or_skip("mkdocs")
    site = small(tmp_path, "mkdocs")
    site.edit("docs/crab-soup.md", "- one", "- one\n\n[^a]: [^b]: x\n\n[^c]: y")
    assert "Python-Markdown fails" in site.finding(Code.VERIFY_SYNTAX).diagnostic.message


def test_the_title_that_a_page_shows_is_that_of_the_export(tmp_path: Path) -> None:
    read_back_or_skip("mkdocs")
    in_markdown = Page(name="HomePage", source='{syntax type="markdown"}\n# Welcome\nText.')
    site = written(tmp_path / "out", Wiki(pages=[in_markdown]), target="mkdocs")
    assert "verify-text-added" not in site.codes()
    site.edit("docs/index.md", "# HomePage {", "# Start page {")
    finding = site.finding(Code.VERIFY_TEXT_ADDED)
    assert "“Start page”" in finding.diagnostic.message


FRONT_MATTER = [
    ("title: Crab Soup", "title: Crab Stew"),
    ("  - soup\n", "  - stew\n"),
    ("title: Crab Soup", "title: [Crab"),
    ("title: Crab Soup", "other: 1\ntitle: Crab Soup"),
    ("---\n", "--\n"),
    ("title: Crab Soup", "title: Crab Soup\ntitle: Crab Soup"),
    ("2023-11-14", "2023-11-15"),
]


@pytest.mark.parametrize(("old", "new"), FRONT_MATTER)
def test_front_matter_says_what_the_export_says(old: str, new: str, tmp_path: Path) -> None:
    site = small(tmp_path, "hugo")
    site.edit("content/crab-soup.md", old, new)
    assert "verify-front-matter" in site.codes()


@pytest.mark.parametrize("alias", ["/Start", "/crab-soup/", "/"])
def test_an_alias_is_that_of_one_page(alias: str, tmp_path: Path) -> None:
    site = small(tmp_path, "hugo")
    site.edit("content/old.md", "aliases:\n", f"aliases:\n  - {alias}\n")
    assert "verify-alias" in site.codes()


def test_a_page_that_is_missing_and_one_too_many(tmp_path: Path) -> None:
    site = small(tmp_path)
    (site.out / "crab-soup.md").rename(site.out / "stew.md")
    codes = site.codes()
    assert {"verify-page-missing", "verify-page-extra", "verify-link-broken"} <= set(codes)
    proof = site.proof()
    assert proof.words.kept < proof.words.total


def test_a_file_that_is_damaged_or_missing(tmp_path: Path) -> None:
    site = small(tmp_path)
    picture = site.out / "files" / "crab.png"
    picture.write_bytes(b"\x89PNG crap")
    assert "verify-file" in site.codes()
    picture.write_bytes(b"\x89PNG")
    assert "verify-file" in site.codes()
    picture.unlink()
    assert {"verify-file", "verify-link-broken"} <= set(site.codes())
    assert site.proof().files == 1


def test_a_page_that_is_no_text(tmp_path: Path) -> None:
    site = small(tmp_path)
    (site.out / "old.md").write_bytes(b"\xff\xfe")
    assert "verify-file" in site.codes()


@pytest.mark.parametrize("manifest", [None, "", "[]", '{"files": 1}'])
def test_a_manifest_that_is_gone_or_damaged(manifest: str | None, tmp_path: Path) -> None:
    site = small(tmp_path)
    (site.out / MANIFEST).unlink()
    if manifest is not None:
        (site.out / MANIFEST).write_text(manifest)
    assert "verify-manifest" in site.codes()


def test_redirects_are_those_of_the_export(tmp_path: Path) -> None:
    site = small(tmp_path, redirect_hosts=("json",))
    assert "verify-redirects" not in site.codes()
    path = site.out / "redirects" / "redirects.json"
    path.write_text(path.read_text("utf-8").replace("crab-soup", "crab"), "utf-8")
    assert "verify-redirects" in site.codes()
    path.unlink()
    assert "verify-redirects" in site.codes()


def test_redirects_lead_to_what_is_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    site = small(tmp_path, redirect_hosts=("json",))
    monkeypatch.setattr("tiki2md.proof.site.new_urls", lambda *_: {"/crab-soup/"})
    messages = [finding.diagnostic.message for finding in site.proof().findings]
    assert any("redirects" in message and "homepage" in message for message in messages), messages


def test_a_page_that_is_too_long_is_expected_as_its_source(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tiki2md.migration.page_limits.MAX_SOURCE", 20)
    pages = [
        Page(name="Long", page_id=1, source="__bold__ and *much* else"),
        Page(name="Short", page_id=2, source="__bold__"),
    ]
    site = written(tmp_path, Wiki(pages=pages), target="hugo")
    assert site.codes() == ["page-too-long"]
    site.edit("content/long.md", "much", "more")
    assert {"verify-text-missing", "verify-text-added"} <= set(site.codes())


def test_a_folder_that_is_none(tmp_path: Path) -> None:
    with pytest.raises(FolderError, match="no folder"):
        open_folder(tmp_path / "nothing")


def test_the_manifest_is_where_the_writer_puts_it() -> None:
    assert MANIFEST == WRITTEN


def test_sources_are_kept_beside_the_report_and_go_with_their_pages(tmp_path: Path) -> None:
    home = Page(name="Home", source="A __bold__\r\n((Moss)) ((Gone))", page_id=1)
    moss = Page(name="Moss", source="{HTML()}<b>x</b>{HTML}", page_id=2)
    options = {"target": "hugo", "keep_source": True, "missing_links": "stub"}
    site = written(tmp_path, Wiki(pages=[home, moss]), **options)
    kept = tmp_path / ".tiki2md" / "src" / "content"
    assert (kept / "home.tiki").read_bytes() == home.source.encode()
    assert sorted(path.name for path in kept.iterdir()) == ["home.tiki", "moss.tiki"]
    assert site.codes() == []
    (kept / "moss.tiki").write_text("mine", "utf-8")
    assert site.codes() == ["verify-manifest"]
    (kept / "moss.tiki").write_text(moss.source, "utf-8")
    plan = Plan(registry=default_registry(), prune=True)
    summary = convert_site(Wiki(pages=[home]), site.options, tmp_path, plan)
    assert ".tiki2md/src/content/moss.tiki" in summary.pruned
    summary = convert_site(Wiki(pages=[home]), Options(target="hugo"), tmp_path, plan)
    assert ".tiki2md/src/content/home.tiki" in summary.pruned


def test_front_matter_that_nobody_expects_is_reported(tmp_path: Path) -> None:
    site = small(tmp_path, "hugo")
    site.edit("content/_index.md", "aliases:\n", "aliases:\n  - [a, {b: c}]\n  - 7\n")
    assert {"verify-front-matter", "verify-manifest"} <= set(site.codes())


def test_one_expectation_serves_for_many_comparisons(tmp_path: Path) -> None:
    """What a comparison finds does not depend on those before it."""
    site = small(tmp_path, "hugo")
    for old, new in [("- one", "- three"), ("secret", "open"), ('"A crab"', '"A lobster"')]:
        site.edit("content/crab-soup.md", old, new)
        fresh = prove(site.wiki, site.options, default_registry(), open_folder(site.out))
        assert site.proof() == fresh
        assert fresh.pages[1].findings
