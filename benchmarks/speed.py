"""How fast pages are converted, on one core, beside what else reads such text.

    python benchmarks/speed.py [--corpus PATH]... [--quick] [--json FILE]
                               [--compare FILE [--limit PERCENT]] [--profile]

A corpus is a file ``.jsonl`` (of each line the field ``source`` counts), ``.tiki`` or ``.txt``, or
a folder of such files; without one it is ``benchmarks/corpus.jsonl``, made once of the
fixtures and never changed, so that figures of two versions can be compared.

Times are of the processor; each is the least of several rounds, in which all that is
measured takes turns, so that a busy machine slows them alike.  What is kept and compared
are ratios to the *floor*: one pass of the lexer's regular expression over the same text.

Pandoc is measured where ``pypandoc_binary`` is installed (it is no dependency).
"""

from __future__ import annotations

import argparse
import cProfile
import importlib.util
import json
import platform
import pstats
import re
import resource
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

import growth
from hostile import FAMILIES
from lark import Lark
from lark.common import LexerConf
from lark.lexer import BasicLexer, LexerThread

import tiki2md
from tiki2md import pipeline
from tiki2md.options import Options
from tiki2md.plugins import default_registry
from tiki2md.syntax.grammar import grammar_path
from tiki2md.syntax.lexer import DelimiterLexer
from tiki2md.syntax.postlex import TikiPostLex

if TYPE_CHECKING:
    from collections.abc import Callable

CORPUS = Path(__file__).parent / "corpus.jsonl"
SUFFIXES = {".tiki", ".txt", ".jsonl"}
OURS = ("parse", "render", "both")
FLOOR = "floor: the token regex"
GROWING = ("repeat '__a '", "repeat 'word '", "nested plugins")
"""Families of hostile texts; ``growth.py`` measures all of them."""


def sources_of(path: Path) -> list[str]:
    """The pages in a file or a folder."""
    if path.is_dir():
        files = sorted(file for file in path.rglob("*") if file.suffix in SUFFIXES)
        return [source for file in files for source in sources_of(file)]
    text = path.read_text("utf-8")
    if path.suffix == ".jsonl":
        return [json.loads(line)["source"] for line in text.split("\n") if line.strip()]
    return [text]


@dataclass
class Race:
    """What is measured: each takes the corpus once, in turn.

    Attributes:
        megabytes: the size of the corpus.
        runs: what to call, by name.
        best: the least seconds of each so far.
    """

    megabytes: float
    runs: dict[str, Callable[[], object]]
    best: dict[str, float] = field(default_factory=dict)

    def run(self, rounds: int) -> None:
        """Some more rounds."""
        for _ in range(rounds):
            for name, function in self.runs.items():
                started = time.process_time()
                function()
                taken = time.process_time() - started
                self.best[name] = min(taken, self.best.get(name, taken))

    def ratios(self) -> dict[str, float]:
        """What ours takes, in terms of the floor."""
        return {name: self.best[name] / self.best[FLOOR] for name in OURS}


def race(sources: list[str]) -> Race:
    """The measurements on one corpus."""
    options = Options()
    documents = [pipeline.parse(source, options) for source in sources]
    pages = [pipeline.render_document(document, options) for document in documents]
    lark = Lark.open(
        str(grammar_path("tiki.lark")),
        parser="lalr",
        lexer="basic",
        start="document",
        postlex=TikiPostLex(options, {}),
    )
    terminals = LexerConf(lark.terminals, re)
    pattern = DelimiterLexer(terminals).pattern
    lexer = BasicLexer(terminals)

    def count(source: str) -> int:
        return sum(1 for _ in LexerThread.from_text(lexer, source).lex(None))

    runs: dict[str, Callable[[], object]] = {
        "parse": lambda: [pipeline.parse(source, options) for source in sources],
        "render": lambda: [pipeline.render_document(each, options) for each in documents],
        "both": lambda: [pipeline.convert_page(source, options) for source in sources],
        FLOOR: lambda: [sum(1 for _ in pattern.finditer(source)) for source in sources],
        "Lark's own lexer": lambda: [count(source) for source in sources],
    }
    if importlib.util.find_spec("markdown_it"):
        from markdown_it import MarkdownIt

        reader = MarkdownIt("commonmark").enable(["table", "strikethrough"])
        runs["markdown-it-py, of our output"] = lambda: [reader.parse(page) for page in pages]
    return Race(sum(len(source.encode("utf-8", "replace")) for source in sources) / 1e6, runs)


