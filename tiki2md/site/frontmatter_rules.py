"""Front matter as the maintainer wants it: the rules of ``[frontmatter]``, applied.

A key is a path: ``params.tiki`` is ``tiki`` below ``params``.  Rules see the target's own
names; they keep, drop and rename, and then set.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tiki2md.placeholders import filled

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from tiki2md.options import FrontMatter

Path = tuple[str, ...]
Leaves = list[tuple[Path, Any]]

EMPTY: tuple[Any, ...] = (None, "", [], {})
"""What is not written, unless it is asked for."""


class FrontMatterError(ValueError):
    """A rule that cannot be followed.

    Attributes:
        key: the key that a rule names, if it is that which does not exist.
    """

    def __init__(self, problem: str, key: str = "") -> None:
        super().__init__(problem)
        self.key = key


def arranged(
    metadata: Mapping[str, Any], rules: FrontMatter, values: Mapping[str, Any]
) -> dict[str, Any]:
    """The metadata of a page by ``rules``, without what is empty.

    Args:
        metadata: with the target's names, in the order of writing, empty values included.
        rules: of the configuration.
        values: what placeholders stand for.
    """
    leaves = _renamed(_chosen(list(_leaves(metadata)), rules), rules)
    for path, value in _leaves(rules.values):
        leaves = _with(leaves, path, _filled(value, values))
    return _tree(leaf for leaf in leaves if leaf[1] not in EMPTY or _is_wanted(leaf[0], rules))


def check(rules: FrontMatter, known: Iterable[Path]) -> None:
    """Whether the keys that rules name are there, and stay apart.

    Args:
        rules: of the configuration.
        known: the ways to all values that the target has.

    Raises:
        FrontMatterError: a key is unknown, or two would have one name.
    """
    leaves: Leaves = [(path, None) for path in known]
    names = names_in(path for path, _ in leaves)
    for rule, keys in (("keep", rules.keep), ("drop", rules.drop), ("rename", dict(rules.rename))):
        for key in keys:
            if key not in names:
                raise FrontMatterError(f"{rule}: there is no key {key!r}", key)
    left = _paths_apart(leaves, rules)
    written = names_in([*left, *paths_in(rules.values)])
    for key in rules.keep_empty:
        if key not in ("*", *written):
            raise FrontMatterError(f"keep_empty: no key is written as {key!r}", key)


def _paths_apart(leaves: Leaves, rules: FrontMatter) -> list[Path]:
    """The ways to the values that are left, under their new names; no two may be one."""
    chosen = _chosen(leaves, rules)
    left: dict[Path, str] = {}
    for (old, _), (new, _) in zip(chosen, _renamed(chosen, rules), strict=True):
        name = ".".join(old)
        for other, other_name in left.items():
            if _overlap(new, other):
                shown = ".".join(new if len(new) < len(other) else other)
                raise FrontMatterError(
                    f"{other_name!r} and {name!r} would both be {shown!r}; drop or rename one"
                )
        left[new] = name
    return list(left)


def paths_in(metadata: Mapping[str, Any]) -> list[Path]:
    """The ways to all values in metadata."""
    return [path for path, _ in _leaves(metadata)]


def names_in(paths: Iterable[Path]) -> list[str]:
    """The keys that a rule may name: those of values, and those above them."""
    names = (".".join(path[:depth]) for path in paths for depth in range(1, len(path) + 1))
    return list(dict.fromkeys(names))


def _leaves(metadata: Mapping[str, Any], above: Path = ()) -> Iterator[tuple[Path, Any]]:
    """Every value that holds no others by name, with the way to it."""
    for key, value in metadata.items():
        if isinstance(value, dict) and value:
            yield from _leaves(value, (*above, key))
        else:
            yield (*above, key), value


def _tree(leaves: Iterable[tuple[Path, Any]]) -> dict[str, Any]:
    tree: dict[str, Any] = {}
    for path, value in leaves:
        inner = tree
        for key in path[:-1]:
            inner = inner.setdefault(key, {})
        inner[path[-1]] = value
    return tree


def _chosen(leaves: Leaves, rules: FrontMatter) -> Leaves:
    """What is kept, in the order of ``keep``, without what is dropped."""
    if rules.keep:
        wanted = [tuple(key.split(".")) for key in rules.keep]
        kept = dict.fromkeys(
            i for key in wanted for i, leaf in enumerate(leaves) if _is_at(leaf[0], key)
        )
        leaves = [leaves[i] for i in kept]
    dropped = [tuple(key.split(".")) for key in rules.drop]
    return [leaf for leaf in leaves if not any(_is_at(leaf[0], key) for key in dropped)]


def _renamed(leaves: Leaves, rules: FrontMatter) -> Leaves:
    ways = {tuple(old.split(".")): tuple(new.split(".")) for old, new in rules.rename}

    def new_path(path: Path) -> Path:
        for depth in range(len(path), 0, -1):
            if path[:depth] in ways:
                return ways[path[:depth]] + path[depth:]
        return path

    return [(new_path(path), value) for path, value in leaves]


def _with(leaves: Leaves, path: Path, value: Any) -> Leaves:
    """``leaves`` with a value where it was before, or at the end."""
    at = next((i for i, leaf in enumerate(leaves) if _overlap(leaf[0], path)), len(leaves))
    rest = [leaf for leaf in leaves[at:] if not _overlap(leaf[0], path)]
    return [*leaves[:at], (path, value), *rest]


def _filled(value: Any, values: Mapping[str, Any]) -> Any:
    if isinstance(value, str):
        return filled(value, values)
    if isinstance(value, dict):
        return {key: _filled(item, values) for key, item in value.items()}
    if not isinstance(value, list):
        return value
    items: list[Any] = []
    for item in value:
        made = _filled(item, values)
        items += made if isinstance(made, list) else [made]
    return [item for i, item in enumerate(items) if item not in EMPTY and item not in items[:i]]


def _is_wanted(path: Path, rules: FrontMatter) -> bool:
    return "*" in rules.keep_empty or any(
        _is_at(path, tuple(key.split("."))) for key in rules.keep_empty
    )


def _is_at(path: Path, key: Path) -> bool:
    """Whether a path is that of ``key`` or lies below it."""
    return path[: len(key)] == key


def _overlap(one: Path, other: Path) -> bool:
    return _is_at(one, other) or _is_at(other, one)
