"""Writes the generated parts of README.md: ``python tests/update_readme.py [--check]``."""

from __future__ import annotations

import ast
import inspect
import itertools
import re
import sys
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING

import tiki2md
from tiki2md import options
from tiki2md.config import CHOICES
from tiki2md.diagnostics import Code
from tiki2md.options import Options
from tiki2md.placeholders import MEANINGS
from tiki2md.plugins import default_registry
from tiki2md.render import TARGETS

if TYPE_CHECKING:
    from collections.abc import Callable

README = Path(__file__).parents[1] / "README.md"


def table(head: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    lines = [head, ("---",) * len(head), *rows]
    return "\n".join(
        f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in line)} |" for line in lines
    )


def option_docs() -> dict[str, str]:
    """The docstring below each field of ``Options``."""
    tree = ast.parse(inspect.getsource(options))
    body = next(
        node.body for node in tree.body if isinstance(node, ast.ClassDef) and node.name == "Options"
    )
    docs = {}
    for field, below in itertools.pairwise(body):
        if isinstance(field, ast.AnnAssign) and isinstance(below, ast.Expr):
            assert isinstance(field.target, ast.Name)
            docs[field.target.id] = " ".join(ast.literal_eval(below.value).split())
    return docs


def options_table() -> str:
    docs = option_docs()
    rows = []
    for field in fields(Options):
        if field.name in options.TABLE_OPTIONS:
            continue
        default = str(field.default).lower() if isinstance(field.default, bool) else field.default
        default = ", ".join(default) if isinstance(default, tuple) else default
        text = docs[field.name].replace("``", "`")
        missing = [value for value in CHOICES.get(field.name, ()) if f"`{value}`" not in text]
        also = f" Also: {', '.join(f'`{value}`' for value in missing)}." if missing else ""
        rows.append((f"`{field.name}`", f"`{default}`" if default else "", text + also))
    return table(("option", "default", "is"), rows)


def targets_table() -> str:
    rows = [(f"`{name}`", target.description) for name, target in TARGETS.items()]
    return table(("target", "is"), rows)


def diagnostics_table() -> str:
    rows = [
        (f"`{c.identifier}`", c.severity.label, c.template.replace("{", "`{").replace("}", "}`"))
        for c in Code
    ]
    return table(("code", "severity", "says"), rows)


def placeholders_table() -> str:
    rows = [(f"`{{{name}}}`", meaning) for name, meaning in MEANINGS.items()]
    return table(("placeholder", "is, of the page"), rows)


def plugins_table() -> str:
    """Plugins that become the same share a row."""
    registry = default_registry()
    names: dict[str, list[str]] = {}
    for name in registry.names():
        spec = registry.get(name)
        if spec is not None and spec.handler is not None:
            names.setdefault(spec.summary, []).append(name)
    rows = [(", ".join(found), summary.replace("``", "`")) for summary, found in names.items()]
    return table(("plugin", "becomes"), sorted(rows))


def sample() -> str:
    source = re.search(r"^```tiki\n(.*?)^```$", README.read_text("utf-8"), re.MULTILINE | re.DOTALL)
    assert source is not None
    return tiki2md.convert(source[1].removesuffix("\n"))


PARTS: dict[str, Callable[[], str]] = {
    "options": options_table,
    "targets": targets_table,
    "diagnostics": diagnostics_table,
    "plugins": plugins_table,
    "placeholders": placeholders_table,
}


def updated(text: str) -> str:
    """``text`` with its generated parts as they must be."""
    text = re.sub(
        r"^```markdown\n.*?^```$",
        lambda _: f"```markdown\n{sample()}```",
        text,
        count=1,
        flags=re.MULTILINE | re.DOTALL,
    )
    for name, make in PARTS.items():
        text, count = re.subn(
            rf"<!-- {name} -->\n.*?<!-- /{name} -->",
            lambda _, name=name, make=make: f"<!-- {name} -->\n{make()}\n<!-- /{name} -->",
            text,
            flags=re.DOTALL,
        )
        assert count == 1, f"README.md has no part {name}"
    return text


def main(arguments: list[str]) -> int:
    old = README.read_text("utf-8")
    new = updated(old)
    if "--check" in arguments:
        return int(old != new)
    README.write_text(new, encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
