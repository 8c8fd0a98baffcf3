"""What is converted, and where to: the part of a configuration that is about files.

A wiki is converted many times before it is switched off.  With this in ``tiki2md.toml``
all of it is asked for by ``tiki2md convert``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tiki2md.config.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

JOB_KEYS = ("source", "output", "files", "repair_encoding")
"""The keys of a configuration that make a ``Job``; only a file can hold them."""


@dataclass(frozen=True, slots=True)
class Job:
    """What a configuration says of files; a flag takes the place of each.

    Attributes:
        sources: exports, pages, folders and addresses of databases.
        output: the folder of the site; empty if none is named.
        files: copies of Tiki's storage folders.
        repair_encoding: whether texts that were encoded twice are mended.
    """

    sources: tuple[str, ...] = ()
    output: str = ""
    files: tuple[str, ...] = ()
    repair_encoding: bool = False


def job_of(values: Mapping[str, object], path: Path) -> Job:
    """The checked ``Job`` of a configuration.

    Args:
        values: may hold any of ``JOB_KEYS``.
        path: the configuration, from whose folder paths in it are named.

    Raises:
        ConfigError: a value is of the wrong type.
    """
    output = values.get("output", "")
    if not (isinstance(output, str) and (_is_path(output) or not output)):
        raise ConfigError(f"{path}: output must be the path of a folder, not {output!r}")
    repair = values.get("repair_encoding", False)
    if not isinstance(repair, bool):
        raise ConfigError(f"{path}: repair_encoding must be true or false, not {repair!r}")
    return Job(
        _paths("source", values.get("source", []), path),
        str(path.parent / output) if output else "",
        _paths("files", values.get("files", []), path),
        repair,
    )


def _paths(key: str, value: object, path: Path) -> tuple[str, ...]:
    """A path or a list of paths; the address of a database stays what it is."""
    names = [value] if isinstance(value, str) else value
    if not (isinstance(names, list) and all(map(_is_path, names))):
        raise ConfigError(f"{path}: {key} must be a path or a list of paths, not {value!r}")
    return tuple(name if "://" in name else str(path.parent / name) for name in names)


def _is_path(name: object) -> bool:
    return isinstance(name, str) and bool(name) and "\0" not in name
