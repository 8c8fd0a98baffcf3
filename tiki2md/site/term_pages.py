"""Pages about categories, for a generator that makes their lists and takes a text for each."""

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
    """Paths and texts of a page for each category of which the wiki had a description.

    Args:
        index: of the site.
        categories: of the wiki, by their ids.
        reporter: told of categories that can have none.
    """
    layout, used = index.layout, index.terms().get("categories", {})
    texts: dict[str, str] = {}
    if layout.term_folder is None:
        return texts
    for number, name in sorted(index.categories.items()):
        description = " ".join(categories[number].description.split())
        if not description or name not in used:
            continue
        folder = layout.term_folder(name)
        if not folder:
            reporter.report(Code.CATEGORY_TEXT, name=name)
            continue
        for language in used[name]:
            ending = f".{language}.md" if language else ".md"
            path = f"{layout.folder}/categories/{folder}/{layout.home}{ending}"
            metadata = {"title": name, "description": description}
            text = write(metadata, "", quote_strings=index.options.quote_strings)
            texts.setdefault(path, text)
    return texts
