"""What differs between the sites of the targets: folders, names, front matter."""

from __future__ import annotations

from dataclasses import dataclass, field
from posixpath import basename, relpath
from typing import TYPE_CHECKING, Any

from tiki2md.site.names import encode
from tiki2md.site.terms import hugo_name, hugo_term, hugo_term_folder
from tiki2md.site.theme_text import html_metadata, script_metadata

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping


FILES_URL = "files"
"""Where every site serves its pictures and downloads, below its root."""


def _as_it_is(metadata: dict[str, Any]) -> dict[str, Any]:
    return metadata


@dataclass(frozen=True, slots=True)
class Layout:
    """The shape of a site (users-and-targets §2.1, §2.2).

    Attributes:
        folder: where pages live, below the root; empty for the root itself.
        home: stem of the wiki's home page; empty to treat it like any other.
        index: stem of the page that a folder shows; empty for that of the folder's own name.
        folders: what the option ``folders`` means by ``auto``.
        reserved: stems that mean something else to the target.
        front_matter: whether pages have any.
        custom_key: the key under which a target wants keys that it does not know.
        html_links: ``.md`` for a target that finds files from any link; ``folder`` for one
            that does so in Markdown only, and serves each page as a folder.
        files: the folder, below the root, of pictures and downloads.
        front_matter_of: whose names the keys of the front matter have (``frontmatter_names``).
        scaffold: name of the files that make it a site that builds; empty for none.
        needs_a_page: whether its generator builds no site without any page.
        served_by: the command that shows the site to its maintainer, with ``{folder}`` in it;
            empty for none.
        page_url: the URL of a page from the root of the site, with ``{stem}`` in it; empty
            for what ``html_links`` says: a file with its ending, or a folder.
        terms: makes of a category or tag its part of a URL, decoded; ``None`` for a target
            without lists of them, which it has at ``/categories/`` and ``/tags/``.
        term_folder: makes of a category or tag the folder of a text about it; empty if it can
            have none.
        term_name: makes of a category or tag what pages call it in their front matter.
        navigation: how it is told the order of its pages: a module of ``site.navigation``,
            ``lists`` of pages in Markdown, or ``notes`` that map structures.
        comments: the folder for comments as data.
        published: the folder whose files are published as they are; empty for the root.
        stubs: whether old addresses become pages that lead on, since it knows no aliases.
        no_stub: characters that it does not copy as part of a name.
        redirects: the folder for what web servers are to be told, which is not published.
        keys: what it calls a key of the front matter, empty for one that it has no use for.
        alias_ending: what it adds to an old path to make it the name of a file.
        page_keys: whether a page's language has a key of its own.
        file_names: ``slugs``; ``titles`` where the name of the file is the title; or ``words``,
            slugs as readers see them, in the letters of the title.
        by_name: pages lie side by side, and links name them without an ending.
        drafts_by_address: a link to the file of a draft would stop the build, so it has the address
            at which the page is served where drafts are shown.
        anchors: links lead to the ``ids`` of headings, or to their ``titles``.
        html_from_file: addresses of files in HTML count from the page's own file, not its URL.
        file_ending: what a file's name gets that has no ending.
        bundles: whether a page and its own files can have a folder (option ``page_bundles``).
        flat: a key holds a value or a list of values; dates have no zone, tags no spaces,
            and ``aliases`` are other names.
        translations: how pages in other languages are told: they stand ``apart``, a key holds
            their ``urls`` or ``links`` to them, or there is a ``line`` of links above the text.
        metadata: makes of the metadata of a page what its generator and themes can take.
    """

    folder: str = ""
    home: str = ""
    index: str = "README"
    folders: str = "flat"
    reserved: frozenset[str] = frozenset()
    front_matter: bool = False
    custom_key: str = ""
    html_links: str = ".md"
    files: str = "files"
    front_matter_of: str = "hugo"
    scaffold: str = ""
    needs_a_page: bool = False
    served_by: str = ""
    page_url: str = ""
    terms: Callable[[str], str] | None = None
    term_folder: Callable[[str], str] | None = None
    term_name: Callable[[str], str] = str
    navigation: str = "lists"
    comments: str = "comments"
    published: str = ""
    stubs: bool = False
    no_stub: str = ""
    redirects: str = "redirects"
    keys: Mapping[str, str] = field(default_factory=dict)
    alias_ending: str = ""
    page_keys: bool = False
    file_names: str = "slugs"
    by_name: bool = False
    drafts_by_address: bool = False
    anchors: str = "ids"
    html_from_file: bool = False
    file_ending: str = ""
    bundles: bool = False
    flat: bool = False
    translations: str = "line"
    metadata: Callable[[dict[str, Any]], dict[str, Any]] = _as_it_is

    def path(self, stem: str, language: str = "") -> str:
        """The path of a page's file, below the root.

        Args:
            stem: the path below the folder for pages, without its ending.
            language: the part of it that tells its language, if any.
        """
        name = f"{stem}.{language}.md" if language else f"{stem}.md"
        return f"{self.folder}/{name}" if self.folder else name

    def in_folders(self, wanted: str) -> bool:
        """Whether structures are folders.

        Args:
            wanted: the value of the option ``folders``.
        """
        chosen = self.folders if wanted == "auto" else wanted
        return chosen == "structures" and not self.by_name

    def url(self, stem: str, *, is_index: bool = False, language: str = "") -> str:
        """The URL of a page, encoded, from the root of the site.

        Args:
            stem: the path of its file below the folder for pages, without its ending.
            is_index: whether it is what its folder shows.
            language: the folder of its language, if that has one.
        """
        root = f"/{encode(language)}" if language else ""
        if is_index and (self.page_url or self.html_links == "folder"):
            folder = stem.rpartition("/")[0]
            return f"{root}/{encode(folder)}/" if folder else f"{root}/"
        pattern = self.page_url or ("/{stem}/" if self.html_links == "folder" else "/{stem}.md")
        return root + pattern.replace("{stem}", encode(stem))

    def way(self, path: str, folder: str = "") -> str:
        """The way, encoded, that a link in Markdown takes to a page.

        Args:
            path: of the page's file, below the root of the site.
            folder: of the file that holds the link.
        """
        return encode(path.removesuffix(".md") if self.by_name else relpath(path, folder or "."))

    def names(self, paths: Iterable[str]) -> dict[str, str]:
        """What links name pages by that say no folder: the paths of their files.

        Args:
            paths: of the files of all pages.
        """
        return {
            basename(path.removesuffix(".md") if self.by_name else path): path for path in paths
        }

    def file_url(self, path: str) -> str:
        """The URL of a file, encoded, by its path below the folder for files."""
        return encode(f"/{FILES_URL}/{path}")

    def term_url(self, kind: str, name: str, language: str = "") -> str:
        """The URL of the list of pages in a category or with a tag, encoded.

        Args:
            kind: ``categories`` or ``tags``.
            name: of the category or tag; empty for the list of all.
            language: the folder of the language of those pages, if that has one.

        Returns:
            nothing where the target has no such list.
        """
        if self.terms is None:
            return ""
        term = self.terms(name)
        if name and not term:
            return ""
        root = f"/{language}/{kind}/" if language else f"/{kind}/"
        return encode(f"{root}{term}/" if term else root, safe="/!$&'()*+,;=:@~")


