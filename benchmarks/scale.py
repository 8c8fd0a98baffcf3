"""Pages a second and peak memory of converting a large wiki, and of converting it again.

    python benchmarks/scale.py EXPORT... [--pages 20000] [--megabytes 150] [--jobs 1,2]

The wiki is made of the pages of real exports, repeated under new names with their links
among each other, as an SQL dump with old versions until it has the size.  It is converted
to a Hugo site, again with nothing changed, and again with one page changed.  Seconds are real
ones, and in brackets those of the processors; memory is that of each process, in each of the
three runs.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from peaks import Cost, cost_of

from tiki2md.diagnostics import Reporter
from tiki2md.readers import read_sources

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tiki2md.model import Page

MEGA = 1_000_000
HEAD = """\
/*!40101 SET NAMES utf8mb4 */;
CREATE TABLE `tiki_pages` (`page_id` int, `pageName` text, `data` text, `created` int,
 `lastModif` int, `creator` text, `user` text, `version` int, `lang` text, `is_html` int);
CREATE TABLE `tiki_history` (`historyId` int, `pageName` text, `version` int, `data` longblob);
"""
ROWS = 100
CHANGED = "\nOne more line, which nobody had seen.\n"
ESCAPES = str.maketrans({"\\": "\\\\", "'": "\\'", "\n": "\\n", "\r": "\\r", "\0": "\\0"})


def quoted(text: str) -> str:
    """A string of SQL."""
    return f"'{text.translate(ESCAPES)}'"


def renamed(pages: list[Page], copy: int) -> Iterator[tuple[str, str, Page]]:
    """Names and sources of a copy of the pages, whose links lead to each other."""
    names = {page.name: f"{page.name} {copy}" if copy else page.name for page in pages}
    link = re.compile(r"\(\((" + "|".join(re.escape(name) for name in names) + r")(?=[|)#])")
    for page in pages:
        yield names[page.name], link.sub(lambda m: f"(({names[m[1]]}", page.source), page


def page_rows(pages: list[Page], count: int, changed: str) -> Iterator[str]:
    """Rows of ``tiki_pages``; the page ``changed`` says more than in another dump."""
    number = 0
    for copy in range(count // len(pages) + 1):
        for name, source, page in renamed(pages, copy):
            number += 1
            if number > count:
                return
            text = source + CHANGED if name == changed else source
            yield (
                f"({number},{quoted(name)},{quoted(text)},{page.created},{page.modified},"
                f"{quoted(page.creator)},{quoted(page.last_editor)},{page.version},"
                f"{quoted(page.language)},{int(page.is_html)})"
            )


def old_rows(pages: list[Page]) -> Iterator[str]:
    """Rows of old versions, for ever."""
    number = 0
    while True:
        for page in pages:
            number += 1
            yield f"({number},{quoted(page.name)},1,{quoted(page.source)})"


def statements(table: str, rows: Iterable[str]) -> Iterator[str]:
    """``INSERT`` statements of a hundred rows each."""
    part: list[str] = []
    for row in rows:
        part.append(row)
        if len(part) == ROWS:
            yield f"INSERT INTO `{table}` VALUES\n" + ",\n".join(part) + ";\n"
            part = []
    if part:
        yield f"INSERT INTO `{table}` VALUES\n" + ",\n".join(part) + ";\n"


def make(out: Path, sources: list[str], count: int, megabytes: int, changed: str = "") -> None:
    """Write a dump of so many pages, with old versions until it has the size."""
    pages: list[Page] = []
    for source in sources:
        known = {page.name for page in pages}
        wiki = read_sources([Path(source)], Reporter())
        pages += [page for page in wiki.pages if page.name not in known]
    written = 0
    with out.open("w", encoding="utf-8") as file:
        written += file.write(HEAD)
        for statement in statements("tiki_pages", page_rows(pages, count, changed)):
            written += file.write(statement)
        for statement in statements("tiki_history", old_rows(pages)):
            if written >= megabytes * MEGA:
                break
            written += file.write(statement)


def convert(dump: Path, site: Path, jobs: int) -> Cost:
    """Convert; what it cost."""
    command = [sys.executable, "-m", "tiki2md", "convert", str(dump), "-o", str(site)]
    return cost_of([*command, "-t", "hugo", "-q", "--fail-on", "never", "--jobs", str(jobs)])


def measure(dump: Path, changed: Path, site: Path, count: int, jobs: int) -> str:
    """Three runs, as a row of the table."""
    first, again, one = (convert(each, site, jobs) for each in (dump, dump, changed))
    shares = (
        f"{cost.seconds:.1f} ({cost.seconds / first.seconds:.1%}, {cost.processor:.1f})"
        for cost in (again, one)
    )
    peaks = "; ".join(cost.shown() for cost in (first, again, one))
    took = f"{first.seconds:.1f} ({first.processor:.1f}) | {count / first.seconds:.0f}"
    return f"| {count} | {jobs} | {took} | {' | '.join(shares)} | {peaks} |"


def main() -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sources", nargs="+", metavar="EXPORT")
    parser.add_argument("--pages", type=int, default=20_000)
    parser.add_argument("--megabytes", type=int, default=150)
    parser.add_argument("--jobs", default="1,2")
    parser.add_argument("--make", type=Path, metavar="DUMP", help="only write the dump")
    parser.add_argument("--changed", default="", metavar="PAGE", help="the page that says more")
    given = parser.parse_args()
    if given.make:
        make(given.make, given.sources, given.pages, given.megabytes, given.changed)
        return 0
    print("| pages | jobs | first, s | pages/s | again, s | one changed, s | peak MB of each |")
    print("| ---: | ---: | ---: | ---: | ---: | ---: | ---: |")
    with tempfile.TemporaryDirectory() as folder:
        dump, changed = Path(folder) / "dump.sql", Path(folder) / "changed.sql"
        # A child begins with the peak of its parent, so this process stays small.
        command = [sys.executable, __file__, *given.sources, "--pages", str(given.pages)]
        command += ["--megabytes", str(given.megabytes)]
        subprocess.run([*command, "--make", dump], check=True)
        subprocess.run([*command, "--make", changed, "--changed", "HomePage 7"], check=True)
        for jobs in map(int, given.jobs.split(",")):
            site = Path(folder) / f"site-{jobs}"
            print(measure(dump, changed, site, given.pages, jobs), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
