"""Time and memory of hostile texts at n, 2n and 4n characters; exit code 1 if any grows too fast.

    python benchmarks/growth.py [PATTERN [START]]

PATTERN picks families whose name holds it; START is the least n.  What grows slowly at first
shows at 64000.
"""

from __future__ import annotations

import gc
import sys
import time
import tracemalloc
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from typing import TYPE_CHECKING

from hostile import FAMILIES, HTML_FAMILIES, TEXT_FAMILIES, XML_FAMILIES, Family

import tiki2md
from tiki2md.diagnostics import Reporter
from tiki2md.nodes import DocumentNode, ParagraphNode, TextNode
from tiki2md.options import Options
from tiki2md.pipeline import Surroundings, convert_page
from tiki2md.readers.xml_records import RecordReader
from tiki2md.readers.xml_scanner import XmlScanner
from tiki2md.render import render

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

LIMIT = 6.0
"""What 4n may take, in terms of n: 4 is linear, 16 is quadratic."""
ENOUGH = 0.02
"""Seconds that n must take, for the clock to tell."""
LARGEST = 1_000_000


def convert_html(text: str) -> str:
    """A page whose text is HTML."""
    return convert_page(text, Options(), Surroundings(is_html=True))


def render_text(text: str) -> str:
    """Plain text that must not become markup."""
    document = DocumentNode(children=[ParagraphNode(children=[TextNode(inner_content=text)])])
    return render(document, Options(target="hugo"), Reporter())


def read_xml(text: str) -> int:
    """The list of an XML export, as it comes out of the archive."""
    chunks = (text[at : at + 4096] for at in range(0, len(text), 4096))
    return sum(1 for _ in RecordReader().records(XmlScanner(chunks).elements()))


def measurements() -> Iterator[tuple[str, Family, str, Callable[[str], object]]]:
    """What is measured: the family's name, its texts, what is done with them, and how."""
    for name, make in FAMILIES.items():
        yield name, make, "parse", tiki2md.parse
        yield name, make, "convert", tiki2md.convert
    for name, make in HTML_FAMILIES.items():
        yield name, make, "convert", convert_html
    for name, make in TEXT_FAMILIES.items():
        yield name, make, "render", render_text
    for name, make in XML_FAMILIES.items():
        yield name, make, "read", read_xml


def seconds(function: Callable[[str], object], text: str, times: int = 3) -> float:
    """The best of some runs, of the processor: other programs may be at work."""
    best = float("inf")
    for _ in range(times):
        gc.collect()
        started = time.process_time()
        function(text)
        best = min(best, time.process_time() - started)
    return best


def peak(function: Callable[[str], object], text: str) -> float:
    """The most memory that was in use, in bytes a character."""
    tracemalloc.start()
    function(text)
    used = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return used / max(len(text), 1)


def measure(
    make: Family, function: Callable[[str], object], size: int
) -> tuple[int, list[float], list[float]]:
    """The size n, the seconds for n, 2n and 4n, and the bytes a character for n and 4n."""
    while size < LARGEST and seconds(function, make(size)) < ENOUGH:
        size *= 2
    times = [seconds(function, make(size * factor)) for factor in (1, 2, 4)]
    if times[2] / times[0] >= LIMIT:
        # Once more, in case something else ran; and longer, in case it is so up to a bound only.
        size *= 4
        times = [seconds(function, make(size * factor), 5) for factor in (1, 2, 4)]
    return size, times, [peak(function, make(size * factor)) for factor in (1, 4)]


def main(pattern: str = "", start: str = "2000") -> int:
    """Print the table; the number of families that grow too fast or fail is not zero: 1."""
    print("| family | what | n | t(n) ms | t(2n) | t(4n) | 4n/n | bytes/char n | 4n |")
    print("| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |")
    bad: list[str] = []
    for name, make, what, function in measurements():
        if pattern not in name:
            continue
        label = name.replace("|", "\\|")
        try:
            size, times, memory = measure(make, function, int(start))
        except RecursionError as error:
            print(f"| {label} | {what} | {type(error).__name__} |", flush=True)
            bad.append(f"{name} ({what}): {type(error).__name__}")
            continue
        ratio = times[2] / times[0]
        cells = [f"{1000 * second:.0f}" for second in times]
        cells += [f"{ratio:.1f}", *(f"{value:.0f}" for value in memory)]
        print(f"| {label} | {what} | {size} | {' | '.join(cells)} |", flush=True)
        if ratio >= LIMIT or memory[1] / memory[0] >= 2:
            bad.append(f"{name} ({what}): {ratio:.1f}, memory {memory[1] / memory[0]:.1f}")
    print(f"\n{len(bad)} of the families grow too fast or fail.")
    for line in bad:
        print(f"- {line}")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
