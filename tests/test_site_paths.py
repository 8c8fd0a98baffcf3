"""Slugs, titles and the allocator of paths."""

from __future__ import annotations

import unicodedata
from pathlib import Path, PurePosixPath, PureWindowsPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tiki2md import convert
from tiki2md.config import ConfigError, from_assignments, load_file
from tiki2md.options import Options
from tiki2md.site.paths import (
    MAX_STEM_BYTES,
    PathAllocator,
    cap,
    collision_key,
    note_name,
    page_title,
    slugify,
    strip_title_date,
)

HOSTILE = [
    "../../etc/passwd",
    "..\\..\\windows",
    "/",
    "?",
    '"',
    "+",
    "%",
    "&",
    "\0",
    "C:\\x",
    "~root",
    "-",
    "...",
    "con",
    "NUL.txt",
    "x" * 300,
    "é" * 300,
    "日" * 300,
    "a\nb",
    "\ud800",
    "\u202egnp.exe",
]


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Home Page", "home-page"),
        ("C++ firmware", "c-firmware"),
        ("R&D + prototypes", "r-d-prototypes"),
        ("Été à la mer", "été-à-la-mer"),
        ("E\u0301te\u0301", "été"),
        ("日本庭園", "日本庭園"),
        ("हिन्दी", "हिन्दी"),
        ("Łódź partner garden", "łódź-partner-garden"),
        ("Foo_bar--baz", "foo-bar-baz"),
        ("  a  ", "a"),
        ("???", ""),
        ("", ""),
    ],
)
def test_slugify(name: str, slug: str) -> None:
    assert slugify(name) == slug


@pytest.mark.parametrize(
    ("title", "stripped"),
    [
        (
            "Osteoporosis in half - meta-analysis - July 2023",
            "Osteoporosis in half - meta-analysis",
        ),
        ("News, Sept. 2021", "News"),
        ("News (May 2020)", "News"),
        ("News – December 1999", "News"),
        ("July 2023", "July 2023"),
        ("In 2023", "In 2023"),
        ("Decisions of 2 July 2023 and later", "Decisions of 2 July 2023 and later"),
        ("Mayor 2023", "Mayor 2023"),
    ],
)
def test_title_dates(title: str, stripped: str) -> None:
    assert strip_title_date(title) == stripped
    assert page_title(title, strip_date=True) == stripped
    assert page_title(title) == title


def test_cap_cuts_at_a_hyphen_and_never_inside_a_character() -> None:
    assert cap("aaaa-bbbb", 7) == "aaaa-bb"
    assert cap("aaaaaa-bb", 8) == "aaaaaa"
    assert cap("ééé", 5) == "éé"


def test_collisions_are_numbered_in_order() -> None:
    allocator = PathAllocator()
    names = ["MySQL", "Mysql", "my-sql", "mysql", "My sql 2"]
    assert [allocator.allocate(name, "page") for name in names] == [
        ("mysql", "mysql"),
        ("mysql", "mysql-2"),
        ("my-sql", "my-sql"),
        ("mysql", "mysql-3"),
        ("my-sql-2", "my-sql-2"),
    ]


def first_free(wanted: str, taken: set[str]) -> str:
    """What numbering one by one from the start finds."""
    used, number = wanted, 1
    while collision_key(used) in taken:
        number += 1
        suffix = f"-{number}"
        used = cap(wanted, MAX_STEM_BYTES - len(suffix)) + suffix
    return used


LONG = ["x" * 118 + tail for tail in ("", "-y", "-z", "yy", "y-")] + ["é" * 59 + "-a", "é" * 60]


@given(st.lists(st.sampled_from(["a", "A", "a 2", "a-11", "ß", "ss", *LONG]), max_size=200))
def test_numbers_are_the_first_that_are_free(names: list[str]) -> None:
    allocator = PathAllocator()
    taken: set[str] = set()
    for name in names:
        wanted, used = allocator.allocate(name, "page")
        assert used == first_free(wanted, taken)
        taken.add(collision_key(used))


def test_many_pages_of_one_name_take_no_quadratic_time() -> None:
    allocator = PathAllocator()
    for number in range(1, 20_001):
        assert allocator.allocate("Same", "page")[1] == (f"same-{number}" if number > 1 else "same")


