"""Data flows one way; what may import what is a table here and a paragraph in ARCHITECTURE.md."""

from __future__ import annotations

import ast
import re
import sys
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "tiki2md"
MODULES = sorted(PACKAGE.rglob("*.py"))
AROUND = sorted(path for name in ("tests", "benchmarks") for path in (ROOT / name).rglob("*.py"))
"""What is not installed, and yet is read and changed like all else."""

VALUES = {"diagnostics", "newlines", "nodes", "options", "tiki_urls", "titles", "urls"}
MAY_IMPORT = {
    "codes": {"severities"},
    "severities": set(),
    "diagnostics": {"codes"},
    "options": set(),
    "tiki_urls": set(),
    "newlines": set(),
    "urls": set(),
    "model": set(),
    "moments": set(),
    "lookup": {"temporary"},
    "temporary": set(),
    "spool": set(),
    "titles": set(),
    "streamed": set(),
    "processes": set(),
    "globs": set(),
    "ignores": {"diagnostics", "globs"},
    "findings": {"diagnostics", "ignores"},
    "baseline": {"findings"},
    "grouping": set(),
    "formats": {"diagnostics", "explanations", "findings", "grouping"},
    "report": {"diagnostics", "explanations", "findings", "ignores", "model", "options", "plugins"}
    | {"grouping", "subsequence", "secrets", "site", "spool", "streamed", "temporary"},
    "nodes": set(),
    "placeholders": set(),
    "config": {"codes", "ignores", "options", "placeholders"},
    "dump": {"nodes"},
    "syntax": VALUES,
    "plugins": VALUES | {"moments"},
    "html": VALUES,
    "markdown": {"newlines", "nodes", "urls"},
    "transforms": VALUES | {"globs", "secrets"},
    "render": VALUES | {"markdown"},
    "readers": {"diagnostics", "grouping", "model", "options", "spool", "tiki_urls"},
    "site": VALUES | {"grouping", "lookup", "model", "moments", "placeholders", "spool", "streamed"}
    | {"toml_strings"}
    | {"transforms"},
    "pipeline": VALUES | {"html", "plugins", "render", "site", "syntax", "transforms"},
    "migration": VALUES | {"dump", "findings", "model", "moments", "pipeline", "plugins"}
    | {"processes", "readers", "render", "report", "secrets", "site", "spool", "transforms"},
    "secrets": {"diagnostics"},
    "markdown_references": set(),
    "explain": VALUES | {"examples", "explanations", "migration", "pipeline", "plugins", "render"}
    | {"samples", "secrets", "site"},
    "examples": {"diagnostics"},
    "explanations": {"diagnostics"},
    "samples": {"model"},
    "selection": {"globs", "model", "spool"},
    "toml_strings": set(),
    "starter": {"diagnostics", "inspection", "model", "plugins", "site", "toml_strings"},
    "inspection": VALUES | {"explain", "explanations", "migration", "model", "pipeline", "plugins"}
    | {"processes", "markdown_references", "report", "site", "transforms"},
    "subsequence": set(),
    "verify": VALUES | {"render", "subsequence", "urls"},
    "roundtrip": VALUES | {"pipeline", "render", "syntax", "verify"},
    "preview": VALUES | {"dump", "explanations", "findings", "html", "migration", "model"}
    | {"pipeline", "plugins", "readers", "report", "site", "verify"},
    "proof": VALUES | {"lookup", "migration", "model", "pipeline", "plugins", "processes", "render"}
    | {"site", "spool", "verify"},
    "cli": VALUES | {"config", "dump", "migration", "model", "pipeline", "readers", "site", ""}
    | {"baseline", "findings", "formats", "ignores", "processes", "report"}
    | {"explain", "inspection", "plugins", "preview", "proof", "render", "roundtrip", "selection"}
    | {"spool", "starter", "syntax", "verify"},
    "": VALUES | {"pipeline", "plugins", "syntax"},
    "__main__": {"cli"},
}  # fmt: skip
"""From each part to the parts that it may import; ``""`` is the public package itself."""

