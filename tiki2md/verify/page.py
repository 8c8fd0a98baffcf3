"""What the file of a page shows, as the parser of its target reads it."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from tiki2md.urls import bare_addresses
from tiki2md.verify import kramdown, mdx, obsidian
from tiki2md.verify.markup import LINE_MARK, look_at
from tiki2md.verify.python_page import python_html
from tiki2md.verify.sight import Sight

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from markdown_it import MarkdownIt
    from markdown_it.rules_core import StateCore
    from markdown_it.token import Token

    from tiki2md.verify.dialects import Dialect


_ALERT = re.compile(r"\[!(?:NOTE|TIP|IMPORTANT|WARNING|CAUTION)\][ \t]*(?:\n|$)")
_SHOWN_SHORTCODE = re.compile(r"\{\{([<%])/\*(.*?)(?:\*/([>%])\}\}|\Z)", re.DOTALL)
_ATTRIBUTES = re.compile(r"(?<!\\)\{[^{}\n]*\}\s*$")
_ONLY_ID = re.compile(r"[\t ]\{#[^\W\d][\w:.-]*\}\s*$")
_NOTE_NUMBER = re.compile(r'<sup><a href="#fn-(?P<id>[^"]++)">(?P<name>[^<]++)</a></sup>')
_NOTE = re.compile(r'(?:<p>)?<sup id="fn-(?P<id>[^"]++)">(?P<name>[^<]++)</sup>(?P<behind> |</p>)?')
_ID = re.compile(r"#([^\s{}]+)")
_PARTED = re.compile(r"[_'\"*&<>]|--|\.\.")
_NO_ID = "?"
"""In place of an id that no link should lead to."""


def _shortcode(shown: re.Match[str]) -> str:
    """A shortcode without the comment that hides it from Hugo; what has no end is none."""
    return shown[0] if shown[3] is None else f"{{{{{shown[1]}{shown[2]}{shown[3]}}}}}"


def sight_of_page(body: str, dialect: Dialect, first_line: int = 1) -> Sight:
    """What the Markdown of a page shows.

    Args:
        body: without front matter.
        dialect: of the target.
        first_line: the line of the file in which ``body`` begins.

    Raises:
        MissingLibraryError: Python-Markdown, which reads it for MkDocs, is not installed.
    """
    sight = Sight()
    sight.line = 0 if dialect.python else first_line
    return look_at(markdown_html(body, dialect, first_line), sight)


def markdown_html(body: str, dialect: Dialect, first_line: int = 1) -> str:
    """The HTML of Markdown, with comments that tell the lines where the parser knows them."""
    return "".join(text_and_notes(body, dialect, first_line))


class PageHtml(NamedTuple):
    """The HTML of Markdown, and apart from it that of the notes which are shown at its end."""

    text: str
    notes: str


def text_and_notes(body: str, dialect: Dialect, first_line: int = 1) -> PageHtml:
    """The HTML of Markdown in its two parts; arguments as for ``sight_of_page``."""
    if dialect.python:
        return PageHtml(python_html(body), "")
    parser = _parser(dialect)
    tokens = parser.parse(kramdown.without_liquid(body) if dialect.liquid else body, {})
    for number, token in enumerate(tokens):
        if token.type == "inline" and token.children:
            _read_inline(tokens, number, dialect)
            if dialect.notes_in_html:
                _tell_links_from_notes(token.children)
        elif dialect.shortcodes and token.type in {"fence", "code_block"}:
            token.content = _SHOWN_SHORTCODE.sub(_shortcode, token.content)
    tokens = _with_lines(tokens, first_line)
    kinds = [token.type for token in tokens]
    end = kinds.index("footnote_block_open") if "footnote_block_open" in kinds else len(tokens)
    text = str(parser.renderer.render(tokens[:end], parser.options, {}))
    notes = str(parser.renderer.render(tokens[end:], parser.options, {}))
    if dialect.notes_in_html:
        text = _NOTE.sub(_as_note, _NOTE_NUMBER.sub(_as_note_number, text))
    return PageHtml(text, notes)


def _is_note(found: re.Match[str]) -> bool:
    """Whether a mark in HTML is that of a note: its id may have more hyphens than one."""
    return not found["id"].removesuffix(found["name"]).strip("-")


def _as_note_number(found: re.Match[str]) -> str:
    return f"[^{found['name']}]" if _is_note(found) else found[0]


def _as_note(found: re.Match[str]) -> str:
    return (
        f"<div>[^{found['name']}]: </div>{found['behind'] or ''}" if _is_note(found) else found[0]
    )


def inline_html(text: str, dialect: Dialect) -> str:
    """The HTML of Markdown that stands inside a line."""
    if dialect.python:
        html = python_html(text)
        return html.removeprefix("<p>").removesuffix("</p>") if html.count("<p>") == 1 else html
    return str(_parser(dialect).renderInline(text))


def _read_inline(tokens: list[Token], number: int, dialect: Dialect) -> None:
    """Take marks that only the target knows out of the text."""
    children = tokens[number].children
    assert children  # asked before
    opening = tokens[number - 1]
    if opening.type == "heading_open" and dialect.heading_ids:
        # Escaped braces are text, so the source is asked.
        behind = _ATTRIBUTES if dialect.heading_attributes else _ONLY_ID
        if match := behind.search(tokens[number].content):
            text = children[-1].content
            children[-1].content = text[: max(text.rfind("{"), 0)].rstrip()
            if own := _ID.search(match[0]):
                opening.attrSet("id", own[1])
                return
        if dialect.cut_ids and _is_cut(children):
            opening.attrSet("id", _NO_ID)
    elif (
        dialect.alerts
        and number > 1
        and tokens[number - 2].type == "blockquote_open"
        and _ALERT.match(tokens[number].content)
    ):
        while children and children[0].type not in {"softbreak", "hardbreak"}:
            del children[0]


def _tell_links_from_notes(children: Sequence[Token]) -> None:
    """Give links in Markdown an attribute: the numbers of notes are links in HTML."""
    for token in children:
        if token.type == "link_open" and str(token.attrs["href"]).startswith("#fn-"):
            token.attrs = {"rel": "", **token.attrs}


def _is_cut(children: Sequence[Token]) -> bool:
    """Whether the id of a heading may lack some of its text (``cut_ids``)."""
    depth = 0
    for token in children:
        if token.markup == "autolink":
            return True
        depth += token.nesting
        inside = token.type == "image" or (depth and token.type in {"text", "text_special"})
        if inside and _PARTED.search(token.content):
            return True
    return False


def _with_lines(tokens: Sequence[Token], first_line: int) -> list[Token]:
    from markdown_it.token import Token

    lined: list[Token] = []
    line = -1
    for token in tokens:
        if token.map and token.nesting >= 0 and token.type != "inline" and token.map[0] != line:
            line = token.map[0]
            mark = Token("html_block", "", 0, content=f"<!--{LINE_MARK}{line + first_line}-->")
            lined.append(mark)
        lined.append(token)
    return lined


@cache
def _parser(dialect: Dialect) -> MarkdownIt:
    from markdown_it import MarkdownIt  # not needed to convert most wikis
    from markdown_it.renderer import RendererHTML
    from mdit_py_plugins.deflist import deflist_plugin
    from mdit_py_plugins.footnote import footnote_plugin

    plugins: dict[str, Callable[[MarkdownIt], None]] = {
        "addresses": _link_addresses,
        "breaks": _break_lines,
        "definition_addresses": _link_in_definitions,
        "deflist": deflist_plugin,
        "footnote": footnote_plugin,
        "kramdown": kramdown.plugin,
        "mdx": mdx.plugin,
        "obsidian": obsidian.plugin,
    }
    options = {"html": True, "strikethrough_single_tilde": dialect.single_tilde}
    parser = MarkdownIt("commonmark", options).enable(list(dialect.rules))
    for name in dialect.plugins:
        parser.use(plugins[name])
    if "footnote" in dialect.plugins:
        parser.core.ruler.before("footnote_tail", "notes_apart", _part_notes)
    if "obsidian" not in dialect.plugins:  # no other target has notes inside a line
        parser.disable("footnote_inline", ignoreInvalid=True)
    # Addresses are compared as they are written (of ``%A1`` the parser makes ``\ufffd``), and
    # judged elsewhere.
    for name in ("normalizeLink", "normalizeLinkText"):
        setattr(parser, name, _same)
    setattr(parser, "validateLink", _any)  # noqa: B010 - a method of the instance
    assert isinstance(parser.renderer, RendererHTML)  # the one of this preset
    parser.renderer.rules |= _FOOTNOTES
    return parser


def _part_notes(state: StateCore) -> None:
    """Notes whose texts stand in the text of another behind that one: the plugin knows none."""
    tokens: list[Token] = []
    around: list[list[Token]] = []
    whole: list[list[Token]] = []
    for token in state.tokens:
        if token.type == "footnote_reference_open":
            around.append([])
        (around[-1] if around else tokens).append(token)
        if token.type == "footnote_reference_close":
            whole.append(around.pop())
            while whole and not around:
                tokens += whole.pop()
    state.tokens = tokens


def _break_lines(parser: MarkdownIt) -> None:
    parser.options["breaks"] = True


def _link_addresses(parser: MarkdownIt) -> None:
    parser.core.ruler.push("addresses", _addresses)


def _link_in_definitions(parser: MarkdownIt) -> None:
    parser.core.ruler.push("addresses", _addresses_in_definitions)


def _addresses_in_definitions(state: StateCore) -> None:
    depth = 0
    inside: list[Token] = []
    for token in state.tokens:
        depth += token.nesting if token.tag == "dl" else 0
        if depth:
            inside.append(token)
    _link(inside)


def _addresses(state: StateCore) -> None:
    _link(state.tokens)


def _link(tokens: Sequence[Token]) -> None:
    """Bare addresses outside of links as links (GFM §6.9)."""
    for token in tokens:
        is_open = False
        children: list[Token] = []
        for child in token.children or []:
            is_open = child.nesting > 0 if child.tag == "a" else is_open
            addresses = bare_addresses(child.content) if child.type == "text" else ()
            at = 0
            before = children[-1].type if children else "break"
            for start, end in () if is_open else addresses:
                if not (start or before.endswith(("break", "_open"))):
                    continue
                url = child.content[start:end]
                href = f"http://{url}" if url[:4].lower() == "www." else url
                children += [
                    child.copy(content=child.content[at:start]),
                    child.copy(type="link_open", tag="a", nesting=1, attrs={"href": href}),
                    child.copy(content=url),
                    child.copy(type="link_close", tag="a", nesting=-1),
                ]
                at = end
            children.append(child.copy(content=child.content[at:]) if at else child)
        if token.children:
            token.children = children


def _same(url: str) -> str:
    return url


def _any(url: str) -> bool:
    del url
    return True


def _note(tokens: Sequence[Token], index: int, *_: Any) -> str:
    return f"[^{tokens[index].meta.get('label', '')}]"


def _note_opens(tokens: Sequence[Token], index: int, *_: Any) -> str:
    return f"<div>[^{tokens[index].meta.get('label', '')}]: "


_FOOTNOTES: dict[str, Any] = {
    "footnote_ref": _note,
    "footnote_block_open": lambda *_: "",
    "footnote_block_close": lambda *_: "",
    "footnote_open": _note_opens,
    "footnote_close": lambda *_: "</div>",
    "footnote_anchor": lambda *_: "",
}
"""Notes as they are written: a label in the text, and before the note."""
