"""What a file may have, or lack, and the proof still finds nothing wrong with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from proof_sites import written
from readers_there import read_back_or_skip

from tiki2md.model import Comment, Page, Wiki
from tiki2md.verify.dialects import DIALECTS

if TYPE_CHECKING:
    from pathlib import Path


def test_contents_that_the_reader_makes_show_emojis(tmp_path: Path) -> None:
    read_back_or_skip("mkdocs")
    page = Page(name="HomePage", source="{maketoc}\n!!Fun :-)\nText")
    site = written(tmp_path / "out", Wiki(pages=[page]), target="mkdocs")
    assert "\n[TOC]\n" in (site.out / "docs/index.md").read_text("utf-8")
    assert list(site.proof().all_findings()) == []


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


@pytest.mark.parametrize("target", DIALECTS)
def test_spaces_that_were_asked_for_beside_markdown(tmp_path: Path, target: str) -> None:
    """A page in Markdown, or a comment, has the spaces of its author, the other has not."""
    read_back_or_skip(target)
    tiki = "a__b__c{FOOTNOTE()}d__e__f{FOOTNOTE}"
    markdown = '{syntax type="markdown"}\na**b**c[^1]\n\n[^1]: d**e**f\n'
    pages = [Page(name="A", page_id=1, source=tiki), Page(name="B", page_id=2, source=markdown)]
    comments = [
        Comment(comment_id=1, object_name="A", text=markdown),
        Comment(comment_id=2, object_name="B", text=tiki),
    ]
    wiki = Wiki(pages=pages, comments=comments)
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