ONLY_MODULES = {
    ("site", "transforms"): {"tiki2md.transforms.links"},
    ("starter", "plugins"): {"tiki2md.plugins.fates"},
    ("starter", "site"): {"tiki2md.site.people"},
    ("explain", "render"): {"tiki2md.render.targets"},
    ("explain", "site"): {"tiki2md.site.layout"},
    ("inspection", "report"): {"tiki2md.report.ledger"},
    ("inspection", "site"): {"tiki2md.site.data"},
    ("inspection", "transforms"): {"tiki2md.transforms.links"},
    ("report", "plugins"): {"tiki2md.plugins", "tiki2md.plugins.fates"},
    ("report", "site"): {"tiki2md.site.index"},
    ("migration", "report"): {"tiki2md.report.places", "tiki2md.report.recorder"},
    ("preview", "html"): {"tiki2md.html.allowed"},
    ("preview", "readers"): {"tiki2md.readers.blobs", "tiki2md.readers.errors"},
    ("preview", "report"): {"tiki2md.report.listing", "tiki2md.report.markup"}
    | {"tiki2md.report.places"},
    ("cli", "report"): {"tiki2md.report.recorder"},
    ("migration", "readers"): {"tiki2md.readers.blobs", "tiki2md.readers.errors"}
    | {"tiki2md.readers.history"},
    ("migration", "render"): {"tiki2md.render.contents", "tiki2md.render.targets"}
    | {"tiki2md.render.titles"},
    ("migration", "transforms"): {"tiki2md.transforms.links"},
    ("cli", "plugins"): {"tiki2md.plugins", "tiki2md.plugins.custom", "tiki2md.plugins.fates"}
    | {"tiki2md.plugins.site_aliases"},
    ("cli", "render"): {"tiki2md.render.targets"},
    ("cli", "site"): {"tiki2md.site.atomic", "tiki2md.site.debug"}
    | {"tiki2md.site.frontmatter_keys", "tiki2md.site.layout"}
    | {"tiki2md.site.notes", "tiki2md.site.writer"},
    ("cli", "syntax"): {"tiki2md.syntax.tokens"},
    ("pipeline", "site"): {"tiki2md.site.single_page"},
    ("proof", "render"): {"tiki2md.render.contents", "tiki2md.render.targets"},
    ("roundtrip", "syntax"): {"tiki2md.syntax", "tiki2md.syntax.canonical"},
    ("verify", "render"): {"tiki2md.render.smileys"},
}
"""Where only some modules of another part may be seen."""

THIRD_PARTY = {
    "lark": ("syntax/",),
    "click": ("cli/",),
    "anyascii": ("site/paths.py",),
    "frontmatter": ("site/frontmatter.py",),
    "yaml": ("site/frontmatter.py", "readers/front_matter.py", "verify/frontmatter.py"),
    "selectolax": ("html/",),
    "nh3": ("html/allowed.py",),
    "backports": ("readers/files.py",),
    "compression": ("readers/files.py",),
    "pymysql": ("readers/live.py",),
    "markdown": ("verify/python_page.py",),
    "pymdownx": ("verify/python_page.py",),
    "cloudpickle": ("migration/remote.py",),
    "distributed": ("cli/executors.py",),
    "markdown_it": ("verify/", "markdown/"),
    "mdit_py_plugins": ("verify/", "markdown/"),
}
"""The libraries, and the only places that import them."""

MAX_LINES = 400
BOUNDARIES = {
    "cli/serving.py",  # one bad request never ends a preview
    "cli/__init__.py",  # one line and an exit code for whatever a command raises
    "migration/places.py",  # a page that links to a bad one is not bad itself
    "migration/pages.py",  # one bad page never stops a run
    "proof/expectation.py",  # a page that cannot be converted is compared with its source
    "plugins/expand.py",  # handlers of third parties
}


