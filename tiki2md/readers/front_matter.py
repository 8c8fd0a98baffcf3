"""Pages in files of their own: the text, perhaps below a block of metadata in YAML.

A page may begin with a rule, which looks like the beginning of such a block.
So a block counts only if a line ``---`` closes it, it is a mapping, and one of
its keys is known here.  All its values are read as texts: no tag of YAML means
anything, and aliases, with which few lines can stand for a billion, are refused.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import yaml

from tiki2md.diagnostics import Code, Reporter
from tiki2md.model import Page
from tiki2md.readers.names import aliases_in_text, page_name

if TYPE_CHECKING:
    from collections.abc import Callable

MAX_BLOCK = 1 << 16
"""Characters of metadata; more is no metadata."""
_MAX_DEPTH = 8
_BLOCK = re.compile(r"---[ \t]*\r?\n(.*?)^---[ \t]*(?:\r?\n|\Z)", re.DOTALL | re.MULTILINE)
_TITLE = re.compile(r"^(?:title|name):", re.MULTILINE)
_NOTHING = ("", "~", "null")
_SWITCH = {
    **dict.fromkeys(("1", "on", "true", "y", "yes"), True),
    **dict.fromkeys(("0", "off", "false", "n", "no"), False),
}


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None


def _switch(value: object) -> bool | None:
    return _SWITCH.get(value.lower()) if isinstance(value, str) else None


def _time(value: object) -> int | None:
    """Unix seconds; a time without a zone is one of UTC, as all of Tiki's are."""
    if not isinstance(value, str):
        return None
    if re.fullmatch(r"[0-9]{1,12}", value) and len(value) != len("20240301"):
        return int(value)
    try:
        moment = datetime.fromisoformat(re.sub(r"(?<!\s)\s+(?=[+-][0-9]{2}:?[0-9]{2}$)", "", value))
        return int((moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp())
    except (ValueError, OverflowError):
        return None


def _list(value: object) -> list[str] | None:
    """A list of texts, or one text with commas between its parts."""
    parts = value.split(",") if isinstance(value, str) else value
    if not isinstance(parts, list) or not all(isinstance(part, str) for part in parts):
        return None
    return [part.strip() for part in parts if part.strip()]


def _joined(value: object) -> str | None:
    parts = _list(value)
    return None if parts is None else ", ".join(parts)


_CATEGORIES = "categories"
_KEYS: dict[str, tuple[str, Callable[[object], object]]] = {
    "title": ("name", _text),
    "name": ("name", _text),
    "slug": ("slug", _text),
    "description": ("description", _text),
    "lang": ("language", _text),
    "language": ("language", _text),
    "date": ("created", _time),
    "created": ("created", _time),
    "lastmod": ("modified", _time),
    "modified": ("modified", _time),
    "author": ("creator", _text),
    "creator": ("creator", _text),
    "last_editor": ("last_editor", _text),
    "comment": ("edit_comment", _text),
    "tags": ("tags", _list),
    "keywords": ("keywords", _joined),
    "aliases": ("aliases", _list),
    _CATEGORIES: (_CATEGORIES, _list),
    "is_html": ("is_html", _switch),
}
"""The keys that mean something, the fields of a page that they fill, and how."""


def page_of_text(text: str, name: str, origin: str, reporter: Reporter) -> tuple[Page, list[str]]:
    """A page from the text of its file.

    Args:
        text: metadata, if there is any, and the Tiki source.
        name: the page's name, unless the metadata have one.
        origin: where it was read, for messages.
        reporter: takes the diagnostics.

    Returns:
        The page, and the names of its categories.
    """
    metadata, source = _split(text, origin, reporter)
    values: dict[str, Any] = {}
    for key, value in metadata.items():
        if key not in _KEYS or value in _NOTHING:
            continue
        field, convert = _KEYS[key]
        converted = convert(value)
        if converted is None:
            _report(f"the value of {key} cannot be read and is left out", origin, reporter)
        else:
            values.setdefault(field, converted)  # of two keys for one field the first wins
    categories: list[str] = values.pop(_CATEGORIES, [])
    values["name"] = page_name(values.get("name", name))
    aliases = [*map(page_name, values.get("aliases", [])), *aliases_in_text(source)]
    values["aliases"] = list(dict.fromkeys(aliases))
    lines_above = text.count("\n", 0, len(text) - len(source))
    return Page(source=source, origin=origin, lines_above=lines_above, **values), categories


def _split(text: str, origin: str, reporter: Reporter) -> tuple[dict[str, Any], str]:
    """The metadata and the source below them."""
    block = _BLOCK.match(text, 0, MAX_BLOCK)
    if block is None:
        whole = _BLOCK.match(text)
        if whole is not None and _TITLE.search(whole[1], 0, MAX_BLOCK):
            _report(
                f"it has more than {MAX_BLOCK} characters and is read as text", origin, reporter
            )
        return {}, text
    metadata = _mapping(block[1])
    if metadata is None:
        if _TITLE.search(block[1]):
            _report("it is no plain YAML and is read as text", origin, reporter)
        return {}, text
    if not metadata.keys() & _KEYS.keys():
        return {}, text  # a text between two rules
    unknown = sorted(metadata.keys() - _KEYS.keys())
    if unknown:
        problem = f"{', '.join(unknown)} means nothing here and is left out"
        _report(problem, origin, reporter)
    return metadata, text[block.end() :].removeprefix("\r").removeprefix("\n")


def _report(problem: str, origin: str, reporter: Reporter) -> None:
    reporter.report(Code.SOURCE_FRONT_MATTER, where=origin, problem=problem)


def _mapping(block: str) -> dict[str, Any] | None:
    """The mapping that a block of YAML is, if it is one and harmless."""
    depth = 0
    try:
        for event in yaml.parse(block, Loader=yaml.BaseLoader):
            depth += isinstance(event, yaml.CollectionStartEvent)
            depth -= isinstance(event, yaml.CollectionEndEvent)
            if depth > _MAX_DEPTH or isinstance(event, yaml.AliasEvent):
                return None
        found = yaml.load(block, Loader=yaml.BaseLoader)  # noqa: S506  (makes only texts)
    except (yaml.YAMLError, ValueError):
        return None
    if not isinstance(found, dict):
        return None
    return {key: value for key, value in found.items() if isinstance(key, str)}
