"""The dumps of the AST."""

from __future__ import annotations

import json

import pytest

from tiki2md.dump import FORMATS, dump
from tiki2md.nodes import BoldNode, DivNode, DocumentNode, HeadingNode, MakeTocNode, TextNode

DIV = DivNode(
    full_match='{DIV(class="note")}{maketoc title="On this page"}{DIV}',
    inner_content='{maketoc title="On this page"}',
    name="DIV",
    raw_arguments='(class="note")',
    attrs_dict={"class": "note"},
    has_body=True,
    span=(7, 57),
    children=[
        MakeTocNode(
            full_match='{maketoc title="On this page"}',
            name="MAKETOC",
            raw_arguments=' title="On this page"',
            attrs_dict={"title": "On this page"},
            span=(26, 51),
        )
    ],
)
DOCUMENT = DocumentNode(
    full_match='\n!!T\nx{DIV(class="note")}{maketoc title="On this page"}{DIV}',
    children=[
        HeadingNode(
            full_match="\n!!T",
            inner_content="T",
            level=2,
            span=(0, 4),
            children=[TextNode(full_match="T", inner_content="T", span=(3, 4))],
        ),
        TextNode(full_match="\nx", inner_content="\nx", span=(4, 6)),
        DIV,
    ],
)

CLASSIC = """\
├── HeadingNode
│   full_match: `\\n!!T`
│   inner_content: `T`
│   level: `2`
│   children:
│   ├── TextNode
│   │   full_match: `T`
│   │   inner_content: `T`├── TextNode
│   full_match: `\\nx`
│   inner_content: `\\nx`├── DivNode
│   full_match: `{DIV(class="note")}{maketoc title="On this page"}{DIV}`
│   inner_content: `{maketoc title="On this page"}`
│   attrs_dict:
│   │   raw_content: (class="note")
│   │   class: note
│   children:
│   ├── MakeTocNode
│   │   full_match: `{maketoc title="On this page"}`
│   │   inner_content: ``
│   │   attrs_dict:
│   │   │   raw_content:  title="On this page"
│   │   │   title: On this page"""


def test_classic_layout() -> None:
    assert dump(DOCUMENT, "classic") == CLASSIC


def test_classic_of_one_node() -> None:
    assert dump(DIV, "classic").startswith("├── DivNode\n")


def test_tree_is_one_line_a_node() -> None:
    lines = dump(DOCUMENT).splitlines()
    assert lines == [
        "DocumentNode 0-0",
        "├── HeadingNode 0-4 level=2",
        '│   └── TextNode 3-4 "T"',
        '├── TextNode 4-6 "\\nx"',
        (
            '└── DivNode 7-57 name="DIV" raw_arguments="(class=\\"note\\")"'
            ' attrs_dict={"class": "note"} has_body=true'
        ),
        (
            '    └── MakeTocNode 26-51 name="MAKETOC" raw_arguments=" title=\\"On this page\\""'
            ' attrs_dict={"title": "On this page"} "{maketoc title=\\"On this page\\"}"'
        ),
    ]


def test_tree_shortens_text() -> None:
    line = dump(TextNode(inner_content="x" * 500))
    assert len(line) < 100
    assert line.endswith("…")


def test_json_is_versioned_and_complete() -> None:
    data = json.loads(dump(DOCUMENT, "json"))
    assert list(data) == ["schema", "version", "root"]
    heading = data["root"]["children"][0]
    assert list(heading) == ["type", "span", "full_match", "inner_content", "fields", "children"]
    assert heading["fields"]["level"] == 2
    assert "children" not in data["root"]["children"][1]


@pytest.mark.parametrize("format_", FORMATS)
def test_every_format_takes_deep_trees(format_: str) -> None:
    node = BoldNode()
    for _ in range(100):
        node = BoldNode(children=[node])
    assert dump(DocumentNode(children=[node]), format_)


def test_unknown_format() -> None:
    with pytest.raises(ValueError, match="known: tree, classic, json"):
        dump(DOCUMENT, "yaml")
