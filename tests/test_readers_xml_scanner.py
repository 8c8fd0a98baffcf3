"""Tiki's wiki.xml, well-formed or not."""

from __future__ import annotations

import xml.etree.ElementTree as ET

import pytest
from hostile import XML_FAMILIES, Family
from hypothesis import given
from hypothesis import strategies as st
from xml_exports import attachment_xml, page_xml, pages_xml, version_xml

from tiki2md.readers import xml_scanner
from tiki2md.readers.text import unescape_once
from tiki2md.readers.xml_records import PageRecord, RecordReader
from tiki2md.readers.xml_scanner import End, Start, XmlScanner


def scan(xml: str, size: int = 1 << 16) -> tuple[list[Start | End], bool]:
    scanner = XmlScanner(xml[at : at + size] for at in range(0, len(xml), size))
    return list(scanner.elements()), scanner.is_cut


def records(xml: str) -> list[PageRecord]:
    return list(RecordReader().records(scan(xml)[0]))


def texts(xml: str, name: str) -> list[str]:
    return [end.text for end in scan(xml)[0] if isinstance(end, End) and end.name == name]


def test_nothing_is_expanded_or_fetched() -> None:
    bomb = (
        '<?xml version="1.0"?><!DOCTYPE pages [<!ENTITY a "ha"><!ENTITY b "&a;&a;">'
        '<!ENTITY c SYSTEM "file:///etc/passwd">]>' + pages_xml(page_xml("Home", lang="&b;&c;"))
    )
    assert [record.fields["lang"] for record in records(bomb)] == ["&b;&c;"]


@pytest.mark.parametrize(
    "xml", ["", "no markup", "<", "<page", "<![CDATA[", "</page></pages>", "<x>"]
)
def test_what_is_no_list_holds_no_pages(xml: str) -> None:
    assert records(xml) == []


def test_comments_may_hold_the_end_of_cdata_and_tags() -> None:
    raw = 'if (a[b[0]]>1) </data> & ]]> <page> &amp; "x"'
    xml = f"<comments><comment><title><![CDATA[T]]></title><data><![CDATA[{raw}]]></data></comment>"
    [record] = records(pages_xml(page_xml("Home", f"{xml}</comments>")))
    assert [comment.fields for comment in record.comments] == [{"title": "T", "data": raw}]


def test_a_text_without_an_end_does_not_swallow_the_next_page() -> None:
    first = page_xml("One").replace("]]></creator>", "")
    found = records(pages_xml(first, page_xml("Two"), page_xml("Three")))
    assert [record.fields["name"] for record in found] == ["One", "Two", "Three"]
    assert found[1].fields["creator"] == "rosa"


@pytest.mark.parametrize(
    "name", ["A & B", 'The "Old" one', "a < b > c", 'x="y"', "R&amp;D", "a> b"]
)
def test_names_of_members_that_are_not_escaped(name: str) -> None:
    attached = attachment_xml(name, 3, 'a "b" & <c>.png', 9)
    inside = f"<attachments>{attached}</attachments>"
    [record] = records(pages_xml(page_xml("Home", inside)))
    [attachment] = record.items["attachment"]
    assert attachment["zip"] == f"{name}/attachments/3"
    assert unescape_once(attachment["filename"]) == 'a "b" & <c>.png'
    assert (attachment["attId"], attachment["filesize"]) == ("3", "9")
    assert attachment["comment"] == "Plan & bed"


def test_an_image_with_marks_in_its_name() -> None:
    image = '<image zip="P/images/wiki/a "b".png"\n\t filename="a "b".png"\n\t where="wiki"\n\t>'
    address = "<wiki><![CDATA[img/wiki_up/a &quot;b&quot;.png]]></wiki>"
    inside = f"<images>{image}{address}</image>\n</images>"
    [record] = records(pages_xml(page_xml("Home", inside)))
    assert record.items["image"] == [
        {
            "zip": 'P/images/wiki/a "b".png',
            "filename": 'a "b".png',
            "where": "wiki",
            "wiki": 'img/wiki_up/a "b".png',
        }
    ]


