"""Patterns that names of pages are compared with, in a configuration and in flags."""

from __future__ import annotations

import re


def glob(pattern: str) -> re.Pattern[str]:
    """``*`` and ``?`` as globs have them.  Brackets are letters: names of pages hold them.

    Args:
        pattern: must match a whole name.
    """
    first, *others = (re.escape(part).replace(r"\?", ".") for part in pattern.split("*"))
    # The first place for what stands between two stars is as good as any: nothing is tried again.
    between, last = others[:-1], others[-1:]
    passed = [f"(?>.*?{part})" for part in between if part]
    return re.compile("".join([first, *passed, *(f".*{part}" for part in last)]), re.DOTALL)
