"""The block of metadata at the top of a page, written by a YAML emitter only.

python-frontmatter's own YAML handler sorts keys, folds long lines, writes lists
at the margin and strips the page; the handler here does none of it.  What was
written is read again and compared, so that no page goes out with a block that
says something else than the wiki did (users-and-targets §1 item 10, §4.1).
"""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import frontmatter
import yaml
from frontmatter.default_handlers import YAMLHandler

from tiki2md.model import WIKI_PAGE
from tiki2md.moments import moment_of
from tiki2md.site.frontmatter_names import NAMES
from tiki2md.site.frontmatter_rules import arranged
from tiki2md.site.languages import bcp47
from tiki2md.site.old_forms import old_url
from tiki2md.site.redirects import aliases_of
from tiki2md.site.translations import translation_metadata

if TYPE_CHECKING:
    from tiki2md.model import Page
    from tiki2md.options import Options
    from tiki2md.site.index import Entry, SiteIndex
    from tiki2md.site.layout import Layout

_PLAIN = re.compile(r"[^\W\d_](?:[\w ,.'()/&+!-]*[\w.)!])?")
"""Strings without anything that means something to YAML, and not like a number."""

_LINE_END = re.compile(r"(?<!\r)\r++\n")
_SURROGATES = re.compile("[\ud800-\udfff]")

_WORDS = frozenset({"y", "n", "yes", "no", "on", "off", "true", "false", "null", "nan", "inf"})


class _Quoted(str):
    """A string that stands in double quotes."""

    __slots__ = ()


class _Dumper(yaml.SafeDumper):
    """Lists indented below their key; dates as ISO 8601 has them."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: FBT001, FBT002, ARG002
        super().increase_indent(flow, False)  # noqa: FBT003

    def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002
        return True


def _represent_quoted(dumper: yaml.SafeDumper, value: _Quoted) -> yaml.Node:
    return dumper.represent_scalar("tag:yaml.org,2002:str", str(value), style='"')


def _represent_datetime(dumper: yaml.SafeDumper, value: datetime) -> yaml.Node:
    text = value.strftime("%Y-%m-%dT%H:%M:%S") + ("Z" if value.tzinfo else "")
    return dumper.represent_scalar("tag:yaml.org,2002:timestamp", text)


_Dumper.add_representer(_Quoted, _represent_quoted)
_Dumper.add_representer(datetime, _represent_datetime)


class _Handler(YAMLHandler):
    """Writes metadata in the given order and leaves the page below it alone."""

    def __init__(self, *, quote_strings: bool) -> None:
        super().__init__()
        self._quote_strings = quote_strings

    def export(self, metadata: dict[str, object], **kwargs: object) -> str:  # noqa: ARG002
        quoted = self._quoted(metadata)
        text = yaml.dump(
            quoted,
            Dumper=_Dumper,
            default_flow_style=False,
            allow_unicode=True,
            sort_keys=False,
            width=10**6,
        )
        return text.rstrip("\n")

    def format(self, post: frontmatter.Post, **kwargs: object) -> str:
        return f"---\n{self.export(post.metadata, **kwargs)}\n---\n\n{post.content}"

    def _quoted(self, value: object) -> object:
        if isinstance(value, dict):
            return {key: self._quoted(item) for key, item in value.items()}
        if isinstance(value, list):
            return [self._quoted(item) for item in value]
        if isinstance(value, str) and (self._quote_strings or not _is_plain(value)):
            return _Quoted(value)
        return value


def _is_plain(text: str) -> bool:
    """Whether ``text`` is safe without quotes in any reader, YAML 1.1 or 1.2."""
    return bool(_PLAIN.fullmatch(text)) and text.lower() not in _WORDS


def write(metadata: dict[str, Any], body: str, *, quote_strings: bool = False) -> str:
    """A page: ``metadata``, an empty line, ``body``.

    Args:
        metadata: in the order of writing; nothing is left out here.
        body: Markdown; kept as it is, but for CRLF, and for halves of characters, which no
            file can hold.
        quote_strings: put every string in double quotes.

    Raises:
        ValueError: the page does not read back as it was meant.
    """
    metadata = _without_surrogates(metadata)
    body = _LINE_END.sub("\n", _SURROGATES.sub("\ufffd", body))
    handler = _Handler(quote_strings=quote_strings)
    post = frontmatter.Post(body, handler)
    post.metadata = metadata
    text = frontmatter.dumps(post, handler)
    back, content = frontmatter.parse(text, handler=handler)
    if back != metadata or content != body.strip():
        raise ValueError("the front matter does not read back as it was written")
    return text


def _without_surrogates(value: Any) -> Any:
    """JSON exports can hold halves of characters, which neither UTF-8 nor YAML can."""
    if isinstance(value, dict):
        return {key: _without_surrogates(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_without_surrogates(item) for item in value]
    return _SURROGATES.sub("\ufffd", value) if isinstance(value, str) else value


def as_yaml(data: dict[str, Any]) -> str:
    """A file of YAML that holds ``data``, in its order."""
    return _Handler(quote_strings=False).export(_without_surrogates(data)) + "\n"


def without(body: str) -> str:
    """A page with no metadata, which no reader may take to have some."""
    return "\n" + body if re.match(r"-{3,}\s*$", body, re.MULTILINE) else body


def page_metadata(index: SiteIndex, entry: Entry) -> dict[str, Any]:
    """The metadata of a page, in the order of writing, empty values left out."""
    metadata, values = metadata_facts(index, entry)
    return index.layout.metadata(arranged(metadata, index.options.front_matter, values))


def metadata_facts(index: SiteIndex, entry: Entry) -> tuple[dict[str, Any], dict[str, Any]]:
    """What the metadata of a page is made of by rules: that of the target, and placeholders."""
    values = _values(index, entry) if index.options.front_matter.values else {}
    return all_metadata(index, entry), values


def all_metadata(index: SiteIndex, entry: Entry) -> dict[str, Any]:
    """The metadata of a page under its target's names, empty values included."""
    options, layout = index.options, index.layout
    metadata = _common_metadata(index, entry) | translation_metadata(index, entry)
    people = _people(index, entry.page)
    if not layout.custom_key:
        metadata |= people
    if layout.front_matter_of in NAMES:
        metadata = NAMES[layout.front_matter_of](metadata, entry, index.people)
    tiki = _tiki_metadata(entry.page, options) if options.tiki_metadata else {}
    metadata |= _keyless(tiki, people, layout)
    if layout.flat:
        metadata = _flattened(metadata, entry, nested=options.category_names == "path")
    named = {layout.keys.get(key, key): value for key, value in metadata.items()}
    return {key: value for key, value in named.items() if key}


