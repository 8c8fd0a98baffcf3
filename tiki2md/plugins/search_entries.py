"""What LIST finds, as templates and orders ask for it: pages, files, and items of trackers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from tiki2md.plugins.files import title_of
from tiki2md.plugins.snapshots import DAY, MOMENT, collated, date_of, link_to
from tiki2md.plugins.tracker_values import is_shown, shown_value, sort_key
from tiki2md.plugins.values import has_blocks, link_to_url, text
from tiki2md.tiki_urls import file_form

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tiki2md.nodes import Node
    from tiki2md.plugins.facts import (
        FileFacts,
        PageFacts,
        TrackerFacts,
        TrackerFieldFacts,
        TrackerItemFacts,
    )
    from tiki2md.plugins.registry import PluginContext
    from tiki2md.plugins.sitedata import SiteData

    _Key = tuple[float, str]
    _Dated = PageFacts | FileFacts | TrackerItemFacts

_DATES = {"date": DAY, "datetime": MOMENT}
_PREFIX = "tracker_field_"
_FIELDS: Mapping[str, Callable[[PageFacts], str]] = {
    "title": lambda page: page.name,
    "description": lambda page: " ".join(page.description.split()),
    "language": lambda page: page.language,
    "object_type": lambda page: page.kind,
    "object_id": lambda page: page.name if page.kind == "wiki page" else str(page.page_id),
}


class NotShownError(Exception):
    """The export cannot tell what a template shows."""


class Entry(Protocol):
    """Something that a search finds."""

    def shown(self, name: str, form: str, default: str) -> list[Node]:
        """What readers see of a field in a format; ``default`` stands for nothing.

        Raises:
            NotShownError: only Tiki can tell.
        """

    def key(self, name: str) -> _Key | None:
        """What it is sorted by in the order of a field; ``None`` if only Tiki can tell."""


def _moments(one: _Dated) -> dict[str, int]:
    """The dates of what is found, by their names in templates and orders."""
    return {"modification_date": one.modified, "creation_date": one.created}


def _date(one: _Dated, name: str, form: str) -> list[Node] | None:
    """A date in a format; ``None`` if something else is asked for."""
    moment, pattern = _moments(one).get(name), _DATES.get(form)
    if moment is None or pattern is None:
        return None
    return [text(date_of(moment, pattern))]


def _dates(one: _Dated) -> dict[str, _Key]:
    """What is sorted by, in the orders of dates."""
    return {name: (moment, "") for name, moment in _moments(one).items()}


@dataclass(frozen=True, slots=True)
class PageEntry:
    """A page, an article or a post."""

    page: PageFacts

    def shown(self, name: str, form: str, default: str) -> list[Node]:
        """As :meth:`Entry.shown`."""
        if (date := _date(self.page, name, form)) is not None:
            return date
        if name not in _FIELDS or form not in {"plain", "objectlink"}:
            raise NotShownError(f"{name} as {form}")
        value = _FIELDS[name](self.page) or default
        return [link_to(self.page, value) if form == "objectlink" else text(value)]

    def key(self, name: str) -> _Key | None:
        """As :meth:`Entry.key`."""
        keys: dict[str, _Key] = {
            **_dates(self.page),
            "title": (0, collated(self.page.name)),
            "language": (0, self.page.language),
        }
        return keys.get(name)


@dataclass(frozen=True, slots=True)
class FileEntry:
    """A file of a gallery."""

    file: FileFacts

    def shown(self, name: str, form: str, default: str) -> list[Node]:
        """As :meth:`Entry.shown`."""
        if (date := _date(self.file, name, form)) is not None:
            return date
        if name not in _OF_FILES or form not in {"plain", "objectlink"}:
            raise NotShownError(f"{name} as {form}")
        value = _OF_FILES[name](self) or default
        if form == "plain":
            return [text(value)]
        return [link_to_url(file_form(self.file.file_id).address, value)]

    def key(self, name: str) -> _Key | None:
        """As :meth:`Entry.key`."""
        keys: dict[str, _Key] = {
            **_dates(self.file),
            "title": (0, collated(title_of(self.file))),
            "filename": (0, collated(self.file.filename)),
            "filesize": (self.file.size, ""),
            "object_id": (self.file.file_id, ""),
        }
        return keys.get(name)


_OF_FILES: Mapping[str, Callable[[FileEntry], str]] = {
    "title": lambda entry: title_of(entry.file),
    "name": lambda entry: title_of(entry.file),
    "filename": lambda entry: entry.file.filename,
    "description": lambda entry: " ".join(entry.file.description.split()),
    "filetype": lambda entry: entry.file.media_type,
    "object_type": lambda _: "file",
    "object_id": lambda entry: str(entry.file.file_id),
}


def field_of(tracker: TrackerFacts, name: str) -> TrackerFieldFacts | None:
    """The field that the index calls ``name``; ``None`` for one that may not be shown."""
    for field in tracker.fields:
        named = field.main if name == "title" else name == f"{_PREFIX}{field.perm_name}"
        if named and is_shown(field):
            return field
    return None


@dataclass(frozen=True, slots=True)
class ItemEntry:
    """An item of a tracker; it has no page of its own, so that no link leads to it."""

    item: TrackerItemFacts
    tracker: TrackerFacts
    site: SiteData
    context: PluginContext

    def stored(self, name: str) -> str:
        """The value of a field; nothing for one that may not be asked."""
        field = field_of(self.tracker, name)
        return "" if field is None else self.item.values.get(field.field_id, "").strip()

    def shown(self, name: str, form: str, default: str) -> list[Node]:
        """As :meth:`Entry.shown`."""
        if (date := _date(self.item, name, form)) is not None:
            return date
        if name == "object_id" and form == "plain":
            return [text(str(self.item.item_id))]
        field = field_of(self.tracker, name)
        if field is None or form not in {"plain", "objectlink", "trackerrender"}:
            raise NotShownError(f"{name} as {form}")
        value = shown_value(field, self.item, self.site, self.context) or [text(default)]
        if has_blocks(value):
            raise NotShownError(f"blocks of {name}")
        return value

    def key(self, name: str) -> _Key | None:
        """As :meth:`Entry.key`."""
        keys: dict[str, _Key] = {**_dates(self.item), "object_id": (self.item.item_id, "")}
        field = field_of(self.tracker, name)
        return sort_key(field, self.item) if field is not None else keys.get(name)
