"""Links, anchors, buttons and files to fetch."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tiki2md.diagnostics import Code
from tiki2md.nodes import (
    AliasedLocalLinkNode,
    AnchorNode,
    HeadingNode,
    ImageNode,
    LineBreakNode,
    LinkNode,
    ListItemNode,
    Node,
    PluginNode,
)
from tiki2md.plugins.elements import as_typed, with_html
from tiki2md.plugins.expand import keep, report_left_out
from tiki2md.plugins.files import (
    attachment_list,
    attachment_named,
    attachments,
    file_of,
    gallery_list,
    title_of_file,
)
from tiki2md.plugins.registry import Body, PluginContext, plugin
from tiki2md.plugins.snapshots import link_to
from tiki2md.plugins.values import (
    group,
    is_on,
    joined,
    listed,
    page_link,
    paragraph,
    plain,
    text,
    trimmed,
)
from tiki2md.plugins.values import number as as_number
from tiki2md.tiki_urls import attachment_form, file_form, named_attachment_url

if TYPE_CHECKING:
    from tiki2md.plugins.facts import FileFacts

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
        context.report(Code.PLUGIN_MISSING_ARGUMENT, node, argument="aname")
        return node.children
    anchor = anchor_name(name)
    children = with_html(node.children, context)
    if not trimmed(children):
        context.report_once(Code.PLUGIN_DROPPED, node)
        return children
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
                children=children,
            )
        ]
    return [_link(node, f"#{anchor}", children)]


@plugin("BUTTON")
def button(node: PluginNode, context: PluginContext) -> list[Node]:
    """A link.

    Example:
        {BUTTON(href="https://example.org/" _text="Book")/}
    """
    arguments = node.attrs_dict
    href = arguments.get("href", "").strip()
    label = plain(arguments.get("_text", ""))
    children = trimmed(node.children)
    if label:
        if children:
            report_left_out(node, context)
        children = [text(label)]
    if not href:
        context.report(Code.PLUGIN_MISSING_ARGUMENT, node, argument="href")
        return children
    page = _PAGE.fullmatch(href)
    if page:
        name = page[1].strip()
        if not children:
            return [page_link(name)]
        return [AliasedLocalLinkNode(page=name, display_text=label or name, children=children)]
    return [_link(node, href, children)]


@plugin("FANCYLINK", body=Body.OWN)
def fancy_link(node: PluginNode, context: PluginContext) -> list[Node]:
    """A link; what Tiki asked the linked site for is not there.

    Example:
        {FANCYLINK(url="https://example.org/tides")}The tides{FANCYLINK}
    """
    url = node.attrs_dict.get("url", "").strip()
    children = trimmed(as_typed(node.children, context))
    if not url:
        context.report(Code.PLUGIN_MISSING_ARGUMENT, node, argument="url")
        return children
    return [_link(node, url, children)]


@plugin("OBJECTLINK", body=Body.NONE)
def object_link(node: PluginNode, context: PluginContext) -> list[Node]:
    """A link to a page, article, post, FAQ or file; to anything else of Tiki's, a comment.

    Example:
        {OBJECTLINK(type="wiki page" id="Harbour")/}
    """
    kind = node.attrs_dict.get("type", "").strip().lower()
    number = node.attrs_dict.get("id", "").strip()
    if kind in {"wiki", "wiki page"} and number:
        return [page_link(number)]
    if kind == "file" and number:
        return [_file_link(node, number, [], context)]
    known = context.site.of_kind(kind) if context.site is not None else ()
    found = [link_to(page) for page in known if str(page.page_id) == number]
    return found[:1] or keep(node, Body.NONE, context)


@plugin("PAGETABS", body=Body.NONE)
def page_tabs(node: PluginNode, context: PluginContext) -> list[Node]:
    """Links to its pages.

    Example:
        {PAGETABS(pages="Tides|Ships")/}
    """
    pages = listed(node.attrs_dict.get("pages", ""))
    if not pages:
        return keep(node, Body.NONE, context)
    return joined((page_link(page) for page in pages), text(" | "))


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
    return [page_link(page)]


@plugin("FILE")
def file(node: PluginNode, context: PluginContext) -> list[Node]:
    """A link to a file of a gallery, or to one attached to a page.

    Example:
        {FILE(fileId="3")}The timetable{FILE}
    """
    arguments = node.attrs_dict
    number = arguments.get("fileId", "").strip()
    if number:
        if arguments.get("date", "").strip():
            what = "a link to the file as it is, not as it was on a day"
            context.report(Code.PLUGIN_APPROXIMATED, node, what=what)
        return [_file_link(node, number, trimmed(with_html(node.children, context)), context)]
    if not arguments.get("name", "").strip():
        context.report(Code.PLUGIN_MISSING_ARGUMENT, node, argument="fileId")
        return node.children
    if trimmed(node.children):
        report_left_out(node, context)
    # Tiki hands such a call on to ATTACH.
    return _attached(node, arguments | {"inline": "1"}, arguments.get("desc", ""), context)


@plugin("ATTACH", body=Body.RAW)
def attach(node: PluginNode, context: PluginContext) -> list[Node]:
    """A link to a file attached to a page, or its picture, under its body; else a list.

    With ``inline`` the body is the text of the link.

    Example:
        {ATTACH(name="tides.pdf" inline="1")}tides{ATTACH}
    """
    arguments = node.attrs_dict
    if any(arguments.get(name, "").strip() for name in ("id", "name", "file", "num")):
        return _attached(node, arguments, node.inner_content, context)
    caption = node.inner_content.strip()
    above: list[Node] = [paragraph(text(caption))] if caption else []
    return [*above, *attachment_list(node, attachments(node, context), context)]


def _attached(
    node: PluginNode, arguments: dict[str, str], body: str, context: PluginContext
) -> list[Node]:
    """What ATTACH shows of ``body``, which is no wiki text, and the file that it names."""
    url, name, known = _attachment(node, arguments, context)
    if not url:
        return keep(node, Body.RAW, context)
    caption = body.strip()
    inline = is_on(arguments.get("inline", ""))
    label = caption if inline else ""
    if known is not None and known.description.strip() and is_on(arguments.get("showdesc", "")):
        if label:
            report_left_out(node, context)
        label = " ".join(known.description.split())
    label = label or name
    shown: Node
    if is_on(arguments.get("image", "")):
        shown = ImageNode(src=url, alt=label)
    else:
        shown = _link(node, url, [text(label)] if label else [])
    return [text(caption), LineBreakNode(), shown] if caption and not inline else [shown]


def _attachment(
    node: PluginNode, arguments: dict[str, str], context: PluginContext
) -> tuple[str, str, FileFacts | None]:
    """The address of the attachment that a call names, its name, and what else is known."""
    number = arguments.get("id", "").strip()
    name = arguments.get("name", "").strip() or arguments.get("file", "").strip()
    if not number and not name:
        # The n-th file of the page, counted from one.
        attached = attachments(node, context)
        at = as_number(arguments.get("num", "")) - 1
        number = str(attached[at].file_id) if 0 <= at < len(attached) else ""
    if number:
        known = file_of("attId", number, context)
        name = known.filename if known is not None else name
        return attachment_form(number).address, name, known
    owner = arguments.get("page", "").strip() or context.page
    known = attachment_named(owner, name, context) if name else None
    if known is not None:
        return attachment_form(known.file_id).address, name, known
    # Only the wiki's tables know its number.
    return named_attachment_url(owner, name) if name else "", name, None


@plugin("FILES", body=Body.RAW)
def files(node: PluginNode, context: PluginContext) -> list[Node]:
    """A list of links to its files, or to those of a gallery, under its body as a heading.

    Example:
        {FILES(fileId="3:4")/}
    """
    title = node.inner_content.strip()
    shown: list[Node] = []
    if title and is_on(node.attrs_dict.get("showtitle", "y")):
        shown.append(HeadingNode(level=4, children=[text(title)]))
    elif title:
        report_left_out(node, context)
    numbers = re.findall(r"\d+", node.attrs_dict.get("fileId", ""))
    if not numbers:
        return [*shown, *gallery_list(node, context)]
    items: list[Node] = [
        ListItemNode(children=[_file_link(node, number, [], context)]) for number in numbers
    ]
    return [*shown, group(items)]


@plugin("WEBDOCVIEWER", "PREVIEW", "VIEWTEXTFILE", "H5P", "PLAYSCORM", body=Body.NONE)
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
