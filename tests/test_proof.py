"""A written site against its export: nothing is wrong with it, and every fault is found."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from random import Random
from typing import Any
from urllib.parse import quote

import pytest
from faults import FAULTS, Kept, try_faults
from readers_there import read_back_or_skip
from sample_exports import GARDEN, GARDEN_DUMP, HARBOUR, REAL_EXPORTS

from tiki2md.diagnostics import Code, Reporter, Severity
from tiki2md.migration import Plan, convert_site
from tiki2md.model import Blob, File, Page, Wiki
from tiki2md.options import Options
from tiki2md.pipeline import parse_page
from tiki2md.plugins import default_registry
from tiki2md.proof import How, Proof, compare, expect, prove
from tiki2md.readers import read_sources
from tiki2md.readers.blobs import BlobStore
from tiki2md.readers.reading import Reading
from tiki2md.site.writer import MANIFEST as WRITTEN
from tiki2md.verify.dialects import DIALECTS
from tiki2md.verify.folder import MANIFEST, FolderError, open_folder
from tiki2md.verify.live import saved_pages
from tiki2md.verify.words import account

ROOT = Path(__file__).parents[1]


@dataclass
class Site:
    """A wiki, and the folder that it was written to."""

    wiki: Wiki
    options: Options
    out: Path

    @cached_property
    def expectation(self) -> Kept:
        """Made once, however often the folder is compared with it."""
        expectation = expect(self.wiki, self.options, default_registry())
        return Kept(expectation.site, expectation.registry)

    def proof(self, saved: Path | None = None) -> Proof:
        pages = saved_pages(saved) if saved is not None else {}
        return compare(self.expectation, open_folder(self.out), How(saved=pages))

    def codes(self) -> list[str]:
        findings = self.proof().all_findings()
        return [finding.diagnostic.code.identifier for finding in findings]

    def edit(self, path: str, old: str, new: str) -> None:
        file = self.out / path
        text = file.read_text("utf-8")
        assert old in text
        file.write_text(text.replace(old, new, 1), "utf-8")


def written(out: Path, wiki: Wiki, **options: object) -> Site:
    site = Site(wiki, replace(Options(), **options), out)  # type: ignore[arg-type]
    convert_site(wiki, site.options, out, Plan(registry=default_registry()))
    return site


def small(tmp_path: Path, target: str = "gfm", **options: object) -> Site:
    """A site of three pages and a file."""
    file = tmp_path / "crab.png"
    file.write_bytes(b"\x89PNG crab")
    blob = Blob(path=str(file), size=9, md5=BlobStore().put([file.read_bytes()]).md5)
    wiki = Wiki(
        pages=[
            Page(
                name="HomePage",
                page_id=1,
                source="!Welcome\nSee ((Crab Soup|#Shells|the shells)) and [#Welcome|above].\n",
                aliases=["Start"],
            ),
            Page(
                name="Crab Soup",
                page_id=2,
                source="!!Shells\n* one\n** two\n||a|b\nc|d||\n"
                '{img fileId=1 title="A crab"}\n'
                "{CODE()}x = 1{CODE}\n~tc~secret~/tc~\n{ANAME()}pot{ANAME}\n",
                modified=1_700_000_000,
                tags=["soup"],
            ),
            Page(name="Old", page_id=3, source="[tiki-download_file.php?fileId=99|gone]\n"),
        ],
        files={1: File(file_id=1, filename="crab.png", blob=blob)},
    )
    return written(tmp_path / "out", wiki, target=target, **options)


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
    (finding,) = [
        finding
        for finding in site.proof().all_findings()
        if finding.diagnostic.code is Code.VERIFY_TEXT_ADDED
    ]
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
    (finding,) = [
        finding
        for finding in site.proof().all_findings()
        if finding.diagnostic.code is Code.VERIFY_SYNTAX
    ]
    assert finding.path == path
    lines = (site.out / path).read_text("utf-8").splitlines()
    assert lines[finding.line - 1] == "- one {two"
    assert "“{two" in finding.diagnostic.message


def test_the_title_that_a_page_shows_is_that_of_the_export(tmp_path: Path) -> None:
    read_back_or_skip("mkdocs")
    in_markdown = Page(name="HomePage", source='{syntax type="markdown"}\n# Welcome\nText.')
    site = written(tmp_path / "out", Wiki(pages=[in_markdown]), target="mkdocs")
    assert "verify-text-added" not in site.codes()
    site.edit("docs/index.md", "# HomePage {", "# Start page {")
    (finding,) = [
        finding
        for finding in site.proof().all_findings()
        if finding.diagnostic.code is Code.VERIFY_TEXT_ADDED
    ]
    assert "“Start page”" in finding.diagnostic.message


def test_contents_that_the_reader_makes_show_emojis(tmp_path: Path) -> None:
    read_back_or_skip("mkdocs")
    page = Page(name="HomePage", source="{maketoc}\n!!Fun :-)\nText")
    site = written(tmp_path / "out", Wiki(pages=[page]), target="mkdocs")
    assert "\n[TOC]\n" in (site.out / "docs/index.md").read_text("utf-8")
    assert list(site.proof().all_findings()) == []


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


def test_a_reported_loss_is_no_finding(tmp_path: Path) -> None:
    """Text that Tiki never showed is in no file, and nobody misses it."""
    wiki = Wiki(pages=[Page(name="A", page_id=1, source="before\n----never shown\nafter\n")])
    site = written(tmp_path / "out", wiki)
    assert site.codes() == []
    assert site.proof().words.total == 2


def test_a_style_that_is_dropped_is_text_that_nobody_misses(tmp_path: Path) -> None:
    source = "{HTML()}<style>.boxed { margin: 0 }</style>{HTML}text"
    assert written(tmp_path, Wiki(pages=[Page(name="A", page_id=1, source=source)])).codes() == []


def test_a_branch_that_visitors_did_not_see_is_text_that_nobody_misses(tmp_path: Path) -> None:
    source = "{GROUP(groups=Staff)}for us{ELSE}for all{GROUP}"
    site = written(tmp_path, Wiki(pages=[Page(name="A", page_id=1, source=source)]))
    assert site.codes() == []
    assert site.proof().source.reported == 2


def test_a_page_that_is_too_long_is_expected_as_its_source(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tiki2md.migration.patience.MAX_SOURCE", 20)
    pages = [
        Page(name="Long", page_id=1, source="__bold__ and *much* else"),
        Page(name="Short", page_id=2, source="__bold__"),
    ]
    site = written(tmp_path, Wiki(pages=pages), target="hugo")
    assert site.codes() == ["page-too-long"]
    site.edit("content/long.md", "much", "more")
    assert {"verify-text-missing", "verify-text-added"} <= set(site.codes())


@pytest.mark.parametrize(
    ("source", "file", "left"),
    [
        ("a __bo__ld word", "a **bo**ld word", []),
        ("fast__er__ boats", "faster boats", []),  # a mark parts a word in the source only
        ("er er", "faster", ["er", "er"]),
        ("one two two", "one two", ["two"]),
        ('{IMG(src="a.png")}{IMG} {CODE(caption="x")}y{CODE}', "y", []),
        ("((Page A|#There|shown)) [http://a.b|text|nocache]", "shown text", []),
        (
            "[text](Old%20home) ![](pic.png) [x]: somewhere\n[y]: https://a.b",
            "text x y",
            ["somewhere"],
        ),
        ("~tc~hidden~/tc~ seen", "seen", []),
        ("~~#ff0000:a~~ ~~red,#0f0:b~~ ~~ blue:c~~ ~~d,:e~~ (:smile:)", "a b c e 🙂", []),
        ("~~red:a~~ and more: b", "a b", ["and", "more"]),
        ("~~red:a~~ (more words: b)", "a b", ["more", "words"]),
        ("{ANAME()}fan{ANAME} {aname(x=y)}old fan{aname} pump", "pump", []),
        ("fan {ANAME()}fan{ANAME} pump", "pump", ["fan"]),
        ("a&amp;b %C3%A9t\u00e9 c_d", "a&b été \\_ c\\_d", []),
        ("G&ouml;del", "G&amp;ouml;del", []),
        ("{{broken} word (and) more", "broken and more", ["word"]),
        ("no longer there", "", ["no", "longer"]),
    ],
)
def test_words_are_accounted_for_without_a_parser(source: str, file: str, left: list[str]) -> None:
    tally, found = account(source, file, ["there"])
    assert found == left
    assert tally.left == len(left)


def test_a_word_that_all_parsers_agree_to_drop_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A tree without a word cannot tell of it; a scan of the source can."""
    site = small(tmp_path)
    parse = parse_page

    def forgetful(source: str, *rest: Any) -> Any:
        return parse(source.replace("See", ""), *rest)

    monkeypatch.setattr("tiki2md.proof.expectation.parse_page", forgetful)
    site.edit("homepage.md", "See", "")
    found = site.proof().pages[0].findings
    assert "verify-source" in [finding.diagnostic.code.identifier for finding in found]


