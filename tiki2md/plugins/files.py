"""What the export knows of files: titles for links, and lists of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tiki2md.diagnostics import Code
from tiki2md.nodes import LinkNode, ListItemNode, Node, PluginNode
from tiki2md.plugins.expand import keep
from tiki2md.plugins.registry import Body, PluginContext
from tiki2md.plugins.snapshots import collated, page_of, snapshot, visible_page
from tiki2md.plugins.values import group, is_on, number, numbers, text
from tiki2md.tiki_urls import attachment_form, file_form

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from tiki2md.plugins.facts import FileFacts
    from tiki2md.tiki_urls import Form

BETWEEN_IDS = "|,:"
"""What may stand between the numbers of files in an argument."""

_ORDERS: dict[str, Callable[[FileFacts], str | int]] = {
    "fileid": lambda file: file.file_id,
    "name": lambda file: collated(file.name or file.filename),
    "filename": lambda file: collated(file.filename),
    "created": lambda file: file.created,
    "lastmodif": lambda file: file.modified or file.created,
    "filesize": lambda file: file.size,
    "filetype": lambda file: file.media_type,
}


def file_of(source: str, value: str, context: PluginContext) -> FileFacts | None:
    """The file that an argument of IMG names.

    Args:
        source: the argument: ``fileId`` and ``attId`` name files, others do not.
        value: what it says.
        context: knows the site, if there is one.
    """
    if context.site is None:
        return None
    if source == "fileId":
        return context.site.file(number(value))
    return context.site.attachment(number(value)) if source == "attId" else None


def shown_file(file_id: str) -> str:
    """The address of a file of a gallery that is shown in the page, and not fetched."""
    return f"{file_form(file_id).address}&display"


def title_of_file(file_id: str, context: PluginContext) -> str:
    """What Tiki shows for a file without a text: its title, else its name (§11.1)."""
    known = file_of("fileId", file_id, context)
    return title_of(known) if known is not None else ""


def title_of(file: FileFacts) -> str:
    """What lists call a file: its title, else its name."""
    return file.name.strip() or file.filename.strip()


def attachments(node: PluginNode, context: PluginContext) -> Sequence[FileFacts]:
    """The files attached to the page that a call names, or to its own."""
    page = visible_page(node.attrs_dict.get("page", ""), context)
    if context.site is None or page is None:
        return ()
    return context.site.attachments(page.name)


def attachment_named(owner: str, filename: str, context: PluginContext) -> FileFacts | None:
    """The newest attachment of a page with this name of a file."""
    page = page_of(owner, context)
    if context.site is None or page is None:
        return None
    found = [file for file in context.site.attachments(page.name) if file.filename == filename]
    return max(found, key=lambda file: file.file_id, default=None)


def attachment_list(
    node: PluginNode, attached: Sequence[FileFacts], context: PluginContext
) -> list[Node]:
    """Links to all files of a page; to those of all pages, a comment."""
    if context.site is None or is_on(node.attrs_dict.get("all", "")):
        return keep(node, Body.NONE, context)
    described = is_on(node.attrs_dict.get("showdesc", ""))
    return snapshot(node, context, _list(attached, attachment_form, described=described))


def gallery_list(node: PluginNode, context: PluginContext) -> list[Node]:
    """Links to the files of galleries; without a site, of categories or of a user, a comment."""
    site, arguments = context.site, node.attrs_dict
    chosen = numbers(arguments.get("galleryId", ""))
    refused = any(arguments.get(name, "").strip() for name in ("categId", "creator"))
    if site is None or not chosen or refused:
        return keep(node, Body.NONE, context)
    if is_on(arguments.get("recursive", "y")):
        below = [gallery for one in chosen for gallery in site.galleries_below(one)]
        chosen = list(dict.fromkeys([*chosen, *below]))
    files = _in_galleries(chosen, arguments.get("sort", "").strip() or "name_asc", context)
    if most := number(arguments.get("max", "")):
        files = files[:most]
    described = is_on(arguments.get("showdescription", "y"))
    what = "as a list of links, without sizes, dates and the like"
    context.report(Code.PLUGIN_APPROXIMATED, node, what=what)
    return snapshot(node, context, _list(files, file_form, described=described))


def gallery_files(
    arguments: Mapping[str, str], default_order: str, context: PluginContext
) -> list[FileFacts]:
    """The files of the galleries that a call shows (``fgalId``); none without a site.

    Args:
        arguments: of the call; ``sort_mode`` is their order, such as ``created_desc``.
        default_order: theirs where the call names none.
        context: knows the site, if there is one.
    """
    order = arguments.get("sort_mode", "").strip() or default_order
    return _in_galleries(numbers(arguments.get("fgalId", "")), order, context)


def _in_galleries(galleries: Iterable[int], order: str, context: PluginContext) -> list[FileFacts]:
    if context.site is None:
        return []
    files = [file for gallery in galleries for file in context.site.gallery(gallery)]
    name, _, direction = order.rpartition("_")
    if key := _ORDERS.get(name.lower()):
        files.sort(key=key, reverse=direction == "desc")
    return files


def _list(
    files: Sequence[FileFacts], form_of: Callable[[int], Form], *, described: bool
) -> list[Node]:
    items: list[Node] = []
    for file in files:
        title = title_of(file)
        target = form_of(file.file_id).address
        children: list[Node] = [
            LinkNode(url=target, inner_content=target, children=[text(title)] if title else [])
        ]
        description = " ".join(file.description.split())
        if described and description and description != title:
            children.append(text(f": {description}"))
        items.append(ListItemNode(children=children))
    return [group(items)] if items else []
