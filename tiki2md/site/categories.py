"""What categories are called on a site: Tiki has trees of them, generators have lists."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tiki2md.model import Wiki

_Path = tuple[str, ...]

Terms = Mapping[str, Mapping[str, Sequence[str]]]
"""For ``categories`` and ``tags``, those that pages have, each with the folders of the languages
of those pages; that of the site itself is empty and first."""


def category_names(wiki: Wiki, way: str) -> Mapping[int, str]:
    """The name of each category by its id.

    Args:
        wiki: has the trees.
        way: ``path`` for the names from the top down, with ``/`` between them; or ``name`` for
            the last one, with as many of those above it as tell it from others of its name.
    """
    # A slash in a name would be a level of its own.
    paths = {
        number: tuple(name.replace("/", "-") for name in wiki.category_path(number))
        for number in wiki.categories
    }
    if way == "path":
        return {number: "/".join(path) for number, path in paths.items()}
    alike: defaultdict[str, set[_Path]] = defaultdict(set)
    for path in paths.values():
        alike[path[-1].casefold()].add(path)
    names: dict[int, str] = {}
    for number, path in paths.items():
        others = alike[path[-1].casefold()]
        # Alone, it keeps its name as its author typed it.
        names[number] = (
            "/".join(_shortest(path, others)) if len(others) > 1 else wiki.categories[number].name
        )
    return names


def terms_of(pages: Iterable[tuple[str, Sequence[str], Sequence[str]]]) -> Terms:
    """The categories and tags that pages have, and in which languages.

    Args:
        pages: of each the folder of its language, its categories and its tags.
    """
    seen: defaultdict[tuple[str, str], dict[str, None]] = defaultdict(dict)
    for language, categories, tags in pages:
        for kind, names in (("categories", categories), ("tags", tags)):
            seen[language, kind].update(dict.fromkeys(names))
    found: dict[str, defaultdict[str, list[str]]] = {
        "categories": defaultdict(list),
        "tags": defaultdict(list),
    }
    for language, kind in sorted(seen):
        for name in seen[language, kind]:
            found[kind][name].append(language)
    return {kind: terms for kind, terms in found.items() if terms}


def _shortest(path: _Path, others: set[_Path]) -> _Path:
    """The end of a path that no other one has."""
    for length in range(1, len(path)):
        end = _folded(path[-length:])
        if not any(other != path and _folded(other[-length:]) == end for other in others):
            return path[-length:]
    return path


def _folded(path: _Path) -> _Path:
    return tuple(name.casefold() for name in path)