def pandoc(sources: list[str]) -> str:
    """The speed of pandoc's reader, as a cell of the table.

    It reads in one process all pages that it does not reject; its start does not count.
    """
    if not importlib.util.find_spec("pypandoc"):
        return "not installed"
    import pypandoc

    command = [pypandoc.get_pandoc_path(), "-f", "tikiwiki", "-t", "commonmark"]

    def seconds(text: str) -> float | None:
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        data = text.encode("utf-8", "replace")
        done = subprocess.run(command, input=data, capture_output=True, check=False)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        taken = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        return taken if done.returncode == 0 else None

    read = [source for source in sources if seconds(source) is not None]
    text = "\n\n".join(read)
    taken, start = seconds(text), seconds("a")
    if taken is None or start is None:
        return "rejects the text"
    speed = len(text.encode("utf-8", "replace")) / 1e6 / max(taken - start, 1e-6)
    rejected = len(sources) - len(read)
    return f"{speed:.2f}" + (f" (without {rejected} pages that it rejects)" if rejected else "")


def print_table(name: str, sources: list[str], measured: Race, *, quick: bool) -> None:
    """The figures of one corpus."""
    print(f"{name}: {len(sources)} pages, {measured.megabytes:.3f} MB")
    print("\n| what | MB/s | times the floor |\n| --- | ---: | ---: |")
    floor = measured.best[FLOOR]
    for what, seconds in measured.best.items():
        print(f"| {what} | {measured.megabytes / seconds:.2f} | {seconds / floor:.1f} |")
    if quick:
        return
    print(f"| pandoc -f tikiwiki -t commonmark | {pandoc(sources)} | |")
    print("\n| hostile text | 4n/n, in time |\n| --- | ---: |")
    for family in GROWING:
        _, times, _ = growth.measure(FAMILIES[family], tiki2md.convert, 2000)
        print(f"| {family} | {times[2] / times[0]:.1f} |")
    longest = max(sources, key=len)
    used = growth.peak(tiki2md.convert, longest)
    print(f"\nmemory for the longest page, {len(longest)} characters: {used:.0f} bytes for each")


def slower(now: dict[str, float], before: dict[str, float], limit: float) -> list[str]:
    """What takes more than ``limit`` percent longer than it did."""
    return [
        f"{name}: {now[name]:.1f} times the floor, was {before[name]:.1f}"
        for name in OURS
        if now[name] > before[name] * (1 + limit / 100)
    ]


def compare(measured: Race, path: Path, limit: float, rounds: int) -> int:
    """Print whether a baseline is kept to; 1 if not, even at the second attempt."""
    baseline = json.loads(path.read_text("utf-8"))
    if baseline["python"] != python_version():
        print(f"\n{path} is of Python {baseline['python']}; ratios differ between versions")
        return 0
    if slower(measured.ratios(), baseline["ratios"], limit):
        measured.run(3 * rounds)
    worse = slower(measured.ratios(), baseline["ratios"], limit)
    print(f"\nslower than {path} by more than {limit:g} %:" if worse else f"\nas fast as {path}")
    for line in worse:
        print(f"- {line}")
    return 1 if worse else 0


def python_version() -> str:
    """Such as ``3.12``."""
    return ".".join(platform.python_version_tuple()[:2])


def print_profile(sources: list[str]) -> None:
    """Where the time goes."""
    profiler = cProfile.Profile()
    profiler.enable()
    for source in sources:
        pipeline.convert_page(source, Options())
    profiler.disable()
    pstats.Stats(profiler).sort_stats("tottime").print_stats(25)


def main(arguments: list[str] | None = None) -> int:
    """Print the tables; 1 if a baseline is not kept to."""
    assert __doc__
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--corpus", type=Path, action="append", help=f"instead of {CORPUS.name}")
    parser.add_argument("--quick", action="store_true", help="few rounds, and only the first table")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write speeds and ratios")
    parser.add_argument("--compare", type=Path, metavar="FILE", help="fail if ratios grew")
    parser.add_argument("--limit", type=float, default=20, help="by how many percent they may")
    parser.add_argument("--profile", action="store_true", help="show where the time goes")
    chosen = parser.parse_args(arguments)
    rounds = 5 if chosen.quick else 15
    failed = 0
    default_registry()
    for path in chosen.corpus or [CORPUS]:
        sources = sources_of(path)
        measured = race(sources)
        measured.run(rounds)
        print_table(path.name, sources, measured, quick=chosen.quick)
        if chosen.compare:
            failed |= compare(measured, chosen.compare, chosen.limit, rounds)
        if chosen.json:
            result = {
                "corpus": path.name,
                "python": python_version(),
                "ratios": {name: round(ratio, 2) for name, ratio in measured.ratios().items()},
                "megabytes_a_second": {
                    name: round(measured.megabytes / seconds, 3)
                    for name, seconds in measured.best.items()
                },
            }
            chosen.json.write_text(json.dumps(result, indent=2) + "\n", "utf-8")
        if chosen.profile:
            print_profile(sources)
    return failed


if __name__ == "__main__":
    sys.exit(main())
