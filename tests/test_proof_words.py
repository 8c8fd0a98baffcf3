"""Words of a page, against its source without a parser, and against what the live wiki showed."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import pytest
from proof_sites import small, written
from sample_exports import GARDEN, GARDEN_DUMP

from tiki2md.diagnostics import Code, Reporter
from tiki2md.model import Page, Wiki
from tiki2md.pipeline import parse_page
from tiki2md.readers import read_sources
from tiki2md.readers.reading import Reading
from tiki2md.verify.words import account

if TYPE_CHECKING:
    from pathlib import Path


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
