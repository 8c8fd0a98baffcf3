"""Follows every link of a site: shows broken ones, missing pictures and missing anchors.

python benchmarks/crawl.py DIR [--base /path/] [--ignore REGEX] [--markdown gfm|obsidian]

DIR holds what a generator made, or with ``--markdown`` the files that a target without one reads.
``--base`` is the path under which the site is served; addresses that ``--ignore`` matches
somewhere are left alone.  Exits with 1 when something is broken.
"""

from __future__ import annotations

import argparse
import re
import sys
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urljoin, urlsplit

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

LINKS = {"a": "href", "img": "src", "link": "href", "script": "src", "source": "src"}
PICTURES = {"img", "source"}
HOST = "http://site.invalid"
_REFRESH = re.compile(r"^\s*\d+\s*;\s*url\s*=\s*['\"]?([^'\"]*)", re.IGNORECASE)


@dataclass
class Document(HTMLParser):
    """What a page is linked by and links to.

    Attributes:
        ids: what can stand behind ``#``.
        links: tags and addresses.
        led: where a stub leads; empty for other pages.
    """

    ids: set[str] = field(default_factory=set)
    links: list[tuple[str, str]] = field(default_factory=list)
    led: str = ""

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        self.ids |= {values[name] for name in ("id", "name") if values.get(name)}
        url = values.get(LINKS.get(tag, ""), "")
        if url and values.get("rel") != "canonical":
            self.links.append((tag, url.strip()))
        if tag == "meta" and values.get("http-equiv", "").lower() == "refresh":
            found = _REFRESH.match(values.get("content", ""))
            self.led = found[1] if found else ""


@dataclass
class Crawl:
    """What came of following the links.

    Attributes:
        documents: how many pages there are, stubs of old addresses not counted.
        stubs: how many of those.
        links: how many addresses of the site itself were followed.
        broken: links that lead to no file.
        images: pictures that are not there.
        anchors: links to a place that its page does not have.
        ignored: addresses that were to be left alone, and lead nowhere.
    """

    documents: int = 0
    stubs: int = 0
    links: int = 0
    broken: list[str] = field(default_factory=list)
    images: list[str] = field(default_factory=list)
    anchors: list[str] = field(default_factory=list)
    ignored: list[str] = field(default_factory=list)

    @property
    def problems(self) -> list[str]:
        return [*self.broken, *self.images, *self.anchors]

    def follow(
        self,
        name: str,
        here: str,
        document: Document,
        find: Callable[[str], str | None],
        ids: Mapping[str, set[str]],
        ignored: Callable[[str], object],
    ) -> None:
        """Follow the links of a document.

        Args:
            name: of its file.
            here: its address.
            document: what it links to.
            find: the name of the file that is served for a path, not decoded.
            ids: the places of every document.
            ignored: tells the addresses that may lead nowhere.
        """
        for tag, url in document.links:
            target = urlsplit(urljoin(here, url))
            if f"{target.scheme}://{target.netloc}" != HOST:
                continue
            self.links += 1
            found = find(target.path)
            if found is None:
                places = self.images if tag in PICTURES else self.broken
                (self.ignored if ignored(url) else places).append(f"{name}: no {tag} {url}")
                continue
            wanted = {target.fragment, unquote(target.fragment)} - {""}
            if wanted and found in ids and not wanted & ids[found]:
                self.anchors.append(f"{name}: no anchor {url}")


def never(url: str) -> bool:
    """No address may lead nowhere."""
    del url
    return False


def document(text: str) -> Document:
    found = Document()
    found.feed(text)
    found.close()
    return found


def file_of(root: Path, path: str) -> Path | None:
    """The file that a server sends for ``path``."""
    place = root / path.lstrip("/")
    candidates = [place / "index.html"] if path.endswith("/") or place.is_dir() else [place]
    if place.name:
        candidates.append(place.with_name(place.name + ".html"))
    return next((file for file in candidates if file.is_file()), None)


def crawl_site(
    root: Path, base: str = "/", ignored: Callable[[str], object] = never, host: str = ""
) -> Crawl:
    """Follow the links of all pages below ``root``.

    Args:
        root: what a generator made.
        base: the path under which it is served.
        ignored: tells the addresses that may lead nowhere.
        host: the site's own address, which stubs of old addresses may lead to.
    """
    documents = {
        path.relative_to(root).as_posix(): document(path.read_text("utf-8", "replace"))
        for path in sorted(root.rglob("*.html"))
    }

    def find(path: str) -> str | None:
        below = unquote(path)
        found = file_of(root, below.removeprefix(base)) if below.startswith(base) else None
        return found and found.relative_to(root).as_posix()

    result = Crawl()
    ids = {name: page.ids for name, page in documents.items()}
    for name, page in documents.items():
        is_index = name.rpartition("/")[2] == "index.html"
        here = f"{HOST}{base}{name.removesuffix('index.html') if is_index else name}"
        if page.led:
            result.stubs += 1
            page.links = [("stub", page.led.removeprefix(host) if host else page.led)]
        result.follow(name, here, page, find, ids, ignored)
    result.documents = len(documents) - result.stubs
    return result


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("root", type=Path)
    parser.add_argument("--base", default="/")
    parser.add_argument("--ignore", default=r"(?!)")
    parser.add_argument("--markdown", choices=("gfm", "obsidian"))
    given = parser.parse_args()
    root: Path = given.root.resolve()
    ignored = re.compile(given.ignore).search
    if given.markdown:
        from markdown_links import crawl_files

        result = crawl_files(root, given.markdown, ignored)
    else:
        result = crawl_site(root, given.base, ignored)
    for problem in result.problems:
        print(problem)
    print(f"{result.documents} pages, {result.links} links, {len(result.problems)} broken")
    return int(bool(result.problems) or not result.documents)


if __name__ == "__main__":
    sys.exit(main())
