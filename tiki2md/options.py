"""Everything that changes a result, in one frozen value.

Nothing reads options from globals: they are passed to what needs them.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields, replace
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True, kw_only=True)
class FrontMatter:
    """What the front matter shall be, where it is not what the target has by default.

    A key is that of the target, or a path to it with dots, such as ``params.tiki``.

    Attributes:
        keep: the only keys that are written, in their order; empty for all.
        drop: keys that are not written.
        rename: pairs of a key and what it is called instead.
        values: what is set besides; templates in it are filled for each page.
        keep_empty: new names of keys that are written even without a value; ``*`` for all.
        where: the table that says so, for messages.
    """

    keep: tuple[str, ...] = ()
    drop: tuple[str, ...] = ()
    rename: tuple[tuple[str, str], ...] = ()
    values: Mapping[str, Any] = field(default_factory=dict)
    keep_empty: tuple[str, ...] = ()
    where: str = field(default="", compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rewrite:
    r"""Something that is replaced wherever pages have it: one entry ``[[rewrite]]`` of a file.

    Attributes:
        find: what is replaced.
        replacement: what takes its place; nothing, to leave it out.
        in_links: it is in the addresses of links and pictures, not in the text for readers.
        regex: ``find`` is a regular expression, whose groups ``\1`` in ``replacement`` names.
        page: the pages that it holds for; ``*`` stands for any text, ``?`` for one character.
        where: the entry that says so, for messages.
    """

    find: str
    replacement: str
    in_links: bool = False
    regex: bool = False
    page: str = "*"
    where: str = field(default="", compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Options:
    """Options of a conversion.

    The first group are the Tiki preferences that change parsing
    (tiki-syntax §1), with Tiki's own defaults; with a database as the source
    they are read from it.  The second group decides how the result is written.
    """

    # How Tiki read the page.
    paragraph_formatting: bool = True
    """Lines make paragraphs; otherwise every line ends in a break."""
    add_br: bool = True
    """A newline inside a paragraph is a line break."""
    tables: str = "new"
    """``new``: a newline ends a row; ``old``: ``||`` does."""
    monosp: bool = False
    """A line that begins with a space is monospaced."""
    wikiwords: bool = False
    """CamelCase words are links."""
    wikiwords_usedash: bool = True
    """WikiWords may hold ``-`` and ``_``."""
    wiki_plurals: bool = True
    """A WikiWord in the plural, without a page of its own, leads to that of its singular."""
    namespace_separator: str = ""
    """What stands between a namespace and a name, such as ``:_:``; empty without namespaces."""
    page_regex: str = "complete"
    """What may stand in ``((…))``: ``complete``, ``full`` or ``strict``."""
    autolinks: bool = True
    """URLs and addresses in the text are links."""
    hotwords: bool = False
    """The words of ``tiki_hotwords`` are links."""
    smileys: bool = True
    """``:-)`` and ``(:smile:)`` are pictures."""
    box_delimiter: str = "^"
    """What opens and closes a simple box; ``^`` if nothing is given, as in Tiki."""
    three_colon_center: bool = False
    """``:::x:::`` centres instead of ``::x::``."""
    dynamic_variables: str = "single"
    """``single`` (``%x%``), ``double`` (``%%x%%``) or ``disable``."""
    argument_variables: bool = False
    """``{{page}}`` and the like are replaced."""
    page_separator: str = "...page..."
    """The line that splits a page."""
    wiki_in_html: bool = True
    """Wiki syntax counts in pages of HTML too, not in wiki pages only."""
    markdown_pages: bool = True
    """A page with ``{syntax type="markdown"}`` is written in Markdown (Tiki 25 and later)."""

    # How the result is written.
    target: str = "gfm"
    """A name from ``tiki2md.render.targets``."""
    line_breaks: str = "hard"
    """What a newline in a paragraph becomes: a ``hard`` or ``soft`` break, or a ``paragraph``."""
    emphasis: str = "tight"
    """``tight`` marks, or ``padded`` with a space on either side, but for pages in Markdown."""
    accidental_links: str = "link"
    """What a single number, letter or phrase in brackets becomes, as in ``[1]``: a ``link``, as in
    Tiki, or ``text`` as it was typed, if no page or file is behind it."""
    smiley_style: str = "emoji"
    """What a smiley becomes: an ``emoji``, ``text`` as it was typed, or nothing (``drop``)."""
    raw_html: str = "keep"
    """HTML, and colours, sizes and the like that become HTML: ``keep`` what authors could show;
    ``safe``, elements, attributes and addresses of a list only, in pages of Markdown and for all
    links too (``pip install 'tiki2md[safe]'``); or ``drop`` the elements, and keep their text."""
    comments: str = "html"
    """Hidden text: kept as an ``html`` comment, or ``drop``-ped."""
    table_header: str = "auto"
    """The header row of a table: ``auto`` (its first row if all bold), ``first`` or ``empty``."""
    headings_below_title: bool = False
    """Headings are one level lower on a page that has one of the first level, but for its title
    below pictures and boxes alone; docusaurus and mkdocs always need that for their contents."""
    doi_punctuation: str = "outside"
    """Whether a DOI's trailing full stop stands ``outside`` or ``inside`` the link."""
    strip_title_dates: bool = False
    """Drop a month and year at the end of a title and its slug."""
    title_patterns: tuple[str, ...] = ()
    """Regular expressions: what they match is taken out of titles and slugs."""
    slugs: str = "unicode"
    """Names of files and addresses: letters of every script (``unicode``), or ``ascii``."""
    folders: str = "auto"
    """``structures`` of pages are folders in each other, or all wiki pages lie side by side
    (``flat``); ``auto`` is ``flat`` for gfm and commonmark, as wikis of GitHub have no folders."""
    page_lists: bool = True
    """Write lists of the pages in Markdown for targets that have no other navigation:
    ``_Sidebar.md`` and ``README.md`` for gfm and commonmark, notes for obsidian; and a page of
    all categories for each target but hugo."""
    quote_strings: bool = False
    """Double-quote every string in the front matter."""
    tiki_metadata: bool = True
    """Write page id, version and the like under ``tiki`` in the front matter."""
    lastmod: bool = True
    """Write the date of the last change in the front matter."""
    visibility: str = "public"
    """The pages of a site: ``public``, those that visitors could view, or ``all``; then the others
    are drafts."""
    keep_source: bool = False
    """Write the Tiki source of each page, too: ``.tiki2md/src`` has it under the page's path."""
    missing_links: str = "text"
    """What a link to a missing page becomes in a site: its ``text``, a ``link`` to the old wiki at
    ``site_url``, one to a ``stub`` that says that nobody wrote it, or its text and an ``error``."""
    discussions: str = "section"
    """Comments on a page, and answers in a forum: a ``section`` at its end; ``data``, a JSON file
    for each page; or ``none``."""
    languages: str = "split"
    """Pages and their translations: ``split``, each linked to the others as the target does it
    and, for Hugo, each language in a place of its own; or ``one``, as if there were no sets."""
    category_names: str = "name"
    """What a category is called: its ``name``, with as much of its path as tells it from others of
    that name; or its ``path``, as in ``Docs/Tools`` (for Obsidian a nested tag)."""
    copy_files: str = "referenced"
    """The files that a site gets: ``referenced`` by pages, ``all`` or ``none``."""
    people: str = "all"
    """Who wrote a page, in the front matter: ``all``, its creator and, where the export
    tells, who else wrote on it; the ``creator`` alone; or ``none``."""
    ip_addresses: bool = False
    """Name those who were not logged in by the address of their machine, where Tiki did so."""
    file_times: bool = False
    """Give the file of each page the time of its last change, which file managers and Obsidian
    show and sort by."""
    page_bundles: bool = False
    """For Hugo: a page has a folder with the files that only it uses, which are then not in
    ``static/files``."""
    old_urls: str = "paths"
    """Old addresses kept as aliases: ``paths`` that a static site can serve, the ``classic`` pair
    (page name, and page id as a query), or ``none``."""
    redirect_hosts: tuple[str, ...] = ()
    """For whom to write where old addresses lead now, queries too: ``nginx``, ``apache``,
    ``netlify``, ``cloudflare``, ``caddy`` or ``json``; a list, or names between commas."""
    dates: str = "datetime"
    """Dates in the front matter: ``datetime`` (ISO 8601, UTC) or ``date`` alone."""
    github_wiki: bool = False
    """For gfm: write what a wiki of GitHub shows. The home page is ``Home``, all pages lie side by
    side in files named by their titles, and links name a page without ``.md``."""
    obsidian_links: str = "wiki"
    """Links between notes: ``wiki`` links, or the ``markdown`` links of other programs."""
    site_url: str = ""
    """The wiki's own address, such as ``https://example.org/wiki/``: links to it become links
    between pages."""
    front_matter: FrontMatter = field(default_factory=FrontMatter, hash=False)
    """The table ``[frontmatter]`` of a file, for the target."""
    authors: tuple[tuple[str, str], ...] = ()
    """The table ``[authors]`` of a file: logins and the names to write instead."""
    rewrites: tuple[Rewrite, ...] = ()
    """The entries ``[[rewrite]]`` of a file, in their order."""

    def __post_init__(self) -> None:
        """Put Tiki's own mark in the place of an empty one, which would stand everywhere."""
        if not self.box_delimiter:
            object.__setattr__(self, "box_delimiter", "^")


