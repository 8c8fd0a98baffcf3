"""Where links lead: the question that a transform asks and a site answers."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Protocol

from tiki2md.diagnostics import Code, Reporter
from tiki2md.nodes import (
    AliasedLocalLinkNode,
    AutoLinkNode,
    ElementNode,
    FootnoteNode,
    ImageNode,
    LinkNode,
    LocalLinkNode,
    MarkdownTextNode,
    MarkdownUrlNode,
    Node,
    ParentNode,
    RawHtmlBlockNode,
    RawHtmlNode,
    TextNode,
    TikiCommentNode,
    rewrite,
    text_of,
    with_children,
)
from tiki2md.tiki_urls import FILE_WORDS
from tiki2md.transforms.embeds import resolve_embeds
from tiki2md.urls import decoded, is_safe

_ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|//|#")
_FILE_URL = re.compile(
    r"tiki-download_|show_image\.php|tiki-(?:view|browse)_.*image|(?:article|topic)_image|img/|"
    r"tiki-(?:list_file|browse)_gallery\.php|tiki-upload_file\.php\?.*fileId|"
    rf"(?:{'|'.join(FILE_WORDS)})[0-9]"
)
_ACCIDENTAL = re.compile(
    r"[0-9]+(?:[,;–-][0-9]+)*|[A-Za-z]|[^\s.#?/&=:]*+\s[^.#?/&=:]*+|"
    # Switches of commands, and what stands for characters in patterns: -v, a-z0-9, ^"\.
    r"|-[^#?/&:]*+|(?:\w-\w)+_?|[^#?/&:\\^\"*${}]*+[\\^\"*${}][^#?/&:]*+"
)


@dataclass(frozen=True, slots=True)
class LinkTarget:
    """The answer for one link.

    Attributes:
        url: what to write, percent-encoded; empty when there is nothing to lead to.
        title: the title of the page that it leads to, where it differs from its name.
        finding: what a maintainer should know of the link, if anything.
        candidates: for an ambiguous link, the pages that it could mean.
        is_file: whether it leads to a picture or a download, and not to a page.
        html_url: what to write in HTML, where a target only follows links in Markdown.
        anchor: the place that was asked for, where the page has none of that name.
        missing: the name that was asked for, where no page has it.
    """

    url: str
    title: str = ""
    finding: Code | None = None
    candidates: str = ""
    is_file: bool = False
    html_url: str = ""
    anchor: str = ""
    missing: str = ""


class LinkResolver(Protocol):
    """Answers for the links of one page; a site's index makes one per page."""

    def page(self, name: str, anchor: str, *, word: bool = False) -> LinkTarget | None:
        """The target of ``((name|#anchor))``; ``None`` if no page has that name: a text.

        ``word`` says that it is a WikiWord, which may be in the plural (tiki-syntax §8.1).
        """

    def url(self, url: str) -> LinkTarget | None:
        """The new form of a URL that leads into the wiki; ``None`` for any other URL."""


_LINKS = (
    LocalLinkNode,
    AliasedLocalLinkNode,
    LinkNode,
    AutoLinkNode,
    ImageNode,
    MarkdownUrlNode,
    ElementNode,
    RawHtmlNode,
    RawHtmlBlockNode,
)


_ELSEWHERE = (FootnoteNode, TikiCommentNode)
"""What is in them does not stand where they do."""


def resolve_links(nodes: list[Node], resolver: LinkResolver, reporter: Reporter) -> list[Node]:
    """The nodes with every link pointing to where its target now is.

    A link to a missing page becomes its text, with a diagnostic.

    Args:
        nodes: the nodes of a page.
        resolver: knows where pages are.
        reporter: told of what has no target.
    """

    def resolved(node: Node) -> list[Node] | None:
        if isinstance(node, LocalLinkNode | AliasedLocalLinkNode | LinkNode):
            return _link(node, resolver, reporter)
        if isinstance(node, AutoLinkNode):
            return _autolink(node, resolver, reporter)
        if isinstance(node, ImageNode):
            return _image(node, resolver, reporter)
        if isinstance(node, MarkdownUrlNode):
            return [_markdown_url(node, resolver, reporter)]
        if isinstance(node, ElementNode | RawHtmlNode | RawHtmlBlockNode):
            found = resolve_embeds(node, lambda url: _embedded(url, node, resolver, reporter))
            return None if found is node else [found]
        return None

    return rewrite(nodes, resolved, _LINKS)


