"""What happens to inputs that are far too large: how long, how much memory, what is said.

    python benchmarks/limits.py [PATTERN] [--parts 1,4] [--scale S]

Each input is converted by the command line in a process of its own that may take MEMORY bytes,
first at a quarter of its size, then whole.  A traceback, a kill, more than SECONDS of the processor
or growth that is far from linear is a failure; exit code 1 if there is any.
"""

from __future__ import annotations

import argparse
import gzip
import os
import re
import resource
import shutil
import struct
import sys
import tarfile
import zipfile
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from tiki_exports import Old, mime, tar
from xml_exports import page_xml, pages_xml

if TYPE_CHECKING:
    import io
    from collections.abc import Callable

    Make = Callable[[Path, int], list[str]]

MEMORY = 6 << 30
SECONDS = 600
LINEAR = 6.0
"""What four times the input may take, in terms of it."""
ENOUGH = 3.0
"""Seconds below which starting the program hides how an input grows."""
EXITS = {0, 1, 2, 3, 4}
"""Those that a command chooses."""
_MB = 1 << 20


@dataclass(frozen=True, slots=True)
class Case:
    """An input.

    Attributes:
        make: writes it into a folder; the words of the command line that name it.
        size: a whole one, in units of ``unit``.
    """

    make: Make
    size: int
    unit: str


def _page(text: Callable[[int], str], suffix: str = ".tiki") -> Make:
    def make(folder: Path, size: int) -> list[str]:
        path = folder / f"page{suffix}"
        path.write_text(text(size), "utf-8")
        return [str(path)]

    return make


