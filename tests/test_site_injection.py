"""What people typed as titles, names and texts is text in every file of a site, and ends nothing.

``injections.py`` has what is tried; ``benchmarks/injected.py`` builds the same sites by the real
generators.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import tomllib
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import pytest
import yaml
from injections import TEXTS, hostile_wiki, traces
from markdown_it import MarkdownIt
from mdit_py_plugins.footnote import footnote_plugin
from web_servers import SERVERS, told

from tiki2md.formats import FORMATS
from tiki2md.formats.rules import rules
from tiki2md.migration import convert_site, index_site
from tiki2md.options import Options
from tiki2md.plugins import default_registry
from tiki2md.render.targets import TARGETS
from tiki2md.site.frontmatter import page_metadata
from tiki2md.site.hosts import HOSTS
from tiki2md.site.layout import layout_of
from tiki2md.site.old_urls import Redirect, redirect_map
from tiki2md.site.theme_text import html_metadata, html_text, script_metadata, script_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from tiki2md.migration import Summary
    from tiki2md.model import Wiki

HOSTNAMES = ("netlify", "cloudflare", "json")
"""Those whose files are of the site, or data; the maps of servers are made once, below."""
Redirects = tuple[list[Redirect], dict[str, str]]
PLAIN_TARGETS = ("gfm", "commonmark", "obsidian")
"""Whose files any reader of Markdown shows."""


class _Loader(yaml.SafeLoader):
    """Takes no tag but those that a configuration of MkDocs has, and no key twice."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        mapping = super().construct_mapping(node, deep)
        assert len(mapping) == len(node.value)
        return mapping


_Loader.add_multi_constructor("tag:yaml.org,2002:python/name:material.", lambda *_: "")
_Loader.add_multi_constructor("tag:yaml.org,2002:python/object/apply:pymdownx.", lambda *_: "")


@dataclass(frozen=True)
class Site:
    """A wiki, and what was made of it."""

    wiki: Wiki
    options: Options
    out: Path
    summary: Summary


