"""The pages of a preview: what a page becomes, what stands where, and how it looks."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest
from previews import address_of, attributes, elements, preview_for, preview_of, rendered, script_of
from sample_exports import HARBOUR
from selectolax.lexbor import LexborHTMLParser

from tiki2md.diagnostics import Reporter
from tiki2md.findings import findings_of
from tiki2md.migration import Plan, convert_site, page_limits
from tiki2md.migration import pages as migration_pages
from tiki2md.model import Blob, File, Page, Wiki
from tiki2md.nodes import walk
from tiki2md.options import Options
from tiki2md.pipeline import parse
from tiki2md.plugins import default_registry
from tiki2md.preview import OnePage, Preview, SitePages, answering, listing, page, pages
from tiki2md.preview.page import node_at
from tiki2md.readers import read_sources
from tiki2md.render import TARGETS
from tiki2md.verify.libraries import MissingLibraryError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


# What a page becomes.


@pytest.mark.parametrize("target", ["gfm", "hugo", "obsidian"])
def test_the_markdown_is_what_convert_writes(target: str, tmp_path: Path) -> None:
    wiki = read_sources([HARBOUR], Reporter())
    summary = convert_site(wiki, Options(target=target), tmp_path / "site")
    preview = preview_of(wiki, target)
    assert len(summary.written) == 14
    for path in summary.written:
        written = (tmp_path / "site" / path).read_bytes()
        assert preview.answer(f"/markdown/{quote(path)}").body.encode() == written
        shown = elements(preview.answer(f"/page/{quote(path)}"), "[data-line]")
        assert "\n".join([*shown, ""]).encode() == written


def test_a_page_that_fails_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> str:
        raise ValueError("<b>no</b>")

    monkeypatch.setattr(migration_pages, "convert_page", fail)
    preview = preview_for("__a__", "b")
    answer = preview.answer("/page/p0.md")
    assert answer.status == 200
    assert "page-failed" in elements(answer, ".findings code")
    assert elements(answer, "[data-line]") == ["```text", "__a__", "```"]
    assert "<b>no" not in answer.body


def test_a_page_that_is_too_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page_limits, "MAX_SOURCE", 10)
    preview = preview_for("12345678901", "b")
    answer = preview.answer("/page/p0.md")
    assert "page-too-long" in elements(answer, ".findings code")
    assert elements(answer, ".tree .none") == [
        "There is no tree: the page is too long, or takes too long."
    ]
    assert elements(answer, ".source pre") == ["12345678901"]


def test_large_pages_are_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page, "MAX_NODES", 3)
    monkeypatch.setattr(page, "MAX_TEXT", 12)
    answer = preview_for("__a__ __b__ __c__ and more", "b").answer("/page/p0.md")
    assert "tiki2md ast" in elements(answer, ".tree .none")[0]
    assert elements(answer, ".source pre") == ["__a__ __b__ "]
    assert elements(answer, ".source .more") == ["14 more characters, as text only."]
    assert elements(answer, "[data-line]") == ["**a** **b** "]
    assert "role=treeitem" not in script_of(answer)


def test_time_is_limited(monkeypatch: pytest.MonkeyPatch) -> None:
    def forever(*_: object, **__: object) -> str:
        while True:
            pass

    plan = Plan(registry=default_registry(), page_seconds=1)
    site = SitePages(
        Wiki(pages=[Page(name="a", source=""), Page(name="b", source="")]),
        Options(),
        plan,
        Reporter(),
    )
    preview = Preview(site, findings_of, page_seconds=1)
    monkeypatch.setattr(answering, "rendering", forever)
    assert "more than 1 second" in preview.answer("/rendering/a.md").body
    monkeypatch.setattr(pages, "parse_page", forever)
    monkeypatch.setattr(migration_pages, "convert_page", forever)
    answer = preview.answer("/page/b.md")
    assert "page-failed" in elements(answer, ".findings code")
    assert "takes too long" in elements(answer, ".tree .none")[0]


def test_one_page_alone() -> None:
    text = "!T\n{NOSUCH()}a{NOSUCH}\n"
    alone = OnePage(Page(name="a/b", source=text), Options(), default_registry())
    preview = Preview(alone, findings_of)
    answer = preview.answer("/")
    assert elements(answer, "h1") == ["a/b"]
    assert attributes(answer, "a.skip, header a", "href") == ["#source-head"]
    assert elements(answer, ".findings li code") == ["plugin-unknown"]
    assert preview.answer("/markdown/page.md").body.startswith("# T\n")
    assert preview.answer("/source/page.md").body == text


def test_one_page_that_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> str:
        raise RecursionError

    monkeypatch.setattr(migration_pages, "convert_page", fail)
    preview = Preview(
        OnePage(Page(name="a", source="x"), Options(), default_registry()), findings_of
    )
    assert "page-failed" in elements(preview.answer("/"), ".findings li code")


# What stands where.


def test_findings_lead_to_their_nodes() -> None:
    source = "a\n* __b ((Gone))__\n"
    answer = preview_for(source, "b").answer("/page/p0.md")
    (href,) = attributes(answer, ".findings a", "href")
    assert elements(answer, f"pre {href}") == ["((Gone))"]
    number = href.removeprefix("#n")
    (item,) = elements(answer, f'[role=treeitem][data-n="{number}"]')
    assert item.startswith("LocalLinkNode")
    assert elements(answer, ".findings .place") == ["2:7"]


def test_findings_are_in_the_order_of_their_places() -> None:
    source = "((Gone)) {NOSUCH()}x{NOSUCH} ((Away)) mail@host.org"
    answer = preview_for(source, "b").answer("/page/p0.md")
    columns = [int(place.partition(":")[2]) for place in elements(answer, ".findings .place")]
    assert columns == sorted(columns)
    assert len(columns) == 4


@pytest.mark.parametrize(
    ("span", "kind"),
    [((0, 1), "TextNode"), ((4, 5), "TextNode"), ((2, 7), "BoldNode"), ((0, 7), "DocumentNode"),
     ((7, 7), "DocumentNode"), ((90, 95), "DocumentNode")],
)  # fmt: skip
def test_the_innermost_node(span: tuple[int, int], kind: str) -> None:
    assert type(node_at(parse("a __b__"), span)).__name__ == kind


def test_nodes_know_their_lines_of_the_markdown() -> None:
    source = "!First\nsome words here\n\n!Second\nother words there\n"
    answer = preview_for(source, "b").answer("/page/p0.md")
    lines = attributes(answer, "[data-lines]", "data-lines")[0].split(",")
    nodes = list(walk(parse(source)))
    assert len(lines) == len(nodes)
    shown = elements(answer, "[data-line]")
    for line, node in zip(lines, nodes, strict=True):
        word = re.search("Second|other", node.full_match)
        if word and type(node).__name__ != "DocumentNode":
            assert word[0] in shown[int(line) - 1]


def test_the_list_is_filtered_and_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listing, "PER_PAGE", 2)
    names = ["Crab boats", "Crab nets", "Crab soup", "Rope"]
    preview = preview_of(Wiki(pages=[Page(name=name, source="") for name in names]))
    first = preview.answer("/?q=CRAB")
    assert elements(first, "h1") == ["3 of 4 pages"]
    assert elements(first, "tbody th") == ["Crab boats", "Crab nets"]
    (way,) = attributes(first, "[rel=next]", "href")
    second = preview.answer(way)
    assert elements(second, "tbody th") == ["Crab soup"]
    assert attributes(second, "[rel=prev]", "href") == ["/?q=CRAB&start=0"]
    assert attributes(second, "input", "value") == ["CRAB"]
    assert "No page" in elements(preview.answer("/?q=nothing"), "main p")[0]


def test_findings_are_counted_as_far_as_time_allows(monkeypatch: pytest.MonkeyPatch) -> None:
    counted = "td:last-child"
    assert elements(preview_for("((Gone))", "b").answer("/"), counted) == ["1 warning", "none"]
    assert "not counted" not in preview_for("((Gone))", "b").answer("/").body
    monkeypatch.setattr(answering, "COUNTING_SECONDS", 2)
    plan = Plan(registry=default_registry())
    wiki = Wiki(pages=[Page(name=name, source="((Gone))") for name in "abcde"])
    seconds = iter(range(100))
    site = SitePages(wiki, Options(), plan, Reporter())
    preview = Preview(site, findings_of, clock=lambda: next(seconds))
    first = preview.answer("/")
    assert elements(first, counted) == ["1 warning", "1 warning", "", "", ""]
    assert "The findings of 3 pages here are not counted yet" in elements(first, ".more")[0]
    preview.answer("/page/e.md")
    assert elements(preview.answer("/?q=e"), counted) == ["1 warning"]


def test_only_what_was_looked_at_last_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    converted: list[int] = []
    convert = SitePages.converted

    def noted(self: SitePages, number: int) -> object:
        converted.append(number)
        return convert(self, number)

    monkeypatch.setattr(SitePages, "converted", noted)
    monkeypatch.setattr(answering, "KEPT", 1)
    preview = preview_for("a", "b")
    for target in ("/page/p0.md", "/rendering/p0.md", "/page/p1.md", "/rendering/p0.md"):
        preview.answer(target)
    assert converted == [0, 1, 0]


def test_hidden_pages_are_not_shown() -> None:
    wiki = Wiki(
        pages=[
            Page(name="a", source=""),
            Page(name="b", source=""),
            Page(name="h", source="", hidden="staff only"),
        ]
    )
    preview = preview_of(wiki)
    assert elements(preview.answer("/"), "tbody th") == ["a", "b"]
    assert preview.answer("/page/content/h.md").status == 404
    assert "staff only" in elements(preview.answer("/"), ".findings li")[0]
    assert len(elements(preview_of(wiki, visibility="all").answer("/"), "tbody th")) == 3


# How it looks.


def links(preview: Preview, target: str) -> Iterator[tuple[str, str]]:
    for node in LexborHTMLParser(preview.answer(target).body).css("a[href]"):
        yield node.text(), node.attributes["href"] or ""


@pytest.mark.parametrize(
    ("target", "options"),
    [*((target, {}) for target in TARGETS), ("gfm", {"github_wiki": True})],
)
def test_links_lead_to_pages_of_the_preview(target: str, options: dict[str, bool]) -> None:
    wiki = Wiki(
        pages=[
            Page(
                name="HomePage", page_id=1, source="((Ropes & Knots|there)) [http://x.example|out]"
            ),
            Page(name="Ropes & Knots", page_id=2, source="((HomePage|back))"),
        ]
    )
    preview = preview_of(wiki, target, **options)
    found = list(links(preview, address_of(preview, 0, "rendering")))
    assert found == [("there", address_of(preview, 1))]
    assert list(links(preview, address_of(preview, 1, "rendering"))) == [
        ("back", address_of(preview, 0))
    ]


def test_links_to_other_sites_are_told_and_lead_nowhere() -> None:
    assert rendered("[x](http://y.example/)").strip() == (
        '<p id="tiki2md-line-1"><a class="out" title="http://y.example/">x</a></p>'
    )
    assert 'href="#x"' in rendered("[x](#x)")
    assert '<a href="/page/b.md" target="_top">' in rendered("[x](b.md)")


def test_front_matter_stands_apart() -> None:
    answer = preview_for("text", "b", target="hugo").answer("/rendering/content/p0.md")
    (metadata,) = elements(answer, ".metadata pre")
    assert metadata.startswith("title: P0\n")
    assert elements(answer, "p") == ["text"]
    # A rule at the top of a page without any is none.
    assert elements(preview_for("----\ntext", "b").answer("/rendering/p0.md"), "details") == []


def test_places_for_lines() -> None:
    html = rendered("# a\n\nb\\\nc\n\n| d |\n| --- |\n| e |\n\n<h2 id=own>f</h2>\n")
    ids = re.findall(r'<(\w+) id="tiki2md-line-(\d+)"|<(\w+) id="own"', html)
    assert [(tag, int(line)) for tag, line, own in ids if not own] == [
        *[("h1", 1), ("span", 2), ("p", 3), ("span", 4), ("span", 5), ("table", 6), ("tbody", 8)],
        *[("span", 10), ("span", 11)],
    ]
    assert '<h2 id="own"><span id="tiki2md-line-10">' in html


@pytest.mark.parametrize("mark", ["<!--tiki2md-line:999999999-->", "<!--tiki2md-line:2-->"])
@pytest.mark.parametrize("end", ["-->", "--!>"])
def test_marks_of_lines_that_authors_typed(mark: str, end: str) -> None:
    typed = mark.replace("-->", end)
    html = rendered(f"<div>\n{f'{typed}<b>' * 50}\n</div>\n\n" + "a\n" * 50)
    assert html.count("<span") < 100
    assert html.count('"tiki2md-line-2"') <= 1


@pytest.mark.parametrize("target", ["gfm", "hugo"])
def test_call_outs_say_their_kind(target: str) -> None:
    html = rendered("> [!WARNING]\n> Mind\n\n> said\n", target)
    assert '<strong class="alert">Warning</strong><br>Mind' in html
    assert "[!" not in html


def test_pictures_of_the_wiki_are_in_the_page(tmp_path: Path) -> None:
    (tmp_path / "lamp.png").write_bytes(b"\x89PNG lamp")
    blob = Blob(path=str(tmp_path / "lamp.png"), size=9, md5="0" * 32)
    wiki = Wiki(
        pages=[
            Page(name="a", source='{img fileId="7"} {img src="http://x.example/y.png"}'),
            Page(name="b", source=""),
        ],
        files={7: File(file_id=7, filename="lamp.png", blob=blob)},
    )
    answer = preview_of(wiki).answer("/rendering/content/a.md")
    assert attributes(answer, "img", "src") == ["data:image/png;base64,iVBORyBsYW1w"]
    assert attributes(answer, ".gone", "title") == ["http://x.example/y.png"]
    (tmp_path / "lamp.png").unlink()
    assert attributes(preview_of(wiki).answer("/rendering/content/a.md"), "img", "src") == []


def test_without_the_parser_all_else_is_there(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(*_: object, **__: object) -> str:
        raise MissingLibraryError(ImportError(name="markdown"))

    monkeypatch.setattr(answering, "rendering", missing)
    preview = preview_for("__a__", "b")
    assert "pip install 'tiki2md[mkdocs]'" in elements(preview.answer("/rendering/p0.md"), "p")[0]
    assert elements(preview.answer("/page/p0.md"), "[data-line]") == ["**a**"]