def _prose(size: int) -> str:
    line = "The ''fern'' of the __garden__ stands in ((Bed 7)), see [https://a.example|there].\n\n"
    return line * (size * _MB // len(line))


_ROW = b"CREATE TABLE `tiki_pages` (`page_id` int, `pageName` text, `data` longtext);\n"


def _dump(statement: Callable[[int, io.BufferedIOBase], None]) -> Make:
    def make(folder: Path, size: int) -> list[str]:
        path = folder / "wiki.sql"
        with path.open("wb") as file:
            file.write(_ROW)
            file.write(b"INSERT INTO `tiki_pages` VALUES (1,'Home','a');\n")
            statement(size, file)
        return [str(path)]

    return make


def _long_value(size: int, file: io.BufferedIOBase) -> None:
    file.write(b"CREATE TABLE `tiki_files` (`fileId` int, `filename` text, `data` longblob);\n")
    file.write(b"INSERT INTO `tiki_files` VALUES (1,'a.bin',_binary '")
    file.writelines(b"\\0\xff" * (_MB // 3) for _ in range(size))
    file.write(b"');\n")


def _long_other(size: int, file: io.BufferedIOBase) -> None:
    file.write(b"INSERT INTO `other` VALUES (1,'")
    file.writelines(b"x" * _MB for _ in range(size))
    file.write(b"');\n")


def _sql_bomb(folder: Path, size: int) -> list[str]:
    path = folder / "wiki.sql.gz"
    with gzip.open(path, "wb") as file:
        file.write(_ROW + b"INSERT INTO `tiki_pages` VALUES (1,'Home','a');\n")
        file.write(b"INSERT INTO `tiki_pages` VALUES (2,'Bomb','")
        file.writelines(b"a" * _MB for _ in range(size))
        file.write(b"');\n")
    return [str(path)]


def _values(size: int, file: io.BufferedIOBase) -> None:
    file.write(b"INSERT INTO `tiki_pages` VALUES (2,'Many'" + b",'x'" * size + b");\n")


def _name(size: int, file: io.BufferedIOBase) -> None:
    file.write(b"INSERT INTO `tiki_pages` VALUES (2,'" + b"n" * (size * 1000) + b"','b');\n")


def _includes(size: int, file: io.BufferedIOBase) -> None:
    rows = (
        f"({n + 2},'P{n}','p{n} {{INCLUDE(page=\"P{(n + 1) % size}\")/}}')" for n in range(size)
    )
    file.write(b"INSERT INTO `tiki_pages` VALUES " + ",".join(rows).encode() + b";\n")


def _zip(fill: Callable[[zipfile.ZipFile, int], None]) -> Make:
    def make(folder: Path, size: int) -> list[str]:
        path = folder / "wiki.zip"
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            fill(archive, size)
        return [str(path)]

    return make


def _members(archive: zipfile.ZipFile, size: int) -> None:
    archive.writestr("Home/Home", "a")
    for number in range(size):
        archive.writestr(f"other/{number}", "x")
    archive.writestr("wiki.xml", pages_xml(page_xml("Home")))


def _bomb(archive: zipfile.ZipFile, size: int) -> None:
    with archive.open("Home/Home", "w", force_zip64=True) as member:
        for _ in range(size):
            member.write(bytes(_MB))
    archive.writestr("wiki.xml", pages_xml(page_xml("Home")))


def _deep_xml(archive: zipfile.ZipFile, size: int) -> None:
    archive.writestr("Home/Home", "a")
    deep = "<structure>" * size + "</structure>" * size
    archive.writestr("wiki.xml", pages_xml(page_xml("Home"), deep))


def _lying_tar(folder: Path, size: int) -> list[str]:
    info = tarfile.TarInfo("Home")
    info.size = size * 1_000_000_000
    path = folder / "export.tar"
    path.write_bytes(tar(("One", mime("One", Old(1, "a"))))[:-512] + info.tobuf() + b"a")
    return [str(path)]


def _gzip_bomb(folder: Path, size: int) -> list[str]:
    path = folder / "export.tar.gz"
    with gzip.open(path, "wb") as file:
        file.write(tar(("One", mime("One", Old(1, "a"))))[:-512])
        info = tarfile.TarInfo("zeros")
        info.size = size * _MB
        file.write(info.tobuf())
        for _ in range(size):
            file.write(bytes(_MB))
    return [str(path)]


def _mime_parts(folder: Path, size: int) -> list[str]:
    path = folder / "page.mime"
    path.write_bytes(mime("Home", *(Old(number, "a") for number in range(size, 0, -1))))
    return [str(path)]


def _config(folder: Path, size: int) -> list[str]:
    (folder / "page.tiki").write_text("a", "utf-8")
    path = folder / "tiki2md.toml"
    rule = '[[ignore]]\ncode = "page-failed"\nreason = "%d"\n'
    count = size * _MB // len(rule)
    path.write_text("".join(rule % number for number in range(count)), "utf-8")
    return [str(folder / "page.tiki"), "--config", str(path)]


def _aliases(size: int) -> str:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, size)]
    return "---\ntitle: Bomb\n" + "\n".join(lines) + "\n---\ntext\n"


def _no_directory(folder: Path, size: int) -> list[str]:
    header = struct.pack("<4s5H3L2H", b"PK\x03\x04", 20, 0, 0, 0, 0, 0, 1, 1, 1, 0) + b"nx"
    path = folder / "wiki.zip"
    path.write_bytes(header * size)
    return [str(path)]


_PART = b'[{"type":"table","name":"tiki_pages","data":['


def _json_rows(folder: Path, size: int) -> list[str]:
    path = folder / "tiki_pages.json"
    text = "a" * (_MB >> 4)
    with path.open("wb") as file:
        file.write(_PART + b'{"page_id":"1","pageName":"Home","data":"a"}')
        for number in range(size << 4):
            file.write(b',\n{"page_id":"%d","zip":"%b"}' % (number, text.encode()))
        file.write(b"]}]")
    return [str(path)]


def _csv_rows(folder: Path, size: int) -> list[str]:
    path = folder / "tiki_pages.csv"
    text = "a" * (_MB >> 4)
    with path.open("w", encoding="utf-8") as file:
        file.write("page_id,pageName,data,zip\n1,Home,a,\n")
        file.writelines(f"{number},,,{text}\n" for number in range(size << 4))
    return [str(path)]


def _json_bomb(folder: Path, size: int) -> list[str]:
    path = folder / "tiki_pages.json.gz"
    with gzip.open(path, "wb") as file:
        file.write(_PART + b'{"page_id":"1","data":"')
        for _ in range(size):
            file.write(b"a" * _MB)
    return [str(path)]


CASES = {
    "a page of 50 MB": Case(_page(_prose), 50, "MB"),
    "a page of 8 MB": Case(_page(_prose), 8, "MB"),
    "a line of 10 MB": Case(_page(lambda size: "word " * (size * _MB // 5)), 10, "MB"),
    "a word of 10 MB": Case(_page(lambda size: "w" * (size * _MB)), 10, "MB"),
    "list items": Case(_page(lambda size: "* item\n" * size), 1_000_000, "items"),
    "columns of a table": Case(_page(lambda size: f"||{'|'.join('c' * size)}||"), 10_000, ""),
    "plugin calls": Case(_page(lambda size: "{BOX()}b{BOX}\n" * size), 100_000, ""),
    "footnotes": Case(_page(lambda size: "a{FOOTNOTE()}note{FOOTNOTE} " * size), 100_000, ""),
    "an argument": Case(
        _page(lambda size: f'{{BOX(title="{"t" * (size * _MB)}")}}b{{BOX}}'), 10, "MB"
    ),
    "arguments": Case(
        _page(lambda size: "{BOX(" + " ".join(f'a{n}="b"' for n in range(size)) + ")}b{BOX}"),
        100_000,
        "",
    ),
    "includes in a circle": Case(_dump(_includes), 10_000, "pages"),
    "a name": Case(_dump(_name), 1000, "kB"),
    "a file in an SQL row": Case(_dump(_long_value), 1024, "MB"),
    "an SQL.gz bomb": Case(_sql_bomb, 2048, "MB"),
    "rows of JSON": Case(_json_rows, 1024, "MB"),
    "rows of CSV": Case(_csv_rows, 1024, "MB"),
    "a JSON.gz bomb": Case(_json_bomb, 2048, "MB"),
    "a value of another table": Case(_dump(_long_other), 1024, "MB"),
    "values of an SQL row": Case(_dump(_values), 1_000_000, ""),
    "members of a zip": Case(_zip(_members), 100_000, ""),
    "a zip bomb": Case(_zip(_bomb), 2048, "MB"),
    "a zip without a directory": Case(_no_directory, 100_000, "members"),
    "depth of XML": Case(_zip(_deep_xml), 100_000, ""),
    "a tar's false size": Case(_lying_tar, 4, "GB"),
    "a tar.gz bomb": Case(_gzip_bomb, 2048, "MB"),
    "versions in a MIME export": Case(_mime_parts, 100_000, ""),
    "a configuration": Case(_config, 10, "MB"),
    "aliases of YAML": Case(_page(_aliases), 40, "levels"),
    "front matter": Case(
        _page(lambda size: "---\ntitle: T\n" + "k: v\n" * (size * 200) + "---\na"), 1000, "kB"
    ),
    "HTML of one page": Case(
        _page(lambda size: "---\nis_html: y\n---\n" + "<p>a <b>b</b></p>\n" * size), 200_000, "p"
    ),
    "depth of HTML": Case(
        _page(lambda size: "---\nis_html: y\n---\n" + "<div>" * size), 100_000, ""
    ),
}


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a run ended: seconds of the processor, peak of megabytes, exit code, and words."""

    seconds: float
    peak: float
    code: int
    said: str

    @property
    def is_bad(self) -> bool:
        return (
            self.code not in EXITS or re.search("Traceback|convert --help", self.said) is not None
        )


def _limit() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))


def run(words: list[str], folder: Path) -> Outcome:
    """Convert what ``words`` name, in this folder."""
    out, said = folder / "out", folder / "said.txt"
    command = [sys.executable, "-m", "tiki2md", "convert", *words, "-o", str(out), "-t", "gfm"]
    # Seconds of real time say little where other programs run.
    command += ["--jobs", "1", "--page-seconds", "0"]
    process = os.fork()
    if not process:
        _limit()
        with said.open("wb") as file:
            os.dup2(file.fileno(), 1)
            os.dup2(file.fileno(), 2)
        os.execv(command[0], command)  # noqa: S606 - our own interpreter
    _, status, used = os.wait4(process, 0)
    text = said.read_text("utf-8", "replace")
    shutil.rmtree(out, ignore_errors=True)
    code = os.waitstatus_to_exitcode(status)
    return Outcome(used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, code, text)


def told(said: str) -> str:
    """The first findings, or what a command says that ends at once, or how much was written."""
    lines = [line for line in said.splitlines() if not line.startswith(("Report: ", "Check: "))]
    found = [
        line for line in lines if re.search(r"\b(?:error|loss|warning) [a-z-]+: |^tiki2md: ", line)
    ]
    return " / ".join(line[:160] for line in found[:2] or lines[-1:])


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("pattern", nargs="?", default="")
    parser.add_argument("--parts", default="4,1", help="of a whole input: a quarter, and all")
    parser.add_argument("--scale", type=float, default=1.0, help="of all sizes")
    given = parser.parse_args()
    parts = [int(part) for part in given.parts.split(",")]
    print("| input | size | CPU s | peak MB | exit | said |\n| --- | --- | --- | --- | --- | --- |")
    bad: list[str] = []
    for name, case in CASES.items():
        if given.pattern not in name:
            continue
        outcomes: list[Outcome] = []
        for part in parts:
            size = max(int(case.size * given.scale) // part, 1)
            with TemporaryDirectory() as folder:
                outcome = run(case.make(Path(folder), size), Path(folder))
            outcomes.append(outcome)
            print(
                f"| {name} | {size} {case.unit} | {outcome.seconds:.1f} | {outcome.peak:.0f} | "
                f"{outcome.code} | {told(outcome.said)} |",
                flush=True,
            )
        first, last = outcomes[0], outcomes[-1]
        if any(outcome.is_bad for outcome in outcomes):
            bad.append(f"{name}: it crashed")
        elif first.seconds > ENOUGH and last.seconds > first.seconds * LINEAR:
            bad.append(f"{name}: {last.seconds / first.seconds:.1f} times as long")
    print(f"\n{len(bad)} bad" + "".join(f"\n- {line}" for line in bad))
    return int(bool(bad))


if __name__ == "__main__":
    sys.exit(main())
