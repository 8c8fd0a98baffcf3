"""How many random faults in a written site ``tiki2md verify`` finds, by kind.

python benchmarks/mutations.py EXPORT [--target hugo] [--faults 200] [--seed 1] [--show]
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from difflib import unified_diff
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from faults import Trial, try_faults

from tiki2md.cli.common import for_wiki, settings_from
from tiki2md.cli.options import SettingFlags
from tiki2md.diagnostics import Reporter
from tiki2md.migration import Plan, convert_site
from tiki2md.proof import expect
from tiki2md.readers import read_sources
from tiki2md.readers.blobs import BlobStore
from tiki2md.readers.reading import Reading


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("export", type=Path)
    parser.add_argument("--target", default="hugo")
    parser.add_argument("--faults", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--show", action="store_true", help="show the faults that were not found")
    asked = parser.parse_args()
    with TemporaryDirectory() as spool, TemporaryDirectory() as out:
        reading = Reading(blobs=BlobStore(Path(spool)))
        wiki = read_sources([asked.export], Reporter(), reading)
        options, registry = for_wiki(settings_from(SettingFlags(target=asked.target)), wiki)
        convert_site(wiki, options, Path(out), Plan(registry=registry))
        expectation = expect(wiki, options, registry)
        trials = try_faults(expectation, Path(out), asked.faults, Random(asked.seed))
    tell(trials, show=asked.show)
    return 0 if sum(trial.found for trial in trials) >= 0.99 * len(trials) else 1


def tell(trials: list[Trial], *, show: bool) -> None:
    tried = Counter(trial.kind for trial in trials)
    found = Counter(trial.kind for trial in trials if trial.found)
    for kind, count in sorted(tried.items()):
        print(f"{found[kind]:4} of {count:4}  {kind}")
    print(f"{found.total():4} of {tried.total():4}  all")
    for trial in trials:
        if show and not trial.found:
            before, after = trial.before.splitlines(), trial.after.splitlines()
            print(f"\n{trial.kind} in {trial.path}")
            print("\n".join(unified_diff(before, after, lineterm="", n=1)))


if __name__ == "__main__":
    sys.exit(main())
