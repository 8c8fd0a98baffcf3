"""Pictures that Tiki showed in turn, or one in front of the others: here they are all there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tiki2md.nodes import BoldNode, ImageNode, LineBreakNode, Node, PluginNode
from tiki2md.plugins.expand import keep, report_left_out
from tiki2md.plugins.files import BETWEEN_IDS, file_of, gallery_files, shown_file
from tiki2md.plugins.registry import Body, PluginContext, plugin
from tiki2md.plugins.snapshots import snapshot
from tiki2md.plugins.values import bold_line, group, is_on, listed, paragraph, plain, text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from tiki2md.plugins.facts import FileFacts


@plugin("COLORBOX", "CAROUSEL", "GALLERIFFIC", body=Body.NONE)
def gallery(node: PluginNode, context: PluginContext) -> list[Node]:
    """Its pictures, one after another; a whole gallery without the wiki, a comment.

    Titles and descriptions stand below the pictures of CAROUSEL and GALLERIFFIC.  What COLORBOX
    shows of them in its popup is under the pointer.

    Example:
        {COLORBOX(fileId="3,4")/}
    """
    arguments = node.attrs_dict
    named = _named(arguments.get("fileId", "") or arguments.get("fileIds", ""), context)
    pictures = named or _known(gallery_files(arguments, "created_desc", context))
    if not pictures:
        return keep(node, Body.NONE, context)
    shown: list[Node]
    if node.name == "COLORBOX":
        shown = [paragraph(*(_in_colorbox(arguments, *picture) for picture in pictures))]
    else:
        shown = [_above_its_caption(*picture) for picture in pictures]
    return shown if named else snapshot(node, context, shown)


@plugin("SWIPER", body=Body.RAW)
def swiper(node: PluginNode, context: PluginContext) -> list[Node]:
    """Its pictures and slides, one below the other; galleries without the wiki, a comment.

    A slide has a picture, a title and a text: ``image:quay.png; title:Quay; text:Tie up here``.

    Example:
        {SWIPER()}title:Quay; text:Tie up here|title:Pier{SWIPER}
    """
    arguments = node.attrs_dict
    in_galleries = _known(gallery_files(arguments, "", context))
    pictures = [*in_galleries, *_named(arguments.get("fileIds", ""), context)]
    slides = [slide for slide in node.inner_content.split("|") if slide.strip()]
    shown: list[Node] = [
        paragraph(_picture(number, alt=known.description if known else ""))
        for number, known in pictures
    ]
    for slide in slides:
        shown += _slide(slide, node, context)
    if in_galleries:
        return snapshot(node, context, shown)
    if arguments.get("fgalId", "").strip() or not shown:
        return [*keep(node, Body.NONE, context), *shown]
    return shown


def _slide(source: str, node: PluginNode, context: PluginContext) -> list[Node]:
    """What a slide shows; words without a name were never shown."""
    pairs = [part.partition(":") for part in source.split(";") if part.strip()]
    if any(not colon for _, colon, _ in pairs):
        report_left_out(node, context)
    slide = {name.strip(): value.strip() for name, colon, value in pairs if colon}
    shown: list[Node] = []
    if image := slide.get("image", "").strip("'\""):
        shown.append(paragraph(ImageNode(src=image)))
    if title := plain(slide.get("title", "")):
        shown.append(bold_line(title))
    if words := slide.get("text", ""):
        shown.append(group(context.html(words, wiki=True)))
    return shown


Picture = tuple[str, "FileFacts | None"]
"""The number of a file, and what is known of it."""


def _named(files: str, context: PluginContext) -> list[Picture]:
    return [(one, file_of("fileId", one, context)) for one in listed(files, BETWEEN_IDS)]


def _known(files: Iterable[FileFacts]) -> list[Picture]:
    return [(str(file.file_id), file) for file in files]


def _picture(number: str, *, alt: str = "", title: str = "") -> ImageNode:
    return ImageNode(src=shown_file(number), alt=" ".join(alt.split()), title=title)


def _in_colorbox(arguments: Mapping[str, str], number: str, known: FileFacts | None) -> Node:
    """A picture with the words that the call wants in its popup, under the pointer."""
    if known is None:
        return _picture(number)
    name = known.name if is_on(arguments.get("showtitle", "")) else ""
    filename = known.filename if is_on(arguments.get("showfilename", "")) else ""
    words = [" ".join(word.split()) for word in (name, filename, known.description)]
    return _picture(number, title=", ".join(filter(None, words)))


def _above_its_caption(number: str, known: FileFacts | None) -> Node:
    """A picture, and below it the title and the description of its file."""
    if known is None:
        return paragraph(_picture(number))
    shown: list[Node] = [_picture(number, alt=known.description)]
    if name := " ".join(known.name.split()):
        shown += [LineBreakNode(), BoldNode(children=[text(name)])]
    if description := " ".join(known.description.split()):
        shown += [LineBreakNode(), text(description)]
    return paragraph(*shown)