def part_of(path: Path) -> str:
    name = path.relative_to(PACKAGE).parts[0].removesuffix(".py")
    return "" if name == "__init__" else name


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


def imports_of(path: Path) -> Iterator[str]:
    """The modules that ``path`` imports, anywhere in it."""
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            assert node.module is not None
            for alias in node.names:
                inner = ROOT / node.module.replace(".", "/") / alias.name
                is_module = inner.is_dir() or inner.with_suffix(".py").is_file()
                # In `from tiki2md import parse` the name is a function of the package.
                yield f"{node.module}.{alias.name}" if is_module else node.module


every_module = pytest.mark.parametrize(
    "path", MODULES, ids=lambda path: path.relative_to(PACKAGE).as_posix()
)


def test_there_are_modules() -> None:
    assert len(MODULES) > 50
    assert len(AROUND) > 50
    assert {part_of(path) for path in MODULES} == set(MAY_IMPORT)


def test_the_map_names_every_part() -> None:
    text = (ROOT / "ARCHITECTURE.md").read_text("utf-8")
    table = text.partition("## What lives where")[2].partition("\n## ")[0]
    named = set(re.findall(r"`(?:tiki2md/)?(\w+)(?:\.py|/)`", table))
    assert set(MAY_IMPORT) - {""} <= named


@every_module
def test_imports_go_one_way(path: Path) -> None:
    part = part_of(path)
    for module in imports_of(path):
        package, _, rest = module.partition(".")
        if package != "tiki2md":
            continue
        other = rest.partition(".")[0]
        if other == part:
            continue
        assert other in MAY_IMPORT[part], f"{part} imports {module}"
        only = ONLY_MODULES.get((part, other))
        assert only is None or module in only, f"{part} imports {module}"


@every_module
def test_third_parties_are_imported_where_they_belong(path: Path) -> None:
    where = path.relative_to(PACKAGE).as_posix()
    for module in imports_of(path):
        library = module.partition(".")[0]
        if library != "tiki2md" and library not in sys.stdlib_module_names:
            places = THIRD_PARTY.get(library, ())
            assert where.startswith(places), f"{where} imports {library}"


@pytest.mark.parametrize(
    "path", [*MODULES, *AROUND], ids=lambda path: path.relative_to(ROOT).as_posix()
)
def test_modules_are_short(path: Path) -> None:
    assert len(path.read_text("utf-8").splitlines()) <= MAX_LINES


@pytest.mark.parametrize("path", AROUND, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_nothing_imports_a_test(path: Path) -> None:
    # What two modules of tests need has a module of its own, which says what it is for.
    assert [module for module in imports_of(path) if module.startswith("test_")] == []


@every_module
def test_only_the_command_line_prints(path: Path) -> None:
    calls = [node.func for node in ast.walk(tree_of(path)) if isinstance(node, ast.Call)]
    names = {call.id for call in calls if isinstance(call, ast.Name)}
    assert part_of(path) == "cli" or not names & {"print", "input", "eval", "exec"}


@every_module
def test_nothing_is_caught_wholesale_but_at_a_boundary(path: Path) -> None:
    wide = [
        node.lineno
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.ExceptHandler)
        and (
            node.type is None
            or (isinstance(node.type, ast.Name) and node.type.id in {"Exception", "BaseException"})
        )
        # Whoever raises again catches nothing.
        and not any(isinstance(inner, ast.Raise) and inner.exc is None for inner in node.body)
    ]
    assert path.relative_to(PACKAGE).as_posix() in BOUNDARIES or wide == []


def test_nodes_need_no_library() -> None:
    nodes = [path for path in MODULES if part_of(path) == "nodes"]
    assert nodes
    for path in nodes:
        libraries = {module.partition(".")[0] for module in imports_of(path)} - {"tiki2md"}
        assert libraries <= set(sys.stdlib_module_names)
