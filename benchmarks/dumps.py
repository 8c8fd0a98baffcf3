"""Megabytes a second and peak memory of reading a large dump, and of converting it.

    python benchmarks/dumps.py [MEGABYTES]... [--files] [--convert]

Dumps are made by repetition, 100 MB and 1000 MB without arguments.  By default most of them
are tables that nobody wants; with ``--files`` they are files of 16 MB, whose bytes are put
aside.  With ``--convert``, a dump is not only read: it becomes a Hugo site with all its files.
Each dump is read in a process of its own; memory must not grow with the dump.
"""

from __future__ import annotations

import hashlib
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from peaks import Cost, cost_of

from tiki2md.diagnostics import Reporter
from tiki2md.readers import Reading, read_sources
from tiki2md.readers.blobs import BlobStore

if TYPE_CHECKING:
    from collections.abc import Iterator

MEGA = 1_000_000
SIZES = (100, 1000)
PAGES = 200
HEAD = (
    b"-- MariaDB dump 10.19\n/*!40101 SET NAMES utf8mb4 */;\n"
    b"CREATE TABLE `tiki_actionlog` (`id` int, `action` text, `comment` text, `data` blob);\n"
    b"CREATE TABLE `tiki_files` (`fileId` int, `filename` text, `filesize` int, `data` longblob);\n"
    b"CREATE TABLE `tiki_pages` (`page_id` int, `pageName` text, `data` text);\n"
)
TAIL = b"-- Dump completed\n"
NOISE = b"".join(hashlib.sha256(b"%d" % number).digest() for number in range(1 << 12))
ESCAPED = NOISE.replace(b"\\", b"\\\\").replace(b"'", b"\\'").replace(b"\0", b"\\0")
FILE = 16 * MEGA


def pages() -> bytes:
    """Rows of pages, which stay in memory: the same few in every dump."""
    text = b"!Apples\\nRipe \\'when\\' they __fall__ \xe2\x80\x93 ((Cider)).\\n" * 100
    rows = (b"(%d,'Page %d','%s')" % (number, number, text) for number in range(PAGES))
    return b"INSERT INTO `tiki_pages` VALUES\n" + b",\n".join(rows) + b";\n"


def log() -> Iterator[bytes]:
    """Statements of a table that nobody wants, as mysqldump cuts them."""
    row = b"(7,'Updated','it\\'s \\\\ done; really',_binary '%s')" % ESCAPED[:2000]
    statement = b"INSERT INTO `tiki_actionlog` VALUES\n" + b",\n".join([row] * 480) + b";\n"
    while True:
        yield statement


def files() -> Iterator[bytes]:
    """Statements of files with large bytes, for ever."""
    bytes_ = ESCAPED * (FILE // len(NOISE))
    size = len(NOISE) * (FILE // len(NOISE)) + 8
    number = 0
    while True:
        number += 1
        head = b"INSERT INTO `tiki_files` VALUES (%d,'f.bin',%d,_binary '" % (number, size)
        # No two are equal, since equal ones are kept once.
        yield head + b"%08d" % number + bytes_ + b"');\n"


def make(path: Path, megabytes: int, *, with_files: bool) -> None:
    """Write a dump of that size."""
    written = 0
    with path.open("wb") as out:
        written += out.write(HEAD + pages())
        for statement in files() if with_files else log():
            if written >= megabytes * MEGA:
                break
            written += out.write(statement)
        out.write(TAIL)


def measure(path: Path) -> None:
    """Read a dump; print seconds, peak memory in KiB, pages and files."""
    with tempfile.TemporaryDirectory() as folder:
        started = time.perf_counter()
        wiki = read_sources([path], Reporter(), Reading(blobs=BlobStore(Path(folder))))
        seconds = time.perf_counter() - started
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(seconds, peak, len(wiki.pages), len(wiki.files))


def convert(path: Path, site: Path) -> tuple[Cost, int]:
    """Convert a dump to a site with all its files; what it cost, and how many files there are."""
    command = [sys.executable, "-m", "tiki2md", "convert", path, "-o", site, "-t", "hugo"]
    cost = cost_of([*command, "--assets", "all", "-q", "--fail-on", "never"])
    return cost, len(list((site / "static" / "files").iterdir())) if (
        site / "static"
    ).exists() else 0


def _alone(*arguments: str) -> str:
    """What this script prints when it runs as a process of its own."""
    command = [sys.executable, __file__, *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def main(arguments: list[str]) -> int:
    """Print the table."""
    with_files = "--files" in arguments
    if arguments[:1] == ["--measure"]:
        measure(Path(arguments[1]))
        return 0
    if arguments[:1] == ["--make"]:
        make(Path(arguments[1]), int(arguments[2]), with_files=with_files)
        return 0
    sizes = [int(argument) for argument in arguments if argument.isdecimal()] or SIZES
    print("| MB | pages | files | MB/s | peak MB, each process |")
    print("| ---: | ---: | ---: | ---: | ---: |")
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "dump.sql"
            # A child begins with the peak of its parent, so this process stays small.
            _alone("--make", str(path), str(size), "--files" if with_files else "")
            megabytes = path.stat().st_size / MEGA
            if "--convert" in arguments:
                cost, held = convert(path, Path(folder) / "site")
                found, seconds, peaks = PAGES, cost.seconds, cost.shown()
            else:
                read = _alone("--measure", str(path)).split()
                found, held, seconds = int(read[2]), int(read[3]), float(read[0])
                peaks = f"{int(read[1]) / 1024:.0f}"
        row = (f"{megabytes:.0f}", found, held, f"{megabytes / seconds:.1f}", peaks)
        print(f"| {' | '.join(map(str, row))} |", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
