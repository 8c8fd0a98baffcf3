"""Every plugin of Tiki 24, and later ones: its body is kept, or a finding says why not."""

from __future__ import annotations

import pytest
from tiki_plugins import PLUGINS, Listed

from tiki2md.diagnostics import Code, Reporter
from tiki2md.options import Options
from tiki2md.pipeline import Surroundings, convert_page
from tiki2md.plugins import Body, builtin_registry
from tiki2md.plugins.parameters import parameters_of
from tiki2md.render import TARGETS

SCRIPTS = """
    APPFRAME AJAXLOAD CASPERJS CHART CHARTJS CUSTOMSEARCH DATACHANNEL DBREPORT FITNESSE FTP
    GDGRAPH JQ JS LIST LISTEXECUTE METATAG PIVOTTABLE SQL TRACKERQUERYTEMPLATE VUE WEBSERVICE
    XMLUPDATE
""".split()  # noqa: SIM905 - a list this long reads better
"""Plugins whose body is a script, a query or settings."""

NO_TEXT = {"ANAME": 'id="body_words"', "IFRAME": ""}
"""Bodies that are no text: the name of a place, and an address, which this one is not."""
every_plugin = pytest.mark.parametrize("plugin", PLUGINS, ids=lambda plugin: plugin.name)


def converted(source: str, target: str = "gfm") -> tuple[str, list[Code]]:
    reporter = Reporter(source=source)
    around = Surroundings(page="Page", registry=builtin_registry())
    text = convert_page(source, Options(target=target), around, reporter)
    return text, [found.code for found in reporter.diagnostics]


def test_the_list_is_that_of_the_catalogue() -> None:
    assert len(PLUGINS) == 274
    assert {plugin.name for plugin in PLUGINS} | {"MAKETOC"} == set(builtin_registry().names())


@every_plugin
def test_a_body_is_kept_or_reported(plugin: Listed) -> None:
    text, codes = converted(f"before {plugin.call()} after")
    assert "before" in text
    assert "after" in text
    assert Code.PLUGIN_FAILED not in codes
    assert Code.PLUGIN_UNKNOWN not in codes
    about_plugins = [code for code in codes if code.identifier.startswith("plugin-")]
    if plugin.has_body:
        assert "body words" in text or about_plugins or NO_TEXT.get(plugin.name, "?") in text
    spec = builtin_registry().get(plugin.name)
    assert spec is not None
    if spec.handler is None and spec.body is Body.RAW:
        assert "body words" not in text
    elif spec.body is Body.NONE:
        assert "body words" not in text  # nor did Tiki show it


@pytest.mark.parametrize("name", SCRIPTS)
@pytest.mark.parametrize("target", TARGETS)
def test_scripts_queries_and_settings_stay_out(name: str, target: str) -> None:
    plugin = next(each for each in PLUGINS if each.name == name)
    for body in ("drop(1)", "--> drop(1) <!--", "\n__drop(1)__\n", '{TAG(tag="b")}drop(1){TAG}'):
        text, codes = converted(f"before {plugin.call(body)} after", target)
        assert "drop" not in text
        assert {Code.PLUGIN_DROPPED, Code.PLUGIN_BODY_DROPPED} & set(codes)
        assert "before" in text
        assert "after" in text


@every_plugin
def test_short_forms_never_raise(plugin: Listed) -> None:
    name = plugin.name
    for source in (
        f"{{{name.lower()}}}",
        f"{{{name.lower()} {plugin.arguments}}}",
        f"{{{name.lower()} a=1 b='x' ,,}}",
        f"{{{name}({plugin.arguments})/}}",
        f"{{{name}()}}",
        f"{{{name}}}",
    ):
        text, codes = converted(f"before {source} after")
        assert "before" in text
        assert Code.PLUGIN_FAILED not in codes
        assert Code.NODE_NOT_RENDERED not in codes


def test_the_table_of_arguments_is_that_of_the_list() -> None:
    for plugin in PLUGINS:
        required = {each.name for each in parameters_of(plugin.name) if each.required}
        assert required == set(plugin.required), plugin.name
    assert parameters_of("img") == parameters_of("IMG") != ()
    assert parameters_of("NOSUCH") == ()
