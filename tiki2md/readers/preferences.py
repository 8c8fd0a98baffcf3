"""Preferences of a site to the options that they stand for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

_SWITCHES = {
    "feature_wiki_paragraph_formatting": "paragraph_formatting",
    "feature_wiki_paragraph_formatting_add_br": "add_br",
    "feature_wiki_monosp": "monosp",
    "feature_wikiwords": "wikiwords",
    "feature_wikiwords_usedash": "wikiwords_usedash",
    "feature_wiki_plurals": "wiki_plurals",
    "feature_autolinks": "autolinks",
    "feature_hotwords": "hotwords",
    "feature_smileys": "smileys",
    "feature_wiki_argvariable": "argument_variables",
    "wysiwyg_wiki_parsed": "wiki_in_html",
    "feature_use_three_colon_centertag": "three_colon_center",
}
_CHOICES = {
    "wiki_page_regex": ("page_regex", {"complete", "full", "strict"}),
    "wiki_dynvar_style": ("dynamic_variables", {"single", "double", "disable"}),
}
_TEXTS = {
    "feature_simplebox_delim": "box_delimiter",
    "wiki_page_separator": "page_separator",
}


def options_from_preferences(preferences: Mapping[str, str]) -> dict[str, Any]:
    """The options that change parsing, as a site had set them (tiki-syntax §1).

    Args:
        preferences: rows of ``tiki_preferences``; a site stores only what differs
            from the default, and what is not there is not in the result either.

    Returns:
        Values for ``tiki2md.options.with_values``.  Values that Tiki does not
        know are left out.
    """
    options: dict[str, Any] = {}
    for name, option in _SWITCHES.items():
        if name in preferences:
            options[option] = preferences[name] == "y"
    for name, (option, known) in _CHOICES.items():
        if preferences.get(name) in known:
            options[option] = preferences[name]
    for name, option in _TEXTS.items():
        if preferences.get(name):
            options[option] = preferences[name]
    if "feature_wiki_tables" in preferences:
        # To Tiki, anything else than "new" is the old syntax.
        options["tables"] = "new" if preferences["feature_wiki_tables"] == "new" else "old"
    # Off by default, and a site stores what differs: without it the marker is swallowed and
    # the text is Tiki's (tiki-versions §1.1).  No preferences at all say nothing.
    if preferences:
        options["markdown_pages"] = preferences.get("markdown_enabled") == "y"
    return options | _namespaces(preferences)


def _namespaces(preferences: Mapping[str, str]) -> dict[str, Any]:
    if preferences.get("namespace_enabled") != "y":
        return {}
    separator = preferences.get("namespace_separator") or ":_:"
    # Two colons cannot both part names and centre a text.
    centred = {"three_colon_center": True} if separator == "::" else {}
    return {"namespace_separator": separator, **centred}
