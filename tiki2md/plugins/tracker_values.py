"""What readers saw of the value of a tracker's field, by the type of the field."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from tiki2md.plugins.snapshots import MOMENT, collated, date_of
from tiki2md.plugins.values import (
    ADDRESS,
    link_to_url,
    number,
    numbers,
    page_link,
    parse_inline,
    parse_lines,
    text,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from tiki2md.nodes import Node
    from tiki2md.plugins.facts import TrackerFieldFacts, TrackerItemFacts
    from tiki2md.plugins.registry import PluginContext
    from tiki2md.plugins.sitedata import SiteData

_PERSONAL = frozenset({"m", "p", "u", "U", "I"})
"""E-mail addresses, passwords and preferences, users, subscribers, IP numbers."""

_NO_VALUE = frozenset({"h", "x"})
"""A heading in the form, a button."""

_LINKS = {"r": ("fieldId", 1), "w": ("listFieldIdThere", 3)}
NUMBER = re.compile(r"[+-]?[0-9]{1,15}(?:\.[0-9]{1,15})?")
_NUMERIC = frozenset({"n", "b", "q", "f", "j"})
_MAX_LINKED = 4  # how far items that link to items are followed


def is_shown(field: TrackerFieldFacts) -> bool:
    """Whether a page may show a field: neither a hidden one nor one about persons."""
    return not field.hidden and field.kind not in _PERSONAL | _NO_VALUE


def shown_value(
    field: TrackerFieldFacts, item: TrackerItemFacts, site: SiteData, context: PluginContext
) -> list[Node]:
    """The nodes for the value that an item has in a field.

    Args:
        field: one that :func:`is_shown`.
        item: the item.
        site: the wiki.
        context: the page's context.
    """
    value = item.values.get(field.field_id, "").strip()
    if not context.inclusions.fits(value) or not value:
        return []
    if field.kind == "a":
        # Only further lines make blocks; a lone one stands behind a tag.
        return parse_lines(value, context) if "\n" in value else parse_inline(value, context)
    if field.kind == "k" and site.page(value) is not None:
        return [page_link(value)]
    if field.kind == "L":
        url, _, label = value.partition("|")
        url = url.strip()
        if ADDRESS.fullmatch(url):
            return [link_to_url(url, label.strip() or url)]
    return [text(text_value(field, value, site))]


def sort_key(field: TrackerFieldFacts, item: TrackerItemFacts) -> tuple[float, str]:
    """What items are sorted by in the order of a field: a number, or a text."""
    value = item.values.get(field.field_id, "").strip()
    if field.kind in _NUMERIC:
        return (float(value) if NUMBER.fullmatch(value) else float("-inf"), "")
    return 0, collated(value)


def text_value(field: TrackerFieldFacts, value: str, site: SiteData, depth: int = 0) -> str:
    """A value in words, on one line.

    Args:
        field: the field.
        value: what is stored.
        site: the wiki, which knows items, categories and files by their numbers.
        depth: how many items were followed to get here.
    """
    shown = " ".join(value.split())
    if field.kind in _LINKS:
        return _linked(field, shown, site, depth)
    words = _WORDS.get(field.kind)
    return words(field, shown, site) if words is not None else shown


def _checked(field: TrackerFieldFacts, shown: str, site: SiteData) -> str:
    del field, site
    return "y" if shown.lower() in ("y", "on", "1") else "n"


def _country(field: TrackerFieldFacts, shown: str, site: SiteData) -> str:
    del field, site
    return shown.replace("_", " ")


def _categories(field: TrackerFieldFacts, shown: str, site: SiteData) -> str:
    del field
    found = [site.category(one) for one in numbers(shown)]
    return ", ".join(category.name for category in found if category is not None) or shown


def _files(field: TrackerFieldFacts, shown: str, site: SiteData) -> str:
    del field
    found = [site.file(one) for one in numbers(shown)]
    return ", ".join(file.name or file.filename for file in found if file is not None) or shown


def _chosen(field: TrackerFieldFacts, shown: str, site: SiteData) -> str:
    del site
    labels = _labels(field.options)
    words = shown.split(",") if field.kind == "M" else [shown]
    return ", ".join(labels.get(word.strip(), word.strip()) for word in words)


def _moment(field: TrackerFieldFacts, shown: str, site: SiteData) -> str:
    """A date, with the time if the field has one and it is not midnight."""
    del site
    seconds = int(shown) if re.fullmatch(r"[0-9]{1,12}", shown) else 0
    # A date picker shows the date alone unless it is told otherwise, the other field both.
    precision = _option(field.options, "datetime", 0) or ("d" if field.kind == "j" else "dt")
    if precision != "d" and seconds % 86_400:
        return date_of(seconds, MOMENT) or shown
    return date_of(seconds) or shown


def _linked(field: TrackerFieldFacts, shown: str, site: SiteData, depth: int) -> str:
    """The words of the items that a value names, if they may be shown; else their numbers."""
    key, position = _LINKS[field.kind]
    wanted = number(_option(field.options, key, position))
    words = [_linked_text(one, wanted, site, depth) for one in numbers(shown)]
    return ", ".join(words) or shown


def _linked_text(item_id: int, field_id: int, site: SiteData, depth: int) -> str:
    item = site.tracker_item(item_id)
    tracker = site.tracker(item.tracker_id) if item is not None else None
    if item is None or tracker is None or depth >= _MAX_LINKED:
        return str(item_id)
    for field in tracker.fields:
        value = item.values.get(field.field_id, "").strip()
        if field.field_id == field_id and is_shown(field) and value:
            return text_value(field, value, site, depth + 1)
    return str(item_id)


def _labels(options: str) -> dict[str, str]:
    """Stored words to those shown, of a list such as ``a,b=Beta``."""
    stored = _stored(options)
    choices = stored.get("options") if stored is not None else options.split(",")
    words = choices if isinstance(choices, list) else []
    pairs = [str(word).partition("=") for word in words]
    return {name.strip(): label.strip() for name, equals, label in pairs if equals}


def _option(options: str, key: str, position: int) -> str:
    """One option of a type: by its name, or before Tiki 12 by its place."""
    stored = _stored(options)
    if stored is not None:
        value = stored.get(key, "")
        return str(value).strip() if isinstance(value, str | int) else ""
    words = options.split(",")
    return words[position].strip() if position < len(words) else ""


def _stored(options: str) -> dict[str, object] | None:
    """Options that are JSON; ``None`` of others."""
    if not options.lstrip().startswith("{"):
        return None
    try:
        stored = json.loads(options)
    except (ValueError, RecursionError):
        return {}
    return stored if isinstance(stored, dict) else {}


_WORDS: dict[str, Callable[[TrackerFieldFacts, str, SiteData], str]] = {
    "c": _checked,
    "d": _chosen,
    "D": _chosen,
    "R": _chosen,
    "M": _chosen,
    "e": _categories,
    "f": _moment,
    "j": _moment,
    "FG": _files,
    "y": _country,
}
