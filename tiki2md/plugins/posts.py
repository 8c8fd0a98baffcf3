"""Articles and posts of blogs that pages show, drawn once, from the export (tiki-syntax §11.1)."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from tiki2md.nodes import (
    BoldNode,
    ImageNode,
    LineBreakNode,
    LinkNode,
    Node,
    TableNode,
)
from tiki2md.plugins.expand import keep
from tiki2md.plugins.registry import Body, PluginContext, plugin
from tiki2md.plugins.shortening import cut
from tiki2md.plugins.snapshots import (
    MOMENT,
    at_most,
    collated,
    date_of,
    heading_line,
    link_to,
    snapshot,
    sorted_pages,
    stored_snapshot,
)
from tiki2md.plugins.values import (
    group,
    is_on,
    number,
    numbers,
    paragraph,
    table_row,
    text,
    text_row,
)
from tiki2md.tiki_urls import article_image_forms

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tiki2md.nodes import PluginNode
    from tiki2md.plugins.post_facts import PostFacts
    from tiki2md.plugins.sitedata import SiteData

_MOST = "25"
"""Articles that a list shows by default."""
# These hang on the day of the visit, or on languages of articles, which no list here knows.
_ONLY_TIKI = ("periodQuantity", "translationOrphan")
_FOREVER = float("inf")


@plugin("ARTICLES", body=Body.NONE)
def articles(node: PluginNode, context: PluginContext) -> list[Node]:
    """Articles with their headings and links to them, the newest first; else a comment.

    With ``titleonly`` they are a list of links, with ``fullbody`` whole texts.

    Example:
        {ARTICLES(topic="Harbour" max="3")/}
    """
    site, arguments = context.site, node.attrs_dict
    known = site.of_kind("article") if site is not None else ()
    span = _span(arguments)
    if site is None or not known or span is None or any(map(arguments.get, _ONLY_TIKI)):
        return keep(node, Body.NONE, context)
    found = [
        article for article in _chosen(known, arguments) if span[0] <= article.created <= span[1]
    ]
    found = sorted_pages(found, arguments.get("sort", "") or "publishDate_desc")
    found = at_most(found, arguments.get("max", "") or _MOST, arguments.get("start", ""))
    first = {one: at for at, one in enumerate(numbers(arguments.get("order", "")))}
    found.sort(key=lambda article: first.get(article.page_id, len(first)))
    if is_on(arguments.get("titleonly", "")):
        lines = [paragraph(link_to(article)) for article in found]
        return snapshot(node, context, [*lines])
    if not found:
        nothing = [] if is_on(arguments.get("quiet", "")) else [heading_line("No articles yet.")]
        return snapshot(node, context, [*nothing])
    whole = is_on(arguments.get("fullbody", ""))
    return stored_snapshot(
        node,
        Body.NONE,
        context,
        ("articles",),
        lambda: [
            part for article in found for part in _article(article, site, context, whole=whole)
        ],
    )


def _chosen(known: Sequence[PostFacts], arguments: Mapping[str, str]) -> list[PostFacts]:
    """The articles that pass every filter of a call, but for those by dates."""
    found = list(known)
    for argument, value_of in (
        ("type", lambda article: article.genre),
        ("topic", lambda article: article.section),
        ("topicId", lambda article: str(article.parent_id)),
    ):
        if wanted := arguments.get(argument, "").strip():
            names = {collated(name.strip()) for name in wanted.removeprefix("!").split("+")}
            refused = wanted.startswith("!")
            found = [one for one in found if (collated(value_of(one)) in names) != refused]
    if language := arguments.get("lang", "").strip():
        found = [article for article in found if article.language == language]
    if categories := numbers(arguments.get("categId", "")):
        found = [article for article in found if set(categories) <= set(article.categories)]
    if named := set(numbers(arguments.get("articleId", ""))):
        found = [article for article in found if article.page_id in named]
    refused_ones = set(numbers(arguments.get("notArticleId", "")))
    return [article for article in found if article.page_id not in refused_ones]


def _span(arguments: Mapping[str, str]) -> tuple[float, float] | None:
    """The first and the last second that a call names; ``None`` if it takes PHP to read them."""
    try:
        first, last = (_second(arguments.get(name, "")) for name in ("dateStart", "dateEnd"))
    except ValueError:
        return None
    return first or 0, last or _FOREVER


def _second(date: str) -> float:
    """When a day begins, in Unix seconds, UTC; 0 for no date.

    Raises:
        ValueError: it is written in another form than ``2020-09-13``.
    """
    if not date.strip():
        return 0
    return datetime.strptime(date.strip(), "%Y-%m-%d").replace(tzinfo=UTC).timestamp()


def _article(
    article: PostFacts, site: SiteData, context: PluginContext, *, whole: bool
) -> list[Node]:
    """What a list shows of an article: its title, who wrote it and when, picture and text."""
    link, kind = link_to(article), site.article_type(article.genre)
    author = site.person(article.creator) if kind.author else ""
    date = date_of(article.created, MOMENT) if kind.date else ""
    said = [f"Author: {author}"] if author else []
    if date:
        said.append(f"Published {date}")
    subtitle = " ".join(article.description.split()) if kind.subtitle else ""
    shown: list[Node] = [_titled(link, subtitle, " - ".join(said))]
    picture = article.picture
    if picture is not None and context.options.copy_files != "none":
        image = ImageNode(
            src=next(article_image_forms(picture.kind, picture.number)).address,
            alt=picture.alt,
            link=link.url if isinstance(link, LinkNode) else "",
        )
        shown.append(paragraph(image))
    source = article.source
    heading = source if whole else article.heading
    shown.append(group(_text(heading, article, context)))
    if len(heading) < len(source) and not kind.heading_only:
        shown.append(paragraph(link_to(article, "Read More")))
    return shown


def _titled(title: Node, *said: str) -> Node:
    """A title in bold, above the lines about it that are not empty."""
    below = [part for line in said if line for part in (LineBreakNode(), text(line))]
    return paragraph(BoldNode(children=[title]), *below)


def _text(source: str, post: PostFacts, context: PluginContext) -> list[Node]:
    if not context.inclusions.fits(source):
        return []
    if post.is_html:
        return context.html(source, wiki=context.options.wiki_in_html)
    return context.parse(source)


@plugin("ARTICLE", body=Body.NONE)
def article_field(node: PluginNode, context: PluginContext) -> list[Node]:
    """The heading of an article, or what ``Field`` names; of the newest one without ``Id``.

    Example:
        {ARTICLE(Id="3" Field="title")/}
    """
    site, arguments = context.site, node.attrs_dict
    known = site.of_kind("article") if site is not None else ()
    wanted = number(arguments.get("Id", ""))
    if wanted:
        known = [article for article in known if article.page_id == wanted]
    if site is None or not known:
        return keep(node, Body.NONE, context)
    article = max(known, key=lambda one: one.created)
    field = arguments.get("Field", "").strip() or "heading"
    parts = {
        "heading": article.heading,
        "body": article.source[len(article.heading) :].lstrip(),
        "title": article.name,
        "subtitle": article.description,
        "topicName": article.section,
        "type": article.genre,
        "lang": article.language,
        "authorName": site.person(article.creator),
    }
    if field not in parts:
        return keep(node, Body.NONE, context)
    return stored_snapshot(
        node,
        Body.NONE,
        context,
        ("article", str(article.page_id), field),
        lambda: _text(parts[field], article, context),
    )


@plugin("BLOGLIST", body=Body.NONE)
def blog_list(node: PluginNode, context: PluginContext) -> list[Node]:
    """The posts of blogs as a table of links, the newest first; without the wiki, a comment.

    With ``simpleList="n"`` they are there with their texts, or their excerpts where the blog
    was set so.

    Example:
        {BLOGLIST(Id="1" Items="5")/}
    """
    site, arguments = context.site, node.attrs_dict
    known = site.of_kind("blog post") if site is not None else ()
    blogs = numbers(arguments.get("Id", ""))
    span = _span(arguments)
    if site is None or not known or not blogs or span is None:
        return keep(node, Body.NONE, context)
    simple = is_on(arguments.get("simpleList", "y"))
    author = arguments.get("author", "").strip() if simple else ""
    found = [
        post
        for post in known
        if post.parent_id in blogs
        and span[0] <= post.created <= span[1]
        and author in {"", post.creator}
    ]
    found = at_most(sorted_pages(found, "created_desc"), arguments.get("Items", ""))
    if simple:
        return snapshot(node, context, [_table(found, site)])
    # Of several blogs, Tiki asks the first.
    excerpted = is_on(arguments.get("useExcerpt", "y")) and site.uses_excerpts(blogs[0])
    return stored_snapshot(
        node,
        Body.NONE,
        context,
        ("posts",),
        lambda: [
            part
            for post in found
            for part in _post(post, site, context, excerpted=excerpted, arguments=arguments)
        ],
    )


def _table(posts: Sequence[PostFacts], site: SiteData) -> TableNode:
    """Dates, titles and, where they are told, authors."""
    names = [site.person(post.creator) for post in posts]
    columns = 2 + any(names)
    rows: list[Node] = [text_row(*("Date", "Title", "Author")[:columns], header=True)]
    for post, name in zip(posts, names, strict=True):
        cells: list[list[Node]] = [[text(date_of(post.created))], [link_to(post)], [text(name)]]
        rows.append(table_row(*cells[:columns]))
    return TableNode(children=rows)


def _post(
    post: PostFacts,
    site: SiteData,
    context: PluginContext,
    *,
    excerpted: bool,
    arguments: Mapping[str, str],
) -> list[Node]:
    """A post with its text, or with a part of it and a link to the rest.

    The part is its excerpt, if that is wanted and there is one, or its first page; ``charCount``
    says how much is shown of that.
    """
    by = f" by {author}" if (author := site.person(post.creator)) else ""
    on = f" on {date}" if (date := date_of(post.created, MOMENT)) else ""
    excerpt = post.description if excerpted and post.description.strip() else ""
    first, further, _ = post.source.partition(context.options.page_separator)
    nodes = _text(excerpt or first, post, context)
    rest: list[Node] = []
    if (most := number(arguments.get("charCount", ""))) and not excerpt:
        nodes, rest = cut(nodes, most, in_words=not is_on(arguments.get("wordBoundary", "")))
        if rest and is_on(arguments.get("ellipsis", "")):
            nodes.append(text(" ..."))
    title = _titled(link_to(post), f"Published{by}{on}" if by or on else "")
    shown = [title, group(nodes)]
    if excerpt or further or rest:
        shown.append(paragraph(link_to(post, "Read more")))
    return shown
