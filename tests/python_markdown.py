"""Markdown as MkDocs and Zensical read it: by Python-Markdown, set up as the scaffold says."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from tiki2md.diagnostics import Code, Reporter
from tiki2md.model import Wiki
from tiki2md.render import render
from tiki2md.site.languages import Languages
from tiki2md.site.scaffolds import scaffold_files
from tiki2md.verify.events import first_difference
from tiki2md.verify.reading import seen_in_html, seen_in_tree

if TYPE_CHECKING:
    from tiki2md.nodes import DocumentNode
    from tiki2md.options import Options

markdown = pytest.importorskip("markdown", reason="needs: pip install 'tiki2md[mkdocs]'")
slugs = pytest.importorskip("pymdownx.slugs", reason="needs: pip install 'tiki2md[mkdocs]'")


class _Loader(yaml.SafeLoader):
    """Reads the one Python object that a configuration of MkDocs has."""


def _slugify(loader: yaml.Loader, node: yaml.Node) -> Any:
    return slugs.slugify(**loader.construct_mapping(node, deep=True)["kwds"])


_Loader.add_constructor("tag:yaml.org,2002:python/object/apply:pymdownx.slugs.slugify", _slugify)


@cache
def reader() -> Any:
    config = yaml.load(scaffold_files("mkdocs", Wiki(), Languages())["mkdocs.yml"], _Loader)  # noqa: S506
    names: list[str] = []
    settings: dict[str, dict[str, Any]] = {}
    for item in config["markdown_extensions"]:
        for name, values in (item if isinstance(item, dict) else {item: {}}).items():
            names.append(name)
            settings[name] = dict(values)
    settings["toc"]["permalink"] = False
    settings["pymdownx.highlight"] = {"use_pygments": False}
    return markdown.Markdown(extensions=names, extension_configs=settings)


def to_html(text: str) -> str:
    """The HTML of a page, without numbers beside code, which need a highlighter."""
    return str(reader().reset().convert(text.replace(' linenums="1"', "")))


def difference(document: DocumentNode, options: Options) -> str:
    """Where what it shows of a tree's Markdown is not what the tree says; empty if nowhere."""
    reporter = Reporter()
    text = render(document, options, reporter)
    if any(found.code is Code.STYLE_DROPPED for found in reporter.diagnostics):
        return ""  # HTML inside a margin inside HTML: said to be lost
    want = seen_in_tree(document).compared()
    got = seen_in_html(html := to_html(text)).compared()
    found = first_difference(want, got)
    return f"{found}\n{text}\n{html}" if found else ""
