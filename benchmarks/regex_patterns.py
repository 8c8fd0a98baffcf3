"""Every regular expression of the package: what it is, where it stands, how it is used.

A pattern written out in a call is read from the source; any other is caught as it is compiled,
while the modules are loaded and ``use_everything`` works.  A call that neither shows is an
error, so that no pattern is forgotten.
"""

from __future__ import annotations

import ast
import importlib
import pkgutil
import re
import sys
from collections import defaultdict
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "tiki2md"
METHODS = frozenset(
    {"compile", "match", "fullmatch", "search", "split", "findall", "finditer", "sub", "subn"}
)

SAMPLE = """moss {SPLIT()}a---b{SPLIT}
{FANCYTABLE(head="a|b")}c|d{FANCYTABLE}
"""
HTML = "<div>moss <script>a</script> <style>b</style> ((Page)) <!-- c --></div>\n"


@dataclass(slots=True)
class Call:
    """A call of ``re`` in the sources.

    Attributes:
        module: where it stands.
        lines: the first and the last.
        name: what the pattern is assigned to; empty if it is used at once or goes elsewhere.
        methods: what is asked of the pattern; empty if its users cannot be told.
        made: the patterns that it compiles.
    """

    module: str
    lines: tuple[int, int]
    name: str
    methods: frozenset[str]
    made: dict[tuple[Any, int], re.Pattern[Any]]

    @property
    def place(self) -> str:
        """For people: the module, and the constant or the line."""
        return f"{self.module}:{self.name or self.lines[0]}"


def calls() -> list[Call]:
    """All calls of ``re`` in the package, with what they compile."""
    trees = {
        ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): ast.parse(
            path.read_text("utf-8")
        )
        for path in sorted(PACKAGE.rglob("*.py"))
    }
    uses: dict[str, set[str]] = defaultdict(set)
    for module, tree in trees.items():
        origins = _imported(tree)
        for name, method in _uses(tree):
            uses[origins.get(name, f"{module}.{name}")].add(method)
    found = [call for module, tree in trees.items() for call in _calls(module, tree, uses)]
    with _noted(found):
        use_everything()
    return found


def _imported(tree: ast.AST) -> dict[str, str]:
    """Where the names of a module come from that it has of others."""
    return {
        alias.asname or alias.name: f"{node.module}.{alias.name}"
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }


def _parents(tree: ast.AST) -> dict[ast.AST, ast.AST]:
    return {child: node for node in ast.walk(tree) for child in ast.iter_child_nodes(node)}


def _uses(tree: ast.AST) -> Iterator[tuple[str, str]]:
    """What is asked of each name; ``*`` where it is handed on."""
    parents = _parents(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.Name | ast.Attribute) and isinstance(node.ctx, ast.Load):
            name = node.id if isinstance(node, ast.Name) else node.attr
            parent = parents[node]
            yield name, parent.attr if isinstance(parent, ast.Attribute) else "*"


def _calls(module: str, tree: ast.AST, uses: dict[str, set[str]]) -> Iterator[Call]:
    parents = _parents(tree)
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
            continue
        method, of = node.func.attr, node.func.value
        if method not in METHODS or not isinstance(of, ast.Name) or of.id != "re":
            continue
        name, methods, parent = "", {method}, parents[node]
        if method == "compile" and isinstance(parent, ast.Attribute):
            methods = {parent.attr}
        elif method == "compile":
            name = _assigned(parent)
            methods = (name and uses[f"{module}.{name}"] - {"pattern"}) or {"*"}
        lines = (node.lineno, node.end_lineno or node.lineno)
        yield Call(module, lines, name, frozenset(methods), _written_out(node))


def _assigned(node: ast.AST) -> str:
    """The name that a statement gives to a pattern."""
    if isinstance(node, ast.Assign | ast.AnnAssign):
        target = node.target if isinstance(node, ast.AnnAssign) else node.targets[0]
        return ast.unparse(target).rpartition(".")[2]
    return ""


