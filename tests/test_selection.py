"""Some of the pages: patterns of names, and conditions."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tiki2md.model import Category, Page, Wiki
from tiki2md.selection import Selection, SelectionError


def at(*date: int) -> int:
    return int(datetime(*date, tzinfo=UTC).timestamp())  # type: ignore[misc,arg-type]


WIKI = Wiki(
    pages=[
        Page(
            name="Docs Home",
            source="",
            page_id=1,
            language="en",
            categories=[2],
            tags=["Moss Care"],
            creator="ada",
            modified=at(2019, 12, 31, 23, 59, 59),
        ),
        Page(name="docs mousse", source="", page_id=2, language="fr", modified=at(2020, 1, 1)),
        Page(name="News", source="", page_id=3, version=7, modified=at(2020, 12, 31, 23)),
        Page(name="Board", source="", page_id=4, categories=[1], modified=at(2021, 1, 1)),
    ],
    categories={
        1: Category(category_id=1, name="Garden"),
        2: Category(category_id=2, name="Docs", parent_id=1),
    },
)


def chosen(*where: str, include: tuple[str, ...] = (), exclude: tuple[str, ...] = ()) -> list[int]:
    return [page.page_id for page in Selection(include, exclude, where).of(WIKI).pages]


def test_without_a_wish_all_pages_are_wanted() -> None:
    assert Selection().of(WIKI) is WIKI


def test_patterns_of_names_choose_pages_and_leave_some_out() -> None:
    assert chosen(include=("docs*",)) == [1, 2]
    assert chosen(include=("docs*", "NEWS")) == [1, 2, 3]
    assert chosen(exclude=("docs*", "News")) == [4]
    assert chosen(include=("docs*",), exclude=("*mousse",)) == [1]
    assert chosen(include=("nothing",)) == []


def test_brackets_in_a_pattern_are_those_of_a_name() -> None:
    wiki = Wiki(pages=[Page(name=name, source="") for name in ("Docs o", "Docs [old]")])
    for selection in (Selection(include=("docs [*]",)), Selection(where=('name~"*[old]"',))):
        assert [page.name for page in selection.of(wiki).pages] == ["Docs [old]"]


@pytest.mark.parametrize(
    ("where", "expected"),
    [
        ("lang=en", [1]),
        ("lang!=en", [2, 3, 4]),
        ("lang = EN", [1]),
        ('category="Docs"', [1]),
        ("category=garden/docs", [1]),
        ("category=Garden", [4]),
        ("category~garden*", [1, 4]),
        ("tag='moss care'", [1]),
        ("creator=ada", [1]),
        ("name~*o*", [1, 2, 4]),
        ("version>=7", [3]),
        ("id<3 and lang=fr", [2]),
        ("modified>2020", [4]),
        ("modified>=2020", [2, 3, 4]),
        ("modified<2020", [1]),
        ("modified<=2020", [1, 2, 3]),
        ("modified=2020", [2, 3]),
        ("modified!=2020", [1, 4]),
        ("modified=2020-12", [3]),
        ("modified=2020-01-01", [2]),
        ("modified>2019-12-31 AND modified<2020-02", [2]),
        # Nobody knows when these pages were made.
        ("created<2020", []),
        ("created=1970", []),
        ("created!=1970", [1, 2, 3, 4]),
    ],
)
def test_a_condition_chooses_pages(where: str, expected: list[int]) -> None:
    assert chosen(where) == expected


def test_several_conditions_must_all_hold() -> None:
    assert chosen("id>1", "id<4", "lang!=fr") == [3]


@pytest.mark.parametrize(
    ("where", "message"),
    [
        ("", "is no condition"),
        ("lang", "is no condition; write one as lang=en"),
        ("lang=en or lang=fr", "is no condition"),
        ("lang=en and", "is no condition"),
        ("colour=red", "pages have no 'colour'; there are name, lang, tag"),
        ("lang<en", "a text is compared with"),
        ("version=x", "with a whole number"),
        ("version~1", "with a whole number"),
        (f"version={'1' * 5000}", "with a whole number"),
        ("modified=yesterday", "write a date as 2020"),
        ("modified=2020-13", "write a date as 2020"),
        ("modified=2020-02-30", "write a date as 2020"),
        ("modified~2020", "write a date as 2020"),
        ("modified=0000", "write a date as 2020"),
        ("modified=9999", "write a date as 2020"),
    ],
)
def test_what_is_no_condition_is_an_error_that_helps(where: str, message: str) -> None:
    with pytest.raises(SelectionError, match=message):
        chosen(where)
