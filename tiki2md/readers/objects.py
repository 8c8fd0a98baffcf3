"""What Tiki's objects have in common: categories, tags and attributes."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from tiki2md.readers.names import page_key
from tiki2md.readers.schema import CATEGORIZED, number_of, text_of

if TYPE_CHECKING:
    from tiki2md.readers.schema import Tables

ObjectKey = tuple[str, str]
"""Tiki's word for the kind of an object, and what its name or id is compared by."""


def object_key(kind: str, name: str) -> ObjectKey:
    """How an object is found: names are compared as those of pages are."""
    return kind, page_key(name)


def categories_of_objects(tables: Tables) -> dict[ObjectKey, set[int]]:
    """The ids of the categories of each object that has any (tiki-exports §2)."""
    objects = _objects(tables)
    categories: defaultdict[ObjectKey, set[int]] = defaultdict(set)
    for row in tables.get("tiki_category_objects"):
        found = objects.get(text_of(row, "catObjectId"))
        if found is not None:
            categories[found].add(number_of(row, "categId"))
    return dict(categories)


def tags_of_objects(tables: Tables) -> dict[ObjectKey, list[str]]:
    """Tags as typed, by ``tagId``; a tag has a row for each user that set it."""
    objects = _objects(tables)
    names = {
        number_of(row, "tagId"): text_of(row, "raw_tag") or text_of(row, "tag")
        for row in tables.get("tiki_freetags")
    }
    tag_ids: defaultdict[ObjectKey, set[int]] = defaultdict(set)
    for row in tables.get("tiki_freetagged_objects"):
        found = objects.get(text_of(row, "objectId"))
        tag_id = number_of(row, "tagId")
        if found is not None and names.get(tag_id):
            tag_ids[found].add(tag_id)
    return {
        found: list(dict.fromkeys(names[tag_id] for tag_id in sorted(ids)))
        for found, ids in tag_ids.items()
    }


def file_attributes(tables: Tables, attribute: str) -> dict[int, str]:
    """The values of an attribute of files, by ``fileId`` (tiki-exports §1)."""
    return {
        number_of(row, "itemId"): text_of(row, "value")
        for row in tables.get("tiki_object_attributes")
        if row.get("type") == "file" and row.get("attribute") == attribute
    }


def _objects(tables: Tables) -> dict[str, ObjectKey]:
    """``tiki_objects.objectId`` to the object that it stands for."""
    return {
        text_of(row, number): object_key(text_of(row, "type"), text_of(row, name))
        for table, number, name in (
            (CATEGORIZED, "catObjectId", "objId"),
            ("tiki_objects", "objectId", "itemId"),
        )
        for row in tables.get(table)
        if row.get("type")
    }
