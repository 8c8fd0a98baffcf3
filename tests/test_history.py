"""``tiki2md history``: what becomes of each version of a page, and whose commit it is."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from command_line import call, git, installed
from fast_import import Commit, commits_of
from hypothesis import given
from hypothesis import strategies as st
from sample_exports import HARBOUR, LIGHTHOUSE

from tiki2md.cli.git import make_repository
from tiki2md.diagnostics import Code
from tiki2md.migration import Choice, History, Plan, choose_versions, convert_site, history_stream
from tiki2md.migration.history import BRANCH
from tiki2md.migration.page_limits import OutOfTimeError
from tiki2md.model import Page, User, Version, Wiki
from tiki2md.options import Options
from tiki2md.plugins import default_registry
from tiki2md.readers.blobs import BlobStore
from tiki2md.readers.history import version_text
from tiki2md.site.fast_import import Identity, nobody
from tiki2md.site.writer import written_files

if TYPE_CHECKING:
    from pathlib import Path

    from tiki2md.model import Blob

EXPORT = str(HARBOUR)
DAY = 86_400
START = 1_600_000_000


@pytest.fixture
def texts(tmp_path: Path) -> BlobStore:
    folder = tmp_path / "texts"
    folder.mkdir()
    return BlobStore(folder)


def put(store: BlobStore, text: str) -> Blob:
    return store.put([text.encode()])


def page_with(store: BlobStore, *versions: tuple[str, str, int], name: str = "Ferry") -> Page:
    """A page whose versions have these texts, users and days."""
    made = [
        Version(number=number, modified=START + days * DAY, user=user, text=put(store, text))
        for number, (text, user, days) in enumerate(versions, start=1)
    ]
    last = made[-1]
    return Page(
        name=name,
        source=versions[-1][0],
        version=last.number,
        modified=last.modified,
        created=made[0].modified,
        creator=made[0].user,
        last_editor=last.user,
        versions=made,
    )


def history_of(
    wiki: Wiki, choice: Choice | None = None, options: Options | None = None, **plan: int
) -> tuple[list[Commit], History]:
    """The commits that are made of the versions of a wiki, without that of the site."""
    registry = default_registry()
    planned = Plan(registry=registry, **plan)
    chosen = choose_versions(wiki, options or Options(), planned, choice or Choice())
    *commits, last = commits_of(b"".join(history_stream(chosen, ())))
    assert last.files == {}
    assert len(commits) == chosen.history.commits
    return commits, chosen.history


def body(commit: Commit, path: str = "ferry.md") -> str:
    """What a file of the commit says below its front matter."""
    return commit.files[path].decode().rpartition("---\n\n")[2].strip()


GITS = (".git", "git~1", ".GIT/x", "a/.git/b", "GITMOD~1", "gi7eba~1. ", "~1000000", ".g\u200cit")


def test_a_name_that_git_cannot_hold_costs_no_history(texts: BlobStore, tmp_path: Path) -> None:
    pages = [page_with(texts, ("a", "ann", 0), name=name) for name in GITS]
    options, folder = Options(target="docusaurus"), tmp_path / "site"
    convert_site(Wiki(pages=pages), options, folder)
    chosen = choose_versions(Wiki(pages=pages), options, Plan(), Choice())
    stream = history_stream(chosen, written_files(folder))
    make_repository(installed("git"), folder, BRANCH, stream, ignored=".tiki2md")
    assert git(folder, "fsck", "--strict") == ""
    assert git(folder, "status", "--short") == ""


def test_versions_are_counted_as_they_are_converted(texts: BlobStore) -> None:
    page = page_with(texts, ("One.", "ann", 0), ("Two.", "ben", 60), ("Two.", "ann", 120))
    chosen = choose_versions(Wiki(pages=[page]), Options(), Plan(), Choice())
    counted: list[str] = []
    list(history_stream(chosen, (), lambda: counted.append("one more")))
    assert len(counted) == len(chosen) == 2


# What becomes of a version.


def test_each_version_is_a_commit(texts: BlobStore) -> None:
    page = page_with(texts, ("At __noon__.", "ann", 0), ("At ((Pier)).", "bob", 1))
    page.versions[1].comment = "  where it\nleaves "
    wiki = Wiki(
        pages=[page, Page(name="Pier", source="")],
        users={"ann": User(login="ann", real_name="Ann Other")},
    )
    (first, second), history = history_of(wiki)
    assert (body(first), body(second)) == ("At **noon**.", "At [Pier](pier.md).")
    assert (first.name, first.email) == ("Ann Other", "ann@tiki.invalid")
    assert (second.name, second.email) == ("bob", "bob@tiki.invalid")
    assert (first.seconds, second.seconds) == (START, START + DAY)
    assert first.message == "Create Ferry\n\nTiki-Page: Ferry\nTiki-Version: 1\n"
    assert second.message == ("Ferry: where it leaves\n\nTiki-Page: Ferry\nTiki-Version: 2\n")
    assert (history.versions, history.commits, history.failed) == (3, 2, 0)
    assert history.unmapped == {"ann": 1, "bob": 1}


def test_front_matter_is_that_of_the_version(texts: BlobStore) -> None:
    page = page_with(texts, ("a", "ann", 0), ("b", "bob", 1), ("c", "cem", 2))
    page.versions[0].description = "When it leaves"
    (first, second, _), _ = history_of(Wiki(pages=[page]), options=Options(target="hugo"))
    one, two = (commit.files["content/ferry.md"].decode() for commit in (first, second))
    assert "description: When it leaves" in one
    assert "lastmod: 2020-09-13T12:26:40Z" in one
    assert "contributors" not in one
    assert "description" not in two
    assert "contributors:\n    - bob\n" in two


def test_versions_of_all_pages_are_in_the_order_of_their_times(texts: BlobStore) -> None:
    ferry = page_with(texts, ("f1", "ann", 0), ("f2", "ann", 2))
    pier = page_with(texts, ("p1", "bob", 1), ("p2", "bob", 3), name="Pier")
    commits, _ = history_of(Wiki(pages=[ferry, pier]))
    assert [commit.changed for commit in commits] == [
        ["ferry.md"], ["pier.md"], ["ferry.md"], ["pier.md"],
    ]  # fmt: skip


def test_a_clock_that_went_backwards_does_not_mix_versions_up(texts: BlobStore) -> None:
    page = page_with(texts, ("a", "ann", 5), ("b", "bob", 1), ("c", "cem", 6))
    commits, _ = history_of(Wiki(pages=[page]))
    assert [body(commit) for commit in commits] == ["a", "b", "c"]
    assert [commit.seconds for commit in commits] == [START + day * DAY for day in (5, 5, 6)]


def test_an_unknown_time_is_that_of_the_version_before(texts: BlobStore) -> None:
    page = page_with(texts, ("a", "ann", 0), ("b", "bob", 1))
    page.versions[1].modified = 0
    commits, _ = history_of(Wiki(pages=[page]))
    assert [commit.seconds for commit in commits] == [START, START]


def test_a_page_without_versions_has_one(texts: BlobStore) -> None:
    post = Page(
        name="Storm", source="Hold __on__.", kind="blog post", page_id=4, section="News",
        modified=START, last_editor="ann",
    )  # fmt: skip
    wiki = Wiki(pages=[page_with(texts, ("a", "ann", 0))], others=[post])
    (_, storm), _ = history_of(wiki)
    assert storm.subject == "Create Storm"
    assert body(storm, "blog/storm.md") == "Hold **on**."


def test_a_version_that_changes_nothing_is_no_commit(texts: BlobStore) -> None:
    page = page_with(texts, ("a", "ann", 0), ("a", "bob", 1), ("b", "bob", 2))
    commits, history = history_of(Wiki(pages=[page]))
    assert [body(commit) for commit in commits] == ["a", "b"]
    assert history.versions == 3
    page.versions[1].description = "Other words"
    assert len(history_of(Wiki(pages=[page]))[0]) == 3


def test_a_spammer_is_left_out_with_what_undid_it(texts: BlobStore) -> None:
    page = page_with(texts, ("a", "ann", 0), ("spam", "eve", 1), ("a", "ann", 2), ("b", "bob", 3))
    commits, _ = history_of(Wiki(pages=[page]), Choice(without=frozenset({"eve"})))
    assert [body(commit) for commit in commits] == ["a", "b"]


def test_who_is_to_be_left_out_and_wrote_nothing_is_named(texts: BlobStore) -> None:
    page = page_with(texts, ("a", "ann", 0), ("spam", "eve", 1), ("spam", "eve", 2))
    choice = Choice(without=frozenset({"eve", "ewe", "eva@leaks.museum"}))
    _, history = history_of(Wiki(pages=[page]), choice)
    assert history.left_out == {"eve": 2}
    assert history.strangers == ["eva@leaks.museum", "ewe"]
    result = call("history", EXPORT, "-o", "-", "-t", "gfm", "--without", "ewe")
    assert result.exit_code == 0
    assert "--without ewe: nobody of that name has a version.\n" in result.stderr


def test_a_flurry_is_one_commit(texts: BlobStore) -> None:
    page = page_with(
        texts, ("a", "ann", 0), ("b", "ann", 1), ("c", "ann", 2), ("d", "bob", 2), ("e", "bob", 9)
    )
    commits, _ = history_of(Wiki(pages=[page]), Choice(squash=DAY + 1))
    assert [body(commit) for commit in commits] == ["c", "d", "e"]
    assert len(history_of(Wiki(pages=[page]), Choice(squash=DAY))[0]) == 5


def test_versions_stay_source_if_that_is_asked_for(texts: BlobStore) -> None:
    page = page_with(texts, ("__a__", "ann", 0), ("__b__ ~tc~c~/tc~", "ann", 1))
    commits, _ = history_of(Wiki(pages=[page]), Choice(as_source=True))
    assert [commit.files["ferry.tiki"] for commit in commits] == [
        b"__a__", b"__b__ ~tc~c~/tc~",
    ]  # fmt: skip


def test_a_hidden_page_has_no_history(texts: BlobStore) -> None:
    secret = page_with(texts, ("a", "ann", 0), name="Secret")
    secret.hidden = "only for Admins"
    wiki = Wiki(pages=[page_with(texts, ("b", "ann", 0)), secret])
    commits, _ = history_of(wiki)
    assert [commit.changed for commit in commits] == [["ferry.md"]]
    assert len(history_of(wiki, options=Options(visibility="all"))[0]) == 2


def test_comments_and_attachments_of_today_are_not_in_versions() -> None:
    source = str(LIGHTHOUSE / "wiki.sql")
    result = call("history", source, "-o", "-", "-t", "gfm", "-q")
    *old, site = commits_of(result.stdout_bytes)
    assert any(b"## Comments" in file for file in site.files.values())
    assert not any(b"## Comments" in file for commit in old for file in commit.files.values())


def test_versions_without_text_are_reported_once_for_their_page(texts: BlobStore) -> None:
    page = page_with(texts, ("a", "ann", 0), ("b", "bob", 1), ("c", "cem", 2), ("d", "ann", 3))
    page.versions[1].text = page.versions[2].text = None
    commits, history = history_of(Wiki(pages=[page]))
    assert [body(commit) for commit in commits] == ["a", "d"]
    (found,) = history.diagnostics
    assert found.code is Code.VERSION_MISSING
    assert found.message == "versions without a commit (2), as 2: the export lacks their texts"
    assert found.page == "Ferry"


def test_a_version_that_cannot_be_read_any_more_is_reported(texts: BlobStore) -> None:
    page = page_with(texts, ("a", "ann", 0), ("b", "bob", 1))
    lost = page.versions[0].text
    assert lost is not None
    page.versions[0].text = replace(lost, path=f"{lost.path}-gone")
    commits, history = history_of(Wiki(pages=[page]))
    assert [body(commit) for commit in commits] == ["b"]
    assert [found.code for found in history.diagnostics] == [Code.VERSION_MISSING]
    assert history.failed == 1


def test_a_version_that_cannot_be_converted_is_kept_as_source(
    texts: BlobStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    def convert_page(source: str, *_rest: object) -> str:
        if source == "bad":
            raise RuntimeError("no way")
        return source

    monkeypatch.setattr("tiki2md.migration.pages.convert_page", convert_page)
    page = page_with(texts, ("bad", "ann", 0), ("good", "bob", 1))
    (first, second), history = history_of(Wiki(pages=[page]))
    assert b"```text\nbad\n```" in first.files["ferry.md"]
    assert body(second) == "good"
    (found,) = history.diagnostics
    assert (found.code, found.page) == (Code.PAGE_FAILED, "Ferry (version 1)")
    assert history.failed == 1


def test_a_version_that_takes_too_long_is_named(
    texts: BlobStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    def convert(_work: object, _number: int, **_rest: object) -> None:
        raise OutOfTimeError("it took more than 1 second")

    monkeypatch.setattr("tiki2md.migration.history._Versions._converted", convert)
    page = page_with(texts, ("slow", "ann", 0), ("slower", "ann", 1))
    _, history = history_of(Wiki(pages=[page]))
    (found,) = history.diagnostics
    assert (found.code, found.page) == (Code.PAGE_FAILED, "Ferry (version 1)")


def test_a_secret_of_old_versions_is_reported_once(texts: BlobStore) -> None:
    password = "db_password = 'hunter22x'"
    page = page_with(texts, (password, "ann", 0), (f"{password}!", "ann", 1), ("x", "ann", 2))
    _, history = history_of(Wiki(pages=[page]))
    (found,) = history.diagnostics
    assert (found.code, found.page) == (Code.SECRET_PASSWORD, "Ferry (version 1)")


def test_comments_of_editors_tell_no_secret(texts: BlobStore) -> None:
    page = page_with(texts, ("a", "ann", 0))
    page.versions[0].comment = "mail tim@leaks.museum"
    (commit,), _ = history_of(Wiki(pages=[page]))
    assert commit.subject == "Ferry: mail …"


def test_who_is_left_out_is_called_as_in_the_wiki_or_as_in_commits(texts: BlobStore) -> None:
    page = page_with(
        texts, ("a", "ann", 0), ("b", "tim@leaks.museum", 1), ("c", "", 2), ("d", "10.1.2.3", 3),
        ("e", "bob", 4),
    )  # fmt: skip

    def kept(login: str) -> str:
        commits, _ = history_of(Wiki(pages=[page]), Choice(without=frozenset({login})))
        return "".join(map(body, commits))

    assert kept("tim@leaks.museum") == kept("tim") == "acde"
    assert kept("anonymous") == "abe"
    assert kept("10.1.2.3") == "abcde"


# Who it was.


def test_authors_have_the_addresses_of_the_configuration(texts: BlobStore) -> None:
    page = page_with(texts, ("a", "ann", 0), ("b", "bob", 1), ("c", "", 2), ("d", "10.1.2.3", 3))
    options = Options(
        target="jekyll", authors=(("ann", "Ann Other <ann@example.org>"), ("bob", "Bob"))
    )
    commits, history = history_of(Wiki(pages=[page]), options=options)
    assert [(commit.name, commit.email) for commit in commits] == [
        ("Ann Other", "ann@example.org"),
        ("Bob", "bob@tiki.invalid"),
        ("anonymous", "anonymous@tiki.invalid"),
        ("anonymous", "anonymous@tiki.invalid"),
    ]
    assert history.unmapped == {"bob": 1}
    assert "author: Ann Other\n" in commits[0].files["ferry.md"].decode()


@given(st.text(), st.text())
def test_no_name_or_address_ends_before_it_should(name: str, email: str) -> None:
    raw = Identity(name, email).to_bytes()
    assert raw.count(b"<") == raw.count(b">") == 1
    assert raw.endswith(b">")
    assert not set(raw) & {*range(32), 127}
    raw.decode()


@given(st.text(), st.text())
def test_two_logins_have_two_addresses(one: str, other: str) -> None:
    assert nobody(one).isascii()
    same = one.encode("utf-8", "replace") == other.encode("utf-8", "replace")
    assert (nobody(one) == nobody(other)) is same


HOSTILE = st.text(
    st.sampled_from('\n\r\0 <>"\\:/.~abé🐟\ud800') | st.characters(), max_size=12
) | st.sampled_from(["done\n", "data 3\nabc\ncommit refs/heads/x\n", "x\nM 100644 inline y\n"])


@given(HOSTILE, HOSTILE, HOSTILE, HOSTILE)
def test_nothing_that_people_typed_leaves_its_place(
    tmp_path_factory: pytest.TempPathFactory, name: str, user: str, comment: str, text: str
) -> None:
    store = BlobStore(tmp_path_factory.mktemp("texts"))
    version = Version(
        number=1, modified=START, user=user, comment=comment,
        text=store.put([text.encode("utf-8", "replace")]),
    )  # fmt: skip
    page = Page(name=name, source=version_text(version), versions=[version])
    (commit,), _ = history_of(Wiki(pages=[page]), Choice(as_source=True))
    assert list(commit.files.values()) == [version_text(version).encode()]
    assert commit.message.split("\n")[1] == ""
    assert [line.partition(":")[0] for line in commit.message.split("\n")[2:]] == [
        "Tiki-Page", "Tiki-Version", "",
    ]  # fmt: skip


def test_processes_make_what_one_makes(texts: BlobStore) -> None:
    pages = [
        page_with(
            texts,
            *((f"{number} {version}", "ann", version) for version in range(5)),
            name=f"P{number}",
        )
        for number in range(20)
    ]
    one, _ = history_of(Wiki(pages=pages), jobs=1)
    assert history_of(Wiki(pages=pages), jobs=3)[0] == one
    assert len(one) == 100
