"""Bibliographies: references as footnotes, and lists of those that no text cites."""

from __future__ import annotations

from wiki_pages import page_of, shown, wiki_of

from tiki2md.diagnostics import Code
from tiki2md.model import Page, Reference

SMITH = Reference(code="Smith1999", author="Smith, J.", title="Quays", year="1999")
WEB = Reference(code="Web", title="Tides", uri="https://example.org/t")
EVIL = Reference(code="Evil", uri="javascript:x")


def test_a_reference_that_nobody_knows_is_a_comment() -> None:
    for references in ({}, {"Other": [SMITH]}, {"Home": [WEB]}):
        text, codes = shown("a{ADDREFERENCE(biblio_code=Smith1999)/}", references=references)
        assert "[^" not in text
        assert codes == [Code.PLUGIN_KEPT]


def test_references_are_footnotes_and_repeat_their_number() -> None:
    cite = '{{ADDREFERENCE(biblio_code="{}")/}}'.format
    source = f"a{cite('Web')} b{cite('Smith1999')} c{cite('Web')} d{cite('Web,Smith1999')}"
    text, codes = shown(
        f"{source}{{FOOTNOTE(tag=Web)}}own{{FOOTNOTE}}\n\n{{SHOWREFERENCE()/}}",
        references={"Home": [SMITH, WEB]},
    )
    assert text.startswith("a[^1] b[^2] c[^1] d[^1][^2][^3]\n")
    assert "[^2]: Smith, J., Quays, 1999\n" in text
    assert text.count("Tides") == 1
    assert "[^4]" not in text
    assert codes == []


def test_no_citation_loses_its_note() -> None:
    cite = "{ADDREFERENCE(biblio_code=Web)/}"
    source = f"{{GROUP(groups=Registered)}}in{cite}{{ELSE}}out{{GROUP}} b{cite}"
    text, _ = shown(source, references={"Home": [WEB]})
    assert text.startswith("out b[^1]\n\n[^1]: Tides")


def test_an_address_that_is_none_is_no_link() -> None:
    text, _ = shown("a{ADDREFERENCE(biblio_code=Evil)/}", references={"Home": [EVIL]})
    assert "](javascript" not in text
    assert "[^1]: javascript:x" in text


def test_references_that_are_not_cited_are_listed() -> None:
    call = '{SHOWREFERENCE(title="Sources" hlevel="2")/}'
    text, codes = shown(
        f"a{{addreference biblio_code=Web}}\n\n{call}", references={"Home": [SMITH, WEB]}
    )
    assert f"<!-- {call} -->\n\n## Sources\n\n- Smith, J., Quays, 1999\n" in text
    assert text.count("Tides") == 1
    assert codes == [Code.PLUGIN_SNAPSHOT]
    text, codes = shown(call, references={})
    assert text == f"<!-- {call} -->\n"
    assert codes == [Code.PLUGIN_KEPT]


def test_the_title_of_references_is_a_line() -> None:
    text, _ = shown("{SHOWREFERENCE()/}", references={"Home": [SMITH]})
    assert "\nBibliography\n" in text


def test_references_of_another_page() -> None:
    call = "{SHOWREFERENCE(pageid=2 showtitle=no)/}"
    wiki = wiki_of(
        Page(name="Home", source=call),
        Page(name="Other", source="{ADDREFERENCE(biblio_code=Web)/}"),
        references={"Other": [WEB], "Home": [SMITH]},
    )
    text, _ = page_of(wiki)
    assert "- Tides" in text
    assert "Quays" not in text
    assert "Bibliography" not in text
    text, _ = page_of(wiki, hidden=("Other",))
    assert text == f"<!-- {call} -->\n"
