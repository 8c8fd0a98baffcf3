"""Names that nobody should give a page: for every target, each has a file of its own, and links."""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from posixpath import dirname, join, normpath
from typing import TYPE_CHECKING
from urllib.parse import unquote

import pytest

from tiki2md.diagnostics import Code
from tiki2md.migration import convert_site
from tiki2md.model import Page, Place, Wiki
from tiki2md.options import Options
from tiki2md.readers.names import twins_of
from tiki2md.render.targets import TARGETS
from tiki2md.site.paths import collision_key, is_device

if TYPE_CHECKING:
    from pathlib import Path

NAMES = [
    "HomePage",
    "../../etc/passwd",
    "..",
    "C:\\Windows\\x",
    "CON",
    "aux.md",
    "nul\0l",
    "dots...",
    "spaces  ",
    "x" * 300,
    "x" * 301,
    "日" * 300,
    "MySQL",
    "Mysql",
    "\u00e9cran",
    "e\u0301cran",
    "🌱",
    "🌳🌳",
    "\u202egnp.exe",
    "index",
    "_index",
    "README",
    "ReadMe!",
    "files",
    "redirects",
    "categories",
    "tags",
    "blog",
    "Garden",
    "garden!",
    "404",
    *(f"Same{'!' * number}" for number in range(20)),
]
LINK = re.compile(r"\]\(<?([^()\s>]*)>?\)|\[\[([^\]|#]+)")


def hostile() -> Wiki:
    """A page that lists all, a structure of half of them, and a post beside them."""
    names = ["All", *NAMES]
    listing = "\n".join(f"* (({name}|to {number}))" for number, name in enumerate(NAMES))
    pages = [
        Page(name=name, page_id=number, source=listing if number == 1 else "text")
        for number, name in enumerate(names, 1)
    ]
    garden = names.index("Garden") + 1
    places = {
        number: Place(
            place_id=number,
            page=name,
            parent_id=0 if name == "Garden" else garden,
            position=number,
        )
        for number, name in enumerate(names, 1)
        if name == "Garden" or number % 2
    }
    post = Page(kind="blog post", name="README", page_id=1, source="news")
    return Wiki(pages=pages, places=places, others=[post])


@pytest.mark.parametrize("folders", ["structures", "flat"])
@pytest.mark.parametrize("target", sorted(TARGETS))
def test_every_name_has_a_file_and_a_link(tmp_path: Path, target: str, folders: str) -> None:
    out = tmp_path / "deep" / "out"
    summary = convert_site(hostile(), Options(target=target, folders=folders), out)
    assert not summary.failed
    assert {path.name for path in (tmp_path / "deep").iterdir()} == {"out"}
    paths = summary.written
    assert len(paths) == len(NAMES) + 2 == len({collision_key(path) for path in paths})
    everything = [path for path in out.rglob("*") if path.is_file()]
    keys = {collision_key(path.relative_to(out).as_posix()) for path in everything}
    assert len(keys) == len(everything)
    for path in paths:
        assert len(path) <= 240
        for part in PurePosixPath(path).parts:
            assert len(part.encode()) <= 255
            assert not is_device(part.partition(".")[0])
            assert part == part.strip(" .")
            assert not set(part) & set('<>:"\\|?*\0\u202e')
    start = next(path for path in paths if PurePosixPath(path).stem.lower() == "all")
    text = (out / start).read_text("utf-8")
    links = [unquote(url or f"{note}.md") for url, note in LINK.findall(text)]
    if target == "obsidian":
        reached = {PurePosixPath(link).name for link in links}
        assert reached <= {PurePosixPath(path).name for path in paths}
    else:
        reached = {normpath(join(dirname(start), link)) for link in links}
        assert reached <= set(paths)
    assert len(reached) == len(NAMES)


@pytest.mark.parametrize("target", sorted(TARGETS))
def test_every_collision_is_reported(tmp_path: Path, target: str) -> None:
    pages = [Page(name=f"A{'?' * n}", page_id=n + 1, source="") for n in range(20)]
    posts = [Page(kind="article", name="Day", page_id=n, source="") for n in (1, 2, 3)]
    summary = convert_site(Wiki(pages=pages, others=posts), Options(target=target), tmp_path)
    told = [finding for finding in summary.diagnostics if finding.code is Code.PATH_COLLISION]
    assert len(told) == 19 + 2
    assert len(set(summary.written)) == 23
    for finding in told:
        assert dict(finding.values)["used"] in summary.written


def test_names_that_differ_in_bytes_only_keep_them() -> None:
    names = ["\u00e9cran", "e\u0301cran", "e\u0301te\u0301", "a"]
    assert twins_of(names) == {"\u00e9cran", "e\u0301cran"}
