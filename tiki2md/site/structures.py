"""Structures, Tiki's ordered trees of pages, as trees of nodes.

Tables of places can be broken: parents that are not there, places below themselves, and
pages that a site does not have.  What comes out of here are trees, always.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tiki2md.grouping import grouped

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from tiki2md.model import Place

DEEPEST = 24
"""Levels of a tree; what lies deeper goes on at the last one."""


@dataclass(slots=True)
class Node:
    """A place, with those below it in their order.

    Attributes:
        place: of the page.
        capped: whether the place lay deeper than ``DEEPEST``.
        children: the places right below it.
    """

    place: Place
    capped: bool = False
    children: list[Node] = field(default_factory=list)


def structures(places: Mapping[int, Place], known: Callable[[str], bool]) -> list[Node]:
    """All structures, the oldest first.

    What lies below a page that the site does not have lies where that page lay.  A place
    whose parent is gone is a root; so is the oldest of places that lie below each other.

    Args:
        places: of all structures, by their ids.
        known: whether the site has a page.
    """
    ordered = sorted(places.values(), key=lambda each: (each.position, each.place_id))
    below = grouped((place.parent_id, place) for place in ordered)
    oldest_first = [place for _, place in sorted(places.items())]
    heads = [place for place in oldest_first if place.parent_id not in places]
    trees: list[Node] = []
    seen: set[int] = set()
    for head in (*heads, *oldest_first):
        todo: list[tuple[Place, tuple[Node, ...]]] = [(head, ())]
        while todo:
            place, above = todo.pop()
            if place.place_id in seen:
                continue
            seen.add(place.place_id)
            if known(place.page):
                node = Node(place, len(above) > DEEPEST)
                above = above[:DEEPEST]
                (above[-1].children if above else trees).append(node)
                above = (*above, node)
            todo += [(child, above) for child in reversed(below.get(place.place_id, ()))]
    return trees


def walked(trees: Iterable[Node]) -> Iterator[tuple[Node | None, int, Node]]:
    """Each node with the one above it and its number among its siblings, in reading order."""
    for number, tree in enumerate(trees, 1):
        yield None, number, tree
        yield from _below(tree)


def _below(node: Node) -> Iterator[tuple[Node, int, Node]]:
    for number, child in enumerate(node.children, 1):
        yield node, number, child
        yield from _below(child)
