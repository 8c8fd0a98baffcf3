"""Files that the wiki showed with a page though its text does not name them.

They are the picture of an article, the files attached to a page, which Tiki listed below it, and
those attached to a post in a forum.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tiki2md.diagnostics import Code, Reporter
from tiki2md.nodes import (
    BlockElementNode,
    HeadingNode,
    ImageNode,
    LineBreakNode,
    LinkNode,
    ListItemNode,
    ListNode,
    Node,
    ParagraphNode,
    TextNode,
)
from tiki2md.site.files import SiteFile
from tiki2md.site.resolver import PageResolver
from tiki2md.tiki_urls import article_image_forms, attachment_form, forum_attachment_form
from tiki2md.transforms.links import resolve_links

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from tiki2md.model import Comment, File, Page
    from tiki2md.options import Options
    from tiki2md.site.data import WikiData
    from tiki2md.transforms.links import LinkResolver

_TITLE = "Attachments"


def head_picture(page: Page, options: Options) -> tuple[Node, ...]:
    """The picture above the text of an article, its address that of the wiki; or nothing.

    Args:
        page: any page.
        options: without files (``copy_files``) there is no picture either.
    """
    picture = page.picture
    if picture is None or options.copy_files == "none":
        return ()
    side = "left" if picture.floats else ""
    image = ImageNode(
        src=next(article_image_forms(picture.kind, picture.number)).address,
        alt=picture.alt,
        title=picture.title,
        width=str(picture.width or ""),
        height=str(picture.height or ""),
        align="" if picture.caption else side,
    )
    if not picture.caption:
        return (ParagraphNode(children=[image]),)
    caption = TextNode(inner_content=picture.caption)
    shown = ParagraphNode(children=[image, LineBreakNode(), caption])
    if not side:
        return (shown,)
    # The caption floats with its picture.
    return (BlockElementNode(attrs_dict={"style": f"float: {side}"}, children=[shown]),)


def attached_section(
    page: Page,
    site: WikiData,
    used_files: Collection[str],
    resolver: LinkResolver,
    reporter: Reporter,
) -> list[Node]:
    """The section of the files that are attached to a page and that its text does not link.

    Args:
        page: one of the pages of the site's index.
        site: knows what is attached to it.
        used_files: the paths of the files that the text shows or links.
        resolver: for the links on the page.
        reporter: knows what was found in the text, and is told of files that are not there.
    """
    index = site.index
    if index.options.copy_files == "none":
        return []
    files = site.attached_to(page)
    if files:
        own = PageResolver(index, index.entry_of(page))
        # What is not there was reported where the text links it.
        lost = {id(own.file_at(url)) for url in _urls_of_lost_files(reporter)}

        def is_linked(file: File) -> bool:
            known = own.file_at(address_of(file))
            return known.path in used_files if isinstance(known, SiteFile) else id(known) in lost

        files = [file for file in files if not is_linked(file)]
    if not files:
        return []
    heading = HeadingNode(level=2, children=[TextNode(inner_content=_TITLE)])
    # The page's source says nothing of them, so what is found has no place in it.
    placeless = reporter.about(page.name)
    return [heading, attached_list(files, resolver, placeless)]


def _urls_of_lost_files(reporter: Reporter) -> Iterator[str]:
    for finding in reporter.diagnostics:
        if finding.code is Code.FILE_NOT_COPIED:
            yield dict(finding.values)["url"]


def attached_to_post(comment: Comment, site: WikiData) -> Sequence[File]:
    """The files attached to an answer in a forum, if the site has files.

    Args:
        comment: any comment.
        site: knows what is attached to it.
    """
    return () if site.index.options.copy_files == "none" else site.posted_with(comment)


def attached_list(files: Iterable[File], resolver: LinkResolver, reporter: Reporter) -> Node:
    """A list of links to files.

    Args:
        files: attachments.
        resolver: for the links on the page that the list is on.
        reporter: told of files that are not there.
    """
    items: list[Node] = [ListItemNode(children=[ParagraphNode(children=_link(f))]) for f in files]
    (listed,) = resolve_links([ListNode(children=items)], resolver, reporter)
    return listed


def address_of(file: File) -> str:
    """The address in the wiki of an attachment."""
    form_of = forum_attachment_form if file.post else attachment_form
    return form_of(file.file_id).address


def title_of(file: File) -> str:
    """What an attachment is called, in one line."""
    names = (" ".join(name.split()) for name in (file.name, file.filename))
    return next(filter(None, names), f"Attachment {file.file_id}")


def _link(file: File) -> list[Node]:
    title, description = title_of(file), " ".join(file.description.split())
    link = LinkNode(url=address_of(file), children=[TextNode(inner_content=title)])
    if not description or description == title:
        return [link]
    return [link, TextNode(inner_content=f": {description}")]
