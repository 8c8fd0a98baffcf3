"""The entries ``[[ignore]]`` of a configuration file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tiki2md.codes import Code
from tiki2md.config.errors import ConfigError, nearest
from tiki2md.ignores import Ignore

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


def ignores_of(entries: object, path: Path) -> tuple[Ignore, ...]:
    """The checked entries ``[[ignore]]``.

    Args:
        entries: what the file holds under this key.
        path: the file.

    Raises:
        ConfigError: an entry has no reason, or a code or key that there is not.
    """
    if not (isinstance(entries, list) and all(isinstance(entry, dict) for entry in entries)):
        raise ConfigError(f"{path}: write each ignore as a table: [[ignore]]")
    return tuple(_ignore(entry, f"{path}: ignore {n}", path) for n, entry in enumerate(entries, 1))


def _ignore(entry: Mapping[str, Any], where: str, path: Path) -> Ignore:
    known = ("code", "page", "reason")
    for key, value in entry.items():
        if key not in known:
            raise ConfigError(f"{where}: there is no key {key!r}{nearest(key, known)}")
        if not isinstance(value, str):
            raise ConfigError(f"{where}: {key} must be text, not {value!r}")
    code = entry.get("code", "")
    codes = [each.identifier for each in Code]
    if code not in codes:
        problem = f"there is no code {code!r}" if code else "it needs a code"
        near = nearest(code, codes) or "; tiki2md explain lists them all"
        raise ConfigError(f"{where}: {problem}{near}")
    if not entry.get("reason", "").strip():
        raise ConfigError(f"{where}: {code} needs a reason, for those who read it next year")
    # By its name alone: reports say so, and are the same on any machine.
    return Ignore(code, entry["reason"].strip(), entry.get("page", "*"), path.name)