def _written_out(call: ast.Call) -> dict[tuple[Any, int], re.Pattern[Any]]:
    """The pattern of a call, if it is there as a text; flags are always."""
    flags = re.NOFLAG
    for node in (*call.args[1:], *(word.value for word in call.keywords)):
        for part in ast.walk(node):
            if isinstance(part, ast.Attribute) and isinstance(part.value, ast.Name):
                flag = getattr(re, part.attr, None) if part.value.id == "re" else None
                flags |= flag if isinstance(flag, re.RegexFlag) else re.NOFLAG
    if isinstance(call.args[0], ast.Constant):
        pattern = re.compile(call.args[0].value, flags)
        return {(pattern.pattern, pattern.flags): pattern}
    return {}


@contextmanager
def _noted(found: list[Call]) -> Iterator[None]:
    """Note each pattern that the package compiles meanwhile."""
    places = {
        (call.module, line): call
        for call in found
        for line in range(call.lines[0], call.lines[1] + 1)
    }
    compiled = re._compile  # type: ignore[attr-defined]  # noqa: SLF001 - all that compile ask it

    def note(pattern: Any, flags: Any) -> re.Pattern[Any]:
        made: re.Pattern[Any] = compiled(pattern, flags)
        frame = sys._getframe(2)  # noqa: SLF001 - behind re.compile
        call = places.get((frame.f_globals.get("__name__", ""), frame.f_lineno))
        if call is not None:
            call.made[made.pattern, made.flags] = made
        return made

    re._compile = note  # type: ignore[attr-defined]  # noqa: SLF001
    try:
        yield
    finally:
        re._compile = compiled  # type: ignore[attr-defined]  # noqa: SLF001


def use_everything() -> None:
    """Load all modules, and do what makes patterns of options and of what is read."""
    package = importlib.import_module("tiki2md")
    for module in pkgutil.walk_packages(package.__path__, "tiki2md."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    from tiki2md.config import load_file
    from tiki2md.explain import explain_plugin
    from tiki2md.html.markdown_policy import markdown_under_policy
    from tiki2md.html.markup import Markup
    from tiki2md.ignores import Ignore, Ignores
    from tiki2md.nodes import MarkdownTextNode
    from tiki2md.options import Options, Rewrite
    from tiki2md.pipeline import Surroundings, canonical, convert_page, parse
    from tiki2md.readers.csv_rows import dialect_of
    from tiki2md.render.targets import TARGETS
    from tiki2md.verify.dialects import DIALECTS
    from tiki2md.verify.page import markdown_html

    canonical(parse("CamelCase"))
    for options in (Options(wikiwords=True), Options(wikiwords=True, wikiwords_usedash=True)):
        canonical(parse("CamelCase", options), options)
    around = Surroundings(hotwords={"moss": "https://a.example", "moss garden": "b"})
    convert_page(SAMPLE, Options(hotwords=True), around)
    convert_page("moss", Options(rewrites=(Rewrite(find="moss", replacement="fern"),)))
    convert_page(HTML, Options(), Surroundings(is_html=True))
    in_markdown = MarkdownTextNode(inner_content="<script>a</script>", html=True)
    markdown_under_policy([in_markdown], str, lambda *_: None)
    Markup("", key="t").clean("<b t=0>")
    markdown_html(":::note\na\n:::\n", DIALECTS["docusaurus"])
    for name in ("ALINK", "BOX", "IMG", "TAB", "TABS"):
        explain_plugin(name)
    Ignores((Ignore("page-failed", "", page="a*b?c*d"),))
    for delimiter in b",;\t":
        dialect_of(b"page_id%cpageName\n1%ca\n" % (delimiter, delimiter))
    with TemporaryDirectory() as folder:
        path = Path(folder) / "tiki2md.toml"
        path.write_text("title_patterns = ['draft']\n", "utf-8")
        load_file(path, TARGETS)
    importlib.import_module("tiki2md.site.paths").page_title("draft a", patterns=["draft"])
