"""Megabytes a second of parsing and rendering.

    python benchmarks/speed.py [--profile] [FOLDER|FILE|FILE.jsonl]...

A folder stands for its files ``.tiki``, ``.txt`` and ``.jsonl``; of a line of
JSON the field ``source`` counts.  Without arguments: the fixtures.
"""

from __future__ import annotations

import cProfile
import json
import pstats
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from fixture_files import read_cases

from tiki2md import pipeline
from tiki2md.options import Options

ROOT = Path(__file__).parents[1]
SUFFIXES = {".tiki", ".txt", ".jsonl"}
TIMES = 3


def sources_of(path: Path) -> list[str]:
    """The pages in a file or a folder."""
    if path.is_dir():
        files = sorted(file for file in path.rglob("*") if file.suffix in SUFFIXES)
        return [source for file in files for source in sources_of(file)]
    text = path.read_text("utf-8")
    if path.suffix == ".jsonl":
        return [json.loads(line)["source"] for line in text.splitlines() if line.strip()]
    return [text]


def fixtures() -> list[str]:
    """All samples of the fixture files, and the pages of the sample wiki."""
    samples = [case.source for case in read_cases("syntax", "plugins", "render")]
    return samples + sources_of(ROOT / "fixtures")


def measure(name: str, sources: list[str]) -> None:
    """Print one line of the table."""
    size = sum(len(source.encode("utf-8", "replace")) for source in sources) / 1e6
    options = Options()
    parsing = rendering = float("inf")
    for _ in range(TIMES):
        started = time.perf_counter()
        documents = [pipeline.parse(source, options) for source in sources]
        parsed = time.perf_counter()
        for document in documents:
            pipeline.render_document(document, options)
        parsing = min(parsing, parsed - started)
        rendering = min(rendering, time.perf_counter() - parsed)
    both = parsing + rendering
    cells = [f"{size / seconds:.2f}" for seconds in (parsing, rendering, both)]
    print(f"| {name} | {len(sources)} | {size:.3f} | {' | '.join(cells)} |")


def profile(sources: list[str]) -> None:
    """Print where the time goes."""
    profiler = cProfile.Profile()
    profiler.enable()
    for source in sources:
        pipeline.convert_page(source, Options())
    profiler.disable()
    pstats.Stats(profiler).sort_stats("tottime").print_stats(25)


def main(arguments: list[str]) -> int:
    """Print the table, and the profile if asked."""
    names = [argument for argument in arguments if not argument.startswith("--")]
    corpora = {name: sources_of(Path(name)) for name in names} or {"fixtures": fixtures()}
    pipeline.convert_page("warm up", Options())
    print("| corpus | pages | MB | parse MB/s | render MB/s | both MB/s |")
    print("| --- | ---: | ---: | ---: | ---: | ---: |")
    for name, sources in corpora.items():
        measure(name, sources)
    if "--profile" in arguments:
        profile([source for sources in corpora.values() for source in sources])
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
