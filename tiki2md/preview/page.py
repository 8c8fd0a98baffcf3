"""The view of a page: its source, its tree, its Markdown and how that looks, and the findings."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

from tiki2md.diagnostics import Code
from tiki2md.dump.html import source_and_tree, tree_asset
from tiki2md.explanations import EXPLANATIONS
from tiki2md.nodes import ParentNode, walk
from tiki2md.preview.frame import SANDBOX, Answer, address, framed, own
from tiki2md.report.listing import badges
from tiki2md.report.markup import count, details, name, text
from tiki2md.report.places import Places

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tiki2md.findings import Finding
    from tiki2md.nodes import DocumentNode, Node
    from tiki2md.preview.pages import Head

MAX_NODES = 20_000
"""Nodes of a tree that is shown."""
MAX_TEXT = 1 << 20
"""Characters of a text that are shown."""
MAX_FINDINGS = 1000
"""Findings that are listed."""

_PANES = (
    ("source", "Source"),
    ("tree", "Tree"),
    ("markdown", "Markdown"),
    ("rendered", "Rendering"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """What is shown of a page.

    Attributes:
        head: of the page.
        source: of the page.
        text: its file.
        document: its tree; ``None`` if there is none.
        findings: of the page.
        target: of the conversion.
        before: the page before it, if any.
        after: the page behind it, if any.
        alone: whether there is no other page.
    """

    head: Head
    source: str
    text: str
    document: DocumentNode | None
    findings: Sequence[Finding]
    target: str
    before: Head | None = None
    after: Head | None = None
    alone: bool = False


def page_view(view: View) -> Answer:
    """The page of the preview that shows a page of the wiki.

    Args:
        view: what is shown.
    """
    nodes = list(walk(view.document)) if view.document is not None else []
    has_tree = 0 < len(nodes) <= MAX_NODES and len(view.source) <= MAX_TEXT
    if has_tree:
        assert view.document is not None
        source, tree = source_and_tree(view.document)
        places = Places(view.source, view.text)
        lines = ",".join(str(places.line(node.span)) for node in nodes)
    else:
        source, lines = f"<pre>\n{escape(view.source[:MAX_TEXT])}</pre>{_rest(view.source)}", ""
        tree = f'<p class="none">{_why_no_tree(len(nodes))}</p>'
    path = view.head.path
    panes = {
        "source": f"<div data-pane {_region('source')}>{source}</div>",
        "tree": f"<div data-pane>{tree}</div>",
        "markdown": f'<div data-pane {_region("markdown")} data-lines="{lines}">'
        f"{_markdown(view.text)}</div>",
        "rendered": f'<iframe sandbox="{SANDBOX}" title="Rendering" '
        f'src="{address("rendering", path)}"></iframe>',
    }
    raw = {"source": address("source", path), "markdown": address("markdown", path)}
    shown = "".join(
        f'<section class="pane {key}" aria-labelledby="{key}-head">'
        f'<div class="top"><h2 id="{key}-head">{title}</h2>{_as_text(raw.get(key))}</div>\n'
        f"{panes[key]}\n</section>\n"
        for key, title in _PANES
    )
    body = f"{_header(view)}{_findings(view, nodes if has_tree else [])}<main>\n{shown}</main>"
    script = (tree_asset("tree.js") if has_tree else "") + own("preview.js")
    return framed(
        f"{view.head.name} – preview", body, style=tree_asset("tree.css"), script=script,
        css_class="page",
    )  # fmt: skip


def _why_no_tree(count_of_nodes: int) -> str:
    if not count_of_nodes:
        return "There is no tree: the page is too long, or takes too long."
    return (
        f"The tree has {count_of_nodes:,} nodes, too many for a browser; "
        "<code>tiki2md ast</code> prints it."
    )


def _region(key: str) -> str:
    """What makes a part that can be scrolled one that keys can scroll, and that has a name."""
    return f'tabindex="0" role="region" aria-labelledby="{key}-head"'


def _as_text(url: str | None) -> str:
    return f'<a href="{url}">as text</a>' if url else ""


def _header(view: View) -> str:
    head = view.head
    all_pages = "" if view.alone else '<a href="/">All pages</a> · '
    ways = _way("prev", "← Before", view.before) + _way("next", "Next →", view.after)
    ways = f'<nav aria-label="Pages">{ways}</nav>' if ways else ""
    title = f' <span class="title">{name(head.title)}</span>' if head.title != head.name else ""
    checks = "".join(
        f'<label><input type="checkbox" id="show-{key}" checked> {label}</label>'
        for key, label in _PANES
    )
    return (
        '<a class="skip" href="#source-head">To the source</a>\n<header>\n'
        f'<p class="kind">{all_pages}tiki2md preview · {text(view.target)}</p>\n'
        f"<h1>{name(head.name)}{title}</h1>\n"
        f'<div class="bar"><code>{text(head.path)}</code>{ways}'
        f"<fieldset><legend>Show</legend>{checks}</fieldset></div>\n</header>\n"
    )


def _way(rel: str, label: str, head: Head | None) -> str:
    if head is None:
        return ""
    url = address("page", head.path)
    return f' <a rel="{rel}" href="{url}" title="{text(head.name)}">{label}</a>'


def _findings(view: View, nodes: Sequence[Node]) -> str:
    if not view.findings:
        return '<p class="findings">No findings.</p>\n'
    numbers = {id(node): number for number, node in enumerate(nodes)}
    listed = view.findings[:MAX_FINDINGS]
    items = "\n".join(_finding(finding, nodes, numbers) for finding in listed)
    left = len(view.findings) - len(listed)
    more = f'<p class="more">{count(left, "more finding")}.</p>' if left else ""
    summary = f"{count(len(view.findings), 'finding')} {badges(view.findings)}"
    meanings = details("What they mean", f"<dl>{_meanings(listed)}</dl>")
    return (
        details(summary, f"<ol>\n{items}\n</ol>{more}{meanings}", ' class="findings" open') + "\n"
    )


def _finding(finding: Finding, nodes: Sequence[Node], numbers: dict[int, int]) -> str:
    kind = "ignored" if finding.ignored else finding.severity.label
    place = ""
    if finding.line:
        label = f"{finding.line}:{finding.column}"
        number = numbers[id(node_at(nodes[0], finding.span))] if nodes else None
        place = label if number is None else f'<a href="#n{number}">{label}</a>'
    ignored = f" <i>Ignored: {text(finding.ignored)}</i>" if finding.ignored else ""
    return (
        f'<li><span class="place">{place}</span> <span class="badge {kind}">{kind}</span> '
        f"<code>{finding.rule}</code> {text(finding.message)}{ignored}</li>"
    )


def _meanings(findings: Iterable[Finding]) -> str:
    met = {finding.rule for finding in findings}
    return "".join(
        f"<dt><code>{code.identifier}</code></dt><dd>{text(EXPLANATIONS[code].meaning)} "
        f"<b>What to do:</b> {text(EXPLANATIONS[code].remedy)}</dd>"
        for code in Code
        if code.identifier in met
    )


def node_at(node: Node, span: tuple[int, int]) -> Node:
    """The innermost node that holds a place.

    Args:
        node: the outermost.
        span: offsets in the source.
    """
    begin, end = span
    while isinstance(node, ParentNode):
        before = bisect_right(node.children, begin, key=lambda child: child.span[0])
        child = node.children[before - 1] if before else node
        if child is node or begin >= child.span[1] or end > child.span[1]:
            break
        node = child
    return node


def _markdown(markdown: str) -> str:
    """The file, line by line; an empty line holds a break, so that it is copied as one."""
    lines = markdown[:MAX_TEXT].removesuffix("\n").split("\n")
    rows = "".join(
        f'<span data-line="{number}">{text(line) or "<br>"}</span>'
        for number, line in enumerate(lines, 1)
    )
    return f'<pre class="lines"><code>{rows}</code></pre>{_rest(markdown)}'


def _rest(shown: str) -> str:
    """What is said below a text of which only the beginning is shown."""
    left = len(shown) - MAX_TEXT
    return f'<p class="more">{count(left, "more character")}, as text only.</p>' if left > 0 else ""