@pytest.fixture(scope="module", params=sorted(TARGETS))
def site(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Site:
    """Every text is in a third of the places, for each target in others: together in all."""
    turn = sorted(TARGETS).index(request.param)
    wiki = hostile_wiki(tmp_path_factory.mktemp("files"), share=3, turn=turn)
    options = Options(target=request.param, redirect_hosts=HOSTNAMES)
    out = tmp_path_factory.mktemp(request.param)
    return Site(wiki, options, out, convert_site(wiki, options, out))


def for_targets(targets: Sequence[str]) -> pytest.MarkDecorator:
    """For some of the sites, where the others have nothing that the test is about."""
    return pytest.mark.parametrize("site", targets, indirect=True)


def files_of(root: Path) -> list[Path]:
    return [path for path in sorted(root.rglob("*")) if path.is_file()]


def keys_of(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for key, item in value.items():
            yield str(key)
            yield from keys_of(item)
    elif isinstance(value, list):
        for item in value:
            yield from keys_of(item)


def front_matter_of(text: str) -> tuple[dict[str, Any], str]:
    """What YAML has between the first two lines of hyphens, and the rest."""
    start, head, body = re.split(r"^---\n", text, maxsplit=2, flags=re.MULTILINE)
    assert not start
    return yaml.load(head, _Loader), body  # noqa: S506


def test_no_page_fails(site: Site) -> None:
    assert not site.summary.failed


def test_data_can_be_read_and_has_no_more_keys(site: Site) -> None:
    read = 0
    for path in files_of(site.out):
        if path.suffix not in {".toml", ".yml", ".yaml", ".json", ".jsonl", ".js"}:
            continue
        text = path.read_text("utf-8")
        if path.suffix == ".toml":
            data = tomllib.loads(text)
        elif path.suffix in {".yml", ".yaml"}:
            data = yaml.load(text, _Loader)  # noqa: S506
        elif path.suffix == ".js":
            if node := shutil.which("node"):
                subprocess.run([node, "--check", path], check=True, capture_output=True)
            continue
        else:
            lines = text.splitlines() if path.suffix == ".jsonl" else [text]
            data = [json.loads(line) for line in lines]
        # Labels of the navigation are keys of MkDocs' own; the report counts by names.
        if path.name not in {"nav.yml", "report.json", "pages.jsonl"}:
            assert "injected" not in set(keys_of(data)), path
        read += 1
    assert read


@for_targets([target for target in sorted(TARGETS) if layout_of(target).front_matter])
def test_front_matter_says_what_was_typed(site: Site) -> None:
    wiki, options, out = site.wiki, site.options, site.out
    index = index_site(wiki, options, default_registry()).index
    expected = {"html": html_metadata, "script": script_metadata}.get(
        {"mkdocs": "html", "docusaurus": "script"}.get(options.target, ""), lambda as_is: as_is
    )
    seen = 0
    for entry in index.entries:
        metadata, _ = front_matter_of((out / entry.path).read_text("utf-8"))
        assert metadata == page_metadata(index, entry)
        assert "injected" not in set(keys_of(metadata))
        if description := entry.page.description.strip():
            wanted = {"title": entry.title, "description": description}
            if options.target == "obsidian" and "title" not in metadata:
                del wanted["title"]  # the file is called so
            assert {key: metadata[key] for key in wanted} == expected(wanted)
            seen += 1
    assert seen >= len(TEXTS) * 1.9


@for_targets(["docusaurus", "hugo", "jekyll", "mkdocs"])
def test_navigation_has_the_labels_that_were_typed(site: Site) -> None:
    wiki, options, out = site.wiki, site.options, site.out
    labels = {" ".join(place.label.split()) for place in wiki.places.values()} - {""}
    if options.target == "mkdocs":
        found = set(keys_of(yaml.safe_load((out / "nav.yml").read_text("utf-8"))))
        labels = {html_text(label, in_attribute=False) for label in labels}
    elif options.target == "hugo":
        menus = [json.loads(p.read_text("utf-8")) for p in out.glob("config/_default/menus*.json")]
        found = {item["name"] for menu in menus for item in menu["main"]}
    elif options.target == "docusaurus":
        found = set(values_of(json.loads((out / "sidebars.json").read_text("utf-8")), "label"))
        labels = set(map(script_text, labels))
    else:
        found = set(values_of(yaml.safe_load((out / "_data/nav.yml").read_text("utf-8")), "title"))
    assert labels
    assert labels <= found


def values_of(value: Any, key: str) -> Iterator[str]:
    if isinstance(value, dict):
        if isinstance(value.get(key), str):
            yield value[key]
        value = list(value.values())
    if isinstance(value, list):
        for item in value:
            yield from values_of(item, key)


def test_no_name_of_a_file_is_more_than_a_name(site: Site) -> None:
    options, out = site.options, site.out
    hidden = {".tiki2md", ".gitignore", ".htaccess"}
    for path in files_of(out):
        parts = path.relative_to(out).parts
        assert all(part in hidden or part[0] != "." for part in parts), parts
        assert not re.search(r'[\x00-\x1f\x7f\\:"<>|?*]', "".join(parts)), parts
        assert all(len(part.encode()) <= 255 for part in parts), parts
    assert not list(out.parent.glob("injected*"))
    if options.target == "hugo":
        assert {path.name for path in out.iterdir()} <= {
            ".tiki2md", "content", "static", "redirects", "hugo.toml", "layouts", "config",
            "assets", "i18n", "data", "archetypes",
        }  # fmt: skip


@cache
def reader() -> MarkdownIt:
    parser = MarkdownIt("gfm-like", {"html": True, "linkify": False}).use(footnote_plugin)
    parser.validateLink = lambda _url: True  # other readers do not look
    return parser


@for_targets(PLAIN_TARGETS)
def test_pages_show_it_as_text(site: Site) -> None:
    pages = [path for path in files_of(site.out) if path.suffix == ".md"]
    assert pages
    for path in pages:
        text = path.read_text("utf-8")
        body = front_matter_of(text)[1] if text.startswith("---\n") else text
        # A link that an author typed as such may be what it says.
        found = [trace for trace in traces(reader().render(body)) if " href=" not in trace]
        assert not found, path


def test_the_report_has_elements_of_its_own_only(site: Site) -> None:
    folder = site.out / ".tiki2md"
    assert not list(traces((folder / "report.html").read_text("utf-8")))
    json.loads((folder / "report.json").read_text("utf-8"))


def test_every_format_gives_back_what_was_found(site: Site) -> None:
    found = site.summary.findings
    assert any("injected" in finding.page for finding in found)
    log = json.loads(FORMATS["sarif"](found, rules(), "1"))
    results = log["runs"][0]["results"]
    # What would be a link in a message of SARIF's has a space in it.
    said = [finding.message.replace("](", "] (") for finding in found]
    assert [result["message"]["text"] for result in results] == said
    root = ET.fromstring(FORMATS["junit"](found, rules(), "1"))  # noqa: S314 - it is ours
    assert {child.tag for child in root.iter()} <= {
        "testsuites", "testsuite", "testcase", "failure", "system-out", "skipped",
    }  # fmt: skip
    commands = FORMATS["github"](found, rules(), "1").split("\n")[:-1]
    assert len(commands) == sum(finding.is_open for finding in found)
    for command in commands:
        assert re.match(r"::(?:notice|warning|error) [^:]*::", command)
        assert "\r" not in command
        assert re.search("%(?!25|0A|0D|3A|2C)", command) is None
    lines = FORMATS["json"](found, rules(), "1").split("\n")[:-1]
    assert len([json.loads(line) for line in lines]) >= len(found)


# Web servers.


@pytest.fixture(scope="module")
def redirects(tmp_path_factory: pytest.TempPathFactory) -> Redirects:
    """Those of the old addresses, and the files that servers and hosts take them from."""
    wiki = hostile_wiki(tmp_path_factory.mktemp("files"), share=99)
    options = Options(target="hugo", redirect_hosts=(*HOSTS, "json"))
    index = index_site(wiki, options, default_registry()).index
    found = redirect_map(wiki, index)
    return list(found), told(found, index)


@pytest.mark.parametrize("server", SERVERS)
def test_servers_take_the_map_and_nothing_else_of_it(server: str, redirects: Redirects) -> None:
    files = {p: text for p, text in redirects[1].items() if p.startswith("redirects/")}
    with SERVERS[server](files) as client:  # it ends with a message if it cannot read them
        asked = [r for r in redirects[0] if re.fullmatch(r"/P\d+-[\w-]+", r.paths[0])][:25]
        assert len(asked) == 25
        for redirect in asked:
            assert client.get(redirect.paths[0]) == (301, redirect.target)
        for path in ("/", "/injected", "/tiki-index.php?page=nothing", "/none"):
            status, location = client.get(path)
            assert (status in {200, 301, 403, 404}, "//" in location) == (True, False)


def test_lines_of_hosts_are_rules(redirects: Redirects) -> None:
    targets = {redirect.target for redirect in redirects[0]}
    lines = redirects[1]["static/_redirects"].split("\n")[:-1]
    assert len(lines) > 200
    for line in lines:
        if line.startswith("#"):
            continue
        path, *query, target, status = line.split(" ")
        assert (path[0], status) == ("/", "301"), line
        assert all(re.fullmatch(r"\w+=:\w+", word) for word in query), line
        assert target in targets or target.startswith("/tiki-old/"), line
        assert re.fullmatch(r"[!-~]+", path + target), line


def test_lines_for_caddy_are_rules(redirects: Redirects) -> None:
    text = redirects[1]["redirects/redirects.caddy"]
    word = r'(?:"[^"{}\x00-\x1f\\]*"|`[^`{}\x00-\x1f]*`)'
    ours = (
        r"#.*|", r"map (?:\"=?(?:\{[\w.]+\}&?)+\"|\{path\}) \{\w+\} \{", r"map .* \{\w+\} \{",
        rf"    {word} /[!-~]*", r'    default ""', r"\}", r"@\w+ \{", rf"    path(?: {word})+",
        r"    expression `[^`]*`", r"redir @\w+ (?:/\S*|\{\w+\}) permanent",
    )  # fmt: skip
    lines = text.split("\n")  # Caddy knows no other end of a line
    assert len(lines) > 200
    assert not [line for line in lines if not any(re.fullmatch(rule, line) for rule in ours)]


def test_the_map_as_json_has_its_own_keys(
    redirects: Redirects,
) -> None:
    data = json.loads(redirects[1]["redirects/redirects.json"])
    assert "injected" not in set(keys_of(data))


# What themes and scripts take for more than text.


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ('R&D "now" a < b, 1<2', 'R&D "now" a < b, 1<2'),
        ("<b>", "&lt;b>"),
        ("</title>", "&lt;/title>"),
        ("&lt;b&gt; & c", "&amp;lt;b&amp;gt; &amp; c"),
    ],
)
def test_titles_as_html(text: str, written: str) -> None:
    assert html_text(text, in_attribute=False) == written


def test_only_titles_keep_their_quotes() -> None:
    values = {"title": 'a "b"', "description": 'c "d"', "tiki": {"names": ['"', 3]}}
    assert html_metadata(values) == {
        "title": 'a "b"', "description": "c &quot;d&quot;", "tiki": {"names": ["&quot;", 3]},
    }  # fmt: skip


def test_nothing_ends_a_script() -> None:
    assert (
        script_text("</SCRIPT> <b> a < b <!-- <script>") == "＜/SCRIPT> <b> a < b ＜!-- ＜script>"
    )


def test_no_backslash_is_in_a_script() -> None:
    assert script_metadata({"title": "C:\\x", "tags": ["\\'"]}) == {"title": "C:∖x", "tags": ["∖'"]}
