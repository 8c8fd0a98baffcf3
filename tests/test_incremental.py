"""A second run makes only what changed, and what it makes is what a first run would make."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import pytest
from examples import examples
from folders import files_of
from hypothesis import given
from hypothesis import strategies as st
from wiki_changes import CHANGES, SOURCES, named, wiki_of_plants

from tiki2md.cli import run
from tiki2md.migration import Plan, convert_site
from tiki2md.model import Category, File, Page, Wiki
from tiki2md.nodes import Node, PluginNode, TextNode
from tiki2md.options import Options
from tiki2md.plugins import PluginContext, default_registry, plugin

if TYPE_CHECKING:
    from collections.abc import Callable

PLAN = Plan(code="this version", prune=True)


@given(
    before=st.lists(st.sampled_from(CHANGES), unique=True, max_size=2),
    after=st.lists(st.sampled_from(CHANGES), unique=True, min_size=1, max_size=3),
    target=st.sampled_from(["gfm", "hugo", "obsidian", "mkdocs"]),
    missing_links=st.sampled_from(["text", "stub"]),
)
@examples(40)
def test_a_run_after_changes_writes_what_a_first_run_writes(
    before: list[Callable[[Wiki], None]],
    after: list[Callable[[Wiki], None]],
    target: str,
    missing_links: str,
) -> None:
    # The last of the list come first: none looks for a page that another has renamed.
    old, new = wiki_of_plants(), wiki_of_plants()
    for change in reversed(CHANGES):
        if change in before:
            change(old)
        if change in after:
            change(new)
    options = Options(target=target, missing_links=missing_links)
    with TemporaryDirectory() as folder:
        again, first = Path(folder) / "again", Path(folder) / "first"
        convert_site(old, options, again, PLAN)
        convert_site(new, options, again, PLAN)
        convert_site(new, options, first, PLAN)
        assert files_of(again) == files_of(first)


NAMES = ("HomePage", "Fern", "Moss", "Moss:_:Dry")
LINES = (
    *("!Where it grows", "!!Shade", "{ANAME()}spot{ANAME}", "{MAKETOC}", "Words."),
    *("((Fern))", "((Moss|#Where_it_grows))", "((Moss|#spot))", "[#Shade|below]", "((Dry))"),
    *("[tiki-index.php?page=Fern#Shade|there]", "((Ferns))", "((gone))", "[cat1]"),
    *("{INCLUDE(page=Moss)}{INCLUDE}", "{INCLUDE(page=Fern)}{INCLUDE}", "{LISTPAGES()}{LISTPAGES}"),
    *(
        "{BACKLINKS(page=Fern)}{BACKLINKS}",
        "{img attId=1}",
        "{img fileId=1}",
        "%year%",
        "~tc~x~/tc~",
    ),
)


@st.composite
def drawn_pages(draw: st.DrawFn) -> dict[str, Page]:
    """Some pages, by their names."""
    return {
        name: Page(
            name=name,
            page_id=number,
            source="\n".join(draw(st.lists(st.sampled_from(LINES), max_size=4))),
            language=draw(st.sampled_from(["", "en", "fr"])),
            aliases=draw(st.sampled_from([[], [], ["gone"]])),
            categories=draw(st.sampled_from([[], [1]])),
            is_html=draw(st.sampled_from([False, False, False, True])),
        )
        for number, name in enumerate(NAMES, 1)
        if draw(st.integers(0, 5))
    }


def drawn_wiki(pages: dict[str, Page]) -> Wiki:
    return Wiki(
        pages=[replace(pages[name]) for name in NAMES if name in pages],
        categories={1: Category(category_id=1, name="Green")},
        files={1: File(file_id=1, filename="fern.png")},
        attachments={1: File(file_id=1, filename="fern.png", page="Fern")},
        dynamic_variables={"year": "2026"},
        translations=[["Fern", "Moss"]],
    )


@given(
    before=drawn_pages(),
    other=drawn_pages(),
    edited=st.sets(st.sampled_from(NAMES), min_size=1, max_size=2),
    fields=st.sets(st.sampled_from(["source", "language", "aliases", "categories", "is_html"])),
    target=st.sampled_from(["gfm", "hugo", "obsidian", "mkdocs"]),
)
@examples(60)
def test_a_run_after_drawn_edits_writes_what_a_first_run_writes(
    before: dict[str, Page],
    other: dict[str, Page],
    edited: set[str],
    fields: set[str],
    target: str,
) -> None:
    after = dict(before)
    for name in sorted(edited):
        if name in before and name in other and fields:
            values = {field: getattr(other[name], field) for field in fields}
            after[name] = replace(before[name], **values)
        else:  # It is deleted, or there only now.
            after.pop(name, None)
            after |= {name: other[name]} if name not in before and name in other else {}
    options = Options(target=target)
    with TemporaryDirectory() as folder:
        again, first = Path(folder) / "again", Path(folder) / "first"
        convert_site(drawn_wiki(before), options, again, PLAN)
        convert_site(drawn_wiki(after), options, again, PLAN)
        convert_site(drawn_wiki(after), options, first, PLAN)
        assert files_of(again) == files_of(first)


def test_places_that_no_link_asks_for_any_more_are_forgotten(tmp_path: Path) -> None:
    dry = Page(name="Dry", source="{INCLUDE(page=Fern)}{INCLUDE}", page_id=3)
    fern = Page(name="Fern", source="((Moss|#Where_it_grows))", page_id=1)
    moss = Page(name="Moss", source="!Where it grows", page_id=2)
    convert_site(Wiki(pages=[fern, dry]), Options(), tmp_path / "again", PLAN)
    for out in ("again", "first"):
        convert_site(Wiki(pages=[moss, dry]), Options(), tmp_path / out, PLAN)
    assert files_of(tmp_path / "again") == files_of(tmp_path / "first")


def counting(counts: Counter[str]) -> Plan:
    """A plan whose plugin COUNT counts the conversions of each page."""

    @plugin("COUNT")
    def count(_node: PluginNode, context: PluginContext) -> list[Node]:
        counts[context.page] += 1
        return [TextNode(inner_content="counted")]

    return replace(PLAN, registry=default_registry().with_plugins([count]))


def counted_wiki() -> Wiki:
    wiki = wiki_of_plants()
    for page in wiki.pages:
        page.source += " {COUNT()}{COUNT}"
    return wiki


def test_only_pages_that_changed_are_converted_again(tmp_path: Path) -> None:
    counts: Counter[str] = Counter()
    plan = counting(counts)
    convert_site(counted_wiki(), Options(), tmp_path / "out", plan)
    assert set(counts) == set(SOURCES)
    first = files_of(tmp_path / "out")

    counts.clear()
    summary = convert_site(counted_wiki(), Options(), tmp_path / "out", plan)
    assert not counts
    assert files_of(tmp_path / "out") == first
    assert (len(summary.written), len(summary.unchanged)) == (0, len(SOURCES) + 3)

    wiki = counted_wiki()
    named(wiki, "Contents").source += " One more line."
    convert_site(wiki, Options(), tmp_path / "out", plan)
    # The pages that list others read all of them.
    assert set(counts) == {"Contents", "List"}


def test_a_link_to_a_place_hangs_on_what_that_place_is_called(tmp_path: Path) -> None:
    counts: Counter[str] = Counter()
    plan = counting(counts)
    wiki = counted_wiki()
    convert_site(wiki, Options(), tmp_path, plan)
    page = named(wiki, "Moss")
    for before, after, is_converted in (
        ("!Moss", "!Mosses", False),
        ("!!Where it grows", "!!Habitat", True),
    ):
        counts.clear()
        page.source = page.source.replace(before, after)
        convert_site(wiki, Options(), tmp_path, plan)
        assert ("HomePage" in counts) is is_converted


def test_what_the_index_says_of_pages_is_asked_of_all_where_a_page_is_new(tmp_path: Path) -> None:
    counts: Counter[str] = Counter()
    plan = counting(counts)
    wiki = counted_wiki()
    wiki.pages = [page for page in wiki.pages if page.name != "List"]
    convert_site(wiki, Options(), tmp_path, plan)
    counts.clear()
    wiki.pages.append(Page(name="Nowhere", source="{COUNT()}{COUNT}", page_id=99))
    convert_site(wiki, Options(), tmp_path, plan)
    # Only the home page has a link to it; pages that list others see it, too.
    assert {"Nowhere", "HomePage"} <= set(counts) <= {"Nowhere", "HomePage", "Plants", "Contents"}


def test_a_page_that_was_only_viewed_or_read_elsewhere_is_not_converted_again(
    tmp_path: Path,
) -> None:
    counts: Counter[str] = Counter()
    plan = counting(counts)
    convert_site(counted_wiki(), Options(), tmp_path, plan)
    counts.clear()
    wiki = counted_wiki()
    for page in wiki.pages:
        page.origin = "another.sql"
    convert_site(wiki, Options(), tmp_path, plan)
    assert not counts
    named(wiki, "Fern").hits += 1
    convert_site(wiki, Options(), tmp_path, plan)
    # Lists may show how often pages were viewed.
    assert set(counts) == {"List", "Plants"}


def test_findings_are_told_again(tmp_path: Path) -> None:
    first = convert_site(wiki_of_plants(), Options(), tmp_path, PLAN)
    again = convert_site(wiki_of_plants(), Options(), tmp_path, PLAN)
    assert first.diagnostics
    assert again.diagnostics == first.diagnostics
    assert again.findings == first.findings


@pytest.mark.parametrize(
    "changed",
    [replace(PLAN, code="another version"), replace(PLAN, debug_dump=True), replace(PLAN, code="")],
    ids=["version", "dump", "unknown"],
)
def test_nothing_is_remembered_of_other_settings(tmp_path: Path, changed: Plan) -> None:
    counts: Counter[str] = Counter()
    registry = counting(counts).registry
    convert_site(counted_wiki(), Options(), tmp_path, replace(PLAN, registry=registry))
    counts.clear()
    convert_site(counted_wiki(), Options(), tmp_path, replace(changed, registry=registry))
    assert set(counts) == set(SOURCES)


def test_nothing_is_remembered_under_other_options(tmp_path: Path) -> None:
    counts: Counter[str] = Counter()
    plan = counting(counts)
    convert_site(counted_wiki(), Options(), tmp_path, plan)
    counts.clear()
    convert_site(counted_wiki(), Options(smileys=False), tmp_path, plan)
    assert set(counts) == set(SOURCES)


@pytest.mark.parametrize("junk", ["", "{", '{"version":99}\n', "\x00\xff", '{"version":1}\n[]\n'])
def test_a_damaged_memory_is_none(tmp_path: Path, junk: str) -> None:
    convert_site(wiki_of_plants(), Options(), tmp_path, PLAN)
    right = files_of(tmp_path)
    (tmp_path / ".tiki2md" / "pages.jsonl").write_bytes(junk.encode("latin-1"))
    convert_site(wiki_of_plants(), Options(), tmp_path, PLAN)
    assert files_of(tmp_path) == right


@pytest.mark.parametrize(
    "damage",
    [
        lambda text: text[: text.rindex("\n", 0, -1) + 1],
        lambda text: text[: len(text) // 2],
        lambda text: text.replace('"places":[', '"places":[[1,2,3],', 1),
    ],
    ids=["unsealed", "cut", "changed"],
)
def test_a_memory_that_is_not_as_it_was_left_is_none(
    tmp_path: Path, damage: Callable[[str], str]
) -> None:
    counts: Counter[str] = Counter()
    plan = counting(counts)
    convert_site(counted_wiki(), Options(), tmp_path, plan)
    note = tmp_path / ".tiki2md" / "pages.jsonl"
    left = note.read_text("utf-8")
    note.write_text(damage(left), "utf-8")
    counts.clear()
    convert_site(counted_wiki(), Options(), tmp_path, plan)
    assert set(counts) == set(SOURCES)
    assert note.read_text("utf-8") == left


def test_a_file_that_is_gone_is_made_again_and_an_edited_one_left(tmp_path: Path) -> None:
    convert_site(wiki_of_plants(), Options(), tmp_path, PLAN)
    (tmp_path / "fern.md").unlink()
    (tmp_path / "list.md").write_text("mine", "utf-8")
    summary = convert_site(wiki_of_plants(), Options(), tmp_path, PLAN)
    assert summary.written == ["fern.md"]
    assert summary.edited == ["list.md"]
    assert (tmp_path / "list.md").read_text("utf-8") == "mine"


def test_the_command_remembers_until_a_plugin_of_the_site_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages" / "a.tiki").write_text("{OURS()}{OURS} ((b))", "utf-8")
    (tmp_path / "pages" / "b.tiki").write_text("plain", "utf-8")
    code = (
        "from tiki2md import plugin\nfrom tiki2md.nodes import TextNode\n\n"
        "@plugin('OURS')\ndef ours(node, context):\n    return [TextNode(inner_content='{}')]\n"
    )
    (tmp_path / "ours.py").write_text(code.format("one"), "utf-8")
    (tmp_path / "tiki2md.toml").write_text('plugin_files = ["ours.py"]\n', "utf-8")
    monkeypatch.chdir(tmp_path)
    assert run(["convert", "pages", "-o", "out"]) == 0
    assert "one" in (tmp_path / "out" / "a.md").read_text("utf-8")
    (tmp_path / "ours.py").write_text(code.format("two"), "utf-8")
    assert run(["convert", "pages", "-o", "out"]) == 0
    assert "two" in (tmp_path / "out" / "a.md").read_text("utf-8")
    assert "1 written, 1 unchanged" in capsys.readouterr().err
