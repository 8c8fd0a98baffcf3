"""What a configuration file says of front matter: the table ``[frontmatter]``.

Whether the keys that it names exist depends on the target, which a flag may choose;
``site.frontmatter_rules`` says so once it is known.
"""

from __future__ import annotations

import math
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from tiki2md.config.errors import ConfigError, nearest_or_all
from tiki2md.options import FrontMatter
from tiki2md.placeholders import MEANINGS, PlaceholderError, pieces_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

_RULES = ("keep", "drop", "rename", "set", "keep_empty")


def front_matter_settings(
    table: object, path: Path, targets: Iterable[str]
) -> dict[str, FrontMatter]:
    """The checked rules by target; those for all targets under an empty name.

    Args:
        table: what the file holds under ``frontmatter``.
        path: the file.
        targets: the targets that there are; what a table of such a name
            holds replaces what the table for all does.

    Raises:
        ConfigError: a rule is none, or says what cannot be written.
    """
    if not isinstance(table, dict):
        raise ConfigError(f"{path}: frontmatter must be a table: [frontmatter]")
    of_targets = {name: table[name] for name in targets if name in table}
    general = {key: value for key, value in table.items() if key not in of_targets}
    rules = {"": _rules({}, general, f"{path}: frontmatter", targets)}
    for name, own in of_targets.items():
        where = f"{path}: frontmatter.{name}"
        if not isinstance(own, dict):
            raise ConfigError(f"{where} must be a table: [frontmatter.{name}]")
        rules[name] = _rules(general, own, where, ())
    return rules


def _rules(
    general: Mapping[str, Any], own: Mapping[str, Any], where: str, targets: Iterable[str]
) -> FrontMatter:
    for key in own:
        if key not in _RULES:
            near = nearest_or_all(key, (*_RULES, *targets))
            raise ConfigError(f"{where}: there is no key {key!r}{near}")
    table = {**general, **own}
    for key in ("rename", "set"):
        if not isinstance(table.setdefault(key, {}), dict):
            raise ConfigError(f"{where}: {key} must be a table: {key} = {{ … }}")
    keep, drop = _keys(table, "keep", where), _keys(table, "drop", where)
    if both := sorted(set(keep) & set(drop)):
        raise ConfigError(f"{where}: {both[0]!r} is in keep and in drop; choose one")
    empty = table.get("keep_empty", False)
    if isinstance(empty, bool):
        keep_empty: tuple[str, ...] = ("*",) if empty else ()
    else:
        keep_empty = _keys(table, "keep_empty", where)
    return FrontMatter(
        keep=keep,
        drop=drop,
        rename=tuple(_renamings(table["rename"], where)),
        values={
            key: _constant(value, f"{where}: set: {key}") for key, value in table["set"].items()
        },
        keep_empty=keep_empty,
        where=where,
    )


def _keys(table: Mapping[str, Any], rule: str, where: str) -> tuple[str, ...]:
    keys = table.get(rule, [])
    if not (isinstance(keys, list) and all(isinstance(key, str) and key for key in keys)):
        also = ", or true for all" if rule == "keep_empty" else ""
        raise ConfigError(f'{where}: {rule} must be a list of keys, such as ["title"]{also}')
    return tuple(dict.fromkeys(keys))


def _renamings(table: Mapping[str, Any], where: str) -> Iterable[tuple[str, str]]:
    for key, name in table.items():
        if not (isinstance(name, str) and name):
            raise ConfigError(
                f"{where}: rename: the new name of {key!r} must be text, not {name!r}"
            )
        yield key, name


def _constant(value: Any, where: str) -> Any:
    """``value`` as YAML can hold it; templates are checked."""
    match value:
        case dict():
            return {key: _constant(item, f"{where}.{key}") for key, item in value.items()}
        case list():
            return [_constant(item, where) for item in value]
        case str():
            _check_template(value, where)
            return value
        case float() if not math.isfinite(value):
            raise ConfigError(f"{where} must be a number, not {value}")
        case datetime():
            return _in_utc(value, where)
        case bool() | int() | float() | date():
            return value
        case _:
            raise ConfigError(f"{where}: YAML has no times of day; put {value} in quotes")


def _in_utc(value: datetime, where: str) -> datetime:
    """A time in UTC, if it has a zone; YAML here holds no parts of seconds."""
    try:
        zoned = value.astimezone(UTC) if value.tzinfo else value
    except OverflowError as error:
        raise ConfigError(f"{where}: {value} has no date in UTC; put it in quotes") from error
    return zoned.replace(microsecond=0)


def _check_template(text: str, where: str) -> None:
    try:
        pieces_of(text)
    except PlaceholderError as error:
        near = nearest_or_all(error.name, MEANINGS) if error.name else ""
        raise ConfigError(f"{where}: {error}{near}") from error
