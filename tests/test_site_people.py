"""People: names that may be published, and no addresses."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import frontmatter
import pytest

from tiki2md.config import ConfigError, load_file, settle
from tiki2md.diagnostics import Reporter
from tiki2md.migration import convert_site
from tiki2md.model import Comment, Page, User, Version, Wiki
from tiki2md.options import Options, with_values
from tiki2md.plugins import default_registry
from tiki2md.proof import prove
from tiki2md.readers import read_sources
from tiki2md.readers.reading import Reading
from tiki2md.render.targets import TARGETS
from tiki2md.site.people import People, people_of, public_login
from tiki2md.verify.folder import open_folder

if TYPE_CHECKING:
    from pathlib import Path

WIKI = Wiki(
    pages=[
        Page(
            name="HomePage",
            page_id=1,
            source="{{lastAuthor}}",
            creator="ann",
            last_editor="192.168.0.7",
            modified=1_600_000_000,
            versions=[
                Version(number=1, user="ann"),
                Version(number=2, user="bob@mail.example.org"),
                Version(number=3, user="2001:db8::7"),
                Version(number=4, user="192.168.0.7"),
            ],
        )
    ],
    comments=[
        Comment(comment_id=1, object_name="HomePage", user="10.0.0.9", text="Hello."),
        Comment(comment_id=2, object_name="HomePage", user="bob@mail.example.org", text="Hi."),
    ],
    users={
        "ann": User(login="ann", real_name="Ann Other <ann@mail.example.org>"),
        "bob@mail.example.org": User(login="bob@mail.example.org", real_name="Bob Example"),
    },
)


def page_of(out: Path, target: str, **values: Any) -> tuple[dict[str, Any], str]:
    options = with_values(Options(target=target, argument_variables=True), values)
    convert_site(WIKI, options, out)
    (path,) = (p for p in out.rglob("*.md") if p.stem.lower() in {"_index", "index", "homepage"})
    text = path.read_text("utf-8")
    return frontmatter.loads(text).metadata, text


@pytest.mark.parametrize(
    ("login", "public"),
    [
        ("", ""),
        ("ann", "ann"),
        ("Ann Other", "Ann Other"),
        ("127.0.0.1", "anonymous"),
        ("fe80::1", "anonymous"),
        ("1.2.3", "1.2.3"),
        ("ann@mail.example.org", "ann"),
        ("@ann", "@ann"),
    ],
)
def test_an_address_is_no_name_for_the_public(login: str, public: str) -> None:
    assert public_login(login) == public


def test_addresses_are_told_if_that_is_asked_for(tmp_path: Path) -> None:
    assert public_login("127.0.0.1", addresses=True) == "127.0.0.1"
    _, text = page_of(tmp_path, "gfm", ip_addresses=True)
    assert text.startswith("192.168.0.7\n")


@pytest.mark.parametrize("target", TARGETS)
def test_no_address_is_written(tmp_path: Path, target: str) -> None:
    _, text = page_of(tmp_path, target)
    assert "anonymous" in text
    for path in tmp_path.rglob("*"):
        written = path.read_text("utf-8") if path.is_file() else ""
        assert not any(a in written for a in ("192.168", "2001:db8", "10.0.0.9", "mail.example"))


def test_names_of_people() -> None:
    assert people_of(WIKI, Options()).names == {"ann": "Ann Other ann", "bob": "Bob Example"}
    own = Options(authors=(("bob@mail.example.org", "Bob E."), ("carl", "Carl")))
    assert people_of(WIKI, own).names == {
        "ann": "Ann Other ann",
        "bob": "Bob E.",
        "carl": "Carl",
    }
    # Two mailboxes may begin alike.
    users = {
        login: User(login=login, real_name=name)
        for login, name in (("bob@a.example", "Bob A"), ("bob@b.example", "Bob B"))
    }
    assert people_of(Wiki(users=users), Options()) == People()


def test_front_matter_of_each_target(tmp_path: Path) -> None:
    values = {"authors": (("ann", "Ann Other"),)}
    hugo, _ = page_of(tmp_path / "hugo", "hugo", **values)
    assert hugo["params"]["authors"] == ["Ann Other"]
    assert hugo["params"]["contributors"] == ["Bob Example"]
    assert hugo["params"]["tiki"]["creator"] == "ann"
    for target in ("jekyll", "obsidian", "mkdocs"):
        page, _ = page_of(tmp_path / target, target, **values)
        assert (page["author"], page["contributors"]) == ("Ann Other", ["Bob Example"])
    docusaurus, _ = page_of(tmp_path / "docusaurus", "docusaurus", **values)
    assert docusaurus["last_update"]["author"] == "anonymous"
    assert (docusaurus["author"], docusaurus["contributors"]) == ("Ann Other", ["Bob Example"])


@pytest.mark.parametrize(("people", "keys"), [("none", set()), ("creator", {"author"})])
def test_who_is_named(tmp_path: Path, people: str, keys: set[str]) -> None:
    page, _ = page_of(tmp_path, "jekyll", people=people)
    assert {"author", "contributors"} & set(page) == keys


@pytest.mark.parametrize("target", ["hugo", "jekyll", "mkdocs", "docusaurus", "obsidian"])
def test_nobody_else_is_named_anywhere_in_the_front_matter(tmp_path: Path, target: str) -> None:
    wiki = replace(WIKI, pages=[replace(WIKI.pages[0], source="", last_editor="zoe")], comments=[])
    for people, named in (("none", False), ("creator", True)):
        out = tmp_path / people
        convert_site(wiki, Options(target=target, people=people), out)
        written = "".join(p.read_text("utf-8") for p in out.rglob("*.md"))
        assert "zoe" not in written
        assert ("ann" in written.lower()) == named


def test_names_stand_above_comments(tmp_path: Path) -> None:
    _, text = page_of(tmp_path / "a", "gfm")
    assert "**anonymous**\n\nHello.\n\n**Bob Example**\n\nHi.\n" in text
    options = Options(target="gfm", argument_variables=True)
    proof = prove(WIKI, options, default_registry(), open_folder(tmp_path / "a"))
    assert list(proof.all_findings()) == []


def test_authors_of_the_configuration(tmp_path: Path) -> None:
    path = tmp_path / "tiki2md.toml"
    path.write_text('[authors]\nann = " Ann  Other "\n"bob@x.example" = "Bob"\n')
    options = settle([load_file(path, TARGETS)]).options()
    assert options.authors == (("ann", "Ann Other"), ("bob@x.example", "Bob"))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('authors = ["ann"]', "authors must be a table"),
        ("[authors]\nann = 7", "the name of author ann must be text"),
        ('[authors]\nann = " "', "the name of author ann must be text"),
    ],
)
def test_mistakes_in_authors(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "tiki2md.toml"
    path.write_text(text)
    with pytest.raises(ConfigError, match=message):
        load_file(path, TARGETS)


HISTORY = (
    "CREATE TABLE tiki_pages (page_id int, pageName text, data text, creator text, user text);\n"
    "CREATE TABLE tiki_history"
    " (historyId int, pageName text, version int, user text, data longblob);\n"
    "INSERT INTO tiki_pages VALUES (1,'HomePage','x','ann','cy');\n"
    "INSERT INTO tiki_history VALUES (1,'HomePage',1,'ann','old'),(2,'HomePage',2,'bob','older'),"
    "(3,'homepage',3,'ann','x'),(4,'HomePage',4,'bob','x'),(5,'HomePage',5,'10.0.0.7','x');\n"
)


def test_who_wrote_is_known_without_the_texts_of_versions(tmp_path: Path) -> None:
    dump = tmp_path / "wiki.sql"
    dump.write_text(HISTORY, "utf-8")
    reading = Reading()
    wiki = read_sources([dump], Reporter(), reading)
    (page,) = wiki.pages
    assert page.editors == ["ann", "bob", "10.0.0.7"]
    assert page.versions == []
    convert_site(wiki, Options(target="hugo"), tmp_path / "out")
    text = (tmp_path / "out/content/_index.md").read_text("utf-8")
    assert frontmatter.loads(text).metadata["params"]["contributors"] == ["bob", "cy"]
    assert "10.0.0.7" not in text