def _link(
    node: LocalLinkNode | AliasedLocalLinkNode | LinkNode,
    resolver: LinkResolver,
    reporter: Reporter,
) -> list[Node]:
    before: list[Node] = []
    after: list[Node] = []
    if isinstance(node, AliasedLocalLinkNode | LinkNode) and _is_piece(node):
        inner = list(node.children)
        before, after = _line_end(inner, 0), _line_end(inner, -1)
        if not inner:
            return [*before, *after]
        node = with_children(node, inner)
    links = (
        _external_link(node, resolver, reporter)
        if isinstance(node, LinkNode)
        else _local_link(node, resolver, reporter)
    )
    return [*before, *_unnested(_without_script(links, reporter), reporter), *after]


def _is_piece(link: ParentNode) -> bool:
    """Whether a heading in the text of a link of a Markdown page has parted it."""
    markdown = any(isinstance(child, MarkdownTextNode) for child in link.children)
    return markdown and not _WHOLE.fullmatch(link.full_match)


def _line_end(nodes: list[Node], at: int) -> list[Node]:
    """Take the line end at an edge of some nodes out of them, where the heading is.

    Args:
        nodes: the text of a link.
        at: 0 for the beginning, -1 for the end.
    """
    node = nodes[at] if nodes else None
    if not isinstance(node, MarkdownTextNode):
        return []
    typed = node.inner_content
    if at == 0:
        cut = len(typed) - len(typed.lstrip())
        end, text = typed[:cut], typed[cut:]
    else:
        cut = len(typed.rstrip())
        text, end = typed[:cut], typed[cut:]
    if not end.strip(" \t"):
        return []
    nodes[at : at + 1 or None] = [replace(node, inner_content=text)] if text else []
    return [replace(node, inner_content=end)]


_WHOLE = re.compile(r"[(\[].*[)\]]", re.DOTALL)


def accidental_links_as_typed(nodes: list[Node], resolver: LinkResolver) -> list[Node]:
    """The nodes with ``[1]`` and the like as text, unless something of the wiki is behind it.

    Args:
        nodes: the nodes of a page, before their links are resolved.
        resolver: knows what is behind an address.
    """

    def typed(node: Node) -> list[Node] | None:
        assert isinstance(node, LinkNode)  # by the types that are asked for
        bare = node.full_match.startswith("[") and not node.children
        if not bare or not _is_accidental(node.url) or resolver.url(node.url) is not None:
            return None
        return [TextNode(inner_content=f"[{node.url}]", span=node.span)]

    return rewrite(nodes, typed, (LinkNode,))


def _is_accidental(url: str) -> bool:
    """Whether brackets around a text of this form hardly ever make a link on purpose."""
    return _ACCIDENTAL.fullmatch(url) is not None


def _unnested(nodes: list[Node], reporter: Reporter) -> list[Node]:
    """A link inside a link ends the outer one, as in a browser."""
    link = nodes[0] if len(nodes) == 1 else None
    if not isinstance(link, LinkNode):
        return nodes
    pieces: list[Node] = []
    shown = _ended(link, link.children, pieces)
    if shown is None:
        return nodes
    if not pieces:
        reporter.report(Code.LINK_COVERED, link.span, url=link.url)
    return shown


def _ended(link: LinkNode, nodes: list[Node], pieces: list[Node]) -> list[Node] | None:
    """``nodes``, of which those before the first link among and in them are in ``link``.

    Args:
        link: the outer link.
        nodes: what is in it.
        pieces: gets the links that are made of it.

    Returns:
        ``None`` if there is no other link.
    """
    for at, node in enumerate(nodes):
        if isinstance(node, LinkNode) or (isinstance(node, ImageNode) and node.link):
            rest = nodes[at:]
        elif isinstance(node, ParentNode) and not isinstance(node, _ELSEWHERE):
            inside = _ended(link, node.children, pieces)
            if inside is None:
                continue
            rest = [with_children(node, inside), *nodes[at + 1 :]]
        else:
            continue
        before = nodes[:at]
        if any(isinstance(one, ImageNode) or text_of(one).strip() for one in before):
            before = [with_children(link, before)]
            pieces += before
        return [*before, *rest]
    return None


def _without_script(nodes: list[Node], reporter: Reporter) -> list[Node]:
    """The nodes, with the text in place of a link that would run a script."""
    safe: list[Node] = []
    for node in nodes:
        if not isinstance(node, LinkNode | AutoLinkNode) or is_safe(node.url):
            safe.append(node)
            continue
        reporter.report(Code.LINK_UNSAFE, node.span, url=node.url)
        children = node.children if isinstance(node, LinkNode) else []
        safe += children or [TextNode(inner_content=node.url)]
    return safe


