"""Comments as data, for a comment system or a template: a JSON file for each page that has any."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from tiki2md.diagnostics import Reporter, without_places
from tiki2md.migration.attached import address_of, attached_to_post, title_of
from tiki2md.migration.pages import around_comments
from tiki2md.migration.single_page import convert_alone
from tiki2md.model import Page
from tiki2md.moments import moment_of
from tiki2md.nodes import LinkNode
from tiki2md.site.people import ANONYMOUS
from tiki2md.transforms.links import resolve_links

if TYPE_CHECKING:
    from collections.abc import MutableSequence

    from tiki2md.diagnostics import Diagnostic
    from tiki2md.model import Comment, File
    from tiki2md.pipeline import Surroundings
    from tiki2md.plugins import Registry
    from tiki2md.site.data import WikiData


def comment_files(
    site: WikiData,
    registry: Registry,
    used_files: set[str],
    diagnostics: MutableSequence[Diagnostic],
    page_seconds: int,
) -> dict[str, str]:
    """Paths and texts of the comments of all pages, if they are wanted as data.

    A file is an object with the ``page``, a name; the ``path`` of its file; and ``comments``
    in the order of their ids.  Each has ``id`` and ``parent``, both texts, ``author``,
    ``date`` (ISO 8601, UTC), ``title``, ``text``, which is GitHub's Markdown, and
    ``attachments``, each with a ``name`` and a ``url``.  Links lead from where the page lies.
    What is not known is null or empty.

    Args:
        site: the index, and the comments.
        registry: the plugins that are known.
        used_files: takes the paths of the files that comments show or link.
        diagnostics: takes what was lost or unclear.
        page_seconds: how long a comment may take, until its source is its text; 0 for no limit.
    """
    index = site.index
    if index.options.discussions != "data":
        return {}
    texts: dict[str, str] = {}
    for entry in index.entries:
        if not (comments := site.discussion(entry.page)):
            continue
        around = around_comments(entry.page, site, registry, used_files)
        readable = {comment.comment_id for comment in comments}
        told: list[dict[str, Any]] = []
        for comment in comments:
            inner = Reporter(page=around.page, source=comment.text)
            told.append(_told(comment, readable, around, site, inner, page_seconds))
            diagnostics += without_places(inner.diagnostics)
        data = {"page": entry.name, "path": entry.path, "comments": told}
        text = json.dumps(data, ensure_ascii=False, indent=2) + "\n"
        stem = f"{entry.language}/{entry.stem}" if entry.language else entry.stem
        texts[f"{index.layout.comments}/{stem}.json"] = text
    return texts


def _told(
    comment: Comment,
    readable: set[int],
    around: Surroundings,
    site: WikiData,
    reporter: Reporter,
    page_seconds: int,
) -> dict[str, Any]:
    # What reads the file knows nothing of the target and its templates.
    options = replace(site.index.options, target="gfm")
    page = Page(name=around.page, source=comment.text)
    made = convert_alone(page, options, around, reporter, page_seconds=page_seconds)
    attached = [
        {"name": title_of(file), "url": _url(file, around, reporter)}
        for file in attached_to_post(comment, site)
    ]
    moment = moment_of(comment.created)
    return {
        "id": str(comment.comment_id),
        "parent": str(comment.parent_id) if comment.parent_id in readable else None,
        "author": site.index.people.shown(comment.user.strip()) or ANONYMOUS,
        "date": f"{moment:%Y-%m-%dT%H:%M:%SZ}" if moment is not None else None,
        "title": " ".join(comment.title.split()),
        "text": (comment.text if made.failed else made.text).strip("\n"),
        "attachments": attached,
    }


def _url(file: File, around: Surroundings, reporter: Reporter) -> str:
    """Where an attachment is, from the page; its old address if the site does not have it."""
    assert around.resolver is not None  # by surroundings_of
    (link,) = resolve_links([LinkNode(url=address_of(file))], around.resolver, reporter)
    assert isinstance(link, LinkNode)  # such an address always leads to a file
    return link.url
