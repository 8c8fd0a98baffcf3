"""Which files of galleries the filters of LIST find (tiki-syntax §11.1)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tiki2md.plugins.files import title_of
from tiki2md.plugins.search_entries import FileEntry
from tiki2md.plugins.search_filters import has_words, passing, questions_of, words_of
from tiki2md.plugins.snapshots import collated
from tiki2md.plugins.values import numbers

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from tiki2md.plugins.sitedata import SiteData

    _Test = Callable[[FileEntry], bool]

_TEXTS: Mapping[str, Callable[[FileEntry], str]] = {
    "title": lambda entry: title_of(entry.file),
    "filename": lambda entry: entry.file.filename,
    "filetype": lambda entry: entry.file.media_type,
}


def files_found(site: SiteData, filters: Sequence[Mapping[str, str]]) -> Sequence[FileEntry] | None:
    """The files that pass all filters; ``None`` if only Tiki can tell."""
    tests = [_test(*asked) for asked in questions_of(filters) if asked.how != "type"]
    return passing(map(FileEntry, site.files()), tests)


def _test(field: str, how: str, value: str) -> _Test | None:
    """What a filter asks of a file; ``None`` for what no index but Tiki's can answer."""
    if field == "gallery_id" and how in {"exact", "content"} and value.isdecimal():
        gallery = numbers(value)
        return lambda entry: entry.file.gallery_id in gallery
    read = _TEXTS.get(field)
    if read is None:
        return None
    if how == "exact":
        return lambda entry: collated(read(entry)) == collated(value)
    words = words_of(value) if how == "content" else None
    return None if words is None else (lambda entry: has_words(read(entry), words))