def test_a_page_that_cannot_be_read_is_compared_with_its_source(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("no")

    site = small(tmp_path)
    monkeypatch.setattr("tiki2md.proof.expectation.structured", broken)
    assert site.codes().count("page-failed") == 3


def test_saved_pages_of_the_live_wiki(tmp_path: Path) -> None:
    site = small(tmp_path, "hugo")
    saved = tmp_path / "saved"
    saved.mkdir()
    text = "<h1>Welcome</h1><p>See <a>the “shells”</a>&nbsp;and <a>above</a>.</p>"
    around = "<title>T</title><div>menu</div><div class='x wikitext'><div>{}</div></div>foot"
    (saved / "HomePage.html").write_text(around.format(text), "utf-8")
    (saved / "Crab%20Soup.htm").write_text("<body>Shells and claws</body>", "utf-8")
    (saved / "notes.txt").write_text("other", "utf-8")
    (saved / "E\u0301t\u00e9.html").write_text("gone", "utf-8")
    site.wiki.pages[2].slug = "\u00c9t\u00e9"
    proof = site.proof(saved)
    home, soup, old = proof.pages
    assert home.live is not None
    assert home.live.percent == 100
    assert soup.live is not None
    assert 0 < soup.live.percent < 100
    assert old.live is not None
    assert old.live.percent == 100
    (finding,) = [f for f in soup.findings if f.diagnostic.code is Code.VERIFY_LIVE]
    assert "“and claws” for “one" in finding.diagnostic.message


def test_a_post_is_not_the_saved_page_of_its_name(tmp_path: Path) -> None:
    saved = tmp_path / "saved"
    saved.mkdir()
    (saved / "Home.html").write_text("<body>Shells and claws</body>", "utf-8")
    page = Page(name="Home", source="Shells and claws", page_id=1)
    post = Page(name="Home", source="Other words", page_id=1, kind="article")
    proof = written(tmp_path / "out", Wiki(pages=[page], others=[post])).proof(saved)
    assert [each.live is None for each in proof.pages] == [False, True]
    assert proof.live.percent == 100


def test_pages_as_a_real_tiki_rendered_them(tmp_path: Path) -> None:
    rendered = GARDEN / "rendered.jsonl"
    if not rendered.exists():
        pytest.skip("the pages are not here")
    saved = tmp_path / "saved"
    saved.mkdir()
    for line in rendered.read_text("utf-8").splitlines():
        page = json.loads(line)
        (saved / f"{quote(page['name'], safe='')}.html").write_text(page["html"], "utf-8")
    wiki = read_sources([GARDEN_DUMP], Reporter(), Reading())
    proof = written(tmp_path / "out", wiki, target="hugo").proof(saved)
    differing = {page.name for page in proof.pages if page.live and page.live.percent < 100}
    # What visitors had besides: buttons, tabs twice, lists of plugins, comments on other pages.
    assert differing == LIVE
    assert proof.live.percent > 90


LIVE = {
    "Accueil",
    "Arboretum",
    "Bike Shed (blue)",
    "Bog Garden",
    "Garden Library",
    "Handbook: Autumn",
    "HomePage",
    "Opening Hours",
    "Shade House",
    "Soil Sensor v2",
    "Tree Fern",
}
"""The pages of the garden whose words differ from those that Tiki showed."""


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


@pytest.mark.parametrize("target", DIALECTS)
def test_lists_of_definitions_beside_others_stay_apart(tmp_path: Path, target: str) -> None:
    read_back_or_skip(target)
    source = ";a:b\n\n;c:d\n;e:f\n\n* x\n\n;g:h\n\n\n;i:\n\n# y\n;j:k\n* z"
    html = "<dl><dt>a</dt><dd>b</dd></dl><br /><dl><dt>c</dt><dd>d</dd></dl><ul><li>e</li></ul>"
    pages = [
        Page(name="A", page_id=1, source=source),
        Page(name="B", page_id=2, source=html, is_html=True),
    ]
    assert written(tmp_path, Wiki(pages=pages), target=target).codes() == []


@pytest.mark.parametrize("target", DIALECTS)
def test_spaces_that_were_asked_for_part_words(tmp_path: Path, target: str) -> None:
    read_back_or_skip(target)
    source = (
        "a__b__, (''c''). --d--! __e''f__''g--__h--__i __j____k__ ===l===m -+n+-o\n"
        "!x__y__z\n* __p__:q\n||__r__,|''s''t||\n[http://u.example|v__w__]x"
    )
    wiki = Wiki(pages=[Page(name="A", page_id=1, source=source)])
    assert written(tmp_path, wiki, target=target, emphasis="padded").codes() == []


@pytest.mark.parametrize("target", ["gfm", "hugo", "mkdocs", "docusaurus"])
def test_what_the_proof_marks_for_itself_stops_nothing_if_authors_typed_it(
    tmp_path: Path, target: str
) -> None:
    typed = '<!--tiki2md-line:x--> a <x-tiki2md>b</x-tiki2md> <x-tiki2md n="7">c</x-tiki2md>'
    markdown = f'{{syntax type="markdown" editor="plain"}}\n{typed}\n\n<!--tiki2md-line:x-->\n'
    pages = [
        Page(name="A", page_id=1, source=f"{{HTML()}}<p>{typed}</p>{{HTML}}"),
        Page(name="B", page_id=2, source=markdown),
    ]
    if target != "docusaurus":  # it shows no HTML of Markdown pages
        pages.append(Page(name="C", page_id=3, source=markdown, is_html=True))
    assert written(tmp_path, Wiki(pages=pages), target=target).codes() == []


@pytest.mark.parametrize("is_html", [False, True])
def test_what_authors_escaped_is_what_python_markdown_shows(
    tmp_path: Path, *, is_html: bool
) -> None:
    source = (
        '{syntax type="markdown"}\n'
        r'a \$ b \~ c \" d \\& \\\& `\~` \a \_ [x\~y](http://a.b/c\,d\_e\~f\(g\) "h\"i")'
        "\n\n[r]: http://x.org/b\\&c\n\n![r\\;s](http://x.org/\\%t) \\<u> see [r]\n"
    )
    pages = [Page(name="A", page_id=1, source=source, is_html=is_html)]
    assert written(tmp_path, Wiki(pages=pages), target="mkdocs").codes() == []
