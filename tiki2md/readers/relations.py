"""How a wiki ties things together: relations, aliases, routes, hotwords; and its users."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from tiki2md.grouping import grouped
from tiki2md.model import WIKI_PAGE, Relation, Route, User
from tiki2md.readers.names import page_key, page_name
from tiki2md.readers.schema import text_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tiki2md.readers.schema import Row, Tables

_LINK = "tiki.link."
_ALIAS = "alias"


def relations_of(tables: Tables) -> list[Relation]:
    """All relations of objects, by their ids (tiki-exports §1)."""
    return [
        Relation(
            name=text_of(row, "relation"),
            source_kind=text_of(row, "source_type"),
            source=_named(row, "source"),
            target=_named(row, "target"),
        )
        for row in tables.ordered("tiki_object_relations", "relationId")
    ]


def aliases_by_page(tables: Tables, relations: Sequence[Relation]) -> dict[str, list[str]]:
    """Other names of pages, by the key of the page.

    In ``tiki.link.alias`` the source is the page, the target its other name; a site may
    have a token of its own with the label of that one (``tiki_semantic_tokens``).
    """
    tokens = _alias_tokens(tables.get("tiki_semantic_tokens"))
    return grouped(
        (page_key(relation.source), relation.target.strip())
        for relation in relations
        if relation.name in tokens and relation.source_kind == WIKI_PAGE
    )


def routes_of(tables: Tables) -> list[Route]:
    """The site's own redirections that are switched on, by their ids (tiki-exports §6.4)."""
    return [
        Route(pattern=text_of(row, "from"), kind=text_of(row, "type"), target=_route_target(row))
        for row in tables.ordered("tiki_custom_route", "id")
        if row.get("active", "1") == "1"
    ]


def hotwords_of(tables: Tables) -> dict[str, str]:
    """Words to the addresses that they led to."""
    return {
        text_of(row, "word"): text_of(row, "url")
        for row in tables.get("tiki_hotwords")
        if row.get("word") and row.get("url")
    }


def users_of(tables: Tables) -> dict[str, User]:
    """Accounts by login, with real names, which are preferences of users."""
    real_names = {
        text_of(row, "user"): text_of(row, "value").strip()
        for row in tables.get("tiki_user_preferences")
        if row.get("prefName") == "realName"
    }
    logins = {text_of(row, "login") for row in tables.get("users_users")}
    return {
        login: User(login=login, real_name=real_names.get(login, ""))
        for login in sorted(logins | real_names.keys())
        if login
    }


def _named(row: Row, end: str) -> str:
    name = text_of(row, f"{end}_itemId")
    return page_name(name) if row.get(f"{end}_type", WIKI_PAGE) == WIKI_PAGE else name


def _alias_tokens(rows: Iterable[Row]) -> set[str]:
    """The names of the relations that say that a page has another name."""
    labels = {text_of(row, "token"): text_of(row, "label").strip().casefold() for row in rows}
    own = labels.get(_ALIAS, "page alias")
    return {
        f"{_LINK}{token}"
        for token in (_ALIAS, *labels)
        if token == _ALIAS or labels[token] in {_ALIAS, own}
    }


def _route_target(row: Row) -> str:
    """Where a route leads; a ``redirect`` that is no JSON object is taken as it stands."""
    raw = text_of(row, "redirect")
    try:
        values = json.loads(raw)
    except (ValueError, RecursionError):
        return raw
    if not isinstance(values, dict):
        return raw
    keys = {
        "TikiObject": ("type", "object"),
        "Object": ("type", "object"),  # an older name of it
        "TrackerField": ("tracker", "tracker_field"),
    }.get(text_of(row, "type"), ("to",))
    return ":".join(str(values.get(key, "")) for key in keys)
