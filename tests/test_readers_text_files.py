"""Pages in files of their own: front matter, names, and what was copied out of an editor."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from loading import load

from tiki2md.diagnostics import Code, Reporter
from tiki2md.readers import read_text
from tiki2md.readers.front_matter import MAX_BLOCK

if TYPE_CHECKING:
    from pathlib import Path

    from tiki2md.model import Wiki


def read(text: str) -> tuple[Wiki, list[str]]:
    reporter = Reporter()
    wiki = read_text(text, "page", reporter)
    return wiki, [finding.message for finding in reporter.diagnostics]


@pytest.mark.parametrize(
    "text",
    [
        "---\nA text between two rules\n---\nmore",
        "---\nNote: what happened\nHere: nothing\n---\nmore",
        "---\n* a\n* b\n---\n",
        "---\n- title\n- b\n---\n",
        "---\ntitle\n---\n",
        "---\n---\n",
        "----\ntitle: A\n----\n",
        "text\n---\ntitle: A\n---\n",
        "--- \ntitle: never closed\n",
        "---\ntitle: A\n--- no\n",
        "---\n1: a\n---\n",
    ],
)
def test_a_rule_is_no_front_matter(text: str) -> None:
    wiki, messages = read(text)
    assert (wiki.pages[0].name, wiki.pages[0].source, messages) == ("page", text, [])


@pytest.mark.parametrize(
    "block",
    [
        "title: [",
        "title: !!python/object/apply:os.system [x]\na: *b",
        "title: A\na: &a [x,x,x]\nb: &b [*a,*a,*a]\nc: [*b,*b,*b]",
        "title: A\ntags: " + "[" * 5000,
        "title: A\ntags: " + "[" * 20 + "]" * 20,
        "title: A\n? [a, b]\n: c",
        "title: \0",
    ],
)
def test_yaml_that_is_not_plain_is_text(block: str) -> None:
    text = f"---\n{block}\n---\ntext"
    wiki, messages = read(text)
    assert (wiki.pages[0].name, wiki.pages[0].source) == ("page", text)
    assert messages == ["the front matter of page: it is no plain YAML and is read as text"]


def test_front_matter_that_is_too_long_is_text() -> None:
    text = "---\ntitle: A\n" + "k: v\n" * (MAX_BLOCK // 5) + "---\ntext"
    wiki, messages = read(text)
    assert (wiki.pages[0].name, wiki.pages[0].source) == ("page", text)
    assert messages == [
        "the front matter of page: it has more than 65536 characters and is read as text"
    ]


def test_front_matter_that_never_ends_is_text() -> None:
    text = "---\ntitle: A\n" + "x: y\n" * 20_000 + "---\n"
    assert read(text)[0].pages[0].source == text


def test_tags_of_yaml_mean_nothing() -> None:
    wiki, _ = read("---\ntitle: !!python/name:os.system A\nis_html: !!int yes\n---\n")
    assert (wiki.pages[0].name, wiki.pages[0].is_html) == ("A", True)


def test_every_key() -> None:
    wiki, messages = read(
        "---\r\ntitle: E\u0301te\u0301\r\nname: not this\r\ndate: 2024-03-01T10:00:00+01:00\r\n"
        "lastmod: 2024-03-02\r\nauthor: rosa\r\nlast_editor: ines\r\ndescription: >\r\n  in\r\n"
        "  two lines\r\nlang: fr\r\nslug: ete\r\ntags: [summer, 'hot, dry']\r\n"
        "keywords: [a, b]\r\ncategories:\r\n  - Seasons\r\n  - Garden\r\n"
        "aliases: Summer, Sommer\r\ncomment: typo\r\nis_html: true\r\n---\r\n"
        "\r\ntext (alias(Sommer))\r\n"
    )
    (page,) = wiki.pages
    assert messages == []
    assert (page.name, page.source) == ("Été", "text (alias(Sommer))\r\n")
    assert (page.created, page.modified) == (1_709_283_600, 1_709_337_600)
    assert (page.creator, page.last_editor, page.language) == ("rosa", "ines", "fr")
    assert (page.description.strip(), page.slug) == ("in two lines", "ete")
    assert (page.tags, page.keywords) == (["summer", "hot, dry"], "a, b")
    assert [wiki.category_path(number) for number in page.categories] == [["Seasons"], ["Garden"]]
    assert (page.aliases, page.edit_comment) == (["Summer", "Sommer"], "typo")
    assert page.is_html


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("1700000000", 1_700_000_000),
        ("20240301", 1_709_251_200),
        ("2024-03-01 10:00:00 +0100", 1_709_283_600),
        ("2024-03-01T10:00:00Z", 1_709_287_200),
        ("2024-03-01 10:00", 1_709_287_200),
        ("null", 0),
        ('""', 0),
    ],
)
def test_times(value: str, seconds: int) -> None:
    wiki, messages = read(f"---\ndate: {value}\n---\n")
    assert (wiki.pages[0].created, messages) == (seconds, [])


@pytest.mark.parametrize(
    "line",
    ["date: soon", "date: 2024-13-45", "date: [1]", "tags: {a: b}", "title: [a]", "is_html: maybe"],
)
def test_values_that_cannot_be_read(line: str) -> None:
    wiki, messages = read(f"---\n{line}\n---\ntext")
    assert (wiki.pages[0].name, wiki.pages[0].source) == ("page", "text")
    key = line.partition(":")[0]
    assert messages == [
        f"the front matter of page: the value of {key} cannot be read and is left out"
    ]


def test_unknown_keys_are_reported() -> None:
    _, messages = read("---\ntitle: A\nweight: 3\ndraft: true\n---\n")
    assert messages == [
        "the front matter of page: draft, weight means nothing here and is left out"
    ]


@given(st.text("-:[]{}&*!|>'\"\n titleab?#,\0\x85", max_size=60))
def test_no_block_is_a_traceback(block: str) -> None:
    wiki, _ = read(f"---\n{block}\n---\ntext")
    assert len(wiki.pages) == 1


def test_names_in_folders(tmp_path: Path) -> None:
    for name, text in {
        "HomePage.tiki": "((Tools/Soldering Station|station)) ((Plain))",
        "Tools/Soldering Station.tiki": "a",
        "Tools/Plain.wiki": "b",
        "Tools/index.tiki": "c",
        "Books/Index.tiki": "d",
        "Books/x.tiki": "---\ntitle: Named\n---\ne",
    }.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)
    wiki, codes = load(tmp_path)
    names = ["Books/Index", "Named", "HomePage", "Plain", "Tools/Soldering Station", "Tools/index"]
    assert [page.name for page in wiki.pages] == names
    assert codes == []
    wiki, codes = load(tmp_path / "Tools" / "index.tiki", tmp_path / "Books" / "Index.tiki")
    assert [page.name for page in wiki.pages] == ["index"]
    assert codes == [Code.SOURCE_PAGE_TWICE]


def test_names_that_differ_in_their_normal_form_are_two_pages(tmp_path: Path) -> None:
    for name, text in (("\u00e9cran", "one"), ("e\u0301cran", "two")):
        (tmp_path / f"{name}.tiki").write_text(text, "utf-8")
    if len(list(tmp_path.iterdir())) < 2:
        pytest.skip("the file system takes both for one")
    wiki, codes = load(tmp_path)
    assert {page.name: page.source for page in wiki.pages} == {
        "\u00e9cran": "one",
        "e\u0301cran": "two",
    }
    assert codes == []


def test_references_that_authors_typed_stay(tmp_path: Path) -> None:
    written = {
        "A": 'a "b" &quot;c&quot;',
        "B": "a &lt; b",
        "C": 'a {img fileId="3"} &amp; b',
    }
    for name, text in written.items():
        (tmp_path / f"{name}.tiki").write_text(text)
        assert read(text)[0].pages[0].source == text
    wiki, codes = load(tmp_path)
    assert ({page.name: page.source for page in wiki.pages}, codes) == (written, [])


def test_texts_that_were_copied_out_of_the_html_of_the_editor(tmp_path: Path) -> None:
    pages = {
        "A": ("{img fileId=&quot;3&quot;} a &lt; b &amp;lt; c", '{img fileId="3"} a < b &lt; c'),
        "B": ("(alias(R &amp; D))", "(alias(R & D))"),
        "C": ("no references", "no references"),
        "D": ('typed: "a" &lt;', 'typed: "a" &lt;'),
    }
    for name, (text, _) in pages.items():
        (tmp_path / f"{name}.tiki").write_text(text)
    wiki, codes = load(tmp_path)
    found = {page.name: page.source for page in wiki.pages}
    assert found == {name: typed for name, (_, typed) in pages.items()}
    assert wiki.pages[1].aliases == ["R & D"]
    assert codes == [Code.SOURCE_ESCAPED_TEXT] * 2


def test_a_text_alone_that_was_copied_out_of_the_html_of_the_editor() -> None:
    wiki, messages = read('---\ntitle: "A"\n---\n{CODE(colors=&quot;c&quot;)}a &lt; b{CODE}')
    assert wiki.pages[0].source == '{CODE(colors="c")}a < b{CODE}'
    assert messages == ["page A was stored HTML-escaped, as before Tiki 9, and was unescaped once"]
