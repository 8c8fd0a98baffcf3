"""Links, anchors, buttons and files to fetch."""

from __future__ import annotations

import re

from tiki2md.diagnostics import Code
from tiki2md.nodes import (
    AliasedLocalLinkNode,
    AnchorNode,
    ImageNode,
    LinkNode,
    ListItemNode,
    Node,
    PluginNode,
)
from tiki2md.plugins.expand import keep
from tiki2md.plugins.files import (
    attachment_list,
    attachment_named,
    attachments,
    gallery_list,
    title_of_file,
)
from tiki2md.plugins.registry import Body, PluginContext, plugin
from tiki2md.plugins.snapshots import number as as_number
from tiki2md.plugins.values import group, is_on, text, trimmed
from tiki2md.tiki_urls import attachment_form, file_form, named_attachment_url

_NOT_IN_NAME = re.compile(r"[^A-Za-z0-9]+")
_PAGE = re.compile(r"\s*\(\(([^|()\n]+)(?:\|[^()]*)?\)\)\s*")


def anchor_name(name: str) -> str:
    """The id that ANAME and ALINK make of ``name`` (§11.1)."""
    return _NOT_IN_NAME.sub("_", name.strip())


@plugin("ANAME", body=Body.RAW)
def aname(node: PluginNode, _context: PluginContext) -> list[Node]:
    """A place to link to.

    Example:
        {ANAME()}Tides{ANAME}
    """
    name = anchor_name(node.inner_content)
    return [AnchorNode(anchor=name)] if name else []


@plugin("ALINK")
def alink(node: PluginNode, context: PluginContext) -> list[Node]:
    """A link to a place on this or another page.

    Example:
        {ALINK(aname="Tides")}see below{ALINK}
    """
    name = node.attrs_dict.get("aname", "")
    if not name:
        context.report(Code.PLUGIN_MISSING_ARGUMENT, node, name=node.name, argument="aname")
        return node.children
    anchor = anchor_name(name)
    page = node.attrs_dict.get("pagename", "").strip()
    if page:
        return [
            AliasedLocalLinkNode(
                full_match=node.full_match,
                inner_content=node.inner_content,
                span=node.span,
                page=page,
                anchor=anchor,
                display_text=node.inner_content,
                children=node.children,
            )
        ]
    return [_link(node, f"#{anchor}", node.children)]


@plugin("BUTTON")
def button(node: PluginNode, context: PluginContext) -> list[Node]:
    """A link.

    Example:
        {BUTTON(href="https://example.org/" _text="Book")/}
    """
    arguments = node.attrs_dict
    href = arguments.get("href", "").strip()
    label = arguments.get("_text", "").strip()
    children: list[Node] = [text(label)] if label else trimmed(node.children)
    if not href:
        context.report(Code.PLUGIN_MISSING_ARGUMENT, node, name=node.name, argument="href")
        return children
    page = _PAGE.fullmatch(href)
    if page:
        name = page[1].strip()
        shown = children or [text(name)]
        return [AliasedLocalLinkNode(page=name, display_text=label or name, children=shown)]
    return [_link(node, href, children)]


@plugin("OBJECTLINK", body=Body.NONE)
def object_link(node: PluginNode, context: PluginContext) -> list[Node]:
    """A link to a page or file; to anything else of Tiki's, a comment.

    Example:
        {OBJECTLINK(type="wiki page" id="Harbour")/}
    """
    kind = node.attrs_dict.get("type", "").strip().lower()
    number = node.attrs_dict.get("id", "").strip()
    if kind in {"wiki", "wiki page"} and number:
        return [AliasedLocalLinkNode(page=number, display_text=number, children=[text(number)])]
    if kind == "file" and number:
        return [_file_link(node, number, [], context)]
    return keep(node, Body.NONE, context)


@plugin("PAGETABS", body=Body.NONE)
def page_tabs(node: PluginNode, context: PluginContext) -> list[Node]:
    """Links to its pages.

    Example:
        {PAGETABS(pages="Tides|Ships")/}
    """
    pages = [page.strip() for page in node.attrs_dict.get("pages", "").split("|") if page.strip()]
    if not pages:
        return keep(node, Body.NONE, context)
    result: list[Node] = []
    for page in pages:
        if result:
            result.append(text(" | "))
        result.append(AliasedLocalLinkNode(page=page, display_text=page, children=[text(page)]))
    return result


