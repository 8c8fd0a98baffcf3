"""Whether the sites of all targets build, and whether every link of what is built leads somewhere.

python benchmarks/sites.py EXPORT [--files DIR] [--targets hugo,mkdocs,…] [--set NAME=VALUE]
    [--texts] [--keep DIR] [--show 10]

EXPORT is converted for each target and built by the real generator, with its strictest settings;
then each link of the built site is followed.  What led nowhere before is counted apart, as
``lost``: scripts of Tiki's, and addresses that an author typed as they are, to files that are not
in the export.
Targets without a generator have the links of their files followed.  With ``--texts`` the built
pages are also read for what authors wrote to be shown as it is (``shown.py``).

A generator that is missing is ``not installed``; if it was asked for by name, that is an error.
Exits with 1 after a warning, a broken link, a missing picture or text.
"""

from __future__ import annotations

import argparse
import re
import shutil
import subprocess
import sys
from contextlib import contextmanager
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING
from urllib.parse import unquote

from crawl import Crawl, crawl_site
from generators import GENERATORS, NotInstalledError
from markdown_links import crawl_files
from shown import not_shown

from tiki2md.diagnostics import Reporter
from tiki2md.readers import read_sources

if TYPE_CHECKING:
    from collections.abc import Iterator

FILES = {"gfm": "gfm", "commonmark": "gfm", "obsidian": "obsidian"}
"""Targets without a generator, and how their links are read."""
OWN_HOST = "https://example.org"
"""The address of the site in every scaffold."""
SCRIPTS = re.compile(r"(?:tiki-[\w-]+|show_image)\.php")
"""What only a running Tiki answers."""
TYPED = re.compile(
    r"""\[+([^\[\]|\n]+)[|\]]|(?:src|link|href|url|file)=(?:"|&quot;|')?([^"'&>\s)]+)"""
)
"""The addresses of links and pictures in Tiki's markup and in HTML."""


@dataclass
class Row:
    """What came of one target."""

    name: str
    seconds: float = 0.0
    warnings: list[str] = field(default_factory=list)
    crawl: Crawl = field(default_factory=Crawl)
    texts: list[str] = field(default_factory=list)
    missing: str = ""

    @property
    def is_wrong(self) -> bool:
        return bool(
            self.warnings
            or self.texts
            or self.crawl.broken
            or self.crawl.images
            or (not self.missing and not self.crawl.documents)
        )

    def cells(self) -> list[str]:
        if self.missing:
            return [self.name, f"not installed: {self.missing}"]
        crawl = self.crawl
        counts = (crawl.documents, crawl.stubs, len(self.warnings), crawl.links)
        found = (crawl.broken, crawl.images, crawl.anchors, crawl.ignored)
        time = f"{self.seconds:.1f}" if self.seconds else "-"
        return [self.name, time, *map(str, counts), *(str(len(problems)) for problems in found)]


HEAD = ["target", "seconds", "pages", "stubs", "warnings", "links", "broken", "images", "anchors"]
HEAD.append("lost")


def converted(given: argparse.Namespace, target: str, out: Path) -> None:
    """Convert the export as a user would."""
    command = [sys.executable, "-m", "tiki2md", "convert", given.export, "-o", out, "-t", target]
    for folder in given.files:
        command += ["--files", folder]
    for assignment in given.set:
        command += ["--set", assignment]
    done = subprocess.run([*command, "-q", "--fail-on", "never"], check=False)
    if done.returncode:
        sys.exit(f"the conversion for {target} ended with {done.returncode}")


def typed_in(export: Path) -> frozenset[str]:
    """The addresses that authors typed, decoded and without what leads to the root."""
    wiki = read_sources([export], Reporter())
    texts = [page.source for page in (*wiki.pages, *wiki.others)]
    texts += [comment.text for comment in wiki.comments]
    found = {unescape(url) for text in texts for pair in TYPED.findall(text) for url in pair if url}
    return frozenset(plain(url) for url in found)


def plain(url: str) -> str:
    """An address as it may have been typed, whatever leads to the root before it."""
    return unquote(re.sub(r"^(?:\.{0,2}/)+", "", url.strip()))


def built(name: str, given: argparse.Namespace) -> Row:
    generator = GENERATORS[name]
    try:
        with site_folder(name, given, generator.folder()) as out:
            converted(given, generator.target, out)
            build = generator.build(out)
            crawl = crawl_site(build.public, ignored=given.lost, host=OWN_HOST)
            texts = not_shown(given.export, build.public) if given.texts else []
            return Row(name, build.seconds, build.warnings, crawl, texts)
    except NotInstalledError as error:
        return Row(name, missing=str(error))


def followed(name: str, given: argparse.Namespace) -> Row:
    with site_folder(name, given) as out:
        converted(given, name, out)
        return Row(name, crawl=crawl_files(out, FILES[name], given.lost))


@contextmanager
def site_folder(name: str, given: argparse.Namespace, place: Path | None = None) -> Iterator[Path]:
    """A folder for a site; afterwards it is gone, or moved to where it is to be looked at."""
    with TemporaryDirectory(dir=place) as folder:
        out = Path(folder) / name
        yield out
        if given.keep:
            given.keep.mkdir(parents=True, exist_ok=True)
            shutil.copytree(out, given.keep / name, dirs_exist_ok=True)


def main() -> int:
    every = [*GENERATORS, *FILES]
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("export", type=Path)
    parser.add_argument("--files", type=Path, action="append", default=[])
    parser.add_argument("--targets", default="", help=", ".join(every))
    parser.add_argument("--set", action="append", default=[], metavar="NAME=VALUE")
    parser.add_argument("--texts", action="store_true", help="read the built pages, too")
    parser.add_argument("--keep", type=Path, help="an empty folder for the sites, to look at")
    parser.add_argument("--show", type=int, default=10, help="problems of a kind to show")
    given = parser.parse_args()
    asked = [name for name in given.targets.split(",") if name]
    if unknown := set(asked) - set(every):
        parser.error(f"no target {', '.join(sorted(unknown))}; there are {', '.join(every)}")
    typed = typed_in(given.export)
    given.lost = lambda url: bool(SCRIPTS.match(plain(url))) or plain(url) in typed
    wrong = False
    print("".join(f"{cell:>10}" for cell in HEAD))
    for name in asked or every:
        row = followed(name, given) if name in FILES else built(name, given)
        print("".join(f"{cell:>10}" for cell in row.cells()), flush=True)
        crawl = row.crawl
        for problems in (row.warnings, row.texts, crawl.broken, crawl.images, crawl.anchors):
            for problem in problems[: given.show]:
                print(f"    {problem}")
        wrong |= row.is_wrong or bool(row.missing and asked)
    return int(wrong)


if __name__ == "__main__":
    sys.exit(main())
