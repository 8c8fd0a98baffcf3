"""Several sources of one wiki: the first wins, and is completed by the others."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from sample_exports import LIGHTHOUSE

from tiki2md.diagnostics import Code, Reporter
from tiki2md.model import Blob, Category, Comment, File, Page, Relation, Route, User, Version, Wiki
from tiki2md.readers import read_sources
from tiki2md.readers.blobs import BlobStore
from tiki2md.readers.merge import merge_into
from tiki2md.readers.reading import Reading

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path


def merged(*wikis: Wiki) -> tuple[Wiki, list[Code]]:
    result, reporter = Wiki(), Reporter()
    for wiki in wikis:
        merge_into(result, wiki, reporter)
    return result, [finding.code for finding in reporter.diagnostics]


def version(number: int, text: str = "") -> Version:
    return Version(number=number, text=Blob(path=text) if text else None)


def texts(versions: Iterable[Version]) -> dict[int, str]:
    return {found.number: found.text.path if found.text else "" for found in versions}


def test_a_page_is_completed_and_keeps_what_it_has() -> None:
    dump = Page(
        name="Été",
        source="x",
        page_id=3,
        creator="ada",
        aliases=["Summer"],
        versions=[version(2, "b"), version(3)],
    )
    archive = Page(
        name="été",
        source="x",
        creator="ben",
        language="fr",
        tags=["t"],
        aliases=["Juillet", "summer"],
        versions=[version(1, "a"), version(2, "other"), version(3, "c")],
    )
    wiki, codes = merged(Wiki(pages=[dump]), Wiki(pages=[archive]))
    (page,) = wiki.pages
    assert (page.name, page.page_id, page.creator, page.language) == ("Été", 3, "ada", "fr")
    assert (page.tags, page.aliases) == (["t"], ["Summer", "Juillet"])
    assert texts(page.versions) == {1: "a", 2: "b", 3: "c"}
    assert codes == []


@pytest.mark.parametrize("first", [True, False])
def test_what_one_source_hides_stays_hidden(first: bool) -> None:
    wikis = [
        Wiki(
            pages=[Page(name="A", source="x", hidden=why)],
            files={1: File(file_id=1, hidden=why)},
            comments=[Comment(comment_id=1, created=5, hidden=why)],
        )
        for why in ("secret", "")
    ]
    wiki, _ = merged(*(wikis if first else wikis[::-1]))
    assert wiki.pages[0].hidden == wiki.files[1].hidden == wiki.comments[0].hidden == "secret"


def test_a_wiki_merged_with_itself_is_itself(tmp_path: Path) -> None:
    def read() -> Wiki:
        reading = Reading(history=True, files=(LIGHTHOUSE,), blobs=BlobStore(tmp_path))
        return read_sources([LIGHTHOUSE / "wiki.sql"], Reporter(), reading)

    wiki, codes = merged(read(), read())
    assert wiki == read()
    assert codes == []


def test_other_texts_are_told() -> None:
    pages = [Page(name="A", source=source, origin=source) for source in "xy"]
    wiki, codes = merged(*(Wiki(pages=[page]) for page in pages))
    assert [page.source for page in wiki.pages] == ["x"]
    assert codes == [Code.SOURCE_PAGE_TWICE]


def test_what_one_source_tells_apart_is_several_pages() -> None:
    """Not every database takes ß for ss, or capitals for small letters."""
    names = ["Straße", "Strasse", "Case", "CASE"]
    pages = [Page(name=name, source=name, page_id=n) for n, name in enumerate(names, 1)]
    several = Wiki(pages=pages)
    one = Wiki(pages=[Page(name="case ", source="other"), Page(name="CASE", source="CASE")])
    wiki, codes = merged(several, one)
    assert [(page.name, page.source) for page in wiki.pages] == [
        *((name, name) for name in names),
        ("case ", "other"),
    ]
    assert codes == []
    for name, page_id in (("Case ", 1), ("CASE", 0)):  # a space tells no database anything
        same = Wiki(pages=[replace(pages[2], page_id=page_id), Page(name=name, source="Case")])
        assert [page.name for page in merged(same)[0].pages] == ["Case"]


def test_posts_of_one_name_are_two() -> None:
    posts = [Page(name="A", source="x", kind="blog post", page_id=number) for number in (1, 2, 1)]
    wiki, codes = merged(*(Wiki(others=[post]) for post in posts))
    assert [page.page_id for page in wiki.others] == [1, 2]
    assert codes == []


def test_bytes_come_from_whoever_has_them() -> None:
    missing = File(file_id=1, filename="a")
    counted = File(file_id=1, filename="a", blob=Blob(path="", size=3))
    there = File(file_id=1, filename="a", page="P", blob=Blob(path="/x", size=3))
    for files in ((missing, counted, there), (there, missing), (counted, there)):
        copies = [
            File(file_id=f.file_id, filename=f.filename, page=f.page, blob=f.blob) for f in files
        ]
        wiki, codes = merged(*(Wiki(attachments={1: file}) for file in copies))
        assert wiki.attachments[1].blob == there.blob
        assert codes == []


def test_other_files_of_the_same_number_are_told() -> None:
    first, second = File(file_id=1, filename="a"), File(file_id=1, filename="b")
    wiki, codes = merged(Wiki(files={1: first}), Wiki(files={1: second}))
    assert wiki.files == {1: first}
    assert codes == [Code.SOURCE_FILE_TWICE]
    of_pages = [File(file_id=1, filename="a", page=page) for page in ("P", "Q")]
    _, codes = merged(*(Wiki(attachments={1: file}) for file in of_pages))
    assert codes == [Code.SOURCE_FILE_TWICE]


def test_attachments_in_forums_follow_their_posts() -> None:
    def forum(text: str) -> Wiki:
        answer = Comment(comment_id=1, object_kind="forum topic", object_name="9", text=text)
        return Wiki(comments=[answer])

    second = forum("two")
    second.forum_attachments = {
        1: File(file_id=1, filename="a", post=1),
        2: File(file_id=2, filename="b", post=9),
    }
    wiki, codes = merged(forum("one"), second)
    assert {comment.text: comment.comment_id for comment in wiki.comments} == {"one": 1, "two": 2}
    assert {file.filename: file.post for file in wiki.forum_attachments.values()} == {
        "a": 2,
        "b": 9,
    }
    assert codes == []


def test_another_picture_of_an_article_is_told() -> None:
    key = ("article", 7)
    found = [Wiki(article_images={key: File(file_id=7, filename=name)}) for name in "ab"]
    reporter = Reporter()
    merge_into(found[0], found[1], reporter)
    assert found[0].article_images[key].filename == "a"
    (finding,) = reporter.diagnostics
    assert finding.message.startswith("picture of article 7 is a in one source")


def test_pictures_are_joined() -> None:
    wikis = [
        Wiki(pictures={name: File(file_id=0, filename=name, blob=Blob(path=path))})
        for name, path in (("a", "/1"), ("b", "/2"), ("a", "/3"))
    ]
    wiki, codes = merged(*wikis)
    assert {name: file.blob.path for name, file in wiki.pictures.items() if file.blob} == {
        "a": "/1",
        "b": "/2",
    }
    assert codes == []


def test_comments_are_known_by_what_they_say() -> None:
    dump = Wiki(
        comments=[
            Comment(comment_id=4, object_name="A", user="ada", created=1, text="x"),
            Comment(comment_id=7, object_name="A", user="ben", created=2, text="y", parent_id=4),
        ]
    )
    archive = Wiki(
        comments=[
            Comment(comment_id=1, object_name="a", user="ada", created=1, text="x "),
            Comment(comment_id=4, object_name="A", user="cy", created=3, text="z", parent_id=1),
            Comment(comment_id=5, object_name="A", user="di", created=4, text="q", parent_id=4),
            Comment(comment_id=6, object_name="A", user="di", created=4, text="q"),
        ]
    )
    wiki, _ = merged(dump, archive)
    assert [(c.comment_id, c.user, c.parent_id) for c in wiki.comments] == [
        (4, "ada", 0),
        (5, "di", 8),
        (6, "di", 0),
        (7, "ben", 4),
        (8, "cy", 4),
    ]
    assert archive.comments[1].comment_id == 4  # what was read stays as it was


def test_the_rest_is_joined() -> None:
    def wiki(number: int) -> Wiki:
        return Wiki(
            users={"ada": User(login="ada", real_name="" if number else "Ada")},
            relations=[Relation(name="r", source="A", target=target) for target in ("B", "C")],
            routes=[Route(pattern="/a"), Route(pattern=f"/{number}")],
            hotwords={"a": str(number), str(number): "x"},
            translations=[["A", "B"]],
            categories={number + 1: Category(category_id=number + 1, name="N")},
        )

    result, codes = merged(wiki(0), wiki(1), wiki(0))
    assert result.users == {"ada": User(login="ada", real_name="Ada")}
    assert [relation.target for relation in result.relations] == ["B", "C"]
    assert [route.pattern for route in result.routes] == ["/a", "/0", "/1"]
    assert result.hotwords == {"a": "0", "0": "x", "1": "x"}
    assert result.translations == [["A", "B"]]
    assert codes == []


@pytest.mark.parametrize(
    ("permissions", "expected"),
    [
        ([None, None], None),
        ([None, "ab"], {"a", "b"}),
        (["ab", None], {"a", "b"}),
        (["ab", "bc"], {"b"}),
    ],
)
def test_visitors_may_what_all_sources_permit(
    permissions: list[str | None], expected: set[str] | None
) -> None:
    wikis = [Wiki(permissions=None if one is None else frozenset(one)) for one in permissions]
    assert merged(*wikis)[0].permissions == expected


@pytest.mark.parametrize(
    ("lacks", "expected"),
    [
        ([None, None], None),
        ([{"tags": "t"}, None], {"tags": "t"}),
        ([None, {"tags": "t"}], {"tags": "t"}),
        ([{"tags": "t", "history": "h"}, {"history": "x"}], {"history": "h"}),
        ([{"tags": "t"}, {}], {}),
    ],
)
def test_what_all_lack_is_lacking(
    lacks: list[dict[str, str] | None], expected: dict[str, str] | None
) -> None:
    assert merged(*(Wiki(lacks=one) for one in lacks))[0].lacks == expected
