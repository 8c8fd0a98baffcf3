"""The arguments of plugins (tiki-syntax §3.2)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tiki2md.syntax.arguments import parse_arguments


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        # Nothing that looks like an argument but is none.
        ("", {}),
        ("()", {}),
        ("(title)", {}),
        (" pagination ", {}),
        (" x=", {}),
        # Forms.
        ('(class="note")', {"class": "note"}),
        (' title="On this page"', {"title": "On this page"}),
        ("(title='Tide table')", {"title": "Tide table"}),
        (" a=b c d e=f", {"a": "b c d", "e": "f"}),
        (" b=x,c=y", {"b": "x", "c": "y"}),
        ("(b=>x, c=>y)", {"b": "x", "c": "y"}),
        ("(title=>Tide table, bg=>yellow)", {"title": "Tide table", "bg": "yellow"}),
        (' a = "b" , c = d', {"a": "b", "c": "d"}),
        ('(\n  title="Tide"\n  bg="#eee"\n)', {"title": "Tide", "bg": "#eee"}),
        (" max=5 pagination", {"max": "5 pagination"}),
        ('a="1"b=2', {"a": "1", "b": "2"}),
        # Quotes and escapes.
        (r'a="say \"hi\""', {"a": 'say "hi"'}),
        (r"a='it\'s' b=c", {"a": "it's", "b": "c"}),
        ('a=""', {"a": ""}),
        ('a="x=y, z=w"', {"a": "x=y, z=w"}),
        ('a="unclosed b=c', {"a": '"unclosed', "b": "c"}),
        # Entities: once, and only with a semicolon.
        ("a=&quot;b c&quot;", {"a": "b c"}),
        ('a="&amp;lt;"', {"a": "&lt;"}),
        ('src="x.php?a=1&copy=2"', {"src": "x.php?a=1&copy=2"}),
        # Names.
        ('fileId="3" fileid="4"', {"fileId": "3", "fileid": "4"}),
        ('a="1" a="2"', {"a": "2"}),
        ('a="Прилив – été 🌊"', {"a": "Прилив – été 🌊"}),
    ],
)
def test_arguments_are_read_as_tiki_reads_them(raw: str, expected: dict[str, str]) -> None:
    assert parse_arguments(raw) == expected


FRAGMENTS = [
    "=",
    "=>",
    '"',
    "'",
    "\\",
    " ",
    ",",
    "\n",
    "a",
    "b=",
    "&quot;",
    "(",
    ")",
    "é",
    "\0",
    "/",
]


@given(st.lists(st.sampled_from(FRAGMENTS), max_size=40).map("".join) | st.text())
def test_never_raises_and_is_plain(raw: str) -> None:
    for name, value in parse_arguments(raw).items():
        assert type(name) is str
        assert type(value) is str


@given(
    st.dictionaries(
        st.from_regex(r"[a-z_][A-Za-z0-9_]{0,8}", fullmatch=True),
        st.text(st.characters(exclude_characters='"\\&', exclude_categories=["Cs"])),
        max_size=5,
    )
)
def test_quoted_values_come_back(arguments: dict[str, str]) -> None:
    raw = " ".join(f'{name}="{value}"' for name, value in arguments.items())
    assert parse_arguments(f"({raw})") == arguments