def _image(node: ImageNode, resolver: LinkResolver, reporter: Reporter) -> list[Node]:
    if not is_safe(node.src):
        reporter.report(Code.LINK_UNSAFE, node.span, url=node.src)
        return [TextNode(inner_content=node.alt)]
    shown = resolver.url(node.src)
    if shown is None:
        _report_file(node.src, node, reporter)
    else:
        _report_finding(shown, node.src, node, reporter)
    found = resolver.url(node.link) if node.link else None
    if found is not None and not found.is_file:
        _report_finding(found, node.link, node, reporter)
    link = found.url if found else node.link
    if not is_safe(link):
        reporter.report(Code.LINK_UNSAFE, node.span, url=link)
        link = ""
    return [replace(node, link=link, src=shown.url if shown and shown.url else node.src)]


def _autolink(node: AutoLinkNode, resolver: LinkResolver, reporter: Reporter) -> list[Node] | None:
    """An address that the author typed as it is: it stays, and leads to where that is now."""
    if not is_safe(node.url):
        return _without_script([node], reporter)
    target = resolver.url(node.url)
    if target is None or not target.url or target.missing or target.finding is not None:
        return None
    text = TextNode(inner_content=node.inner_content or node.url)
    return [LinkNode(url=target.url, children=[text], full_match=node.full_match, span=node.span)]


def _embedded(
    url: str, node: Node, resolver: LinkResolver, reporter: Reporter
) -> LinkTarget | None:
    """The file behind an address in HTML."""
    target = resolver.url(url)
    if target is None:
        _report_file(url, node, reporter)
        return None
    _report_finding(target, url, node, reporter)
    return target if target.is_file else None


def _local_link(
    node: LocalLinkNode | AliasedLocalLinkNode, resolver: LinkResolver, reporter: Reporter
) -> list[Node]:
    if not node.page.strip():
        return [TextNode(inner_content=" ")]
    name = node.page
    text: list[Node] = [TextNode(inner_content=name.strip())]
    if isinstance(node, LocalLinkNode):
        name = name.strip()
    elif not all(
        isinstance(child, TextNode) and text_of(child).isspace() for child in node.children
    ):
        text = node.children  # around a space nobody would see the link
    word = isinstance(node, LocalLinkNode) and node.full_match == node.page
    target = resolver.page(name, node.anchor, word=word)
    if target is None:
        reporter.report(Code.LINK_MISSING_PAGE, node.span, page=node.page)
        return text
    _report_finding(target, name, node, reporter)
    if not target.url:
        return text
    if target.title and isinstance(node, LocalLinkNode):
        text = [TextNode(inner_content=target.title)]
    return [LinkNode(url=target.url, children=text, full_match=node.full_match, span=node.span)]


def _external_link(node: LinkNode, resolver: LinkResolver, reporter: Reporter) -> list[Node]:
    if not node.url:
        return node.children  # [ ] and [|text]: a link to nowhere
    target = resolver.url(node.url)
    if target is None:
        if _is_accidental(node.url):
            reporter.report(Code.ACCIDENTAL_LINK, node.span, url=node.url)
        _report_file(node.url, node, reporter)
        return [node]
    text = node.children or [TextNode(inner_content=node.url)]
    _report_finding(target, node.url, node, reporter)
    if not target.url:
        return text
    return [replace(node, url=target.url, children=text)]


def _markdown_url(node: MarkdownUrlNode, resolver: LinkResolver, reporter: Reporter) -> Node:
    """Where a link leads that its author wrote in Markdown (tiki-versions §1.4)."""
    if not is_safe(decoded(node.url)):
        reporter.report(Code.LINK_UNSAFE, node.span, url=node.url)
        return replace(node, url="#")
    target = resolver.url(node.url)
    if target is None:
        _report_file(node.url, node, reporter)
        return node
    _report_finding(target, node.url, node, reporter)
    if not target.url:
        # The text around it is Markdown, and stays a link.
        return replace(node, url="#") if target.anchor else node
    return replace(node, url=target.url)


def _report_finding(target: LinkTarget, name: str, node: Node, reporter: Reporter) -> None:
    """Report what a maintainer should know of a link to ``name``, a page or an address."""
    code = target.finding or (Code.LINK_MISSING_PAGE if not target.url else None)
    name = target.missing or name
    match code:
        case None:
            pass
        case Code.LINK_AMBIGUOUS:
            reporter.report(code, node.span, page=name, candidates=target.candidates)
        case Code.LINK_MISSING_ANCHOR:
            reporter.report(code, node.span, page=name, anchor=f"#{target.anchor}")
        case Code.FILE_NOT_COPIED | Code.LINK_MISSING_ID:
            reporter.report(code, node.span, url=name)
        case _:
            reporter.report(code, node.span, page=name)


def _report_file(url: str, node: Node, reporter: Reporter) -> None:
    if not _ABSOLUTE.match(url) and _FILE_URL.match(url):
        reporter.report(Code.FILE_NOT_COPIED, node.span, url=url)