@plugin("TRANSLATIONOF", body=Body.NONE)
def translation_of(node: PluginNode, context: PluginContext) -> list[Node]:
    """A link to the translation of a page.

    Example:
        {TRANSLATIONOF(orig_page="Harbour" translation_lang="fr" translation_page="Le port")/}
    """
    arguments = node.attrs_dict
    original = arguments.get("orig_page", "").strip()
    page = arguments.get("translation_page", "").strip() or original
    if context.site is not None and (facts := context.site.page(original)) is not None:
        language = arguments.get("translation_lang", "").strip()
        others = context.site.translations(facts.name)
        page = next((other.name for other in others if other.language == language), page)
    if not page:
        return keep(node, Body.NONE, context)
    return [AliasedLocalLinkNode(page=page, display_text=page, children=[text(page)])]


@plugin("FILE")
def file(node: PluginNode, context: PluginContext) -> list[Node]:
    """A link to a file of a gallery, or to one attached to a page.

    Example:
        {FILE(fileId="3")}The timetable{FILE}
    """
    arguments = node.attrs_dict
    number = arguments.get("fileId", "").strip()
    if number:
        return [_file_link(node, number, trimmed(node.children), context)]
    name = arguments.get("name", "").strip()
    if not name:
        context.report(Code.PLUGIN_MISSING_ARGUMENT, node, name=node.name, argument="fileId")
        return node.children
    url = _attachment(name, arguments.get("page", ""), context)
    label = arguments.get("desc", "").strip() or name
    if is_on(arguments.get("image", "")):
        return [ImageNode(src=url, alt=label)]
    return [_link(node, url, trimmed(node.children) or [text(label)])]


@plugin("ATTACH", body=Body.RAW)
def attach(node: PluginNode, context: PluginContext) -> list[Node]:
    """A link to a file attached to a page, or its picture; without a name, a list of all.

    Example:
        {ATTACH(name="tides.pdf")}tides{ATTACH}
    """
    arguments = node.attrs_dict
    number = arguments.get("id", "").strip()
    name = arguments.get("name", "").strip() or arguments.get("file", "").strip()
    if not number and not name:
        attached = attachments(node, context)
        if not arguments.get("num", "").strip():
            return attachment_list(node, attached, context)
        # The n-th file of the page, counted from one.
        at = as_number(arguments["num"], 0) - 1
        number = str(attached[at].file_id) if 0 <= at < len(attached) else ""
    if number:
        url = attachment_form(number).address
        known = context.site.attachment(as_number(number, 0)) if context.site is not None else None
        name = known.filename if known is not None else name
    elif name:
        url = _attachment(name, arguments.get("page", ""), context)
    else:
        return keep(node, Body.RAW, context)
    # Tiki shows the body as it stands, without looking for marks in it.
    label = node.inner_content.strip() or name
    if is_on(arguments.get("image", "")):
        return [ImageNode(src=url, alt=label)]
    return [_link(node, url, [text(label)] if label else [])]


@plugin("FILES", body=Body.NONE)
def files(node: PluginNode, context: PluginContext) -> list[Node]:
    """A list of links to its files, or to those of a gallery.

    Example:
        {FILES(fileId="3:4")/}
    """
    numbers = re.findall(r"\d+", node.attrs_dict.get("fileId", ""))
    if not numbers:
        return gallery_list(node, context)
    items: list[Node] = [
        ListItemNode(children=[_file_link(node, number, [], context)]) for number in numbers
    ]
    return [group(items)]


@plugin("WEBDOCVIEWER", "PREVIEW", "H5P", "PLAYSCORM", body=Body.NONE)
def viewer(node: PluginNode, context: PluginContext) -> list[Node]:
    """A link to the document.

    Example:
        {WEBDOCVIEWER(fileId="3")/}
    """
    number = node.attrs_dict.get("fileId", "").strip()
    url = node.attrs_dict.get("url", "").strip()
    if number:
        return [_file_link(node, number, [], context)]
    return [_link(node, url, [])] if url else keep(node, Body.NONE, context)


def _attachment(name: str, page: str, context: PluginContext) -> str:
    """The URL of an attachment by its name: only the wiki's tables know its number."""
    owner = page.strip() or context.page
    found = attachment_named(owner, name, context)
    if found is not None:
        return attachment_form(found.file_id).address
    return named_attachment_url(owner, name)


def _file_link(
    node: PluginNode, number: str, children: list[Node], context: PluginContext
) -> LinkNode:
    """A link to a file of a gallery; without a text it shows the file's title (§11.1)."""
    if not children and (title := title_of_file(number, context)):
        children = [text(title)]
    return _link(node, file_form(number).address, children)


def _link(node: PluginNode, url: str, children: list[Node]) -> LinkNode:
    return LinkNode(
        full_match=node.full_match,
        inner_content=url,
        span=node.span,
        url=url,
        children=children,
    )
