"""``[frontmatter]``: front matter as the maintainer wants it."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import frontmatter
import pytest
from doc_pages import PAGES, fences
from sample_exports import HARBOUR

from tiki2md.cli import run
from tiki2md.config import load_file, settle
from tiki2md.config.errors import ConfigError
from tiki2md.model import Category, Page, Wiki
from tiki2md.options import FrontMatter
from tiki2md.placeholders import MEANINGS, PlaceholderError, filled, pieces_of
from tiki2md.report.recorder import changed_options
from tiki2md.site.frontmatter import all_metadata, page_metadata, write
from tiki2md.site.frontmatter_keys import front_matter_problem, known_paths
from tiki2md.site.frontmatter_rules import paths_in
from tiki2md.site.index_building import build_index
from tiki2md.site.layout import LAYOUTS

EXPORT = str(HARBOUR)
TARGETS = ("gfm", "hugo", "jekyll", "obsidian", "docusaurus", "mkdocs")

WIKI = Wiki(
    pages=[
        Page(
            name="Crab soup",
            source="x",
            page_id=7,
            created=1695643200,
            modified=1695729600,
            version=3,
            creator="ada",
            last_editor="bob",
            tags=["sea", "soup"],
            categories=[1],
        )
    ],
    categories={1: Category(category_id=1, name="Food")},
)


def config(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "tiki2md.toml"
    path.write_text(text, "utf-8")
    return path


def metadata(tmp_path: Path, text: str, **values: Any) -> dict[str, Any]:
    """The metadata of the page above under a configuration."""
    settings = settle([load_file(config(tmp_path, text), TARGETS), values])
    index = build_index(WIKI, settings.options())
    made = page_metadata(index, index.entries[0])
    assert frontmatter.loads(write(made, "x")).metadata == made, "it is valid YAML"
    return made


def problem(tmp_path: Path, text: str) -> str:
    with pytest.raises(ConfigError) as error:
        load_file(config(tmp_path, text), TARGETS)
    message = str(error.value)
    assert message.startswith(str(tmp_path / "tiki2md.toml")), "it names the file"
    return message.removeprefix(f"{tmp_path}/tiki2md.toml: ")


# What cannot be, and what is said of it.


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("frontmatter = 1", "frontmatter must be a table: [frontmatter]"),
        ("[frontmatter]\nrenam = {}", "there is no key 'renam'; did you mean 'rename'?"),
        ("[frontmatter.huggo]\n", "there is no key 'huggo'; did you mean 'hugo'?"),
        ("[frontmatter]\nhugo = 1", "frontmatter.hugo must be a table: [frontmatter.hugo]"),
        ("[frontmatter]\nzzzzz = 1", "there is no key 'zzzzz'; there are keep, drop, rename"),
        ("[frontmatter]\nkeep = 'title'", 'keep must be a list of keys, such as ["title"]'),
        ("[frontmatter]\ndrop = [1]", 'drop must be a list of keys, such as ["title"]'),
        ("[frontmatter]\nkeep_empty = 1", 'such as ["title"], or true for all'),
        ("[frontmatter]\nkeep = ['a']\ndrop = ['a']", "'a' is in keep and in drop; choose one"),
        ("[frontmatter]\nrename = ['a']", "rename must be a table: rename = { … }"),
        ("[frontmatter]\nrename = {a = 1}", "the new name of 'a' must be text, not 1"),
        ("[frontmatter]\nset = 1", "set must be a table: set = { … }"),
        ("[frontmatter.set]\na = inf", "set: a must be a number, not inf"),
        ("[frontmatter.set]\na = 0001-01-01T00:00:00+14:00", "no date in UTC; put it in quotes"),
        ("[frontmatter.set]\na = 10:30:00", "YAML has no times of day; put 10:30:00 in quotes"),
        ("[frontmatter.set]\na = '{nme}'", "set: a: there is no {nme}; did you mean 'name'?"),
        ("[frontmatter.set]\na = '{name!r}'", "there is no {name!r}; did you mean 'name'?"),
        ("[frontmatter.set]\na = '{name.real}'", "there is no {name.real}"),
        ("[frontmatter.set]\na = '{name:>9}'", "{name} is no date and takes no format"),
        ("[frontmatter.set]\na = '{created:%c}'", "%c is no part of a date; there are %Y"),
        ("[frontmatter.set]\na = '{created:%}'", "% is no part of a date"),
        ("[frontmatter.set]\na = 'x {'", "a brace stands alone; write {{ or }}"),
        ("[frontmatter.set.b]\nc = ['{}']", "set: b.c: there is no {}"),
    ],
)
def test_errors_tell_what_would_do(tmp_path: Path, text: str, message: str) -> None:
    assert message in problem(tmp_path, text)


@pytest.mark.parametrize(
    ("rules", "target", "message"),
    [
        (FrontMatter(drop=("lastmod",)), "jekyll", "drop: there is no key 'lastmod'"),
        (FrontMatter(keep=("titel",)), "hugo", "keep: there is no key 'titel'"),
        (FrontMatter(rename=(("tiki", "x"),)), "hugo", "rename: there is no key 'tiki'"),
        (FrontMatter(keep_empty=("x",)), "hugo", "keep_empty: no key is written as 'x'"),
        (
            FrontMatter(rename=(("lastmod", "date"),)),
            "hugo",
            "'date' and 'lastmod' would both be 'date'; drop or rename one",
        ),
        (
            FrontMatter(rename=(("title", "params"),)),
            "hugo",
            "'title' and 'params.tiki.page_id' would both be 'params'; drop or rename one",
        ),
        (FrontMatter(rename=(("lastmod", "date"),), drop=("date",)), "hugo", ""),
        (FrontMatter(rename=(("lastmod", "date"), ("date", "lastmod"))), "hugo", ""),
        (FrontMatter(rename=(("title", "x"),), keep_empty=("x",)), "hugo", ""),
        (FrontMatter(values={"params": {"x": 1}}, keep_empty=("params.x",)), "hugo", ""),
    ],
)
def test_keys_must_be_the_targets(rules: FrontMatter, target: str, message: str) -> None:
    problem = front_matter_problem(rules, target)
    assert (problem.message if problem else "") == message
    assert problem is None or "title" in problem.known


@pytest.mark.parametrize("target", [*LAYOUTS, "gfm"])
def test_all_keys_of_a_target_are_known(target: str, tmp_path: Path) -> None:
    """What a page of a rich wiki can have, a rule may name."""
    settings = settle([{"target": target, "visibility": "all"}])
    known = known_paths(target)
    index = build_index(WIKI, settings.options())
    assert set(paths_in(all_metadata(index, index.entries[0]))) <= set(known)
    code = run(["convert", EXPORT, "-o", str(tmp_path / "site"), "-t", target, "-q"])
    assert code == 0
    for path in (tmp_path / "site").rglob("*.md"):
        text = path.read_text("utf-8")
        if ".tiki2md" in path.parts or not text.startswith("---\n"):
            continue
        found = set(paths_in(frontmatter.loads(text).metadata))
        assert found <= set(known), path


# What the rules do.


def test_nothing_said_is_what_the_target_has(tmp_path: Path) -> None:
    assert metadata(tmp_path, "target = 'hugo'") == metadata(
        tmp_path, "[frontmatter]\n", target="hugo"
    )


def test_keep_chooses_and_orders(tmp_path: Path) -> None:
    made = metadata(tmp_path, "[frontmatter]\nkeep = ['tags', 'tiki.version', 'title']")
    assert list(made.items()) == [
        ("tags", ["sea", "soup"]),
        ("tiki", {"version": 3}),
        ("title", "Crab soup"),
    ]


def test_drop_and_rename_keep_the_order(tmp_path: Path) -> None:
    text = "[frontmatter]\ndrop = ['params', 'slug', 'aliases']\nrename = {lastmod = 'updated'}"
    assert list(metadata(tmp_path, text, target="hugo")) == [
        "title",
        "date",
        "updated",
        "categories",
        "tags",
    ]


def test_a_branch_can_be_moved(tmp_path: Path) -> None:
    text = """
    [frontmatter]
    keep = ["params.tiki"]
    rename = {"params.tiki" = "wiki", "params.tiki.version" = "v"}
    """
    made = metadata(tmp_path, text, target="hugo")
    assert made["v"] == 3
    assert made["wiki"]["name"] == "Crab soup"
    assert set(made) == {"v", "wiki"}


def test_set_replaces_and_adds(tmp_path: Path) -> None:
    text = """
    [frontmatter]
    keep = ["title", "tags"]
    [frontmatter.set]
    title = "{name} ({language})"
    draft = false
    weight = 3
    since = 2020-01-02
    at = 2020-01-02T03:04:05.678+01:00
    braces = "{{< toc >}}"
    topics = ["wiki", "{categories}", "{tags}", "wiki"]
    nested.by = "{creator}"
    year = "{modified:%Y}"
    changed = "{modified}"
    version = "{version}"
    line = "{tags}!"
    yes = "no"
    """
    made = metadata(tmp_path, text, site_url="https://example.org/w/")
    assert list(made.items())[:2] == [("title", "Crab soup ()"), ("tags", ["sea", "soup"])]
    assert made == made | {
        "draft": False,
        "weight": 3,
        "since": date(2020, 1, 2),
        "at": datetime(2020, 1, 2, 2, 4, 5, tzinfo=UTC),
        "braces": "{< toc >}",
        "topics": ["wiki", "Food", "sea", "soup"],
        "nested": {"by": "ada"},
        "year": "2023",
        "changed": datetime(2023, 9, 26, 12, tzinfo=UTC),
        "version": 3,
        "line": "sea, soup!",
        "yes": "no",
    }


def test_what_is_empty_is_left_out_unless_it_is_asked_for(tmp_path: Path) -> None:
    text = """
    [frontmatter]
    keep = ["title", "description", "keywords"]
    set = {{in = "In {{language}}"}}
    {}
    """
    assert set(metadata(tmp_path, text.format(""))) == {"title"}
    made = metadata(tmp_path, text.format("keep_empty = ['description', 'in']\n"))
    assert made == {"title": "Crab soup", "description": "", "in": ""}
    made = metadata(tmp_path, text.format("keep_empty = true\n"))
    assert made == {"title": "Crab soup", "description": "", "keywords": [], "in": ""}


def test_a_table_of_a_target_replaces_rules(tmp_path: Path) -> None:
    text = """
    [frontmatter]
    keep = ["title"]
    set = {a = 1}
    [frontmatter.hugo]
    set = {b = 2}
    """
    assert metadata(tmp_path, text, target="jekyll") == {"title": "Crab soup", "a": 1}
    assert metadata(tmp_path, text, target="hugo") == {"title": "Crab soup", "b": 2}


def test_dates_for_obsidian_have_no_zone(tmp_path: Path) -> None:
    text = "[frontmatter]\nkeep = ['created']\nset = {changed = '{modified}'}"
    made = metadata(tmp_path, text, target="obsidian")
    assert made == {"created": datetime(2023, 9, 25, 12), "changed": datetime(2023, 9, 26, 12)}  # noqa: DTZ001


@pytest.mark.parametrize(
    ("kind", "address"),
    [
        ("wiki page", "https://example.org/w/tiki-index.php?page=Crab+soup"),
        ("blog post", "https://example.org/w/tiki-view_blog_post.php?postId=7"),
        ("html page", "https://example.org/w/tiki-page.php?pageName=Crab+soup"),
        ("something else", None),
    ],
)
def test_the_old_address_of_a_page(tmp_path: Path, kind: str, address: str | None) -> None:
    text = "site_url = 'https://example.org/w'\n[frontmatter.set]\nsource = '{old_url}'"
    settings = settle([load_file(config(tmp_path, text), TARGETS)])
    page = Page(name="Crab soup", source="", page_id=7, kind=kind)
    wiki = Wiki(pages=[page]) if kind == "wiki page" else Wiki(others=[page])
    index = build_index(wiki, settings.options())
    assert page_metadata(index, index.entries[0]).get("source") == address


def test_the_report_tells_the_rules(tmp_path: Path) -> None:
    text = "[frontmatter]\ndrop = ['date']\nset = {since = 2020-01-02}"
    settings = settle([load_file(config(tmp_path, text), TARGETS)])
    told = {"drop": ["date"], "values": {"since": "2020-01-02"}}
    assert changed_options(settings.options()) == {"front_matter": told}


# Templates.


def test_a_template_keeps_its_kind_when_it_stands_alone() -> None:
    values: dict[str, Any] = dict.fromkeys(MEANINGS, "")
    values |= {"tags": ["a", "b"], "version": 3, "created": date(2020, 1, 2)}
    assert filled("{tags}", values) == ["a", "b"]
    assert filled("{version}", values) == 3
    assert filled("{created}", values) == date(2020, 1, 2)
    assert filled("v{version} of {created}{name}", values) == "v3 of 2020-01-02"
    assert filled("{created:%d.%m.%y}", values) == "02.01.20"
    assert filled("{name} {title}", values) == ""
    assert filled("{{}}", values) == "{}"
    assert filled("", values) == ""


@pytest.mark.parametrize(
    "text", ["{", "}", "{name", "{name!r}", "{0}", "{name[0]}", "{created:{name}}"]
)
def test_what_is_no_template(text: str) -> None:
    with pytest.raises(PlaceholderError):
        pieces_of(text)


# The whole way.


def guides_example() -> str:
    return fences(PAGES / "guide" / "front-matter.md", "toml")[0].body


@pytest.mark.parametrize("target", ["hugo", "docusaurus"])
def test_the_example_of_the_guide(
    target: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = str(config(tmp_path, guides_example()))
    site = str(tmp_path / "site")
    flags = ["-c", path, "-t", target, "--set", "site_url=https://example.org/"]
    code = run(["convert", EXPORT, "-o", site, *flags, "-q"])
    assert code == 0
    pages = [
        frontmatter.load(str(page))
        for page in Path(site).rglob("*.md")
        # Neither the report, nor what Hugo is told of categories, nor their list is a page.
        if not {".tiki2md", "categories", "categories.md"} & set(page.parts)
    ]
    assert pages
    assert all(page["layout"] == "wiki" and page["toc"] is False for page in pages)
    assert any(page.get("byline", "").startswith("Last changed by ") for page in pages)
    assert all(page["params"]["source"].startswith("https://example.org/tiki-") for page in pages)
    assert any(len(page["topics"]) > 1 for page in pages)
    assert any("updated" in page.metadata for page in pages)
    if target == "hugo":
        assert all(isinstance(page["description"], str) for page in pages)
        assert not any("version" in page["params"]["tiki"] for page in pages)
        code = run(["verify", EXPORT, site, *flags])
        assert code == 0
        assert "Every check passed" in capsys.readouterr().err
        bare = ["-t", target, "--set", "site_url=https://example.org/"]
        code = run(["verify", EXPORT, site, *bare])
        assert code == 1, "without the configuration it is not what the export says"


def test_a_key_of_another_target_is_an_error_before_anything_is_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = str(config(tmp_path, "[frontmatter]\ndrop = ['lastmod']\n"))
    site = tmp_path / "site"
    code = run(["convert", EXPORT, "-o", str(site), "-t", "jekyll", "-c", path])
    assert code == 2
    assert (
        f"{path}: frontmatter: drop: there is no key 'lastmod' for the target jekyll; "
        "did you mean 'last_modified_at'?"
    ) in capsys.readouterr().err
    assert not site.exists()


def test_a_target_without_front_matter_gets_some_if_it_is_told_how(tmp_path: Path) -> None:
    path = str(config(tmp_path, "[frontmatter]\nkeep = ['title']\n"))
    site = str(tmp_path / "site")
    flags = ["-t", "gfm", "-c", path]
    code = run(["convert", EXPORT, "-o", site, *flags, "-q"])
    assert code == 0
    assert (tmp_path / "site" / "homepage.md").read_text("utf-8").startswith("---\ntitle: ")
    assert run(["verify", EXPORT, site, *flags]) == 0
