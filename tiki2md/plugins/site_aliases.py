"""The plugins that a site defined itself, as other names of Tiki's (tiki-syntax §3.6).

The preference ``pluginaliaslist`` names them; ``pluginalias_name`` says for each
which plugin it stands for, and patterns for its body and arguments.
"""

from __future__ import annotations

import html
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from urllib.parse import quote

from tiki2md.diagnostics import Code
from tiki2md.plugins.expand import expand_plugin
from tiki2md.plugins.old_images import OLD_IMAGES, image_aliases
from tiki2md.plugins.php import Value, unserialize
from tiki2md.plugins.registry import Body, PluginContext, PluginHandler, Registry, plugin

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tiki2md.nodes import Node, PluginNode

_MAX_STEPS = 5  # of aliases that stand for aliases


@dataclass(frozen=True, slots=True)
class Alias:
    """What one name stands for.

    Attributes:
        name: upper case.
        implementation: the plugin that it stands for, upper case.
        description: what its author said of it.
        body: ``None`` if there is none; else how it is made, as in the preference.
        parameters: names of arguments to their patterns or default values.
    """

    name: str
    implementation: str
    description: str
    body: Mapping[str, Value] | None
    parameters: Mapping[str, Value]

    def applied(self, node: PluginNode, context: PluginContext) -> PluginNode:
        """The call of the implementation that ``node`` stands for."""
        given = node.attrs_dict
        arguments: dict[str, str] = {}
        for name, value in self.parameters.items():
            if isinstance(value, dict):
                pattern, tokens = value.get("pattern"), value.get("params")
                if isinstance(tokens, dict):
                    arguments[name] = _filled(_text(pattern), tokens, given)
            elif name in given or value is not None:
                arguments[name] = given.get(name, _text(value))
        node = replace(node, name=self.implementation, attrs_dict=arguments)
        body = self._body(node.inner_content, given)
        if body == node.inner_content:
            return node
        # A body may hold calls of its own alias: there must be an end to it.
        if not context.inclusions.fits(body):
            context.reporter.report(Code.NESTING_CAPPED, node.span)
            body = ""
        return replace(node, inner_content=body, children=context.parse(body) if body else [])

    def _body(self, typed: str, given: Mapping[str, str]) -> str:
        if self.body is None:
            return ""
        body = typed
        if self.body.get("input") == "ignore" or not typed:
            body = _text(self.body.get("default"))
        tokens = self.body.get("params")
        return _filled(body, tokens, given) if isinstance(tokens, dict) else body


def site_registry(registry: Registry, preferences: Mapping[str, str]) -> Registry:
    """``registry`` and the plugins that a site defined itself.

    A name that the registry knows already keeps its meaning, as in Tiki, and so does
    a name whose definition cannot be read.

    Args:
        registry: the plugins that are installed.
        preferences: of the site, as they were read; empty if its export holds none, as page
            files do: then the images of an upgraded site are taken for defined.
    """
    aliases = _aliases(registry, preferences)
    defined = _names(preferences) if preferences else OLD_IMAGES
    images = defined & OLD_IMAGES - set(registry.names())
    handlers = [_handler(alias, aliases, registry) for alias in aliases.values()]
    handlers += image_aliases(sorted(images))
    return registry.with_plugins(handlers) if handlers else registry


def _names(preferences: Mapping[str, str]) -> set[str]:
    listed = _read(preferences.get("pluginaliaslist", ""))
    names = listed.values() if isinstance(listed, dict) else ()
    upper = {name.upper() for name in names if isinstance(name, str)}
    return {name for name in upper if name.isascii() and name.isalnum()}


def _aliases(registry: Registry, preferences: Mapping[str, str]) -> dict[str, Alias]:
    aliases: dict[str, Alias] = {}
    for name in sorted(_names(preferences) - OLD_IMAGES):
        if registry.get(name) is not None:
            continue
        defined = _read(preferences.get(f"pluginalias_{name.lower()}", ""))
        if not isinstance(defined, dict):
            continue
        body, parameters = defined.get("body"), defined.get("params")
        described = defined.get("description")
        if isinstance(described, dict):
            described = described.get("description") or described.get("name")
        aliases[name] = Alias(
            name,
            _text(defined.get("implementation")).strip().upper(),
            _text(described).strip(),
            body if isinstance(body, dict) else None,
            parameters if isinstance(parameters, dict) else {},
        )
    return {name: alias for name, alias in aliases.items() if _end(alias, aliases, registry)}


def _end(alias: Alias, aliases: Mapping[str, Alias], registry: Registry) -> str:
    """The name of the plugin that an alias leads to in the end; empty if to none."""
    for _ in range(_MAX_STEPS):
        if registry.get(alias.implementation) is not None:
            return alias.implementation
        if alias.implementation not in aliases:
            break
        alias = aliases[alias.implementation]
    return ""


def _handler(alias: Alias, aliases: Mapping[str, Alias], registry: Registry) -> PluginHandler:
    spec = registry.get(_end(alias, aliases, registry))
    assert spec is not None  # or it would not be among the aliases
    mode = Body.NONE if alias.body is None else spec.body

    @plugin(alias.name, body=mode)
    def stands_for(node: PluginNode, context: PluginContext) -> list[Node]:
        current: Alias | None = alias
        while current is not None:
            node = current.applied(node, context)
            known = registry.get(node.name) is not None
            current = None if known else aliases.get(node.name)
        return expand_plugin(node, registry, context)

    stands_for.function.__doc__ = alias.description or f"As {spec.name}."
    return stands_for


def _filled(pattern: str, tokens: Mapping[str, Value], given: Mapping[str, str]) -> str:
    """``pattern`` with each ``%token%`` replaced by the argument that it names."""
    for token, rule in tokens.items():
        settings = rule if isinstance(rule, dict) else {}
        value = given.get(_text(settings.get("input")) or token)
        if value is None:
            value = _text(settings.get("default"))
        match settings.get("encoding"):
            case "html":
                value = html.escape(value)
            case "url":
                value = quote(value, safe="", errors="replace")
        pattern = pattern.replace(f"%{token}%", value)
    return pattern


def _text(value: Value) -> str:
    return "" if value is None or isinstance(value, dict) else str(value)


def _read(serialized: str) -> Value:
    """The value of a preference; nothing if it is empty or broken."""
    try:
        return unserialize(serialized) if serialized else None
    except ValueError:
        return None
