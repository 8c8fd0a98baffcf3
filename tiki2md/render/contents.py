"""Tables of contents, and the ids that targets give to headings."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from tiki2md.markdown import notes_in, read_inlines
from tiki2md.nodes import (
    BoldNode,
    CodeSpanNode,
    DocumentNode,
    FootnoteReferenceNode,
    HeadingNode,
    ImageNode,
    ItalicNode,
    LinkNode,
    ListItemNode,
    ListNode,
    MarkdownHeadingNode,
    MonospaceNode,
    Node,
    NoParseNode,
    ParagraphNode,
    SmileyNode,
    SpecialCharacterNode,
    StrikeNode,
    TableOfContentsNode,
    TextNode,
    nodes_of,
    text_of,
    with_children,
)
from tiki2md.render.dispatch import write_blocks
from tiki2md.render.escape_obsidian import heading_place
from tiki2md.render.smileys import smiley_text
from tiki2md.render.target_html import hidden

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tiki2md.markdown import Notes
    from tiki2md.render.context import Context, SlugMaker, Target

_TAG = re.compile(r"<[^>]*(>?)")
_WORD = re.compile(r"\w")
_NUMBERED = re.compile(r"(.*)_([0-9]{1,4000})")
_KEPT = ("L", "M", "N", "Pc")


def _untagged(tag: re.Match[str]) -> str:
    """Nothing for a tag; what has no end is none."""
    return "" if tag[1] else tag[0]


class _IdCharacters(dict[int, str]):
    """What each character is in an id, by its number: itself, a hyphen for a space, or nothing."""

    def __missing__(self, number: int) -> str:
        """The same for one that no title had so far."""
        char = chr(number)
        is_kept = char in " -" or unicodedata.category(char).startswith(_KEPT)
        self[number] = written = char.replace(" ", "-") if is_kept else ""
        return written


_ID_CHARACTERS = _IdCharacters()


class Slugs:
    """Heading ids as GitHub makes them: of all that a heading shows."""

    def __init__(self) -> None:
        self._taken: dict[str, int] = {}

    def next(self, title: str) -> str:
        """The id of the next heading: lower case, no punctuation, hyphens for spaces."""
        base = title.strip().lower().translate(_ID_CHARACTERS)
        slug, number = base, self._taken.get(base, 0)
        while slug in self._taken:
            number += 1
            slug = f"{base}-{number}"
        self._taken[base] = number
        self._taken.setdefault(slug, 0)
        return slug

    def picture(self, alt: str) -> str:
        """Nothing that an id shows; but the space beside a picture becomes a hyphen."""
        del alt
        return "\N{OBJECT REPLACEMENT CHARACTER}"

    def note(self, number: str) -> str:
        """The number, which is shown."""
        return number


class NotelessSlugs(Slugs):
    """Heading ids of kramdown with GitHub's flavour: the same, but without the numbers of notes."""

    def note(self, number: str) -> str:
        """Nothing."""
        del number
        return ""


class AltSlugs(NotelessSlugs):
    """Heading ids of Hugo and Docusaurus: as kramdown's, but pictures count by their text."""

    def picture(self, alt: str) -> str:
        """Its text."""
        return alt


def slug_maker(target: Target) -> SlugMaker:
    """What makes the ids of a page's headings in ``target``."""
    return target.slugs() if target.slugs else Slugs()


def _numbered(number: str, node: HeadingNode) -> str:
    return f"{number.strip()} {' '.join(text_of(node).split())}".strip()


def _entry(toc: TableOfContentsNode, heading: HeadingNode) -> str:
    """What a table of contents shows of a heading."""
    if toc.numbers == "n":
        return _numbered("", heading)
    return _numbered(heading.place if toc.numbers == "force" else heading.number, heading)


class PythonSlugs:
    """Heading ids as Python-Markdown's ``toc`` makes them with ``pymdownx.slugs``, lower case."""

    def __init__(self) -> None:
        self._taken: set[str] = set()
        self._after: dict[tuple[str, int], int] = {}

    def next(self, title: str) -> str:
        """The id of the next heading: letters, digits, hyphens, underscores; ``_1`` for doubles."""
        text = unicodedata.normalize("NFC", _TAG.sub(_untagged, title)).strip().lower()
        slug = "".join(
            "-" if char == " " else char for char in text if char in " -" or _WORD.match(char)
        )
        # A number at the end counts on: ``a_1`` is followed by ``a_2``.
        numbered = _NUMBERED.fullmatch(slug)
        base, number = (numbered[1], int(numbered[2])) if numbered else (slug, 0)
        if not slug or slug in self._taken:
            number = self._first_free(base, number + 1)
            slug = f"{base}_{number}"
        self._taken.add(slug)
        if slug == f"{base}_{number}":  # and not ``a_01``, which stands in nobody's way
            self._after[base, number] = number + 1
        return slug

    def _first_free(self, base: str, number: int) -> int:
        """The first number from ``number`` on that no id has behind ``base``."""
        passed = []
        while (base, number) in self._after:
            passed.append(number)
            number = self._after[base, number]
        # Whoever comes along here again is led over all of them at once.
        for each in passed:
            self._after[base, each] = number
        return number

    def picture(self, alt: str) -> str:
        """Nothing: tags are taken away first, then the spaces around."""
        del alt
        return ""

    def note(self, number: str) -> str:
        """Nothing."""
        del number
        return ""