LAYOUTS: dict[str, Layout] = {
    "hugo": Layout(
        folder="content",
        home="_index",
        index="_index",
        folders="structures",
        # ``index`` would make one leaf bundle of all pages; the others are lists of Hugo's own.
        reserved=frozenset({"index", "categories", "tags"}),
        front_matter=True,
        custom_key="params",
        html_links="folder",
        # What several pages use, or all: files of one page may stand beside it.
        files="static/files",
        bundles=True,
        scaffold="hugo",
        served_by="hugo server -s {folder}",
        navigation="hugo",
        terms=hugo_term,
        term_folder=hugo_term_folder,
        term_name=hugo_name,
        published="static",
        translations="apart",
        comments="data/comments",
    ),
    "mkdocs": Layout(
        folder="docs",
        home="index",
        index="index",
        folders="structures",
        # A README would be the page of its folder; the tags have a page of their own.
        reserved=frozenset({"index", "readme", "tags"}),
        front_matter=True,
        front_matter_of="mkdocs",
        # Beside the pages: links to them are checked.
        files="docs/files",
        scaffold="mkdocs",
        needs_a_page=True,
        served_by=(
            "pip install -r {folder}/requirements.txt && mkdocs serve -f {folder}/mkdocs.yml"
        ),
        navigation="mkdocs",
        page_url="/{stem}/",
        published="docs",
        stubs=True,
        metadata=html_metadata,
    ),
    "docusaurus": Layout(
        folder="docs",
        home="index",
        index="index",
        folders="structures",
        # Both would be the page of their folder; the tags have pages of their own.
        reserved=frozenset({"index", "readme", "tags"}),
        front_matter=True,
        front_matter_of="docusaurus",
        # Links to them are checked; and they are served under their own names, too.
        files="static/files",
        scaffold="docusaurus",
        needs_a_page=True,
        served_by="cd {folder} && npm install && npm start",
        navigation="docusaurus",
        page_url="/{stem}",
        published="static",
        stubs=True,
        # They are written as ``require(…)``.
        html_from_file=True,
        # A link to a file without one is to it a link to a page.
        file_ending=".bin",
        # Its bundler takes what follows for the fragment of an address.
        no_stub="#",
        drafts_by_address=True,
        metadata=script_metadata,
    ),
    "jekyll": Layout(
        home="index",
        index="index",
        folders="structures",
        # The first is in no list of pages, the others are files that Jekyll's plugins write.
        reserved=frozenset({"404", "index", "feed", "redirects", "robots", "sitemap"}),
        front_matter=True,
        front_matter_of="jekyll",
        scaffold="jekyll",
        served_by="cd {folder} && bundle install && bundle exec jekyll serve",
        navigation="jekyll",
        keys={
            "slug": "",
            "aliases": "redirect_from",
            "lastmod": "last_modified_at",
            "weight": "nav_order",
            "linkTitle": "nav_title",
        },
        alias_ending=".html",
        page_keys=True,
        page_url="/{stem}.html",
        # Jekyll publishes no folder with such a name.
        redirects="_server",
        translations="urls",
        comments="_data/comments",
    ),
    "obsidian": Layout(
        index="",
        folders="structures",
        navigation="notes",
        front_matter=True,
        front_matter_of="obsidian",
        keys={
            "title": "",
            "slug": "",
            "date": "created",
            "lastmod": "modified",
            "weight": "",
            "linkTitle": "",
        },
        page_keys=True,
        file_names="titles",
        anchors="titles",
        flat=True,
        translations="links",
    ),
}
"""Targets whose site is more than a folder of Markdown files."""


GITHUB_WIKI = Layout(
    home="Home",
    file_names="words",
    by_name=True,
    # The first is the start page.
    reserved=frozenset({"home"}),
    page_url="/{stem}",
)
"""A wiki of GitHub: it finds a page by its name alone, and shows that as its title."""


def layout_of(target: str, *, github_wiki: bool = False) -> Layout:
    """The layout of ``target``; plain files in one folder where nothing else is known.

    Args:
        target: its name.
        github_wiki: the option of that name, which means something for gfm.
    """
    if github_wiki and target == "gfm":
        return GITHUB_WIKI
    return LAYOUTS.get(target, Layout())
