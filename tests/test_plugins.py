"""The registry of plugins: what is known, who handles it, and how handlers are run."""

from __future__ import annotations

from types import ModuleType
from typing import TYPE_CHECKING

import pytest

from tiki2md import plugins
from tiki2md.diagnostics import Code, Reporter
from tiki2md.nodes import BoldNode, HtmlCommentNode, ImageNode, LinkNode, Node, PluginNode, TextNode
from tiki2md.options import Options
from tiki2md.pipeline import Surroundings, convert_page
from tiki2md.plugins import (
    Body,
    PluginContext,
    PluginError,
    Registry,
    builtin_registry,
    default_registry,
    expand_plugin,
    plugin,
)

if TYPE_CHECKING:
    from collections.abc import Iterator


def context() -> PluginContext:
    return PluginContext(Options(), Reporter(), lambda text: [TextNode(inner_content=text)])


def call(name: str, body: str = "body", arguments: str = "()") -> PluginNode:
    return PluginNode(
        name=name,
        full_match=f"{{{name}{arguments}}}{body}{{{name}}}",
        inner_content=body,
        raw_arguments=arguments,
        has_body=True,
        children=[TextNode(full_match=body, inner_content=body)],
    )


def codes(used: PluginContext) -> list[Code]:
    return [diagnostic.code for diagnostic in used.reporter.diagnostics]


@plugin("SHOUT", "yell")
def shout(node: PluginNode, _context: PluginContext) -> list[Node]:
    """Its body, in bold.

    More that no list shows.
    """
    return [BoldNode(children=node.children)]


@plugin("SHOUT", body="raw")
def whisper(node: PluginNode, _context: PluginContext) -> list[Node]:
    """Its body."""
    return node.children


@plugin("BROKEN")
def broken(node: PluginNode, _context: PluginContext) -> list[Node]:
    """Fails."""
    raise LookupError(node.name)


@plugin("GANGWAY")
def gangway(node: PluginNode, _context: PluginContext) -> list[Node]:
    """Its body between a link and an image to nowhere."""
    return [
        BoldNode(children=[LinkNode(url="javascript:a()", children=[ImageNode(src="img/a.png")])]),
        *node.children,
    ]


def test_links_that_a_handler_makes_stand_at_the_call() -> None:
    source = "!Quay\n\na {GANGWAY()}\n[javascript:b()|b]{GANGWAY}"
    reporter = Reporter(page="Quay", source=source)
    registry = Registry().with_plugins([gangway])
    convert_page(source, Options(), Surroundings(registry=registry), reporter)
    found = {(one.code, one.line, one.column) for one in reporter.diagnostics}
    assert found == {
        (Code.LINK_UNSAFE, 3, 3),
        (Code.FILE_NOT_COPIED, 3, 3),
        (Code.LINK_UNSAFE, 4, 1),
    }


def test_a_finding_names_its_plugin_whether_the_handler_does_so_or_not() -> None:
    used = context()
    used.report(Code.PLUGIN_APPROXIMATED, call("SHOUT"), what="in bold")
    used.report(Code.PLUGIN_APPROXIMATED, call("SHOUT"), name="SHOUT", what="in bold")
    first, second = used.reporter.diagnostics
    assert first == second
    assert first.message == "plugin SHOUT is written in another form: in bold"


def test_one_decorated_function_adds_a_plugin() -> None:
    registry = Registry().with_plugins([shout])
    assert registry.names() == ["SHOUT", "YELL"]
    spec = registry.get("Yell")
    assert spec is not None
    assert spec.summary == "Its body, in bold."
    assert dict(registry.bodies()) == {"SHOUT": Body.WIKI, "YELL": Body.WIKI}
    node = call("SHOUT")
    assert expand_plugin(node, registry, context()) == [BoldNode(children=node.children)]
    assert shout(node, context()) == [BoldNode(children=node.children)]


def test_two_handlers_of_one_plugin_are_an_error_that_names_both() -> None:
    with pytest.raises(PluginError, match=r"SHOUT: .*\.shout and .*\.whisper"):
        Registry().with_plugins([shout, whisper])
    registry = Registry().with_plugins([shout])
    with pytest.raises(PluginError, match=r"SHOUT"):
        registry.with_plugins([whisper])
    replaced = registry.with_plugins([whisper], replace=True)
    assert replaced.bodies()["SHOUT"] is Body.RAW
    assert registry.bodies()["SHOUT"] is Body.WIKI


@pytest.mark.parametrize("names", [(), ("",), ("MY_PLUGIN",), ("É",), ("A B",)])
def test_names_that_tiki_would_never_match(names: tuple[str, ...]) -> None:
    with pytest.raises(PluginError):
        plugin(*names)


