"""Pictures, films and embedded pages."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, quote, urlsplit

from tiki2md.nodes import (
    BlockElementNode,
    CenterNode,
    ElementNode,
    ImageNode,
    LineBreakNode,
    LinkNode,
    ListItemNode,
    Node,
    PluginNode,
)
from tiki2md.plugins.expand import keep, keep_lacking, report_left_out
from tiki2md.plugins.files import BETWEEN_IDS, file_of, gallery_files, shown_file
from tiki2md.plugins.registry import Body, PluginContext, plugin
from tiki2md.plugins.snapshots import snapshot
from tiki2md.plugins.values import group, is_on, link_to_url, listed, paragraph, plain, text
from tiki2md.tiki_urls import attachment_form, file_form, image_forms
from tiki2md.urls import is_safe

if TYPE_CHECKING:
    from collections.abc import Callable

    from tiki2md.plugins.facts import FileFacts


_SOURCES: dict[str, Callable[[str], str]] = {
    "fileId": shown_file,
    "attId": lambda number: attachment_form(number).address,
    "id": lambda number: next(image_forms(number)).address,
    "src": str,
}
"""The arguments of IMG that say which picture it is, and what makes an address of them."""

_PAGE = re.compile(r"\(\(([^|()\n]+)(?:\|[^()]*)?\)\)")
# A comma may stand in a URL; it separates pictures only after a file extension.
_BETWEEN_URLS = re.compile(r"\||(?:(?<=\.\w{3})|(?<=\.\w{4})),")
# A hot spot: two corners, a label, and where it leads.
_SPOT = re.compile(r"\(\d+,\d+\)\s*,\s*\(\d+,\d+\)([^\[]*)(?:\[([^\]]*)\])?.*")
_ALIGNING = ("imalign", "legacyalign", "align")
# Words for which Tiki takes others from the file's record.
_FROM_FILE = frozenset({"name", "desc", "namedesc", "idesc", "ititle"})


@plugin("IMG", body=Body.NONE)
def img(node: PluginNode, context: PluginContext) -> list[Node]:
    """An image or several, with link and caption.

    Example:
        {IMG(src="quay.png" desc="The quay" width="300")/}
    """
    arguments = node.attrs_dict
    source = _source(arguments)
    named = arguments.get(source, "")
    if source == "src":
        values = [value for part in _BETWEEN_URLS.split(named) if (value := part.strip())]
    else:
        values = listed(named, BETWEEN_IDS)
    if source and values:
        return _images(node, source, values, context)
    files = gallery_files(arguments, "created_desc", context)
    pictures = [str(file.file_id) for file in files if file.media_type.startswith("image/")]
    if pictures:
        return snapshot(node, context, _images(node, "fileId", pictures, context))
    if not arguments.get("fgalId") and not arguments.get("randomGalleryId"):
        return keep_lacking(node, "fileId, attId or src", context)
    return keep(node, Body.NONE, context)


def _images(node: PluginNode, source: str, values: list[str], context: PluginContext) -> list[Node]:
    """Pictures with their captions.

    Args:
        node: the call.
        source: the argument that says which pictures.
        values: what it says of each.
        context: knows the site, if there is one.
    """
    arguments = node.attrs_dict
    shown: list[Node] = []
    for value in values:
        image = _image(node, source, value, context)
        caption = _words(arguments, "desc", file_of(source, value, context))
        shown.append(_captioned(image, caption) if caption else image)
    if len(values) > 1 and not any(one.block for one in shown):
        # Several pictures have lines of their own.
        shown = [paragraph(*shown)]
    if any(_choice(arguments, name) == "center" for name in _ALIGNING):
        return [CenterNode(children=shown)]
    return shown


def _captioned(image: ImageNode, caption: str) -> Node:
    """A picture with its caption below, which floats with it."""
    both = paragraph(replace(image, align=""), LineBreakNode(), text(caption))
    if not image.align:
        return both
    return BlockElementNode(attrs_dict={"style": f"float: {image.align}"}, children=[both])


def _source(arguments: dict[str, str]) -> str:
    chosen = arguments.get("type", "").strip()
    if chosen in _SOURCES and arguments.get(chosen, "").strip():
        return chosen
    return next((name for name in _SOURCES if arguments.get(name, "").strip()), "")


def _image(node: PluginNode, source: str, value: str, context: PluginContext) -> ImageNode:
    arguments = node.attrs_dict
    known = file_of(source, value, context)
    url = _SOURCES[source](value)
    link = arguments.get("link", "").strip()
    if page := _PAGE.fullmatch(link):
        link = f"tiki-index.php?page={quote(page[1])}"  # what the author meant; Tiki broke it
    if "link" not in arguments and is_on(arguments.get("thumb", "")):
        link = url
    return ImageNode(
        full_match=node.full_match,
        span=node.span,
        src=url,
        alt=plain(arguments.get("alt", ""))
        or _words(arguments, "desc", known)
        or _alternative(known),
        title=_words(arguments, "title", known),
        width=_length(arguments.get("width", "") or arguments.get("max", "")),
        height=_length(arguments.get("height", "")),
        link=link,
        align=_side(arguments),
    )


def _side(arguments: dict[str, str]) -> str:
    """On which side text flows around the picture, or around the block that it is in (§11.1)."""
    sides = (_choice(arguments, name) for name in _ALIGNING)
    return next((side for side in sides if side in {"left", "right"}), "")


def _choice(arguments: dict[str, str], argument: str) -> str:
    return arguments.get(argument, "").strip().lower()


def _words(arguments: dict[str, str], argument: str, known: FileFacts | None) -> str:
    """An argument's words, typed or taken from the file's record, if that is known."""
    typed = plain(arguments.get(argument, ""))
    if typed not in _FROM_FILE:
        return typed
    if known is None:
        return ""
    name, description = known.name.strip(), " ".join(known.description.split())
    both = " - ".join(word for word in (name, description) if word)
    return {"name": name, "desc": description, "namedesc": both}.get(typed, "")


def _alternative(known: FileFacts | None) -> str:
    """What stands for a picture that has neither caption nor text (§11.1)."""
    if known is None:
        return ""
    return " ".join(known.description.split()) or known.name.strip()


def _length(value: str) -> str:
    value = value.strip().lower().removesuffix("px").rstrip()
    return value if re.fullmatch(r"\d{1,5}(?:\.\d+)?(?:%|em|rem|vw)?", value) else ""


@plugin("DRAW", body=Body.NONE)
def draw(node: PluginNode, context: PluginContext) -> list[Node]:
    """The drawing, as an image.

    Example:
        {DRAW(id="7")/}
    """
    number = node.attrs_dict.get("id", "").strip()
    if not number:
        return keep(node, Body.NONE, context)
    return [
        ImageNode(
            src=shown_file(number),
            width=_length(node.attrs_dict.get("width", "")),
            height=_length(node.attrs_dict.get("height", "")),
        )
    ]


@plugin("DIAGRAM", body=Body.RAW)
def diagram(node: PluginNode, context: PluginContext) -> list[Node]:
    """A link to the file that holds the diagram; one drawn in the page stays a comment.

    Example:
        {DIAGRAM(fileId="3")/}
    """
    number = node.attrs_dict.get("fileId", "").strip()
    if not number:
        return keep(node, Body.RAW, context)
    return [link_to_url(file_form(number).address, "Diagram")]


@plugin("ANNOTATION", body=Body.RAW)
def annotation(node: PluginNode, context: PluginContext) -> list[Node]:
    """The image, then its labels as a list.

    Example:
        {ANNOTATION(src="quay.png" width="300" height="200")}(1,1),(9,9) Crane [https://example.org/crane]{ANNOTATION}
    """
    source = node.attrs_dict.get("src", "").strip()
    if not source:
        return keep_lacking(node, "src", context)
    result: list[Node] = [paragraph(ImageNode(src=source))]
    for line in node.inner_content.splitlines():
        spot = _SPOT.fullmatch(line.strip())
        if line.strip() and not spot:
            report_left_out(node, context)
        if spot:
            label = spot[1].strip() or spot[2] or ""
            shown: Node = link_to_url(spot[2], label) if spot[2] else text(label)
            result.append(ListItemNode(full_match=line, children=[shown]))
    return [group(result)]


@plugin("YOUTUBE", body=Body.NONE)
def youtube(node: PluginNode, context: PluginContext) -> list[Node]:
    """A link to the film, at the second where it starts.

    Example:
        {YOUTUBE(movie="https://youtu.be/dQw4w9WgXcQ" start="42")/}
    """
    movie = node.attrs_dict.get("movie", "").strip()
    if not movie:
        return keep_lacking(node, "movie", context)
    start = node.attrs_dict.get("start", "").strip().lstrip("0")
    return [_on_youtube(movie, f"&t={start}s" if start.isdecimal() else "")]


def _on_youtube(movie: str, start: str = "") -> LinkNode:
    """A link to a film, of which the URL or the id is known, and what says where it starts."""
    url = f"https://www.youtube.com/watch?v={_youtube_id(movie)}{start}"
    return link_to_url(url, "YouTube")


def _youtube_id(movie: str) -> str:
    """The id in any form of a film's URL, or the id itself."""
    if "/" not in movie:
        return movie
    try:
        parts = urlsplit(movie if "//" in movie else f"//{movie}")
    except ValueError:
        return movie.rpartition("/")[2]
    asked = parse_qs(parts.query).get("v")
    return asked[0] if asked else parts.path.rstrip("/").rpartition("/")[2]


@plugin("VIMEO", body=Body.NONE)
def vimeo(node: PluginNode, context: PluginContext) -> list[Node]:
    """A link to the film; of one that a file of the wiki stands for, if the export knows it.

    Example:
        {VIMEO(url="https://vimeo.com/1234")/}
    """
    url = node.attrs_dict.get("url", "").strip()
    if url:
        return [_on_vimeo(url)]
    numbers = listed(node.attrs_dict.get("fileId", ""), BETWEEN_IDS)
    if not numbers:
        return keep_lacking(node, "url", context)
    files = [file_of("fileId", number, context) for number in numbers]
    films = [_on_vimeo(file.url) for file in files if file is not None and file.url]
    return [*films] or keep(node, Body.NONE, context)


def _on_vimeo(movie: str) -> LinkNode:
    """A link to a film, of which the URL or the number is known."""
    return link_to_url(movie if "/" in movie else f"https://vimeo.com/{movie}", "Vimeo")


@plugin("OEMBED", body=Body.NONE)
def embedded(node: PluginNode, context: PluginContext) -> list[Node]:
    """A link to what another site shows in a frame.

    Example:
        {OEMBED(url="https://example.org/film/7")/}
    """
    url = node.attrs_dict.get("url", "").strip()
    return [link_to_url(url, url)] if url else keep_lacking(node, "url", context)


@plugin("MEDIAPLAYER", "FLASH", body=Body.NONE)
def media_player(node: PluginNode, context: PluginContext) -> list[Node]:
    """A player of the browser's own for sound and film, a link for other files.

    Example:
        {MEDIAPLAYER(src="https://example.org/sea.mp3")/}
    """
    arguments = node.attrs_dict
    if arguments.get("youtube"):
        return [_on_youtube(arguments["youtube"].strip())]
    if arguments.get("vimeo"):
        return [_on_vimeo(arguments["vimeo"].strip())]
    if arguments.get("fileId"):
        url = shown_file(arguments["fileId"].strip())
    else:
        names = ("src", "mp3", "flv", "movie")
        url = next((arguments[name].strip() for name in names if arguments.get(name)), "")
    if not url:
        return keep_lacking(node, "src", context)
    kind = _kind_of_player(arguments, url)
    if not kind or not is_safe(url):
        return [link_to_url(url, url)]
    return [ElementNode(tag=kind, attrs_dict={"controls": "", "src": url}, span=node.span)]


def _kind_of_player(arguments: dict[str, str], url: str) -> str:
    """``audio`` or ``video``, by what the call says or else the address; empty for other files."""
    media_type = arguments.get("mediatype", "").strip().lower()
    if media_type in {"audio", "video"}:
        return media_type
    if arguments.get("mp3", "").strip() == url:
        return "audio"
    # A type is the ending of a name, or one such as video/mp4.
    group_, _, ending = arguments.get("type", "").strip().lower().rpartition("/")
    if group_ in {"audio", "video"}:
        return group_
    return _PLAYED.get(ending) or _PLAYED.get(url.partition("?")[0].rpartition(".")[2].lower(), "")


_PLAYED = {
    **dict.fromkeys(("mp3", "ogg", "oga", "wav", "m4a", "flac"), "audio"),
    **dict.fromkeys(("mp4", "webm", "ogv", "m4v"), "video"),
}
"""What browsers play, by the ending of the file."""


@plugin("IFRAME", body=Body.RAW)
def iframe(node: PluginNode, context: PluginContext) -> list[Node]:
    """A link to the embedded page.

    Example:
        {IFRAME(src="https://example.org/tides" title="Tides")/}
    """
    url = node.attrs_dict.get("src", "").strip() or node.inner_content.strip()
    if not url or re.search(r"\s|<", url):
        return keep_lacking(node, "src", context)
    if node.inner_content.strip() not in {"", url}:
        report_left_out(node, context)
    title = node.attrs_dict.get("title", "").strip()
    return [link_to_url(url, title or url)]


@plugin("GOOGLEDOC", body=Body.RAW)
def google_doc(node: PluginNode, context: PluginContext) -> list[Node]:
    """A link to the document.

    Example:
        {GOOGLEDOC(type="spreadsheet" key="1a2b")/}
    """
    key = node.attrs_dict.get("key", "").strip()
    if not key:
        return keep_lacking(node, "key", context)
    if node.inner_content.strip():
        report_left_out(node, context)
    kinds = {
        "sheet": "spreadsheets",  # of Tiki 3
        "spreadsheet": "spreadsheets",
        "slides": "presentation",
        "forms": "forms",
    }
    kind = kinds.get(node.attrs_dict.get("type", "").strip().lower(), "document")
    return [link_to_url(f"https://docs.google.com/{kind}/d/{key}", "Google Docs")]