def _common_metadata(index: SiteIndex, entry: Entry) -> dict[str, Any]:
    """What most targets have keys for."""
    options, layout, page = index.options, index.layout, entry.page
    metadata: dict[str, Any] = {
        "title": entry.title,
        "slug": "" if entry.is_index else entry.stem.rpartition("/")[2],
        "aliases": aliases_of(index, entry),
        "date": _date(page.created or page.modified, options),
        "lastmod": _date(page.modified, options) if options.lastmod else None,
        # Builders leave drafts out unless they are told not to.
        "draft": True if page.hidden else None,
        "description": page.description.strip(),
        "weight": entry.order or None,
        "linkTitle": entry.label,
        "categories": list(map(layout.term_name, index.categories_of(page))),
        "tags": list(map(layout.term_name, dict.fromkeys(page.tags))),
        "keywords": _keywords(page),
    }
    if layout.page_keys:
        metadata["lang"] = bcp47(page.language)
    return metadata


def _keyless(tiki: dict[str, Any], people: dict[str, Any], layout: Layout) -> dict[str, Any]:
    """What no target has keys for: below the key for such things where it has one.

    People are among it there only; elsewhere they have keys.
    """
    own = {"tiki": tiki} if tiki else {}
    if not layout.custom_key:
        return own
    custom = own | {key: value for key, value in people.items() if value}
    return {layout.custom_key: custom} if custom else {}


