"""The pages of the reference about data: Python's names, the AST, report.json."""

from __future__ import annotations

import inspect
import json
from dataclasses import is_dataclass
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from doc_text import code, prose, sections, table

import tiki2md
from tiki2md import nodes
from tiki2md.diagnostics import Diagnostic, Reporter
from tiki2md.options import Options
from tiki2md.pipeline import Surroundings, convert_page

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
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
    parts += _callable("tiki2md.pipeline.Surroundings", Surroundings)
    for each in (Options, Reporter, Diagnostic):
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


def report() -> str:
    rows = [(f"`{path}`", kind, words) for path, kind, words in _keys(SCHEMA, "")]
    return "\n\n".join([
        "# report.json",
        ("Each conversion of a site writes `.tiki2md/report.json`. It is the same, byte for byte, "
        "whenever the same is converted: no date, no path of the machine."),
        ("Its [JSON Schema](https://json-schema.org/draft/2020-12) comes with the package, as "
        "`tiki2md/report/schema.json`: `importlib.resources.files(\"tiki2md.report\") / "
        "\"schema.json\"` finds it from Python. `<name>` stands for any name."),
        table(("key", "is", "holds"), rows),
    ])  # fmt: skip


SCHEMA: dict[str, Any] = json.loads(
    files("tiki2md.report").joinpath("schema.json").read_text("utf-8")
)
_KINDS = {"string": "text", "array": "list", "integer": "number"}


def _keys(schema: dict[str, Any], path: str) -> Iterator[tuple[str, str, str]]:
    """The keys that a JSON Schema describes, what each is, and what it holds."""
    schema = _resolved(schema)
    if "items" in schema:
        yield from _keys(schema["items"], f"{path}[]")
    below = schema.get("properties", {})
    if isinstance(schema.get("additionalProperties"), dict):
        below = {**below, "<name>": schema["additionalProperties"]}
    for name, value in below.items():
        key = f"{path}.{name}".lstrip(".")
        each = _resolved(value)
        kind = "text" if "enum" in each else "number" if "const" in each else each["type"]
        if "description" in each:
            yield key, _KINDS.get(kind, kind), each["description"]
        yield from _keys(each, key)


def _resolved(schema: dict[str, Any]) -> dict[str, Any]:
    """``schema`` with what it refers to."""
    name = schema.get("$ref", "").rpartition("/")[2]
    return {**SCHEMA["$defs"][name], **schema} if name else schema
