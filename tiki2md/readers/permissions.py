"""What an anonymous visitor of the wiki could see.

Tiki asks the object, then its categories, then what the object lies in, then the
categories of that, then the whole site.  The first place that says anything about
anybody decides alone (tiki-exports §1).
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from tiki2md.readers.objects import ObjectKey, categories_of_objects, object_key
from tiki2md.readers.schema import number_of, text_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tiki2md.readers.schema import Row, Tables

ANONYMOUS = "Anonymous"
"""The group of whoever is not logged in."""

_GROUPS_SHOWN = 5
_ADMIN = "tiki_p_admin"
_ADMINS = {
    "tiki_p_view": "tiki_p_admin_wiki",
    "tiki_p_wiki_view_comments": "tiki_p_admin_wiki",
    "tiki_p_wiki_view_attachments": "tiki_p_admin_wiki",
    "tiki_p_read_comments": "tiki_p_admin_comments",
    "tiki_p_download_files": "tiki_p_admin_file_galleries",
    "tiki_p_read_article": "tiki_p_admin_cms",
    "tiki_p_read_blog": "tiki_p_blog_admin",
    "tiki_p_view_faqs": "tiki_p_admin_faqs",
    "tiki_p_forum_read": "tiki_p_admin_forum",
    "tiki_p_view_calendar": "tiki_p_admin_calendar",
    "tiki_p_view_trackers": "tiki_p_admin_trackers",
    "tiki_p_view_trackers_pending": "tiki_p_admin_trackers",
    "tiki_p_view_trackers_closed": "tiki_p_admin_trackers",
}
"""Permissions to administrate that include one to look."""

_Groups = dict[str, set[str]]
"""Names of groups, to the permissions that they have."""


class Rule(NamedTuple):
    """What one place says.

    Attributes:
        place: where it was said, for people.
        groups: names of groups, to the permissions that they have.
    """

    place: str
    groups: Mapping[str, set[str]]

    def who_may(self, *permissions: str) -> list[str]:
        """The groups with any of ``permissions``, sorted."""
        wanted = {_ADMIN, *permissions, *(_ADMINS[name] for name in permissions if name in _ADMINS)}
        return sorted(group for group, granted in self.groups.items() if granted & wanted)


class Permissions:
    """The rules of one wiki.

    Where the export lacks a table, its rules are not known and nothing is hidden by
    them; ``Wiki.lacks`` tells which.

    Args:
        tables: the export.
        preferences: ``feature_categories`` says whether categories count.
    """

    def __init__(self, tables: Tables, preferences: Mapping[str, str]) -> None:
        self._rules: defaultdict[tuple[str, str], _Groups] = defaultdict(dict)
        self._kinds: set[str] = set()
        for row in tables.get("users_objectpermissions"):
            kind = text_of(row, "objectType")
            self._kinds.add(kind)
            _grant(self._rules[kind, text_of(row, "objectId").lower()], row)
        self._of_tiki_1 = "is_html" not in tables.columns.get("tiki_pages", ("is_html",))
        self._site: _Groups | None = None
        if "users_grouppermissions" in tables.rows:
            self._site = {}
            for row in tables.get("users_grouppermissions"):
                _grant(self._site, row)
        self._categories: dict[ObjectKey, set[int]] = {}
        # Off by default, and a site stores what differs; no preferences at all say nothing.
        if not preferences or preferences.get("feature_categories") == "y":
            self._categories = categories_of_objects(tables)
        self._names = {
            number_of(row, "categId"): text_of(row, "name") for row in tables.get("tiki_categories")
        }

    def of_visitors(self) -> frozenset[str] | None:
        """What an anonymous visitor may do on the whole site; ``None`` if nothing is known."""
        return None if self._site is None else frozenset(self._site.get(ANONYMOUS, ()))

    def rule(
        self, kind: str, name: str, parent: tuple[str, str] | None = None, word: str = ""
    ) -> Rule | None:
        """What decides about an object; ``None`` if nothing is known.

        Args:
            kind: Tiki's word for its kind, such as ``wiki page``.
            name: its name as stored, or its id.
            parent: kind and id of what it lies in, such as the gallery of a file.
            word: what people call the object, if not ``kind``.
        """
        for rule in self._places(kind, name, parent, word or kind):
            if rule.groups:
                return rule
        return Rule("permissions of the whole site", self._site) if self._site is not None else None

    def hidden(
        self,
        *permissions: str,
        kind: str,
        name: str,
        parent: tuple[str, str] | None = None,
        word: str = "",
        deed: str = "view",
    ) -> str:
        """Why an anonymous visitor could not see an object; empty if he could.

        Args:
            permissions: those of which one is enough.
            kind: as for ``rule``; so are ``name``, ``parent`` and ``word``.
            name: see there.
            parent: see there.
            word: see there.
            deed: the verb of the reason.
        """
        rule = self.rule(kind, name, parent, word)
        if rule is None:
            return ""
        groups = rule.who_may(*permissions)
        if ANONYMOUS in groups:
            return ""
        who = ", ".join(groups[:_GROUPS_SHOWN])
        if len(groups) > _GROUPS_SHOWN:
            who += f" and {len(groups) - _GROUPS_SHOWN} more groups"
        return f"only {who or 'administrators'} may {deed} it ({rule.place})"

    def _places(
        self, kind: str, name: str, parent: tuple[str, str] | None, word: str
    ) -> Iterator[Rule]:
        yield Rule(f"permission on the {word}", self._of_object(kind, name))
        yield self._of_categories(kind, name)
        if parent is not None:
            yield Rule(f"permission on its {parent[0]}", self._of_object(*parent))
            yield self._of_categories(*parent)

    def _of_object(self, kind: str, name: str) -> _Groups:
        if kind not in self._kinds:
            return {}
        names = _lowered(name.strip())
        if self._of_tiki_1:  # before 1.9 it did not put names in lower case
            names[name.strip()] = None
        for each in names:
            # No secret: it is how Tiki names what a permission is about.
            key = hashlib.md5(f"{kind}{each}".encode("utf-8", "replace"), usedforsecurity=False)
            found = self._rules.get((kind, key.hexdigest()))
            if found:
                return found
        return {}

    def _of_categories(self, kind: str, name: str) -> Rule:
        """What all the categories of an object say together."""
        together: defaultdict[str, set[str]] = defaultdict(set)
        names: list[str] = []
        for number in sorted(self._categories.get(object_key(kind, name.strip()), ())):
            found = self._of_object("category", str(number))
            if found:
                names.append(self._names.get(number) or str(number))
            for group, granted in found.items():
                together[group] |= granted
        noun = "category" if len(names) == 1 else "categories"
        return Rule(f"permission on the {noun} {', '.join(names)}", together)


def _grant(groups: _Groups, row: Row) -> None:
    groups.setdefault(text_of(row, "groupName"), set()).add(text_of(row, "permName"))


def _lowered(name: str) -> dict[str, None]:
    """The name in lower case, as one PHP or another would have it."""
    each = "".join(c.lower() for c in name)  # Python has a rule of its own for the last sigma
    ascii_only = "".join(c.lower() if c.isascii() else c for c in name)
    return dict.fromkeys((name.lower(), each, ascii_only))
