"""Whether the metadata at the top of a page is valid, and what the export says."""

from __future__ import annotations

import re
from posixpath import join, normpath
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

import yaml

from tiki2md.diagnostics import Code
from tiki2md.verify.reporting import SiteReporter, quoted

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_FENCE = "---\n"
_SURROGATES = re.compile("[\ud800-\udfff]")


class _StrictLoader(_Loader):  # type: ignore[misc] # the faster of two, where it is there
    """Takes no key twice, which YAML forbids and PyYAML allows."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:  # noqa: FBT001, FBT002
        """As PyYAML does it."""
        mapping: dict[Any, Any] = super().construct_mapping(node, deep)
        if len(mapping) < len(node.value):
            raise yaml.YAMLError("a key is there twice")
        return mapping


class Parts(NamedTuple):
    """The two parts of a file.

    Attributes:
        metadata: as YAML reads it; ``None`` if there is none, or none that can be read.
        body: what is below.
        first_line: the line in which ``body`` begins, from 1.
        problem: why there is no metadata.
    """

    metadata: dict[str, Any] | None
    body: str
    first_line: int
    problem: str = ""


def split(text: str) -> Parts:
    """Metadata and body of a page's file."""
    if not text.startswith(_FENCE):
        return Parts(None, text, 1, "there is no front matter")
    end = text.find(f"\n{_FENCE}", len(_FENCE) - 1)
    if end < 0:
        return Parts(None, text, 1, "the front matter does not end")
    block, body = text[len(_FENCE) : end + 1], text[end + 1 + len(_FENCE) :]
    first_line = block.count("\n") + 3
    try:
        metadata = yaml.load(block, Loader=_StrictLoader)  # noqa: S506 - a safe loader
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        reason = " ".join(str(error).split())
        return Parts(None, body, first_line, f"it is no valid YAML ({reason})")
    if not isinstance(metadata, dict):
        return Parts(None, body, first_line, "it is no mapping of keys to values")
    return Parts(metadata, body, first_line)


def compare_metadata(want: Mapping[str, Any], parts: Parts, reporter: SiteReporter) -> None:
    """Report what the metadata of a file says otherwise than the export."""
    if parts.metadata is None:
        reporter.report(Code.VERIFY_FRONT_MATTER, 1, key="the front matter", problem=parts.problem)
        return
    for key in dict.fromkeys([*want, *parts.metadata]):
        wanted = _without_surrogates(want.get(key))
        found = parts.metadata.get(key)
        if wanted != found:
            problem = f"{_shown(found)} instead of {_shown(wanted)}"
            reporter.report(Code.VERIFY_FRONT_MATTER, 1, key=key, problem=problem)


def aliases_of(parts: Parts) -> tuple[str, ...]:
    """The other addresses that a file gives to its page, each once."""
    aliases = (parts.metadata or {}).get("aliases")
    return tuple(dict.fromkeys(map(str, aliases))) if isinstance(aliases, list) else ()


class Owners(Protocol):
    """Knows the names of pages by their addresses, without slashes at the ends."""

    def add(self, address: str, name: str, /) -> bool:
        """Give an address to a page unless it is another's; whether it was nobody's."""

    def get(self, address: str, /) -> str | None:
        """The name of the page with this address, if there is one."""


def check_aliases(
    aliases: Iterable[str], address: str, owners: Owners, reporter: SiteReporter
) -> None:
    """Report every alias that another page has, or that is the address of a page.

    Args:
        aliases: of a page.
        address: its own.
        owners: of all addresses; takes the aliases.
        reporter: takes what is wrong.
    """
    for alias in aliases:
        key = normpath(join(address, alias)).strip("/")
        if not owners.add(key, reporter.page):
            reporter.report(Code.VERIFY_ALIAS, 1, alias=alias, other=owners.get(key))


def _shown(value: object) -> str:
    return "nothing" if value is None else quoted(str(value))


def _without_surrogates(value: Any) -> Any:
    """Exports can hold halves of characters, which no file can."""
    if isinstance(value, dict):
        return {key: _without_surrogates(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_without_surrogates(item) for item in value]
    return _SURROGATES.sub("\ufffd", value) if isinstance(value, str) else value
