"""A configuration to start from: what was found in a wiki, as settings with their reasons.

A line that begins with ``#`` and a letter is a setting that can be switched on; one that
begins with ``#`` and a space is for people.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from textwrap import wrap
from typing import TYPE_CHECKING

from tiki2md.diagnostics import Code, Severity
from tiki2md.plugins.fates import Fate
from tiki2md.site.people import ANONYMOUS, public_login
from tiki2md.toml_strings import toml_list, toml_string

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tiki2md.inspection import Inspection
    from tiki2md.model import Wiki

_WIDTH = 96
_MOST_PLUGINS = 30
_MOST_IGNORES = 3
_MOST_AUTHORS = 30

_SCRIPT_ADDRESS = re.compile(
    r"\b(https?://[\w.-]{1,100}(?::\d{1,5})?/(?:[^\s\"'<>()\[\]|?#]{0,100}/)?)tiki-[a-z_]{1,40}\.php"
)
"""The address of a Tiki, before the name of one of its scripts."""
_TIKIS_OWN = ("tiki.org", "tikiwiki.org")
"""The sites of Tiki itself, which pages link to for help."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Start:
    """What is known besides the export.

    Attributes:
        target: of the site.
        sources: exports, as the configuration shall name them.
        output: the folder of the site.
        files: copies of Tiki's storage folders.
        site_url: the wiki's own address; empty if nobody said it.
        redirect_hosts: for whom old addresses are written.
    """

    target: str
    sources: tuple[str, ...] = ()
    output: str = "site"
    files: tuple[str, ...] = ()
    site_url: str = ""
    redirect_hosts: tuple[str, ...] = ()


def likely_address(wiki: Wiki) -> str:
    """The wiki's own address: as its settings have it, or as most links in its pages do.

    Returns:
        an address that ends in a slash, or nothing.
    """
    known = wiki.preferences.get("fallbackBaseUrl", "")
    if known.startswith(("http://", "https://")):
        return known.rstrip("/") + "/"
    found: Counter[str] = Counter()
    for page in wiki.pages:
        for match in _SCRIPT_ADDRESS.finditer(page.source):
            host = match[1].split("/")[2].partition(":")[0].lower()
            if not host.endswith(_TIKIS_OWN):
                found[match[1]] += 1
    return min(found, key=lambda address: (-found[address], address)) if found else ""


def starter_text(start: Start, wiki: Wiki, counted: Inspection) -> str:
    """A commented ``tiki2md.toml``.

    Args:
        start: what is known besides the export.
        wiki: what was read; without a page if there is no export yet.
        counted: what ``inspect_wiki`` counted in it.
    """
    parts = (
        _head(counted),
        _files(start, counted),
        _site(start, wiki),
        _content(counted),
        _strictness(),
        _plugins(counted),
        _authors(counted),
        _ignores(counted),
    )
    return "\n".join(line for part in parts for line in part) + "\n"


def _say(*sentences: str) -> Iterator[str]:
    """Prose for people, after an empty line."""
    yield ""
    yield from wrap(
        " ".join(sentences),
        _WIDTH,
        initial_indent="# ",
        subsequent_indent="# ",
        break_long_words=False,
        break_on_hyphens=False,
    )


def _set(key: str, value: str, *, active: bool = False) -> str:
    return f"{'' if active else '#'}{key} = {value}"


def _head(counted: Inspection) -> Iterator[str]:
    found = f" It was made from {_of(counted.pages, 'page')}." if counted.pages else ""
    yield f"# How tiki2md converts this wiki: run tiki2md convert.{found}"
    yield "# Take the # from before a setting to use it. Paths are from this file's folder."


def _files(start: Start, counted: Inspection) -> Iterator[str]:
    yield from _say("The export, and the folder that the site is written to.")
    source = toml_list(start.sources or ("wiki.sql.gz",))
    yield _set("source", source, active=bool(start.sources))
    yield _set("output", toml_string(start.output), active=True)
    if start.files:
        yield _set("files", toml_list(start.files), active=True)
    elif counted.files_without_bytes:
        yield from _say(
            f"Files of the wiki that are not in the export: {counted.files_without_bytes:,}.",
            "Name a copy of the folder that Tiki kept them in, such as storage/ or img/wiki_up.",
        )
        yield _set("files", '["storage"]')
    twice = counted.codes[Code.SOURCE_DOUBLE_ENCODED]
    if twice:
        yield from _say("Texts were encoded twice, as Ã© for é. This mends them.")
        yield _set("repair_encoding", "true")


def _site(start: Start, wiki: Wiki) -> Iterator[str]:
    yield from _say("What the site is for. tiki2md explain lists the targets.")
    yield _set("target", toml_string(start.target), active=True)
    if start.target == "gfm":
        yield from _say("A wiki of GitHub wants links without .md, and its first page named Home.")
        yield _set("github_wiki", "true")
    likely = likely_address(wiki)
    yield from _say(
        "The wiki's own address: links to it become links between pages.",
        "Most links in pages that name a Tiki lead there." if likely and not start.site_url else "",
    )
    address = start.site_url or likely or "https://example.org/"
    yield _set("site_url", toml_string(address), active=bool(start.site_url))
    yield from _say(
        "The web server that will be told where old addresses lead now, queries such as",
        "tiki-index.php?page=Home too: nginx, apache, netlify, cloudflare, caddy; json for others.",
    )
    hosts = toml_list(start.redirect_hosts or ("nginx", "json"))
    yield _set("redirect_hosts", hosts, active=bool(start.redirect_hosts))


