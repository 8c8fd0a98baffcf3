"""Several wikis to one."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tiki2md.diagnostics import Code, Reporter
from tiki2md.readers.tables import page_key

if TYPE_CHECKING:
    from tiki2md.model import Wiki


def merge_into(wiki: Wiki, other: Wiki, reporter: Reporter) -> None:
    """Add ``other`` to ``wiki``; what ``wiki`` has already stays as it is.

    A page of the same name is left out, and reported if its text differs
    (``SOURCE_PAGE_TWICE``).  Categories of another wiki may have the same ids;
    those get new ones.
    """
    ids = _category_ids(wiki, other)
    for old, category in other.categories.items():
        wiki.categories.setdefault(
            ids[old],
            replace(
                category,
                category_id=ids[old],
                parent_id=ids.get(category.parent_id, category.parent_id),
            ),
        )
    known = {page_key(page.name): page for page in wiki.pages}
    for page in other.pages:
        first = known.setdefault(page_key(page.name), page)
        if first is page:
            page.categories = sorted(ids.get(number, number) for number in page.categories)
            wiki.pages.append(page)
        elif first.source != page.source:
            reporter.report(
                Code.SOURCE_PAGE_TWICE, page=page.name, first=first.origin, where=page.origin
            )
    wiki.files = {**other.files, **wiki.files}
    wiki.attachments = {**other.attachments, **wiki.attachments}
    wiki.preferences = {**other.preferences, **wiki.preferences}
    wiki.external_wikis = {**other.external_wikis, **wiki.external_wikis}
    wiki.dynamic_variables = {**other.dynamic_variables, **wiki.dynamic_variables}
    if not wiki.places:  # the ids of two wikis mean different places
        wiki.places = other.places
    wiki.translations += other.translations
    if not wiki.trackers:  # and different trackers, items and fields
        wiki.trackers = other.trackers
    if not wiki.contents:
        wiki.contents = other.contents
    wiki.references = {**other.references, **wiki.references}
    wiki.copyrights = {**other.copyrights, **wiki.copyrights}


def _category_ids(wiki: Wiki, other: Wiki) -> dict[int, int]:
    """The id that each category of ``other`` gets in ``wiki``."""
    free = max([0, *wiki.categories, *other.categories]) + 1
    ids: dict[int, int] = {}
    for number in other.categories:
        taken = number in wiki.categories
        if taken and wiki.category_path(number) != other.category_path(number):
            ids[number] = free
            free += 1
        else:
            ids[number] = number
    return ids
