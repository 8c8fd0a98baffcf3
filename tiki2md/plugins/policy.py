"""What a site decides for a plugin by its name: a policy, or a template line."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import TYPE_CHECKING

from tiki2md.diagnostics import Code
from tiki2md.nodes import BlockElementNode, ElementNode, Node, PluginNode
from tiki2md.plugins.expand import keep, kept
from tiki2md.plugins.registry import Body, PluginContext, PluginHandler, PluginSpec, plugin
from tiki2md.plugins.values import has_blocks

if TYPE_CHECKING:
    from collections.abc import Callable


class Policy(StrEnum):
    """What becomes of every call of a plugin."""

    CONVERT = "convert"
    """As its handler says; without a handler, its body alone."""
    HTML = "html"
    """Its body in an HTML element that carries the call in ``data-`` attributes."""
    KEEP = "keep"
    """The call in a comment, then the body."""
    DROP = "drop"
    """Nothing."""


def with_policy(spec: PluginSpec, policy: Policy) -> PluginHandler | None:
    """The handler that carries out ``policy``; ``None`` where nothing changes.

    Args:
        spec: the plugin as it is known so far; of an unknown one, only its name counts.
        policy: what the site wants.
    """
    if policy is Policy.CONVERT:
        return None if spec.handler is not None else _body_alone(spec)
    return _HANDLERS[policy](spec)


def _body_alone(spec: PluginSpec) -> PluginHandler | None:
    if spec.body is Body.RAW:
        # Scripts and queries: no policy lets them out.
        return None

    @plugin(spec.name, body=spec.body)
    def converted(node: PluginNode, _context: PluginContext) -> list[Node]:
        """Its body, as the site's configuration says."""
        return node.children

    return converted


def _as_html(spec: PluginSpec) -> PluginHandler:
    @plugin(spec.name, body=spec.body)
    def html(node: PluginNode, context: PluginContext) -> list[Node]:
        """An HTML element with its arguments, as the site's configuration says."""
        children = _content(node, spec, context)
        context.report(Code.PLUGIN_APPROXIMATED, node, what="as an HTML element with its arguments")
        attributes = data_attributes(node)
        if has_blocks(children) or "\n" in node.inner_content.strip(" \t"):
            return [BlockElementNode(tag="div", attrs_dict=attributes, children=children)]
        return [ElementNode(tag="span", attrs_dict=attributes, children=children)]

    return html


def _kept(spec: PluginSpec) -> PluginHandler:
    @plugin(spec.name, body=spec.body)
    def kept_call(node: PluginNode, context: PluginContext) -> list[Node]:
        """A comment that holds the call, then its body, as the site's configuration says."""
        if spec.handler is None or spec.body is not Body.RAW:
            return keep(node, spec.body, context)
        context.report_once(Code.PLUGIN_KEPT, node)
        return [*kept(node, Body.RAW), *_content(node, spec, context)]

    return kept_call


def _dropped(spec: PluginSpec) -> PluginHandler:
    @plugin(spec.name, body=Body.NONE if spec.body is Body.NONE else Body.RAW)
    def dropped(node: PluginNode, context: PluginContext) -> list[Node]:
        """Nothing, as the site's configuration says."""
        context.report_once(Code.PLUGIN_DROPPED, node)
        return []

    return dropped


_HANDLERS: dict[Policy, Callable[[PluginSpec], PluginHandler]] = {
    Policy.HTML: _as_html,
    Policy.KEEP: _kept,
    Policy.DROP: _dropped,
}


def _content(node: PluginNode, spec: PluginSpec, context: PluginContext) -> list[Node]:
    """What readers read of a call: of a raw body, only its handler knows how."""
    if spec.body.is_wiki:
        return node.children
    if spec.body is Body.RAW and spec.handler is not None:
        return spec.handler(node, context)
    if spec.body is Body.RAW and node.inner_content.strip():
        context.report(Code.PLUGIN_BODY_DROPPED, node)
    return []


def data_attributes(node: PluginNode) -> dict[str, str]:
    """The call as HTML attributes: ``data-tiki-plugin`` and one ``data-`` for each argument.

    Names are lower-cased, as HTML reads them; one that HTML cannot have is left out.
    """
    attributes = {"data-tiki-plugin": node.name.lower()}
    for name, value in node.attrs_dict.items():
        key = f"data-{name.lower().replace('_', '-')}"
        if _ATTRIBUTE.fullmatch(key):
            attributes.setdefault(key, value)
    return attributes


_ATTRIBUTE = re.compile(r"data-[a-z0-9][a-z0-9-]*")

# An argument's name has a small letter: {BOX} is the end of a call.
_PART = re.compile(r"\{((?=[A-Za-z0-9_]*[a-z])(?!maketoc\})[A-Za-z0-9_]+)\}")


def from_template(name: str, template: str) -> PluginHandler:
    """A handler that reads ``template`` as Tiki markup in the place of each call.

    ``{body}`` stands for the body and ``{argument}`` for the argument of that name, or
    for nothing where the call has none.  What results is parsed, so that a template
    works in every target.

    Args:
        name: the plugin.
        template: Tiki markup.
    """

    # Raw, because the body is parsed with the template around it, and only then.
    @plugin(name, body=Body.RAW)
    def filled(node: PluginNode, context: PluginContext) -> list[Node]:
        """What the template of the site's configuration makes of it."""
        parts = {**node.attrs_dict, "body": node.inner_content.strip("\r\n")}
        return context.parse(_PART.sub(lambda part: parts.get(part[1], ""), template))

    return filled
