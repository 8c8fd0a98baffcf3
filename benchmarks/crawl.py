"""Follows every link of a built site: shows broken ones, missing pictures and missing anchors.

python benchmarks/crawl.py DIR [--base /path/] [--ignore REGEX]

DIR holds what a generator made.  ``--base`` is the path under which the site is served;
addresses that ``--ignore`` matches somewhere are left alone.  Exits with 1 when something is
broken.
"""

from __future__ import annotations

import argparse
import re
import sys
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

LINKS = {"a": "href", "img": "src", "link": "href", "script": "src", "source": "src"}
HOST = "http://site.invalid"


@dataclass
class Document(HTMLParser):
    """What a page is linked by and links to."""

    ids: set[str] = field(default_factory=set)
    links: list[tuple[str, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        self.ids |= {values[name] for name in ("id", "name") if name in values}
        url = values.get(LINKS.get(tag, ""), "")
        if url:
            self.links.append((tag, url.strip()))


def document(path: Path) -> Document:
    found = Document()
    found.feed(path.read_text("utf-8", "replace"))
    found.close()
    return found


def file_of(root: Path, path: str) -> Path | None:
    """The file that a server sends for ``path``."""
    place = root / path.lstrip("/")
    candidates = [place / "index.html"] if path.endswith("/") or place.is_dir() else [place]
    candidates.append(place.with_name(place.name + ".html"))
    return next((file for file in candidates if file.is_file()), None)


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("root", type=Path)
    parser.add_argument("--base", default="/")
    parser.add_argument("--ignore", default=r"(?!)")
    given = parser.parse_args()
    root, base, ignored = given.root.resolve(), given.base, re.compile(given.ignore)
    documents = {path: document(path) for path in sorted(root.rglob("*.html"))}
    seen = 0
    problems: list[str] = []
    for path, page in documents.items():
        here = f"{HOST}{base}{path.relative_to(root).as_posix().removesuffix('index.html')}"
        for tag, url in page.links:
            target = urlsplit(urljoin(here, url))
            if f"{target.scheme}://{target.netloc}" != HOST or ignored.search(url):
                continue
            seen += 1
            name = path.relative_to(root)
            below = unquote(target.path)
            found = file_of(root, below.removeprefix(base)) if below.startswith(base) else None
            if found is None:
                problems.append(f"{name}: no {tag} {url}")
            elif target.fragment and found in documents:
                ids = documents[found].ids
                if target.fragment not in ids and unquote(target.fragment) not in ids:
                    problems.append(f"{name}: no anchor {url}")
    for problem in problems:
        print(problem)
    print(f"{len(documents)} pages, {seen} links, {len(problems)} broken")
    return int(bool(problems) or not documents)


if __name__ == "__main__":
    sys.exit(main())
