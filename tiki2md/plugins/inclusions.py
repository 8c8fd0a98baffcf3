"""How much of other texts may stand on a page, so that few of them cannot make an endless one."""

from __future__ import annotations

from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tiki2md.diagnostics import Code

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tiki2md.nodes import Node, PluginNode
    from tiki2md.plugins.registry import PluginContext

MAX_OPEN = 6
"""How deep texts may include others; less than the nesting of parsed texts."""
MAX_CHARACTERS = 1_000_000
"""How much text one page may include."""
ITSELF = "it would include itself"
_TOO_MUCH = "too much is included here already"


@dataclass(slots=True)
class Inclusions:
    """Which other texts stand on a page, in the places of calls.

    Attributes:
        open: the keys of those that are being expanded; outermost first.
        times: how often each was shown.
        characters: how much text was shown in all.
    """

    open: list[tuple[str, ...]] = field(default_factory=list)
    times: Counter[tuple[str, ...]] = field(default_factory=Counter)
    characters: int = 0

    def refusal(
        self, key: tuple[str, ...], kind: str, *, size: int = 0, most: int | None = None
    ) -> str:
        """Why one more text is not put into the page; empty if it may be.

        Args:
            key: what tells the text from others.
            kind: what texts like it are called, such as ``pages``.
            size: of it, in characters; 0 if that is not known yet.
            most: how often it may be on the page; ``None`` for as often as there is room.
        """
        if key in self.open:
            return ITSELF
        if len(self.open) >= MAX_OPEN:
            return f"more than {MAX_OPEN} {kind} include each other"
        if most is not None and self.times[key] >= most:
            return f"it is here {most} times already"
        return _TOO_MUCH if self.characters + size > MAX_CHARACTERS else ""

    def add(self, text: str) -> None:
        """Count a text as shown."""
        self.characters += len(text) + 1  # one for the call: empty texts are not free either

    def fits(self, text: str) -> bool:
        """Whether one more text has room on the page; it counts as shown."""
        self.add(text)
        return self.characters <= MAX_CHARACTERS

    @contextmanager
    def opened(self, key: tuple[str, ...]) -> Iterator[None]:
        """While this lasts, the text is being expanded."""
        self.open.append(key)
        try:
            yield
        finally:
            self.open.pop()


def guarded(
    node: PluginNode,
    context: PluginContext,
    key: tuple[str, ...],
    make: Callable[[], list[Node]],
) -> list[Node] | None:
    """What ``make`` gives, unless there would be no end to it: then ``None``, reported.

    A stored text may hold the call that shows it, as an included page may.

    Args:
        node: the call.
        context: the page's context.
        key: what is shown, such as ``("block", "3")``.
        make: makes the nodes; every text in them is told to :meth:`Inclusions.fits`.
    """
    seen = context.inclusions
    mark = ("\0", *key)  # no name of a page begins like that
    reason = seen.refusal(mark, "texts")
    if not reason:
        with seen.opened(mark):
            made = make()
        if seen.characters <= MAX_CHARACTERS:
            return made
        reason = _TOO_MUCH
    context.report(Code.INCLUDE_CAPPED, node, page=f"of {' '.join(key)}", reason=reason)
    return None
