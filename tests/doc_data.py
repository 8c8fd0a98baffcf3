"""The pages of the reference about data: Python's names, the AST, report.json."""

from __future__ import annotations

import inspect
import itertools
import json
import tempfile
from dataclasses import is_dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from doc_text import attributes, code, prose, sections, table

import tiki2md
from tiki2md import nodes
from tiki2md.cli import run
from tiki2md.diagnostics import Diagnostic, Reporter
from tiki2md.findings import Finding
from tiki2md.options import Options
from tiki2md.pipeline import Surroundings, convert_page
from tiki2md.report.ledger import Ledger, PageRecord

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

HARBOUR = Path(__file__).parents[1] / "fixtures" / "exports" / "harbour.sql.gz"

_OPTIONS = (
    'Frozen and made by keywords, as `Options(target="hugo")`; its fields are the '
    "[options](configuration.md#options)."
)
_MODULES = {
    nodes.base: "Base",
    nodes.inline: "Text, formats and links",
    nodes.blocks: "Blocks",
    nodes.plugins: "Plugins",
    nodes.markdown: "Markdown pages",
    nodes.structure: "Structure",
}


def python() -> str:
    parts = [
        "# Python",
        "What `import tiki2md` offers, and the values that its functions take.",
    ]
    for name in tiki2md.__all__:
        value = getattr(tiki2md, name)
        if inspect.isfunction(value):
            parts += _callable(f"tiki2md.{name}", value)
    parts += _callable("tiki2md.pipeline.convert_page", convert_page)
    for each in (Options, Surroundings, Reporter, Diagnostic):
        parts += _callable(f"{each.__module__}.{each.__name__}", each)
    parts += ["`tiki2md.__version__` is the version, as text."]
    return "\n\n".join(parts)


def _callable(name: str, value: Callable[..., Any]) -> Iterator[str]:
    words, found = sections(inspect.getdoc(value) or "")
    yield f"## `{name}`"
    if value is Options:
        yield (
            'Frozen and made by keywords, as `Options(target="hugo")`; its fields are the '
            "[options](configuration.md#options)."
        )
    elif inspect.isfunction(value):
        signature = str(inspect.signature(value)).replace("'", "").replace("= wiki", '= "wiki"')
        yield code(f"{name.rpartition('.')[2]}{signature}", "python")
    yield from (prose(part) for part in words.split("\n\n") if value is not Options)
    for section, entries in found.items():
        head = {"Args": ("argument", "is"), "Attributes": ("attribute", "is"),
                "Raises": ("raises", "when")}.get(section)  # fmt: skip
        if head:
            yield table(head, [(f"`{entry}`", text) for entry, text in entries])
        else:
            yield f"{section}: {entries[0][1]}"


def ast_nodes() -> str:
    parts = [
        "# Nodes of the AST",
        *(prose(part) for part in (inspect.getdoc(nodes) or "").split("\n\n")),
    ]
    for module, title in _MODULES.items():
        own = [
            value
            for value in vars(module).values()
            if isinstance(value, type)
            and is_dataclass(value)
            and value.__module__ == module.__name__
        ]
        parts += [f"## {title}", f"Of `{module.__name__}`."]
        parts.append(table(("node", "is", "fields of its own"), map(_node, own)))
    return "\n\n".join(parts)


def _node(each: type) -> tuple[str, str, str]:
    words, found = sections(inspect.getdoc(each) or "")
    told = dict(found.get("Attributes", []))
    own = [
        f"`{name}: {kind}`" + (f" ({told[name]})" if name in told else "")
        for name, kind in inspect.get_annotations(each).items()
        if "ClassVar" not in kind
    ]
    return f"`{each.__name__}`", prose(words), ", ".join(own)


# The report.

_FORM = {
    "version": "of this form; it grows when a reader of the old one would be misled",
    "run": "what was converted",
    "run.tiki2md": "the version of tiki2md",
    "counts": "how many there are of each",
    "counts.severities": "findings that nobody accepted, by severity",
    "counts.codes": "the same by code",
    "counts.ignored": "findings that the configuration accepts",
    "plugins": "for each plugin, how many calls were converted, approximated, kept or dropped",
    "pages[].risk": "the weights of its findings, added up",
    "pages[].findings[].code": "one of the [findings](findings.md)",
    "pages[].findings[].output_line": "a line of the page's file, near for all and right for most",
}
_BY_NAME = frozenset({"plugins", "codes", "severities", "options", "redirects", "collisions",
                      "same_files", "missing_files", "missing_pages"})  # fmt: skip


def report() -> str:
    with tempfile.TemporaryDirectory() as folder:
        site = str(Path(folder) / "site")
        assert run(["convert", "-q", "-t", "hugo", str(HARBOUR), "-o", site]) == 0
        data = json.loads((Path(site) / ".tiki2md" / "report.json").read_text("utf-8"))
    known = attributes(Ledger, PageRecord) | {"ignored": attributes(Finding)["ignored"]}
    known |= {name: attributes(Finding)[name] for name in ("message", "severity", "line",
              "column", "span", "fingerprint")}  # fmt: skip
    rows = []
    for path, kind in _shape(data, ""):
        name = path.rpartition(".")[2].removesuffix("[]")
        is_count = path.startswith("counts.") and path not in _FORM
        rows.append((f"`{path}`", kind, "" if is_count else _FORM.get(path, known.get(name, ""))))
    return "\n\n".join([
        "# report.json",
        ("Each conversion of a site writes `.tiki2md/report.json`. It is the same, byte for byte, "
        "whenever the same is converted: no date, no path of the machine."),
        table(("key", "is", "holds"), rows),
    ])  # fmt: skip


def _shape(value: Any, path: str) -> Iterator[tuple[str, str]]:
    """The keys of JSON data, each once, and what they hold."""
    if isinstance(value, dict):
        kind = "object"
    elif isinstance(value, list):
        kind = "list"
    else:
        kind = {str: "text", int: "number", bool: "boolean"}[type(value)]
    if path:
        yield path, kind
    if isinstance(value, dict) and path.rpartition(".")[2] not in _BY_NAME:
        for key, below in value.items():
            yield from _shape(below, f"{path}.{key}".lstrip("."))
    if isinstance(value, list) and value and isinstance(value[0], dict):
        seen: dict[str, str] = {}
        for item in value:
            for name, what in itertools.islice(_shape(item, f"{path}[]"), 1, None):
                seen.setdefault(name, what)
        yield from seen.items()
