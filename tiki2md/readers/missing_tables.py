"""What an export does not hold, for want of a table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tiki2md.readers.schema import CATEGORIZED

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tiki2md.readers.schema import Tables

TOPICS: Mapping[str, tuple[str, ...]] = {
    "history": ("tiki_history",),
    "permissions": ("users_grouppermissions", "users_objectpermissions"),
    "categories": ("tiki_categories", "tiki_category_objects", "tiki_objects"),
    "tags": ("tiki_freetags", "tiki_freetagged_objects", "tiki_objects"),
    "structures": ("tiki_structures",),
    "translations": ("tiki_translated_objects",),
    "aliases and relations": ("tiki_object_relations",),
    "files": ("tiki_files",),
    "attachments": ("tiki_wiki_attachments",),
    "comments": ("tiki_comments",),
    "users": ("users_users",),
    "settings": ("tiki_preferences",),
    "blog posts": ("tiki_blog_posts",),
    "articles": ("tiki_articles",),
    "FAQs": ("tiki_faqs", "tiki_faq_questions"),
    "forums": ("tiki_forums", "tiki_comments"),
    "attachments in forums": ("tiki_forum_attachments",),
    "HTML pages": ("tiki_html_pages",),
    "trackers": ("tiki_trackers", "tiki_tracker_fields", "tiki_tracker_items"),
    "redirections": ("tiki_custom_route",),
}
"""What people look for, to the tables that hold it (tiki-exports §1-§4)."""


def lacks_of(tables: Tables) -> dict[str, str]:
    """The topics whose tables are not all there, to the first one that is missing.

    That may be because the wiki's Tiki was too old to have such a thing.
    """
    lacks: dict[str, str] = {}
    there = tables.rows.keys() | tables.others
    if "objId" in tables.columns.get(CATEGORIZED, ()):
        there.add("tiki_objects")  # Tiki 1 has them in this one table
    for topic, names in TOPICS.items():
        missing = [name for name in names if name not in there]
        if missing:
            lacks[topic] = missing[0]
    return lacks


def lacks_of_pages(*, history: bool) -> dict[str, str]:
    """The same for an export that holds nothing but pages (tiki-exports §5.2, §5.3).

    Args:
        history: whether old versions of the pages are in it.
    """
    return {
        topic: tables[0] for topic, tables in TOPICS.items() if topic != "history" or not history
    }
