"""The entries ``[[rewrite]]`` of a configuration file."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from tiki2md.config.errors import ConfigError, nearest
from tiki2md.config.patterns import compiled
from tiki2md.options import Rewrite

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

KEYS = {
    "text": "what is replaced in the text that readers see, but not in code; or",
    "link": "what is replaced in the addresses of links and pictures",
    "with": 'what takes its place; `""` to leave it out',
    "regex": "`true` if it is a regular expression of Python, whose groups `\\1` in `with` names",
    "page": "the pages that it holds for; `*` stands for any text, `?` for one character",
}
"""What an entry may say."""


def rewrites_of(entries: object, path: Path) -> tuple[Rewrite, ...]:
    """The checked entries ``[[rewrite]]``.

    Args:
        entries: what the file holds under this key.
        path: the file.

    Raises:
        ConfigError: an entry does not say what is replaced and with what, or cannot do that.
    """
    if not (isinstance(entries, list) and all(isinstance(entry, dict) for entry in entries)):
        raise ConfigError(f"{path}: write each rewrite as a table: [[rewrite]]")
    return tuple(_rewrite(entry, path, n) for n, entry in enumerate(entries, 1))


def _rewrite(entry: Mapping[str, Any], path: Path, number: int) -> Rewrite:
    where = f"{path}: rewrite {number}"
    for key, value in entry.items():
        if key not in KEYS:
            raise ConfigError(f"{where}: there is no key {key!r}{nearest(key, KEYS)}")
        if key == "regex" and not isinstance(value, bool):
            raise ConfigError(f"{where}: regex must be true or false, not {value!r}")
        if key != "regex" and not isinstance(value, str):
            raise ConfigError(f"{where}: {key} must be text, not {value!r}")
    wanted = [key for key in ("text", "link") if entry.get(key)]
    if len(wanted) != 1:
        raise ConfigError(f"{where}: it needs either text or link: what is replaced")
    if "with" not in entry:
        raise ConfigError(f'{where}: it needs with: what takes its place, or "" to leave it out')
    rewrite = Rewrite(
        find=entry[wanted[0]],
        replacement=entry["with"],
        in_links=wanted == ["link"],
        regex=entry.get("regex", False),
        page=entry.get("page", "*"),
        # By its name alone: reports say so, and are the same on any machine.
        where=f"{path.name}: rewrite {number}",
    )
    if rewrite.regex:
        _check(rewrite, where)
    return rewrite


def _check(rewrite: Rewrite, where: str) -> None:
    pattern = compiled(rewrite.find, where)
    if pattern.match(""):
        raise ConfigError(
            f"{where}: {rewrite.find!r} matches where there is nothing, so everywhere"
        )
    try:
        pattern.sub(rewrite.replacement, "")
    except (re.error, IndexError) as error:
        raise ConfigError(
            f"{where}: with = {rewrite.replacement!r} does not go with {rewrite.find!r}: {error}"
        ) from error