def _content(counted: Inspection) -> Iterator[str]:
    """Options that this wiki gives a reason for."""
    if counted.hidden:
        names = [name for name, _ in counted.hidden]
        yield from _say(
            f"Left out, because visitors could not view them: {_some(names)}.",
            "With all, they are written as drafts.",
        )
        yield _set("visibility", '"all"')
    missing = sum(counted.missing.values())
    if missing:
        yield from _say(
            f"Links to pages that are not there become text: {missing:,}.",
            "They can lead to the old wiki instead, if it stays and site_url is set.",
        )
        yield _set("missing_links", '"link"')
    accidental = counted.codes[Code.ACCIDENTAL_LINK]
    if accidental:
        yield from _say(
            "A number or a phrase in single brackets was a link in Tiki, perhaps by accident:",
            f"{accidental:,}. This shows them as they were typed.",
        )
        yield _set("accidental_links", '"text"')
    if counted.comments:
        yield from _say(
            f"Comments stand at the end of their pages: {counted.comments:,}.",
            "This leaves them out.",
        )
        yield _set("discussions", '"none"')
    if len(counted.languages) > 1:
        yield from _say(
            f"Pages are in several languages: {', '.join(counted.languages)}. Translations are",
            "linked, and for Hugo each language has a place of its own. This gives up both.",
        )
        yield _set("languages", '"one"')
    files = counted.files + counted.attachments + sum(counted.other_files.values())
    if files:
        yield from _say(
            "Files come along if pages use them. This brings all that there are:",
            f"{files:,}.",
        )
        yield _set("copy_files", '"all"')
    yield from _say("A new line in the source is a line break, as it was in Tiki. This joins them.")
    yield _set("line_breaks", '"soft"')
    if counted.lacks:
        yield from _say(
            f"Not in the export, and so not in the site: {', '.join(counted.lacks)}.",
            "A dump of the database has all of it.",
        )


def _strictness() -> Iterator[str]:
    yield from _say("Fail, for scripts, on findings of this severity or worse: never, error,")
    yield "# loss, warning or info."
    yield _set("fail_on", '"error"')


def _plugins(counted: Inspection) -> Iterator[str]:
    """The plugins whose calls are kept in comments."""
    open_ones = {
        name: use
        for name, use in counted.plugins.items()
        if use.fates[Fate.COMMENT] and name.isascii() and name.isalnum()
    }
    if not open_ones:
        return
    yield from _say(
        "Plugins whose calls are kept in comments. drop leaves them out, html writes what their",
        "body shows; a template or a handler of your own can do more (see the guide).",
        f"A handler for {counted.best_handler} would help most: {_of(counted.helped, 'page')}."
        if counted.best_handler
        else "",
    )
    yield "[plugins]"
    for name, use in list(open_ones.items())[:_MOST_PLUGINS]:
        known = "" if use.known else ", unknown to Tiki"
        kept = use.fates[Fate.COMMENT]
        yield f'#{name} = "drop"  # {_of(kept, "call")} on {_of(use.pages, "page")}{known}'
    if len(open_ones) > _MOST_PLUGINS:
        yield f"# and {len(open_ones) - _MOST_PLUGINS} more: tiki2md inspect -v"


def _authors(counted: Inspection) -> Iterator[str]:
    known = [
        (login, pages)
        for login, pages in sorted(counted.authors.items(), key=lambda item: (-item[1], item[0]))
        if public_login(login) != ANONYMOUS
    ]
    if not known:
        return
    yield from _say(
        "Names to write instead of logins, where the wiki's own real names are not the right ones.",
        f"These are the {min(len(known), _MOST_AUTHORS)} who made or last changed most pages."
        if len(known) > _MOST_AUTHORS
        else "These made pages or changed them last.",
    )
    yield "#[authors]"
    for login, pages in known[:_MOST_AUTHORS]:
        yield f"#{toml_string(login)} = {toml_string(public_login(login))} # {_of(pages, 'page')}"


def _ignores(counted: Inspection) -> Iterator[str]:
    """The most frequent findings, ready to be accepted."""
    found = sorted(
        (code for code in counted.codes if code.severity >= Severity.WARNING),
        key=lambda code: (-counted.codes[code], code.identifier),
    )
    if not found:
        return
    yield from _say(
        "What you have looked at and accept, with the reason; page may hold * for any text.",
        "tiki2md explain CODE says what a finding means.",
    )
    for code in found[:_MOST_IGNORES]:
        yield f"# {_of(counted.codes[code], 'finding')}"
        yield "#[[ignore]]"
        yield f"#code = {toml_string(code.identifier)}"
        yield '#page = "*"'
        yield '#reason = "why this is all right"'


def _of(number: int, what: str) -> str:
    return f"{number:,} {what}" if number == 1 else f"{number:,} {what}s"


def _some(names: list[str]) -> str:
    """The first of some names; they come from the wiki, and must stay on their line."""
    shown = ["".join(c if c.isprintable() else " " for c in name) for name in names[:3]]
    more = f" and {len(names) - 3:,} more" if len(names) > 3 else ""
    return f"{', '.join(shown)}{more}"
