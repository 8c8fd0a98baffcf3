"""What all answers of an index are made of, but for the texts of pages, as one digest.

Where two runs have the same, links lead where they led, and the index says the same of each
page, without asking one by one.  It may differ where nothing of that does.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from operator import attrgetter
from typing import TYPE_CHECKING

from tiki2md.migration.questions import digest_of_all
from tiki2md.model import Blob, Page
from tiki2md.site.entries import Entry
from tiki2md.site.layout import Layout

if TYPE_CHECKING:
    from tiki2md.site.index import SiteIndex

_OF_TEXTS = frozenset(
    {
        *("source", "modified", "last_editor", "version", "edit_comment", "hits"),
        *("versions", "editors", "origin", "heading_length"),
    }
)
"""Fields of a page that are others whenever it is edited or read; no other page tells them."""
_LASTING = attrgetter(*(field.name for field in fields(Page) if field.name not in _OF_TEXTS))
_GIVEN = attrgetter(
    *(
        field.name
        for field in fields(Entry)
        if field.name not in {"pages", "number", "former", "wanted_by"}
    )
)


def index_digest(index: SiteIndex) -> str:
    """The digest of what an index is made of, without the options and what is in the setting.

    Args:
        index: of the site, complete.
    """
    return digest_of_all(_parts_of(index))


def _parts_of(index: SiteIndex) -> Iterator[object]:
    """Everything else in the index leads to an entry by what its pages say here."""
    for entry in index.entries:
        yield _GIVEN(entry)
        yield _LASTING(entry.page)
        yield from _parts(entry.former)
        yield from _parts(entry.wanted_by)
    yield from sorted(index.left_out)
    tables = index.files, index.languages, index.categories, index.category_list, index.people
    yield from _parts(tables)


def _parts(value: object) -> Iterator[object]:
    """A value in parts that are small, and the same whenever the same is read."""
    if isinstance(value, Entry):
        yield value.path
    elif isinstance(value, Page):
        yield _LASTING(value)
    elif isinstance(value, Blob):
        yield value.size, value.md5
    elif isinstance(value, Mapping):
        yield len(value)
        for pair in value.items():
            yield from _parts(pair)
    elif isinstance(value, list | tuple):
        yield len(value)
        for item in value:
            yield from _parts(item)
    elif is_dataclass(value):
        # A layout is made of the options.
        for field in () if isinstance(value, Layout) else fields(value):
            yield from _parts(getattr(value, field.name))
    else:
        yield value
