"""The one place where a plugin call becomes other nodes."""

from __future__ import annotations

from tiki2md.diagnostics import Code
from tiki2md.nodes import (
    AliasedLocalLinkNode,
    HtmlCommentNode,
    ImageNode,
    LinkNode,
    LocalLinkNode,
    Node,
    ParentNode,
    PluginNode,
)
from tiki2md.plugins.registry import (
    Body,
    Handler,
    PluginContext,
    PluginSpec,
    Registry,
)

_LINKS = (AliasedLocalLinkNode, ImageNode, LinkNode, LocalLinkNode)


def expand_plugin(node: PluginNode, registry: Registry, context: PluginContext) -> list[Node]:
    """The nodes that take the place of ``node``, whose children are expanded already.

    A plugin without a handler keeps its call in a comment, and its body if that
    is wiki text.  So does one whose handler fails: third parties write handlers,
    and one bad handler must not cost the page.

    Args:
        node: the call.
        registry: the plugins that are known.
        context: the page's context.
    """
    spec = registry.get(node.name)
    if spec is None:
        context.report_once(Code.PLUGIN_UNKNOWN, node)
        return kept(node, Body.WIKI)
    if spec.body is Body.NONE and node.inner_content.strip():
        report_left_out(node, context)
    if spec.handler is None:
        return keep(node, spec.body, context)
    return _handled(node, spec, spec.handler, context)


def _handled(
    node: PluginNode, spec: PluginSpec, handler: Handler, context: PluginContext
) -> list[Node]:
    try:
        return _placed_links(handler(node, context), node.span)
    except Exception as error:  # the boundary to code of third parties
        described = f"{type(error).__name__}: {error}"
        context.report(Code.PLUGIN_FAILED, node, error=described)
        return kept(node, spec.body)


def _placed_links(nodes: list[Node], span: tuple[int, int]) -> list[Node]:
    """``nodes``, of which links and pictures that no author typed stand at the call that made them.

    Findings about them point there.
    """
    stack = list(nodes)
    while stack:
        node = stack.pop()
        if isinstance(node, _LINKS) and not node.span[1]:
            node.span = span
        # What has a place of its own was typed in the body: all in it has one.
        if isinstance(node, ParentNode) and (not node.span[1] or node.span == span):
            stack += node.children
    return nodes


def keep(node: PluginNode, body: Body, context: PluginContext) -> list[Node]:
    """:func:`kept`, and the diagnostic that says so: for what has no form in Markdown.

    That a kind of plugin has none is told once for a page; a text that is lost, each time.
    """
    if body is Body.RAW and node.inner_content.strip():
        context.report(Code.PLUGIN_BODY_DROPPED, node)
    else:
        context.report_once(Code.PLUGIN_KEPT, node)
    return kept(node, body)


def keep_lacking(node: PluginNode, argument: str, context: PluginContext) -> list[Node]:
    """The call of ``node`` in a comment, and the diagnostics that say which argument it lacks."""
    context.report(Code.PLUGIN_MISSING_ARGUMENT, node, argument=argument)
    return keep(node, Body.NONE, context)


def report_left_out(node: PluginNode, context: PluginContext) -> None:
    """Say that the body of ``node`` is not in the output, as it was on no page of Tiki's."""
    what = "text in its body, which Tiki never showed, is left out"
    context.report(Code.PLUGIN_APPROXIMATED, node, what=what)


def kept(node: PluginNode, body: Body) -> list[Node]:
    """The call of ``node`` in a comment, then its body if that is text for readers.

    Raw bodies are scripts, queries and settings: they stay out of the output.
    """
    comment = HtmlCommentNode(
        full_match=node.full_match, inner_content=f" {call_of(node)} ", span=node.span
    )
    if body.is_wiki:
        return [comment, *node.children]
    return [comment]


def call_of(node: PluginNode) -> str:
    """The call without its body, as it was written: ``{NAME(args)}``, ``{name args}``."""
    call = node.full_match
    if node.has_body and node.inner_content:
        at = call.find("}" + node.inner_content)
        call = call[: at + 1] if at >= 0 else ""
    elif node.has_body:
        call = call[: call.rfind("{")]
    return call.strip() or f"{{{node.name}({node.raw_arguments})}}"