def id_text(node: HeadingNode, slugs: SlugMaker, smiley_style: str) -> str:
    """A heading's text as its id is made from it: with the smileys that are written in it.

    Args:
        node: the heading.
        slugs: knows what a picture or a note adds.
        smiley_style: the option.
    """

    def shown(part: Node) -> str:
        if isinstance(part, SmileyNode):
            return smiley_text(part.full_match, part.name, smiley_style)
        if isinstance(part, FootnoteReferenceNode):
            return slugs.note(part.label or str(part.number))
        return slugs.picture(part.alt) if isinstance(part, ImageNode) else ""

    return f"{node.number.strip()} {' '.join(text_of(node, shown).split())}".strip()


def _place(node: HeadingNode) -> str:
    """A heading as links of Obsidian name it: by its text, the first that has it.

    Marks of formats part words there.  A heading that holds more than formats, or escapes
    that its author typed, has no name that is sure: empty.
    """
    if isinstance(node, MarkdownHeadingNode) and "\\" in node.full_match:
        return ""
    written = _written(node.children)
    return heading_place(f"{node.number} {written}") if written is not None else ""


def _written(nodes: list[Node]) -> str | None:
    parts: list[str] = []
    for node in nodes:
        text = node.inner_content if isinstance(node, TextNode | NoParseNode) else None
        if isinstance(node, SpecialCharacterNode):
            text = node.character
        elif isinstance(node, CodeSpanNode):
            text = f" {node.text} "
        elif isinstance(node, BoldNode | ItalicNode | StrikeNode | MonospaceNode):
            inner = _written(node.children)
            text = f" {inner} " if inner is not None else None
        if text is None:
            return None
        parts.append(text)
    return "".join(parts)


def headings(
    document: DocumentNode,
    slugs: SlugMaker,
    *,
    smiley_style: str,
    by_title: bool = False,
) -> Iterator[tuple[HeadingNode, str]]:
    """The headings that are written, and what links name each by.

    Args:
        document: a page.
        slugs: makes the ids.
        smiley_style: the option; a smiley that is an emoji leaves the hyphen of its space.
        by_title: links name a heading by its text.
    """
    for node, read in as_read(document):
        if not _numbered(read.number, read):
            continue
        yield node, _place(read) if by_title else slugs.next(id_text(read, slugs, smiley_style))


def as_read(document: DocumentNode) -> list[tuple[HeadingNode, HeadingNode]]:
    """The headings of a page, and what the marks in each mean, if it is written in Markdown."""
    found = nodes_of(document.children, HeadingNode)
    notes: Notes = {}
    if any(isinstance(node, MarkdownHeadingNode) for node in found):
        notes = notes_in([document])
    return [
        (node, with_children(node, read_inlines(node.children, notes)))
        if isinstance(node, MarkdownHeadingNode)
        else (node, node)
        for node in found
    ]


def table_of_contents(node: TableOfContentsNode, ctx: Context) -> str:
    """The title and the list of ``listed``, between comments that name it."""
    parts = listed(node, ctx)
    if not parts:
        return ""
    start, end = hidden(" toc ", ctx), hidden(" /toc ", ctx)
    return f"{start}\n\n{write_blocks(parts, ctx.within())}\n\n{end}"


def listed(node: TableOfContentsNode, ctx: Context) -> list[Node]:
    """The page's headings as nested lists of links, with a title; nothing if there are none."""
    root = ListNode()
    stack: list[tuple[int, ListNode]] = [(0, root)]
    target = ctx.target
    read = {id(node): shown for node, shown in as_read(ctx.document)}
    found = headings(
        ctx.document,
        slug_maker(target),
        smiley_style=ctx.options.smiley_style,
        by_title=target.obsidian,
    )
    for heading, slug in found:
        # What only Markdown makes a heading, in a quotation or an item, is none of Tiki's.
        if not heading.anchor or (node.levels and heading.level not in node.levels):
            continue
        while len(stack) > 1 and stack[-1][0] >= heading.level:
            stack.pop()
        text: Node = TextNode(inner_content=_entry(node, read[id(heading)]))
        linked = node.linked and slug  # a heading of signs alone has no id
        link = LinkNode(url=f"#{slug}", children=[text]) if linked else text
        below = ListNode()
        item = ListItemNode(children=[ParagraphNode(children=[link]), below])
        stack[-1][1].children.append(item)
        stack.append((heading.level, below))
    if not root.children:
        return []
    parts: list[Node] = [root]
    if node.title.strip():
        bold = BoldNode(children=[TextNode(inner_content=node.title)])
        parts.insert(0, ParagraphNode(children=[bold]))
    return parts
