"""The plugins that a site defined itself, and PHP's format in which it did."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tiki2md.migration import convert_site
from tiki2md.model import Page, Wiki
from tiki2md.options import Options
from tiki2md.pipeline import Surroundings, convert_page
from tiki2md.plugins import builtin_registry
from tiki2md.plugins.php import MAX_DEPTH, unserialize
from tiki2md.plugins.site_aliases import site_registry

if TYPE_CHECKING:
    from pathlib import Path


def serialize(value: object) -> str:
    """As PHP does; lists count from 0."""
    value = dict(enumerate(value)) if isinstance(value, list) else value
    match value:
        case None:
            return "N;"
        case bool() | int() | float():
            kind = {bool: "b", int: "i", float: "d"}[type(value)]
            return f"{kind}:{value * 1!r};"
        case str():
            return f's:{len(value.encode())}:"{value}";'
        case dict():
            items = "".join(serialize(part) for pair in value.items() for part in pair)
            return f"a:{len(value)}:{{{items}}}"
    raise AssertionError(value)


VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**18), 10**18)
    | st.floats(allow_nan=False)
    | st.text(),
    lambda inner: st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=10,
)


@given(VALUES)
def test_php_reads_back(value: object) -> None:
    if serialize(value).count("a:") < MAX_DEPTH:
        assert unserialize(serialize(value)) == value


@given(st.text() | st.text('aisbdNOC:;{}"019'))
def test_php_raises_nothing_else(text: str) -> None:
    with contextlib.suppress(ValueError):
        unserialize(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "i:1",
        "i:1;i:2;",
        's:4:"abc";',
        's:-1:"";',
        'O:8:"stdClass":0:{}',
        'C:1:"X":0:{}',
        "a:1:{i:0;R:1;}",
        "a:1:{a:0:{}i:1;}",
        "a:1:{b:1;i:1;}",
        "a:999999999:{}",
        "a:1:{i:0;" * 5000,
        "a:1:{i:0;" * 30 + "N;" + "}" * 30,
        "x" * 2_000_000,
    ],
)
def test_php_that_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        unserialize(text)


def preferences(**aliases: object) -> dict[str, str]:
    defined = {f"pluginalias_{name}": serialize(value) for name, value in aliases.items()}
    return {"pluginaliaslist": serialize(list(aliases)), **defined}


def convert(source: str, prefs: dict[str, str]) -> str:
    registry = site_registry(builtin_registry(), prefs)
    return convert_page(source, Options(), Surroundings(registry=registry)).removesuffix("\n")


NOTE = {
    "implementation": "remarksbox",
    "description": {"name": "Our note", "description": "A note of ours."},
    "body": {"input": "use", "default": "nothing"},
    "params": {
        "type": "note",
        "title": {
            "pattern": "For %who%, %x%",
            "params": {"who": {"default": "all"}, "x": {"input": "more", "default": "please"}},
        },
    },
}
SEARCH = {
    "implementation": "button",
    "body": {"input": "ignore", "default": "find __%q%__", "params": {"q": {}}},
    "params": {
        "href": {
            "pattern": "https://a.example/?q=%q%",
            "params": {"q": {"encoding": "url", "input": "", "default": ""}},
        },
        "_text": None,
    },
}


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("{NOTE()}a __b__{NOTE}", "> [!NOTE]\n> For all, please\n>\n> a **b**"),
        ("{NOTE(who=Ada more=x)}a{NOTE}", "> [!NOTE]\n> For Ada, x\n>\n> a"),
        ("{NOTE(type=tip)}a{NOTE}", "> [!TIP]\n> For all, please\n>\n> a"),
        ("{NOTE()}{NOTE}", "> [!NOTE]\n> For all, please\n>\n> nothing"),
        ("{SEARCH(q='a b&c')}x{SEARCH}", "[find **a b&c**](https://a.example/?q=a%20b%26c)"),
        ("{OURS(who=B)}a{OURS}", "> [!NOTE]\n> For all, please\n>\n> a"),
        (
            "{thumb file=1 float=left}",
            (
                '[<img src="tiki-download_file.php?fileId=1&amp;display" alt="" align="left">]'
                "(tiki-download_file.php?fileId=1&display)"
            ),
        ),
    ],
)
def test_alias(source: str, expected: str) -> None:
    ours = {"implementation": "note", "body": {"input": "use"}, "params": {}}
    found = convert(source, preferences(note=NOTE, search=SEARCH, ours=ours, thumb={}))
    assert found == expected


def test_raw_bodies_stay_raw() -> None:
    shell = {"implementation": "code", "body": {"input": "use"}, "params": {"colors": "bash"}}
    assert convert("{SHELL()}a __b__{SHELL}", preferences(shell=shell)) == ("```bash\na __b__\n```")


@pytest.mark.parametrize(
    "prefs",
    [
        {"feature_wiki": "y"},
        {"pluginaliaslist": "broken"},
        {"pluginaliaslist": serialize("note")},
        {"pluginaliaslist": serialize(["note", "a-b", 3, ""])},
        {"pluginaliaslist": serialize(["note"]), "pluginalias_note": serialize("x")},
        preferences(note={"implementation": "nosuch"}),
        preferences(note={}),
        preferences(note={"implementation": "b"}, b={"implementation": "note"}),
        preferences(code=NOTE),
    ],
)
def test_what_cannot_be_read_defines_nothing(prefs: dict[str, str]) -> None:
    registry = builtin_registry()
    assert site_registry(registry, prefs).names() == registry.names()


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("{note a=b}", "{note a=b}"),
        ("{picture file=a/b.png}", "![](a/b.png)"),
        ("{THUMB(image=b.png max=50)/}", '[<img src="b.png" alt="" width="50">](b.png)'),
        ("{image src=b.png scalesize=30}", '<img src="b.png" alt="" width="30">'),
    ],
)
def test_page_files_have_the_images_of_an_upgraded_site(source: str, expected: str) -> None:
    assert convert(source, {}) == expected


def test_an_alias_of_itself_ends() -> None:
    again = {"implementation": "div", "body": {"input": "ignore", "default": "{X()}{X}" * 50}}
    assert len(convert("{X()}{X}", preferences(x=again | {"params": {}}))) < 2_000_000


def test_a_description_is_the_summary() -> None:
    spec = site_registry(builtin_registry(), preferences(note=NOTE)).get("NOTE")
    assert spec is not None
    assert spec.summary == "A note of ours."


def test_a_site_has_its_plugins(tmp_path: Path) -> None:
    wiki = Wiki(
        pages=[Page(name="Home", source="{NOTE()}a{NOTE}")], preferences=preferences(note=NOTE)
    )
    convert_site(wiki, Options(), tmp_path)
    assert "> [!NOTE]" in (tmp_path / "home.md").read_text("utf-8")
