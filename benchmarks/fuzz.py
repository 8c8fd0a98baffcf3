"""Random documents of Tiki's delimiters: counts exceptions and lost bytes.

python benchmarks/fuzz.py N [SEED]
"""

from __future__ import annotations

import random
import sys
import time
from collections import Counter
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from hostile import FRAGMENTS
from shrinking import shortest

import tiki2md
from tiki2md import pipeline
from tiki2md.diagnostics import Code, Reporter
from tiki2md.options import Options

OPTIONS = (
    Options(),
    Options(tables="old", monosp=True, wikiwords=True, three_colon_center=True, smileys=False),
    Options(paragraph_formatting=False, add_br=False, page_regex="strict", autolinks=False),
)
FAILURES = {Code.INTERNAL_PARSE_ERROR, Code.NODE_NOT_RENDERED, Code.PLUGIN_FAILED}


def document(chance: random.Random) -> str:
    """A text of up to 60 fragments; few kinds of them, so that marks find each other."""
    kinds = chance.sample(FRAGMENTS, chance.randint(2, 20))
    return "".join(chance.choices(kinds, k=chance.randint(1, 60)))


def check(source: str, options: Options) -> str:
    """What went wrong, in a word or two; nothing if all is well."""
    reporter = Reporter(source=source)
    try:
        parsed = pipeline.parse(source, options, reporter=reporter)
        if tiki2md.unparse(parsed) != source:
            return "bytes lost"
        pipeline.render_document(parsed, Options(), None, reporter)
    except Exception as error:
        return f"{type(error).__name__}: {error}"[:60]
    codes = {diagnostic.code for diagnostic in reporter.diagnostics} & FAILURES
    return ", ".join(sorted(code.identifier for code in codes))


def main(count: str = "50000", seed: str = "1") -> int:
    """Print the counts and an example of each problem; 1 if there was any."""
    chance = random.Random(int(seed))
    problems: Counter[str] = Counter()
    examples: dict[str, tuple[str, Options]] = {}
    characters = 0
    started = time.perf_counter()
    for _ in range(int(count)):
        source, options = document(chance), chance.choice(OPTIONS)
        characters += len(source)
        if problem := check(source, options):
            problems[problem] += 1
            examples.setdefault(problem, (source, options))
    taken = time.perf_counter() - started
    print(f"{count} documents, {characters} characters, seed {seed}, {taken:.0f} s")
    lost = problems["bytes lost"]
    print(f"lost bytes: {lost}; exceptions and failures: {problems.total() - lost}")
    for problem, number in problems.most_common():
        source, options = examples[problem]
        found = shortest(source, partial(check, options=options), problem)
        print(f"- {number} times {problem}: {found!r} under {OPTIONS.index(options)}")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
