"""How many examples a test draws, whatever profile of hypothesis is asked for."""

from __future__ import annotations

from hypothesis import settings


def examples(count: int) -> settings:
    """As many as ``count`` where others have a hundred.

    A number of its own would hold whatever is asked for, and ``HYPOTHESIS_PROFILE=thorough`` would
    draw no more of that test than ever.
    """
    return settings(max_examples=count * settings().max_examples // 100)
