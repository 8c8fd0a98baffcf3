"""How a page's metadata tells of its translations, in the way of each target."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from tiki2md.site.languages import bcp47, language_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tiki2md.site.index import Entry, SiteIndex


def translations_of(index: SiteIndex, entry: Entry) -> Iterator[tuple[str, Entry]]:
    """The translations of a page, without itself, each with what to call it.

    That is the name of its language in itself; with the title where two are in one language,
    and the title alone where nobody said which language it is.
    """
    own = entry.name
    pages = [page for page in index.languages.set_of(entry.page) if page.name != own]
    tags = Counter(bcp47(page.language) for page in pages)
    for page in pages:
        other, tag = index.entry_of(page), bcp47(page.language)
        name = language_name(tag) if tag else other.title
        yield f"{name}: {other.title}" if tag and tags[tag] > 1 else name, other


def translation_metadata(index: SiteIndex, entry: Entry) -> dict[str, Any]:
    """The keys of a page's front matter that tell of its translations, empty without any."""
    way = index.layout.translations
    if way == "line":
        return {}
    if way == "apart":
        pages = index.languages.counterparts(entry.page) if index.languages.apart else ()
        return {"translationKey": index.entry_of(pages[0]).stem if pages else ""}
    found = translations_of(index, entry)
    if way == "links":
        return {"translations": [f"[[{other.stem.rpartition('/')[2]}]]" for _, other in found]}
    urls = [
        {"lang": bcp47(other.page.language), "name": name, "url": index.url(other)}
        for name, other in found
    ]
    return {"translations": urls}
