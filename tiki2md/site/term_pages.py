"""Pages about categories and tags, for a generator that makes lists and takes texts for them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tiki2md.diagnostics import Code, Reporter
from tiki2md.site.frontmatter import write

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tiki2md.model import Category
    from tiki2md.site.index import SiteIndex


def term_pages(
    index: SiteIndex, categories: Mapping[int, Category], reporter: Reporter
) -> dict[str, str]:
    """Paths and texts of a page for each category and tag of which there is more than its name.

    That is a category of which the wiki had a description, and whatever has a name too long for
    front matter, where a shorter one stands for it.

    Args:
        index: of the site.
        categories: of the wiki, by their ids.
        reporter: told of categories that can have none, and of names that are shortened.
    """
    layout = index.layout
    texts: dict[str, str] = {}
    if layout.term_folder is None:
        return texts
    described = _descriptions(index, categories)
    for kind, terms in index.terms().items():
        for name, languages in terms.items():
            description = described.get(name, "") if kind == "categories" else ""
            used = layout.term_name(name)
            if used != name:
                reporter.report(Code.TERM_SHORTENED, name=name, used=used)
            elif not description:
                continue
            folder = layout.term_folder(name)
            if not folder and description:
                reporter.report(Code.CATEGORY_TEXT, name=name)
            metadata = {"title": name} | ({"description": description} if description else {})
            text = write(metadata, "", quote_strings=index.options.quote_strings)
            for language in languages if folder else ():
                ending = f".{language}.md" if language else ".md"
                texts.setdefault(f"{layout.folder}/{kind}/{folder}/{layout.home}{ending}", text)
    return texts


def _descriptions(index: SiteIndex, categories: Mapping[int, Category]) -> dict[str, str]:
    """By the names that pages have of categories, that of the oldest of each."""
    described: dict[str, str] = {}
    for number, name in sorted(index.categories.items()):
        if description := " ".join(categories[number].description.split()):
            described.setdefault(name, description)
    return described
