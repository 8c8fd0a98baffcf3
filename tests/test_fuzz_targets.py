"""What guided fuzzing throws bytes at takes its own seeds, so that a night is not for nothing."""

from __future__ import annotations

from itertools import islice

import pytest
from fuzz_targets import FUZZED


@pytest.mark.parametrize("name", FUZZED)
def test_a_target_takes_its_seeds(name: str) -> None:
    target = FUZZED[name]
    seeds = [b"", *islice(target.seeds(), 20)]
    assert len(seeds) > 1
    for seed in seeds:
        target.check(seed)
