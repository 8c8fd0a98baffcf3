"""Trackers, Tiki's tables of records."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(slots=True, kw_only=True)
class TrackerField:
    """A field of a tracker (table ``tiki_tracker_fields``)."""

    field_id: int
    name: str = ""
    perm_name: str = ""
    """The name by which calls may know it, besides its number."""
    kind: str = "t"
    """Tiki's letter or word for its type: ``t`` text, ``a`` text area, ``d`` drop-down …"""
    position: int = 0
    main: bool = False
    """Whether its value is the title of an item."""
    public: bool = True
    """Whether lists in pages may show it."""
    hidden: bool = False
    """Whether it was shown to some users only."""
    options: str = ""
    """Of its type, as stored: JSON, or before Tiki 12 words between commas."""


@dataclass(slots=True, kw_only=True)
class TrackerItem:
    """An item of a tracker (table ``tiki_tracker_items``)."""

    item_id: int
    tracker_id: int = 0
    status: str = "o"
    """``o`` open, ``p`` pending or ``c`` closed."""
    created: int = 0
    modified: int = 0
    values: dict[int, str] = field(default_factory=dict)
    """By the ids of fields, as stored."""


@dataclass(slots=True, kw_only=True)
class Tracker:
    """A tracker, Tiki's table of records (table ``tiki_trackers``)."""

    tracker_id: int
    name: str = ""
    description: str = ""
    order: str = ""
    """How its items are sorted, such as ``f_3_asc`` or ``created_desc``; empty for none."""
    dates: tuple[str, ...] = ()
    """Which dates of its items lists show by default: ``created``, ``lastModif``."""
    statuses: str = "opc"
    """The statuses of the items that an anonymous visitor could view."""
    fields: list[TrackerField] = field(default_factory=list)
    """In their order."""
    items: list[TrackerItem] = field(default_factory=list)
    """By their ids."""