def test_entry_points(monkeypatch: pytest.MonkeyPatch) -> None:
    class Offer:
        name = "mine"
        value = "my_package:thing"

        def __init__(self, thing: object) -> None:
            self.thing = thing

        def load(self) -> object:
            if isinstance(self.thing, Exception):
                raise self.thing
            return self.thing

    def offered(*things: object) -> Registry:
        monkeypatch.setattr(plugins, "entry_points", lambda **_: [Offer(t) for t in things])
        default_registry.cache_clear()
        return default_registry()

    module = ModuleType(shout.function.__module__)
    module.shout = shout  # type: ignore[attr-defined]
    module.again = shout  # type: ignore[attr-defined]
    module.foreign = builtin_registry().get("BOX").handler  # type: ignore[attr-defined, union-attr]
    try:
        assert offered(shout).get("SHOUT") is not None
        assert offered(module).get("YELL") is not None
        with pytest.raises(PluginError, match="two handlers"):
            offered(shout, whisper)
        with pytest.raises(PluginError, match="my_package:thing"):
            offered("text")
        for broken in (ModuleNotFoundError("No module named 'x'"), SyntaxError("invalid syntax")):
            with pytest.raises(PluginError, match=r"my_package:thing cannot be loaded \(\w+Er"):
                offered(broken)
    finally:
        monkeypatch.undo()
        default_registry.cache_clear()


def test_the_catalogue() -> None:
    bodies = builtin_registry().bodies()
    assert len(bodies) == 275  # Tiki's 256, 18 of later versions, and {maketoc}
    assert all(name == name.upper() and name.isalnum() for name in bodies)
    raw = "CODE HTML MARKDOWN JS JQ SQL VUE EQUATION LIST CUSTOMSEARCH R RR FANCYTABLE SPLIT DL"
    assert {bodies[name] for name in raw.split()} == {Body.RAW}
    assert {bodies[name] for name in ("BOX", "DIV", "SUP", "REMARKSBOX")} == {Body.WIKI}
    assert {bodies[name] for name in ("GROUP", "LANG", "TR")} == {Body.BARE}
    assert {bodies[name] for name in ("QUOTE", "FADE", "FOOTNOTE")} == {Body.OWN}
    assert {bodies[name] for name in ("IMG", "MAKETOC", "INCLUDE")} == {Body.NONE}


def handled() -> Iterator[str]:
    registry = builtin_registry()
    for name in registry.names():
        spec = registry.get(name)
        if spec is not None and spec.handler is not None:
            yield name


def test_every_handler_says_what_it_becomes() -> None:
    registry = builtin_registry()
    for name in handled():
        spec = registry.get(name)
        assert spec is not None
        assert spec.summary.endswith("."), name


@pytest.mark.parametrize("name", [*handled(), "LIST", "INCLUDE", "NOSUCH"])
def test_no_call_fails(name: str) -> None:
    names = "title type src fileId href aname label url id page movie lang head colaligns levels"
    for body in ("", "body", "a|b\n---\n{ELSE}\n@@@\n/////x", "* é\n{X()}<b>"):
        for value in ("", "y", "1", "a|b", "http://x.example/a?b=1", "[", "٣"):
            node = call(name, body)
            node.attrs_dict = dict.fromkeys(names.split(), value)
            used = context()
            result = expand_plugin(node, builtin_registry(), used)
            assert all(isinstance(item, Node) for item in result)
            assert Code.PLUGIN_FAILED not in codes(used)


def test_an_unknown_plugin_keeps_its_body_and_is_reported_once() -> None:
    used = context()
    node = call("NOSUCH", "high", '(port="Brest")')
    for _ in range(2):
        comment, *rest = expand_plugin(node, builtin_registry(), used)
        assert isinstance(comment, HtmlCommentNode)
        assert comment.inner_content == ' {NOSUCH(port="Brest")} '
        assert rest == node.children
    assert codes(used) == [Code.PLUGIN_UNKNOWN]


def test_a_known_plugin_without_a_handler_is_kept() -> None:
    used = context()
    node = call("REGEX", "text", '(pageName="Rules")')
    comment, *rest = expand_plugin(node, builtin_registry(), used)
    assert comment.inner_content == ' {REGEX(pageName="Rules")} '
    assert rest == node.children
    assert codes(used) == [Code.PLUGIN_KEPT]


@pytest.mark.parametrize("name", ["SQL", "JS", "JQ", "VUE", "LIST", "CUSTOMSEARCH", "METATAG"])
def test_scripts_and_queries_never_reach_the_output(name: str) -> None:
    used = context()
    query = "SELECT password FROM users"
    result = expand_plugin(call(name, query), builtin_registry(), used)
    assert not any("password" in item.inner_content for item in result)
    assert codes(used) in ([Code.PLUGIN_DROPPED], [Code.PLUGIN_BODY_DROPPED])


def test_a_failing_handler_costs_one_call() -> None:
    used = context()
    registry = Registry().with_plugins([broken])
    node = call("BROKEN")
    comment, *rest = expand_plugin(node, registry, used)
    assert comment.inner_content == " {BROKEN()} "
    assert rest == node.children
    assert [found.message for found in used.reporter.diagnostics] == [
        "the handler of plugin BROKEN failed (LookupError: BROKEN); its call is kept in a comment"
    ]


def test_a_call_whose_arguments_hold_its_body() -> None:
    node = call("NOSUCH", "b", '(a="b")')
    assert expand_plugin(node, Registry(), context())[0].inner_content == ' {NOSUCH(a="b")} '
    bare = PluginNode(name="NOSUCH", raw_arguments="(a=1)")
    assert expand_plugin(bare, Registry(), context())[0].inner_content == " {NOSUCH((a=1))} "
