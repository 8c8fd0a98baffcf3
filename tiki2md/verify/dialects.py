"""How the targets read Markdown."""

from __future__ import annotations

from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Dialect:
    """How a target reads Markdown.

    Attributes:
        rules: of markdown-it-py, besides those of CommonMark.
        plugins: of mdit-py-plugins, or our own.
        single_tilde: ``~x~`` is struck as ``~~x~~`` is.
        heading_ids: ``{#id}`` behind a heading is its id.
        heading_attributes: so are other attributes there; none of them is text.
        alerts: ``[!NOTE]`` at the start of a quotation is a mark.
        notes_in_html: notes may be links in HTML, since its readers know no others.
        python: Python-Markdown reads it, with the extensions of our scaffold for MkDocs.
        callout: the element that a call-out is.
        tabs: the format of the title of a tab.
        old_roots: what may stand, in this order, before addresses that are the wiki's still.
        by_name: links lead to pages and headings by their names.
        embeds: players are written as images.
        served_as: the ending of pages in links that stand in HTML; empty for that of the file.
        shortcodes: ``{{</* x */>}}`` shows a shortcode of Hugo's.
        liquid: tags of Liquid are read before Markdown is.
        links_written: bare addresses are written as links, since its readers make none of them.
        links_in_html: all are where one of an author's links has an address that has to stand in
            HTML, since Go does not write it in others.
        pictures_in_ids: what the id of a heading takes of a picture: its ``alt`` text, the
            ``space`` beside it, or nothing.
        notes_in_ids: the id of a heading has the number of a note.
        cut_ids: it lacks addresses in angle brackets, and of a text in a format, link or picture
            all behind a sign that may be a mark.
    """

    rules: tuple[str, ...] = ("table", "strikethrough")
    plugins: tuple[str, ...] = ("footnote",)
    single_tilde: bool = False
    heading_ids: bool = False
    heading_attributes: bool = False
    alerts: bool = True
    shortcodes: bool = False
    liquid: bool = False
    python: bool = False
    callout: str = "blockquote"
    tabs: str = "strong"
    old_roots: tuple[str, ...] = ()
    by_name: bool = False
    embeds: bool = False
    served_as: str = ""
    pictures_in_ids: str = "space"
    cut_ids: bool = False
    notes_in_ids: bool = False
    links_written: bool = False
    links_in_html: bool = False
    notes_in_html: bool = False

    @property
    def strikes(self) -> bool:
        """Whether it has a mark for struck text."""
        return "strikethrough" in self.rules and not self.python


DIALECTS = {
    "commonmark": Dialect(
        rules=(),
        plugins=(),
        alerts=False,
        links_written=True,
        notes_in_html=True,
        notes_in_ids=True,
    ),
    "gfm": Dialect(single_tilde=True, notes_in_html=True, notes_in_ids=True),
    "jekyll": Dialect(
        plugins=("footnote", "deflist", "kramdown"),
        heading_ids=True,
        alerts=False,
        liquid=True,
        served_as=".html",
        links_written=True,
    ),
    "obsidian": Dialect(
        plugins=("footnote", "obsidian"),
        alerts=False,
        by_name=True,
        embeds=True,
    ),
    "docusaurus": Dialect(
        single_tilde=True,
        plugins=("footnote", "mdx"),
        heading_ids=True,
        heading_attributes=True,
        alerts=False,
        pictures_in_ids="alt",
        old_roots=("pathname://", "/"),
    ),
    "mkdocs": Dialect(
        python=True,
        callout="p",
        tabs="",
        old_roots=("/",),
        pictures_in_ids="",
        links_written=True,
    ),
    "hugo": Dialect(
        single_tilde=True,
        plugins=("footnote", "deflist"),
        heading_ids=True,
        heading_attributes=True,
        shortcodes=True,
        pictures_in_ids="alt",
        cut_ids=True,
        links_in_html=True,
    ),
}
"""The targets whose files can be read back."""

TYPED = Dialect(plugins=("footnote", "deflist"), single_tilde=True, alerts=False)
"""How Tiki reads the Markdown of authors (tiki-versions §1.3)."""
TYPED_WITH_LINKED_DEFINITIONS = replace(TYPED, plugins=(*TYPED.plugins, "definition_addresses"))
"""The same where definition lists are written anew, with addresses in them as links."""
TYPED_WITH_BREAKS = replace(
    TYPED_WITH_LINKED_DEFINITIONS,
    plugins=(*TYPED_WITH_LINKED_DEFINITIONS.plugins, "breaks"),
    single_tilde=False,
)
"""The same in Obsidian, which shows each line end as a break, and a single tilde as it is."""
TYPED_WITH_LINKED_ADDRESSES = replace(TYPED, plugins=(*TYPED.plugins, "addresses"))
"""The same where bare addresses are written as links."""