def test_a_list_that_breaks_off_keeps_what_it_has() -> None:
    xml = pages_xml(page_xml("One"), page_xml("Two"))
    first, last = xml.index("<pages>") + len("<pages>"), xml.index("</pages>") + len("</pages>")
    for at in range(len(xml) + 1):
        elements, is_cut = scan(xml[:at])
        starts = [element.name for element in elements if isinstance(element, Start)]
        assert sorted(starts) == sorted(end.name for end in elements if isinstance(end, End))
        assert is_cut == (first <= at < last)
    # Half a date would be another date.
    [_, record] = records(xml[: xml.rindex("</lastModif>") - 1])
    assert record.fields["created"] == "10"
    assert record.fields["lastModif"] == ""


def test_pages_and_structures_at_once() -> None:
    inner = f"<structure>\n{page_xml('C')}</structure>\n"
    tree = (
        f"<structure>\n{page_xml('A')}{inner}<structure>\n{page_xml('B')}</structure>\n</structure>"
    )
    found = records(pages_xml(page_xml("Z")) + tree)
    places = [(record.fields["name"], record.place, record.parent) for record in found]
    assert places == [("Z", 0, 0), ("A", 1, 0), ("C", 2, 1), ("B", 3, 1)]


def test_a_structure_without_a_page_hands_its_parent_on() -> None:
    tree = (
        f"<structure>{page_xml('A')}<structure><structure>{page_xml('B')}</structure></structure>"
    )
    assert [(record.place, record.parent) for record in records(tree)] == [(1, 0), (2, 1)]


def as_etree(xml: str) -> list[Start | End]:
    """What a parser of XML makes of well-formed XML."""
    found: list[Start | End] = []

    def walk(element: ET.Element, parent: str) -> None:
        found.append(Start(element.tag, parent, dict(element.attrib)))
        for child in element:
            walk(child, element.tag)
        text = "" if len(element) else element.text or ""
        found.append(End(element.tag, parent, text, is_escaped=False))

    walk(ET.fromstring(xml), "")  # noqa: S314
    return found


NAMES = st.text(
    st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff"), min_size=1
)


@given(NAMES, NAMES, st.integers(1, 400))
def test_well_formed_xml_is_read_as_a_parser_reads_it(name: str, other: str, size: int) -> None:
    inside = f"<history>{version_xml(name, 2)}{version_xml(name, 1)}</history>"
    xml = pages_xml(page_xml(name, inside), page_xml(other))
    expected = as_etree(xml)
    elements, is_cut = scan(xml, size)
    assert not is_cut
    assert len(elements) == len(expected)
    for element, right in zip(elements, expected, strict=True):
        assert element[:2] == right[:2]
        if isinstance(element, Start) and isinstance(right, Start):
            attributes = element.attributes.items()
            assert {key: unescape_once(text) for key, text in attributes} == right.attributes
        elif isinstance(element, End) and isinstance(right, End):
            assert element.text.strip() == right.text.strip()


PIECES = st.lists(
    st.sampled_from(
        [
            *("<page zip=", '<page zip="a/a">', "<page>", "</page>", "<name>", "]]></name>"),
            *("<structure>", "</structure>", "<comments>", "<comment>", "</comment>", "</name>"),
            *('<version version="1" zip="', "</history>", '<image zip="">', '">', "/>", "x="),
            *("<![CDATA[", "]]>", "<!--", "-->", "<?", "?>", "<!", "<", ">", '"', "&", " ", "\n"),
        ]
    ),
    max_size=60,
)


@given(PIECES, st.integers(1, 30))
def test_any_text_is_scanned_to_its_end(pieces: list[str], size: int) -> None:
    xml = "".join(pieces)
    elements, _ = scan(xml, size)
    depth = 0
    for element in elements:
        depth += 1 if isinstance(element, Start) else -1
        assert depth >= 0
    assert depth == 0
    assert elements == scan(xml)[0]
    list(RecordReader().records(elements))


@pytest.mark.parametrize("make", XML_FAMILIES.values(), ids=XML_FAMILIES)
def test_hostile_texts_end(make: Family) -> None:
    elements, _ = scan(make(50_000))
    ends = sum(isinstance(element, End) for element in elements)
    assert 2 * ends == len(elements)


def test_a_text_without_end_is_not_held_forever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xml_scanner, "LONGEST", 1000)
    xml = pages_xml(page_xml("One").replace("<lang>en", "<lang>" + "x" * 50_000), page_xml("Two"))
    found = [element for element in scan(xml, 100)[0] if isinstance(element, End)]
    assert max(len(end.text) for end in found) <= 10_000
    assert texts(xml, "lang")[1] == "en"
