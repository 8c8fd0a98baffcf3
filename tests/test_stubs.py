"""Old addresses lead on from stubs, on any server of plain files."""

from __future__ import annotations

import re
import threading
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote, urljoin
from urllib.request import urlopen

import pytest

from tiki2md.migration import Plan, convert_site
from tiki2md.model import Page, Wiki
from tiki2md.options import Options, with_values

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NAMES = (
    "HomePage", "Crab soup", "Été & co", "A/B c", "What?", "a:b", "trailing.", ".hid", "CON x",
    "aux", "sitemap.xml", "tags", "Files", "<b>", "50%41 off", "日本 語", "x" * 200, "index",
    "C# a", "_redirects",
)  # fmt: skip
"""Names, some of which cannot be that of a file everywhere, or are the new site's."""


def wiki_of(*names: str) -> Wiki:
    pages = [Page(name=name, source="x", page_id=n, tags=["t"]) for n, name in enumerate(names, 1)]
    return Wiki(pages=pages)


def stubs_of(out: Path) -> dict[str, str]:
    """The old paths that have a stub, and what is in it."""
    return {
        str(path.parent.relative_to(out / folder)): path.read_text("utf-8")
        for folder in ("docs", "static")
        for path in sorted((out / folder).rglob("index.html"))
    }


@pytest.mark.parametrize("target", ["mkdocs", "docusaurus"])
def test_no_stub_stands_in_the_way_of_a_file(tmp_path: Path, target: str) -> None:
    names = ("Note", "Note.md", "NOTE.md/x", "Note/index.html", "Nothing.md")
    summary = convert_site(wiki_of(*names), Options(target=target), tmp_path, Plan())
    assert len(summary.written) == len(names)
    found = {path for path in stubs_of(tmp_path) if path.lower().startswith("no")}
    ours = {"Note.md", "NOTE.md/x"} if target == "docusaurus" else set()  # static/ has no pages
    assert found == {"Note", "Nothing.md"} | ours


@pytest.mark.parametrize("target", ["mkdocs", "docusaurus"])
def test_what_has_a_stub(tmp_path: Path, target: str) -> None:
    convert_site(wiki_of(*NAMES), Options(target=target), tmp_path, Plan())
    found = stubs_of(tmp_path)
    # The others cannot be files everywhere, or are addresses of the new site.
    kept = {"C#+a"} if target == "mkdocs" else set()
    kept |= {"50%41+off", "A/B+c", "CON+x", "Crab+soup", "Files", "HomePage", "x" * 200}
    assert set(found) == kept | {"Été+&+co", "日本+語"}
    text = found["Été+&+co"]
    assert '<meta http-equiv="refresh" content="0; url=../' in text
    assert '<link rel="canonical" href="../' in text
    assert "<title>Été &amp; co</title>" in text
    assert "<script" not in "".join(found.values())


@pytest.mark.parametrize("target", ["gfm", "commonmark", "obsidian", "hugo", "jekyll"])
def test_targets_without_stubs(tmp_path: Path, target: str) -> None:
    convert_site(wiki_of("Crab soup"), Options(target=target), tmp_path, Plan())
    assert not list(tmp_path.glob("**/index.html"))


def test_old_urls_decide(tmp_path: Path) -> None:
    found = {}
    for style in ("paths", "classic", "none"):
        options = with_values(Options(), {"target": "mkdocs", "old_urls": style})
        convert_site(wiki_of("Crab soup", "Été"), options, tmp_path / style, Plan())
        found[style] = sorted(stubs_of(tmp_path / style))
    assert found == {"paths": ["Crab+soup", "Été"], "classic": ["Crab+soup", "Été"], "none": []}


def test_twins_in_case_have_one_stub(tmp_path: Path) -> None:
    wiki = wiki_of("One", "Two")
    wiki.pages[0].aliases, wiki.pages[1].aliases = ["Old name"], ["OLD NAME", "Old  n"]
    convert_site(wiki, Options(target="mkdocs"), tmp_path, Plan())
    folded = [path.casefold() for path in stubs_of(tmp_path)]
    assert len(set(folded)) == len(folded)


def test_a_page_that_is_gone_takes_its_stub_along(tmp_path: Path) -> None:
    convert_site(wiki_of("Crab soup", "Boat yard"), Options(target="mkdocs"), tmp_path, Plan())
    convert_site(wiki_of("Boat yard"), Options(target="mkdocs"), tmp_path, Plan(prune=True))
    assert list(stubs_of(tmp_path)) == ["Boat+yard"]


@contextmanager
def served(root: Path) -> Iterator[str]:
    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, *_args: object) -> None:
            """Says nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(root)))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.mark.parametrize("below", ["", "a/deep er/place"])
def test_a_plain_server_leads_every_old_path_on(tmp_path: Path, below: str) -> None:
    root = tmp_path / below
    convert_site(wiki_of(*NAMES), Options(target="mkdocs"), root, Plan())
    paths = stubs_of(root)
    pages = {path.stem for path in (root / "docs").glob("*.md")}
    with served(tmp_path) as host:
        for path in paths:
            url = f"{host}/{quote(f'{below}/docs/{path}'.lstrip('/'), safe='/+')}"
            with urlopen(url) as answer:  # noqa: S310 - the server of this test
                found = re.search('content="0; url=([^"]*)"', answer.read().decode())
                assert found is not None
                target = urljoin(answer.geturl(), found[1].replace("&amp;", "&"))
            stem = unquote(target).removeprefix(f"{host}/").removeprefix(f"{below}/")
            assert stem == "docs/" or stem.removeprefix("docs/").rstrip("/") in pages
    assert len(paths) > 8