TABLE_OPTIONS = frozenset({"authors", "front_matter", "rewrites"})
"""Options that are more than a value, and so are set by a table of a file only."""


PARSING_OPTIONS = frozenset(
    {
        "paragraph_formatting",
        "add_br",
        "tables",
        "monosp",
        "wikiwords",
        "wikiwords_usedash",
        "page_regex",
        "autolinks",
        "smileys",
        "box_delimiter",
        "three_colon_center",
        "dynamic_variables",
        "argument_variables",
        "page_separator",
        "markdown_pages",
    }
)
"""The options of the first group: a source parsed under the same ones has the same AST."""

PRESETS: dict[str, dict[str, Any]] = {
    "classic": {
        "target": "hugo",
        "line_breaks": "paragraph",
        "emphasis": "padded",
        "comments": "html",
        "doi_punctuation": "inside",
        "strip_title_dates": True,
        "folders": "flat",
        "quote_strings": True,
        "tiki_metadata": False,
        "lastmod": False,
        "old_urls": "classic",
        "dates": "date",
        "languages": "one",
        "people": "none",
    },
}
"""Named sets of options."""


def with_values(options: Options, values: dict[str, Any]) -> Options:
    """``options`` with some values replaced.

    Raises:
        ValueError: a name is no option.
    """
    names = {field.name for field in fields(Options)}
    for name in values:
        if name not in names:
            raise ValueError(f"there is no option {name!r}")
    return replace(options, **values)