def test_reserved_names_are_set_apart() -> None:
    allocator = PathAllocator(frozenset({"index"}))
    assert allocator.allocate("Index", "x")[1] == "index-page"
    assert allocator.allocate("CON", "x")[1] == "con-page"
    assert allocator.allocate("lpt1", "x")[1] == "lpt1-page"
    assert allocator.allocate("???", "page-7")[1] == "page-7"
    assert allocator.allocate("???", "???")[1] == "page"


def test_long_names_that_differ_late_do_not_collide() -> None:
    allocator = PathAllocator()
    stems = {allocator.allocate("x" * 300 + str(i), "page")[1] for i in range(12)}
    assert len(stems) == 12
    assert all(len(stem) <= MAX_STEM_BYTES for stem in stems)


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_names_stay_in_their_folder(name: str) -> None:
    assert_harmless(PathAllocator().allocate(name, "page-1")[1])


@given(st.lists(st.text(), max_size=8))
def test_any_names(names: list[str]) -> None:
    allocator = PathAllocator()
    stems = [allocator.allocate(name, "page")[1] for name in names]
    assert len({collision_key(stem) for stem in stems}) == len(stems)
    for stem in stems:
        assert_harmless(stem)


def assert_harmless(stem: str) -> None:
    name = f"{stem}.md"
    assert stem
    assert PurePosixPath(name).name == name
    assert PureWindowsPath(name).name == name
    assert not set(stem) & set('<>:"/\\|?*.\0 ')
    assert len(stem.encode()) <= MAX_STEM_BYTES
    assert unicodedata.is_normalized("NFC", stem)
    assert stem.lower() not in {"con", "nul", "aux", "prn"}


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Łódź partner garden", "lodz-partner-garden"),
        ("Été à la mer", "ete-a-la-mer"),
        ("E\u0301te\u0301", "ete"),
        ("日本庭園", "ri-ben-ting-yuan"),
        ("Москва", "moskva"),
        ("C++ & ½", "c-1-2"),
        ("🌱", ""),
    ],
)
def test_slugs_in_ascii(name: str, slug: str) -> None:
    assert slugify(name, ascii_only=True) == slug


@given(st.text())
def test_ascii_is_ascii(text: str) -> None:
    assert slugify(text, ascii_only=True).isascii()
    assert note_name(text, ascii_only=True).isascii()


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Łódź partner garden", "Lodz partner garden"),
        ("Crab soup – “Ann’s” 🐟", "Crab soup - Ann's"),
        ("日本庭園", "Ri Ben Ting Yuan"),
    ],
)
def test_notes_are_named_in_ascii(title: str, name: str) -> None:
    assert note_name(title, ascii_only=True) == name


@pytest.mark.parametrize(
    ("target", "link"), [("gfm", "[Łódź](lodz.md)"), ("obsidian", "[[Lodz|Łódź]]")]
)
def test_links_of_a_page_alone_are_in_ascii(target: str, link: str) -> None:
    options = Options(target=target, slugs="ascii")
    assert convert("((Łódź))", options=options) == f"{link}\n"


def test_patterns_take_parts_out_of_titles() -> None:
    assert page_title("DRAFT: Fern (old)", patterns=["^DRAFT: ", r"\(old\)$"]) == "Fern"
    assert page_title("Fern", patterns=[".*"]) == "Fern"
    assert page_title("A - May 2020", strip_date=True, patterns=["^A"]) == "- May 2020"


def test_devices_with_an_ending_are_devices_too() -> None:
    assert PathAllocator(file_names="titles").allocate("aux.md", "page")[1] == "aux-page.md"


def test_title_patterns_are_checked(tmp_path: Path) -> None:
    path = tmp_path / "tiki2md.toml"
    path.write_text("title_patterns = ['^DRAFT: ', '(old']", "utf-8")
    with pytest.raises(ConfigError) as caught:
        load_file(path, ["gfm"])
    assert str(caught.value) == (
        f"{path}: title_patterns: '(old' is no regular expression at character 1: "
        "missing ), unterminated subpattern"
    )
    path.write_text("title_patterns = ['^DRAFT: ', '^DRAFT: ', '']", "utf-8")
    assert load_file(path, ["gfm"]) == {"title_patterns": ("^DRAFT: ",)}
    assert from_assignments(["title_patterns=a,b"], ["gfm"]) == {"title_patterns": ("a,b",)}
    path.write_text("title_patterns = 3", "utf-8")
    with pytest.raises(ConfigError, match="must be a list of patterns, not 3"):
        load_file(path, ["gfm"])