def _values(index: SiteIndex, entry: Entry) -> dict[str, Any]:
    """What ``placeholders.MEANINGS`` are of a page."""
    page, options = entry.page, index.options
    created, modified = _date(page.created, options), _date(page.modified, options)
    if index.layout.flat:
        created, modified = _without_zone(created), _without_zone(modified)
    return {
        "title": entry.title,
        "name": page.name,
        "slug": entry.stem.rpartition("/")[2],
        "path": entry.stem,
        "description": page.description.strip(),
        "language": bcp47(page.language),
        "created": created,
        "modified": modified,
        "creator": index.people.shown(page.creator),
        "last_editor": index.people.shown(page.last_editor),
        "version": page.version,
        "page_id": str(page.page_id or ""),
        "kind": page.kind,
        "section": page.section,
        "categories": list(map(index.layout.term_name, index.categories_of(page))),
        "tags": list(map(index.layout.term_name, dict.fromkeys(page.tags))),
        "keywords": _keywords(page),
        "old_url": old_url(page, options.site_url),
    }


def _people(index: SiteIndex, page: Page) -> dict[str, Any]:
    """Who wrote a page: a list for those who want one below a key of its own, else one name."""
    wanted, people = index.options.people, index.people
    author = people.shown(page.creator) if wanted != "none" else ""
    others = people.contributors(page) if wanted == "all" else []
    if index.layout.custom_key:
        return {"authors": [author] if author else [], "contributors": others}
    return {"author": author, "contributors": others}


def _keywords(page: Page) -> list[str]:
    return [word for part in page.keywords.split(",") if (word := part.strip())]


def _without_zone(value: Any) -> Any:
    return value.replace(tzinfo=None) if isinstance(value, datetime) else value


def _flattened(metadata: dict[str, Any], entry: Entry, *, nested: bool) -> dict[str, Any]:
    """The metadata as Obsidian's properties: no keys inside keys, no zones, names as aliases.

    Paths of categories are ``nested`` tags.
    """
    tiki = metadata.pop("tiki", {})
    names = [entry.title, entry.name, *entry.page.aliases]
    names += [name for page in entry.former for name in (page.name, *page.aliases)]
    flat: dict[str, Any] = {key: _without_zone(value) for key, value in metadata.items()}
    own = entry.stem.rpartition("/")[2]
    flat["aliases"] = [name for name in dict.fromkeys(names) if name.strip() != own]
    groups = [*(flat.pop("categories") if nested else ()), *flat["tags"]]
    flat["tags"] = list(dict.fromkeys(tag for name in groups if (tag := _tag(name))))
    return flat | {f"tiki_{key}": value for key, value in tiki.items()}


def _tag(name: str) -> str:
    """A tag of letters, digits, hyphens and slashes; one of digits alone would be none."""
    tag = re.sub(r"[^\w/-]+", "-", name).strip("-/")
    return f"{tag}_" if tag.isdecimal() else tag


def _tiki_metadata(page: Page, options: Options) -> dict[str, Any]:
    creator = page.creator if options.people != "none" else ""
    is_told = options.people == "all" or page.last_editor == creator
    values: dict[str, Any] = {
        # Ids are strings: they name, nobody counts with them.
        "page_id": str(page.page_id or ""),
        "name": page.name,
        "kind": "" if page.kind == WIKI_PAGE else page.kind,
        "section": page.section,
        "version": page.version,
        "language": page.language,
        "creator": creator,
        "last_editor": page.last_editor if is_told else "",
    }
    return {key: value for key, value in values.items() if value}


def _date(seconds: int, options: Options) -> date | datetime | None:
    moment = moment_of(seconds)
    return moment.date() if moment is not None and options.dates == "date" else moment


def compose(layout: Layout, metadata: dict[str, Any], body: str, options: Options) -> str:
    """The text of a page's file, in the way of its target."""
    if not layout.front_matter:
        return without(body)
    return write(metadata, body, quote_strings=options.quote_strings)


def compose_least(layout: Layout, entry: Entry, body: str) -> str:
    """As ``compose``, with the stem for a title and nothing else; it never fails.

    A stem holds no quotation mark and no backslash, so it needs no YAML emitter.
    """
    return f'---\ntitle: "{entry.stem}"\n---\n\n{body}' if layout.front_matter else without(body)
