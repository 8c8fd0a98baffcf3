"""Markdown of what docstrings say."""

from __future__ import annotations

import ast
import inspect
import itertools
import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable
    from types import ModuleType


def table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [head, ("---",) * len(head), *rows]
    return "\n".join(
        f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in line)} |" for line in lines
    )


def code(text: str, language: str = "") -> str:
    """A fence that nothing in ``text`` closes."""
    longest = max((len(run) for run in re.findall(r"`{3,}", text)), default=2)
    ticks = "`" * (longest + 1)
    return f"{ticks}{language}\n{text.rstrip(chr(10))}\n{ticks}"


def prose(docstring: str) -> str:
    """Words of a docstring as one line of Markdown."""
    return " ".join(docstring.replace("``", "`").split())


def docs_below(module: ModuleType, of: str = "") -> dict[str, str]:
    """The docstring below each value of a module, or of a class in it."""
    tree: Any = ast.parse(inspect.getsource(module))
    if of:
        tree = next(n for n in tree.body if isinstance(n, ast.ClassDef) and n.name == of)
    docs = {}
    for field, below in itertools.pairwise(tree.body):
        if isinstance(field, (ast.AnnAssign, ast.Assign)) and isinstance(below, ast.Expr):
            target = field.target if isinstance(field, ast.AnnAssign) else field.targets[0]
            assert isinstance(target, ast.Name)
            docs[target.id] = prose(ast.literal_eval(below.value))
    return docs


def sections(docstring: str) -> tuple[str, dict[str, list[tuple[str, str]]]]:
    """A docstring's words, and the names that its sections explain."""
    parts = re.split(r"^(Args|Attributes|Raises|Returns):\n", docstring, flags=re.MULTILINE)
    found = {}
    for name, body in zip(parts[1::2], parts[2::2], strict=True):
        entries = re.findall(r"^    (\*{0,2}[\w.]+): (.*(?:\n {6,}.*)*)", body, re.MULTILINE)
        told = [(entry, prose(text).removesuffix(".")) for entry, text in entries]
        found[name] = told or [("", prose(body))]
    return parts[0].strip(), found


def attributes(*classes: type) -> dict[str, str]:
    """What the docstrings of ``classes`` say of their attributes."""
    found: dict[str, str] = {}
    for each in classes:
        found.update(sections(inspect.getdoc(each) or "")[1].get("Attributes", []))
    return found
