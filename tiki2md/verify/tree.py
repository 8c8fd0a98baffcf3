"""What a structure tree shows a reader, before anybody writes it for a target."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from tiki2md.nodes import (
    AdmonitionNode,
    AnchorNode,
    ArgumentVariableNode,
    AutoLinkNode,
    BlockElementNode,
    CodeBlockNode,
    CodeSpanNode,
    DetailsNode,
    DocumentNode,
    DoiLinkNode,
    DynamicVariableNode,
    ElementNode,
    EscapedBracketNode,
    FootnoteDefinitionNode,
    FootnoteReferenceNode,
    HeadingNode,
    HorizontalRuleNode,
    HtmlCommentNode,
    ImageNode,
    LineBreakNode,
    LinkNode,
    ListItemNode,
    ListNode,
    MarkdownCodeNode,
    MarkdownFlowNode,
    MarkdownTextNode,
    Node,
    NoParseNode,
    PageBreakNode,
    ParentNode,
    PreformattedNode,
    PreNode,
    RawHtmlBlockNode,
    RawHtmlNode,
    SmileyNode,
    SpecialCharacterNode,
    TableOfContentsNode,
    TabTitleNode,
    TextNode,
    TikiCommentNode,
    has_links,
    nodes_of,
    text_of,
)
from tiki2md.render.smileys import smiley_text
from tiki2md.verify import tree_contents, tree_markdown, tree_obsidian
from tiki2md.verify.dialects import DIALECTS
from tiki2md.verify.events import BLOCKS, Word
from tiki2md.verify.markup import SAME, SOURCES, VOID
from tiki2md.verify.sight import Sight
from tiki2md.verify.tags import FORMATS, PLAIN_BLOCKS
from tiki2md.verify.view import Formats, Line, View

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tiki2md.options import Options

_AUTHOR_MARKDOWN = (MarkdownTextNode, MarkdownCodeNode, MarkdownFlowNode)
_Show = Callable[[Any, View, Formats], None]
"""Takes a node, the view and the formats around the node."""


def sight_of_tree(
    document: DocumentNode,
    options: Options,
    slugs: Callable[[list[str]], list[str]],
    below: list[Node] | None = None,
    sight: Sight | None = None,
) -> Sight:
    """What a structure tree shows.

    Args:
        document: of a page, its links resolved.
        options: of the conversion.
        slugs: the ids that the target gives to headings with these titles, in order.
        below: blocks that stand below the page.
        sight: takes it; one that takes words by default.
    """
    dialect = DIALECTS[options.target]
    below = below or []
    file = replace(document, children=document.children + below)
    tight = replace(options, emphasis="tight")
    view = View(document, file, options, slugs, dialect, _see, sight=sight or Sight())
    texts: dict[int, tuple[Node, Options]] = {}
    for part in (document.children, below):
        # Authors of Markdown set the spaces.
        view.options = tight if nodes_of(part, _AUTHOR_MARKDOWN) else options
        view.notes_sink = not _has_notes_in_html(part, options)
        sinking = FootnoteDefinitionNode if view.notes_sink else ()
        texts |= {each.number: (each, view.options) for each in part if isinstance(each, sinking)}
        view.each((block for block in part if not isinstance(block, sinking)), frozenset())
        view.waiting += texts
    for note in view.waiting:  # a note may name others
        if callable(note):
            note()
        elif note in texts:
            text, view.options = texts.pop(note)
            view.each([text], frozenset())
    return view.sight


def _has_notes_in_html(part: list[Node], options: Options) -> bool:
    """Whether notes are links in HTML: in CommonMark, and in a wiki of GitHub without Markdown."""
    is_wiki = options.github_wiki and options.target == "gfm"
    return options.target == "commonmark" or (is_wiki and not nodes_of(part, _AUTHOR_MARKDOWN))


def _see(node: Node, view: View, formats: Formats) -> None:
    others = _OTHERWISE.get(view.options.target, {})
    for kind in type(node).__mro__:
        if kind in others:
            others[kind](node, view, formats)
        elif kind in FORMATS and isinstance(node, ParentNode):
            _show_format(FORMATS[kind], node.children, view, formats)
        elif kind in PLAIN_BLOCKS and isinstance(node, ParentNode):
            view.block(PLAIN_BLOCKS[kind], node.children, formats)
        elif kind in _SHOWN:
            _SHOWN[kind](node, view, formats)
        else:
            continue
        return
    if isinstance(node, ParentNode):
        view.each(node.children, formats)


def _show_format(tag: str, nodes: Sequence[Node], view: View, formats: Formats) -> None:
    marks = {"strong", "em"} | ({"del"} if view.dialect.strikes else set())
    is_padded = view.options.emphasis == "padded" and tag in marks - formats
    view.sight.space = view.sight.space or is_padded
    view.format(tag, nodes, formats)
    view.sight.space = view.sight.space or is_padded


def _literal(text: Callable[[Any], str]) -> _Show:
    def show(node: Node, view: View, formats: Formats) -> None:
        view.text(text(node), formats)

    return show


def _smiley(node: SmileyNode, view: View, formats: Formats) -> None:
    style = view.options.smiley_style
    view.text(smiley_text(node.full_match, node.name, style), formats)


def _code_span(node: CodeSpanNode, view: View, formats: Formats) -> None:
    view.text(node.text, formats if view.pre else formats | {"code"})


def _note_number(node: FootnoteReferenceNode, view: View, formats: Formats) -> None:
    view.text(f"[^{node.number}]", formats)
    view.note_number(node.number)


def _note(node: FootnoteDefinitionNode, view: View, formats: Formats) -> None:
    view.sight.begin("p")
    view.text(f"[^{node.number}]: ", formats)
    view.each(node.children, formats)
    view.sight.end("p")


def _break(node: LineBreakNode, view: View, formats: Formats) -> None:
    del node, formats
    view.sight.break_line()


def _rule(node: HorizontalRuleNode, view: View, formats: Formats) -> None:
    del node, formats
    view.sight.begin("hr")


def _page_break(node: PageBreakNode, view: View, formats: Formats) -> None:
    del node, formats
    view.sight.comment(view.options.page_separator)


def _comment(node: HtmlCommentNode, view: View, formats: Formats) -> None:
    del formats
    view.sight.comment(node.inner_content)


def _tiki_comment(node: TikiCommentNode, view: View, formats: Formats) -> None:
    del formats
    if view.options.comments == "html":
        view.sight.comment(node.full_match)


def _anchor(node: AnchorNode, view: View, formats: Formats) -> None:
    del formats
    view.sight.place(node.anchor)


def _image(node: ImageNode, view: View, formats: Formats) -> None:
    if node.link and "a" not in formats:
        view.sight.link(node.link)
    view.sight.title(node.title)
    view.sight.image(node.src, node.alt)


def _autolink(node: AutoLinkNode, view: View, formats: Formats) -> None:
    if "a" not in formats:
        view.sight.link(node.url)
    view.text(node.inner_content or node.url, formats | {"a"})


def _doi(node: DoiLinkNode, view: View, formats: Formats) -> None:
    name = (node.inner_content or node.doi).strip()
    if view.options.doi_punctuation != "inside":
        name = (node.doi.strip() or name).rstrip(".,;:")
    if "a" not in formats:
        view.sight.link(f"https://doi.org/{name}")
    view.text(node.full_match or f"doi:{node.doi}", formats | {"a"})


def _link(node: LinkNode, view: View, formats: Formats) -> None:
    """A link that shows nothing shows its address."""
    sight = view.sight
    if "a" not in formats:
        sight.link(node.url)
        sight.title(node.title)
    before, space, images = len(sight.events), sight.space, len(sight.images)
    view.each(node.children, formats | {"a"})
    # What stands right before it takes its words in.
    shown = any(isinstance(event, Word) for event in sight.events[before:])
    if not shown and len(sight.images) == images and not _has_text(node):
        del sight.events[before:]
        sight.space = space
        view.text(node.url, formats | {"a"})


def _has_text(node: LinkNode) -> bool:
    return bool(node.children) and any(text_of(child).strip() for child in node.children)


def _element(node: ElementNode, view: View, formats: Formats) -> None:
    tag = SAME.get(node.tag.lower(), node.tag.lower())
    if tag in VOID or tag in {"br", "hr"}:
        view.html.handle_starttag(tag, list(node.attrs_dict.items()))
        return
    if view.dialect.embeds and tag in {"audio", "video"} and node.attrs_dict.get("src"):
        view.sight.image(node.attrs_dict["src"], "")
        return
    if view.dialect.embeds and has_links(node):
        view.each(node.children, formats)  # links and images work in no HTML there
        return
    view.sight.title(node.attrs_dict.get("title", ""))
    view.sight.place(node.attrs_dict.get("id", ""))
    if tag in BLOCKS:
        view.block(tag, node.children, formats)
        return
    if tag in SOURCES:
        view.sight.link(node.attrs_dict.get("src", ""))
    if tag == "a":
        view.sight.link(node.attrs_dict.get("href", ""))
        view.sight.place(node.attrs_dict.get("name", ""))
    view.each(node.children, formats | {tag})


def _block_element(node: BlockElementNode, view: View, formats: Formats) -> None:
    tag = SAME.get(node.tag.lower(), node.tag.lower())
    view.sight.title(node.attrs_dict.get("title", ""))
    view.sight.place(node.attrs_dict.get("id", ""))
    if tag in SOURCES:
        view.sight.link(node.attrs_dict.get("src", ""))
    view.block(tag if tag in BLOCKS else "p", node.children, formats)


def _heading(node: HeadingNode, view: View, formats: Formats) -> None:
    tag = f"h{min(max(node.level, 1), 6)}"
    view.sight.begin(tag)
    if number := node.number.strip():
        view.text(f"{number} ", formats)
    view.each(node.children, formats)
    view.sight.end(tag)


def _list(node: ListNode, view: View, formats: Formats) -> None:
    tag = "ol" if node.ordered else "ul"
    view.sight.begin(tag)
    for child in node.children:
        # Where Tiki skipped a level, HTML and Markdown need an item around the list.
        inside = child.children if isinstance(child, ListItemNode) else [child]
        view.block("li", inside, formats)
    view.sight.end(tag)


def _item(node: ListItemNode, view: View, formats: Formats) -> None:
    """An item outside any list makes one."""
    _list(ListNode(ordered=type(node) is not ListItemNode, children=[node]), view, formats)


def _admonition(node: AdmonitionNode, view: View, formats: Formats) -> None:
    view.sight.begin(view.dialect.callout)
    if node.title.strip():
        view.line(node.title, formats)
    view.each(node.children, formats)
    view.sight.end(view.dialect.callout)


def _tab_title(node: TabTitleNode, view: View, formats: Formats) -> None:
    if "mdx" in view.dialect.plugins:
        view.line(text_of(node))  # a label, which has no formats
    else:
        view.block("p", node.children, formats | {view.dialect.tabs})


def _details(node: DetailsNode, view: View, formats: Formats) -> None:
    if node.summary.strip():
        view.line(node.summary, formats)
    view.each(node.children, formats)


def _code_block(node: CodeBlockNode, view: View, formats: Formats) -> None:
    if node.caption.strip():
        view.line(node.caption, formats)
    view.verbatim(node.text)


def _preformatted(node: PreformattedNode, view: View, formats: Formats) -> None:
    del formats
    view.verbatim(node.inner_content)


def _pre(node: PreNode, view: View, formats: Formats) -> None:
    view.sight.begin("pre")
    view.pre = True
    view.each(node.children, formats)
    view.pre = False
    view.sight.end("pre")


def _raw_html(node: RawHtmlNode, view: View, formats: Formats) -> None:
    del formats
    view.html.feed(node.html)


def _raw_html_block(node: RawHtmlBlockNode, view: View, formats: Formats) -> None:
    del formats
    view.sight.begin("p")
    view.html.feed(node.html)
    view.sight.end("p")


_SHOWN: Mapping[type[Node], _Show] = MappingProxyType(
    {
        AdmonitionNode: _admonition,
        AnchorNode: _anchor,
        ArgumentVariableNode: _literal(lambda node: node.full_match or f"{{{{{node.name}}}}}"),
        AutoLinkNode: _autolink,
        BlockElementNode: _block_element,
        CodeBlockNode: _code_block,
        CodeSpanNode: _code_span,
        DetailsNode: _details,
        DoiLinkNode: _doi,
        DynamicVariableNode: _literal(lambda node: node.full_match or f"%{node.name}%"),
        ElementNode: _element,
        EscapedBracketNode: _literal(lambda _node: "["),
        FootnoteDefinitionNode: _note,
        FootnoteReferenceNode: _note_number,
        HeadingNode: _heading,
        HorizontalRuleNode: _rule,
        HtmlCommentNode: _comment,
        ImageNode: _image,
        Line: tree_markdown.line,
        LineBreakNode: _break,
        LinkNode: _link,
        ListItemNode: _item,
        ListNode: _list,
        MarkdownFlowNode: tree_markdown.flow,
        NoParseNode: _literal(lambda node: node.inner_content),
        PageBreakNode: _page_break,
        PreNode: _pre,
        PreformattedNode: _preformatted,
        RawHtmlBlockNode: _raw_html_block,
        RawHtmlNode: _raw_html,
        SmileyNode: _smiley,
        SpecialCharacterNode: _literal(lambda node: node.character),
        TabTitleNode: _tab_title,
        TableOfContentsNode: tree_contents.contents,
        TextNode: _literal(lambda node: node.inner_content),
        TikiCommentNode: _tiki_comment,
    }
)
"""The nodes that are more, or less, than a format or a block; of others the children are seen."""

_OTHERWISE: Mapping[str, Mapping[type[Node], _Show]] = MappingProxyType(
    {"obsidian": tree_obsidian.SHOWN}
)
"""By target, the nodes that show something else there."""
