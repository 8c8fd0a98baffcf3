"""Footnotes and anchors of comments share a file with those of their page."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from readers_there import read_back_or_skip

from tiki2md.migration import convert_site
from tiki2md.model import Comment, Page, Wiki
from tiki2md.options import Options
from tiki2md.plugins import default_registry
from tiki2md.proof import prove
from tiki2md.verify.folder import open_folder

if TYPE_CHECKING:
    from pathlib import Path

NOTE = "{FOOTNOTE()}note of %s{FOOTNOTE}"
PLACE = "{ANAME()}deck{ANAME} [#deck|up]"


def wiki_of(page: str, *comments: str) -> Wiki:
    return Wiki(
        pages=[Page(name="Pier", page_id=1, source=page)],
        comments=[
            Comment(comment_id=n, object_name="Pier", user="ann", text=text, parent_id=n - 1)
            for n, text in enumerate(comments, 1)
        ],
    )


def text_of(tmp_path: Path, wiki: Wiki, target: str = "gfm", *, github_wiki: bool = False) -> str:
    options = Options(target=target, github_wiki=github_wiki)
    assert not convert_site(wiki, options, tmp_path).failed
    proof = prove(wiki, options, default_registry(), open_folder(tmp_path))
    assert list(proof.all_findings()) == []
    (path,) = (path for path in tmp_path.rglob("*.md") if path.stem.lower() == "pier")
    return path.read_text("utf-8")


@pytest.mark.parametrize("target", ["gfm", "hugo", "mkdocs", "jekyll", "obsidian"])
def test_every_note_has_a_number_of_its_own(tmp_path: Path, target: str) -> None:
    read_back_or_skip(target)
    wiki = wiki_of(
        f"Page{NOTE % 'page'}.", "plain", f"One{NOTE % 'one'}{NOTE % 'uno'}.", f"Two{NOTE % 'two'}."
    )
    text = text_of(tmp_path, wiki, target)
    assert "Page[^1]." in text
    assert "One[^2][^3]." in text
    assert "Two[^4]." in text
    # Not inside of the quotation that an answer is.
    for line in ("page", "one", "uno", "two"):
        assert f"]: note of {line}\n" in text
    assert [line[:5] for line in text.splitlines() if line.startswith("[^")] == [
        f"[^{number}]" + ":" for number in range(1, 5)
    ]


def test_every_note_in_html_has_a_number_of_its_own(tmp_path: Path) -> None:
    wiki = wiki_of(f"Page{NOTE % 'page'}.", "plain", f"One{NOTE % 'one'}.")
    text = text_of(tmp_path, wiki, "commonmark")
    assert 'Page<sup><a href="#fn-1">1</a></sup>.\n\n<sup id="fn-1">1</sup> note of page\n' in text
    assert '> One<sup><a href="#fn-2">2</a></sup>.\n\n<sup id="fn-2">2</sup> note of one\n' in text


MARKDOWN = '{syntax type="markdown"}\n%s[^1], %s[^b].\n\n[^1]: note of %s\n[^b]: second of %s\n'


@pytest.mark.parametrize(
    "target", ["gfm", "commonmark", "hugo", "mkdocs", "jekyll", "obsidian", "docusaurus"]
)
def test_notes_in_markdown_have_names_of_their_own(tmp_path: Path, target: str) -> None:
    read_back_or_skip(target)
    wiki = wiki_of(
        MARKDOWN % ("page", "page", "page", "page"),
        f"One{NOTE % 'one'}.",
        MARKDOWN % ("two", "two", "two", "two"),
        f"Three{NOTE % 'three'}.",
    )
    text = text_of(tmp_path, wiki, target)
    notes = ("one", "2"), ("two", "3"), ("two", "b-2"), ("three", "4")
    for who, name in notes:
        in_html = f'<sup><a href="#fn-{name}">{name}</a></sup>'
        mark = in_html if target == "commonmark" else f"[^{name}]"
        assert f"{who}{mark}" in text.lower()


def test_what_is_no_note_in_markdown_keeps_its_name(tmp_path: Path) -> None:
    plain = '{syntax type="markdown"}\nNot [^a-z] and `[^1]`.\n'
    text = text_of(tmp_path, wiki_of(plain + "\nSo[^1].\n\n[^1]: it is\n", plain))
    assert text.count("Not [^a-z] and `[^1]`.") == 2


@pytest.mark.parametrize("target", ["gfm", "hugo", "docusaurus", "obsidian"])
def test_what_is_no_note_is_none_of_another_text(tmp_path: Path, target: str) -> None:
    read_back_or_skip(target)
    wiki = wiki_of(
        MARKDOWN % ("page", "page", "page", "page") + "\nNo [^2] here.\n",
        '{syntax type="markdown"}\nNo [^1], [^B], \\[^1] or [^x] there.\n',
        MARKDOWN % ("two", "two", "two", "two"),
    )
    text = text_of(tmp_path, wiki, target)
    assert "No [^2] here." in text
    assert "No \\[^1], \\[^B], \\[^1] or [^x] there." in text
    assert "two[^3], two[^b-2]." in text


@pytest.mark.parametrize("target", ["mkdocs", "jekyll"])
def test_what_is_no_note_has_an_escape_below_a_page_with_notes(tmp_path: Path, target: str) -> None:
    read_back_or_skip(target)
    plain = '{syntax type="markdown"}\nNo [^1] there.\n'
    assert "No \\[^1] there." in text_of(tmp_path, wiki_of(f"Page{NOTE % 'page'}.", plain), target)
    assert "No [^1] there." in text_of(tmp_path, wiki_of("Page.", plain), target)


def test_notes_of_a_github_wiki_beside_markdown(tmp_path: Path) -> None:
    wiki = wiki_of(f"Page{NOTE % 'page'}.", MARKDOWN % ("one", "one", "one", "one"))
    text = text_of(tmp_path, wiki, github_wiki=True)
    assert 'Page<sup><a href="#fn-1">1</a></sup>.' in text
    assert "one[^2], one[^b]." in text


@pytest.mark.parametrize("target", ["commonmark", "gfm"])
def test_notes_that_an_author_made_of_links_are_links(tmp_path: Path, target: str) -> None:
    number = '<sup><a href="#fn-1">1</a></sup>'
    own = f'{{HTML()}}<p>Pier{number}</p><p><sup id="fn-1">1</sup> of wood</p>{{HTML}}'
    text = text_of(tmp_path, wiki_of(own), target)
    assert "Pier<sup>[1](#fn-1)</sup>\n" in text
    assert '<a id="fn-1"></a><sup>1</sup> of wood\n' in text


def test_notes_of_comments_alone(tmp_path: Path) -> None:
    text = text_of(tmp_path, wiki_of("Page.", f"One{NOTE % 'one'}."))
    assert text.endswith("One[^1].\n\n[^1]: note of one\n")


def test_links_lead_to_the_place_in_their_comment(tmp_path: Path) -> None:
    text = text_of(tmp_path, wiki_of(PLACE, PLACE, "[#deck|the page's]"))
    assert text.count('<a id="deck"></a> [up](#deck)') == 1
    assert text.count('<a id="comment-1-deck"></a> [up](#comment-1-deck)') == 1
    assert "[the page's](#deck)" in text
