"""What became of a plugin call, found by watching it being expanded."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from tiki2md.diagnostics import Code
from tiki2md.nodes import HtmlCommentNode
from tiki2md.plugins.expand import call_of, expand_plugin
from tiki2md.plugins.registry import PluginContext, PluginSpec, Registry

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from tiki2md.nodes import Node, PluginNode


class Fate(StrEnum):
    """What becomes of a plugin call, from the best to the worst."""

    CONVERTED = "converted"
    """It says what it said."""
    APPROXIMATED = "approximated"
    """It is there in another form, or only what some readers saw of it."""
    COMMENT = "kept in a comment"
    """The call is in a comment; a body that is text for readers follows it."""
    DROPPED = "dropped"
    """Nothing is left of it."""


_APPROXIMATIONS = frozenset(
    {
        Code.PLUGIN_APPROXIMATED,
        Code.PLUGIN_BRANCH,
        Code.PLUGIN_BODY_DROPPED,
        Code.PLUGIN_KEPT,
        Code.PLUGIN_SNAPSHOT,
    }
)


@dataclass(frozen=True, slots=True)
class Outcome:
    """One call and what became of it."""

    node: PluginNode
    fate: Fate


def counted(outcomes: Iterable[Outcome]) -> dict[str, Counter[Fate]]:
    """How often each plugin had which fate."""
    fates: dict[str, Counter[Fate]] = {}
    for outcome in outcomes:
        fates.setdefault(outcome.node.name, Counter())[outcome.fate] += 1
    return fates


class WatchedRegistry(Registry):
    """A registry that tells what became of each call.

    Args:
        base: does the work.
        watch: told of each call after it was expanded, inner ones first.
    """

    def __init__(self, base: Registry, watch: Callable[[Outcome], None]) -> None:
        super().__init__(spec for name in base.names() if (spec := base.get(name)) is not None)
        self._base = base
        self._watch = watch

    def get(self, name: str) -> PluginSpec | None:
        """The plugin, with a handler that is watched; an unknown one has one too."""
        spec = self._base.get(name) or PluginSpec(name.upper())
        return PluginSpec(spec.name, self._expanded, spec.body, spec.summary, spec.origin)

    def _expanded(self, node: PluginNode, context: PluginContext) -> list[Node]:
        before = len(context.reporter.diagnostics)
        nodes = expand_plugin(node, self._base, context)
        own = f"plugin {node.name} "
        reported = {
            diagnostic.code
            for diagnostic in context.reporter.diagnostics[before:]
            # Plugins in its body report to the same list.
            if own in diagnostic.message
        }
        self._watch(Outcome(node, fate_of(node, nodes, reported)))
        return nodes


def fate_of(node: PluginNode, nodes: list[Node], reported: Iterable[Code]) -> Fate:
    """The fate of a call.

    Args:
        node: the call.
        nodes: what took its place.
        reported: the codes that were reported of it.
    """
    if not nodes:
        return Fate.DROPPED
    first, *rest = nodes
    is_call = isinstance(first, HtmlCommentNode) and first.inner_content.strip() == call_of(node)
    if is_call:
        # What is no body stands for what the plugin showed.
        made = any(one is not other for one, other in zip(rest, node.children, strict=False))
        return Fate.APPROXIMATED if made or len(rest) > len(node.children) else Fate.COMMENT
    return Fate.CONVERTED if _APPROXIMATIONS.isdisjoint(reported) else Fate.APPROXIMATED
