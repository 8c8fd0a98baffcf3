"""A site's own plugins: policies, templates and files, from the configuration to the page."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner
from doc_pages import PAGES, fences

from tiki2md.cli import run
from tiki2md.config import load_file, settle
from tiki2md.config.errors import ConfigError
from tiki2md.config.plugins import POLICIES, PluginSettings
from tiki2md.diagnostics import Diagnostic, Reporter
from tiki2md.options import Options
from tiki2md.pipeline import Surroundings, convert_page
from tiki2md.plugins import PluginError, Registry, builtin_registry
from tiki2md.plugins.custom import configured_registry
from tiki2md.plugins.policy import Policy

if TYPE_CHECKING:
    from pathlib import Path

GUIDES_EXAMPLE = fences(PAGES / "guide" / "plugins.md", "python")[0].body


def written(tmp_path: Path, text: str, name: str = "tiki2md.toml") -> Path:
    path = tmp_path / name
    path.write_text(text, "utf-8")
    return path


def settings(path: Path) -> PluginSettings:
    return settle([load_file(path, ("gfm",))]).plugins


def registry(**values: object) -> Registry:
    return configured_registry(base=builtin_registry(), **values)  # type: ignore[arg-type]


def converted(source: str, known: Registry) -> tuple[str, list[Diagnostic]]:
    reporter = Reporter(source=source)
    text = convert_page(source, Options(), Surroundings(registry=known), reporter)
    return text, reporter.diagnostics


def result(source: str, **values: object) -> tuple[str, list[str]]:
    text, found = converted(source, registry(**values))
    return text.strip(), [diagnostic.code.identifier for diagnostic in found]


def test_the_example_of_the_readme(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert len(GUIDES_EXAMPLE.strip().splitlines()) < 20
    written(tmp_path, GUIDES_EXAMPLE, "our_plugins.py")
    written(tmp_path, 'plugin_files = ["our_plugins.py"]\n')
    written(tmp_path, "{HINT()}See {ticket id=7}.{HINT}", "page.tiki")
    monkeypatch.chdir(tmp_path)
    with CliRunner().isolation() as (out, *_):
        assert run(["convert", "page.tiki"]) == 0
        text = out.getvalue().decode()
    assert text == "> [!TIP]\n> See [Ticket 7](https://tracker.example.org/7).\n"
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "our_plugins.py",
        "page.tiki",
        "tiki2md.toml",
    ]


def test_policies_are_those_of_the_configuration() -> None:
    assert tuple(Policy) == POLICIES


def test_settings_are_read(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        'plugin_files = ["a.py"]\n[plugins]\nmine = "drop"\n'
        '[plugins.templates]\nYours = "__{body}__"\n',
    )
    found = settings(path)
    assert found.policies == (("MINE", "drop"),)
    assert found.templates == (("YOURS", "__{body}__"),)
    assert found.files == (str(tmp_path / "a.py"),)
    assert hash(found) is not None
    assert settings(written(tmp_path, "")) == PluginSettings()
    shared = written(
        tmp_path, '[tool.tiki2md.plugins]\nmine = "keep"\ntemplates = "drop"', "pyproject.toml"
    )
    assert settings(shared).policies == (("MINE", "keep"), ("TEMPLATES", "drop"))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('[plugins]\nMINE = "dorp"', "plugin MINE cannot be 'dorp'; did you mean 'drop'"),
        ('[plugins]\nMINE = "zzz"', "is one of convert, html, keep, drop"),
        ("[plugins]\nMINE = 1", "plugin MINE cannot be 1"),
        ('[plugins]\nMY_ONE = "drop"', "'MY_ONE' is no plugin name"),
        ("plugins = 1", r"plugins must be a table"),
        ("[plugins.templates]\nMINE = 1", "template of plugin MINE must be text"),
        ('[plugins]\nA = "drop"\n[plugins.templates]\na = "x"', "says two things of plugin A"),
        ('[plugins]\nA = "drop"\na = "keep"', "says two things of plugin A"),
        ('plugin_files = "a.py"', "must be a list of paths"),
        ('plugin_file = "a.py"', "did you mean 'plugin_files'"),
    ],
)
def test_wrong_settings(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(ConfigError, match=re.escape(message) if "." not in message else message):
        load_file(written(tmp_path, text), ("gfm",))


def test_convert_takes_the_comment_away() -> None:
    source = "a {MINE(x=1)}''b''{MINE} c"
    assert result(source)[1] == ["plugin-unknown"]
    assert result(source, policies=[("MINE", "convert")]) == ("a *b* c", [])
    assert result("{BOX()}b{BOX}", policies=[("BOX", "convert")]) == result("{BOX()}b{BOX}")


def test_drop() -> None:
    found = result(
        "a {BOX()}b{BOX}{IMG(src=x.png)/} c", policies=[("box", "drop"), ("IMG", "drop")]
    )
    assert found == ("a c", ["plugin-dropped", "plugin-dropped"])


def test_keep() -> None:
    assert result("a {SUB(x=1)}''b''{SUB}", policies=[("SUB", "keep")]) == (
        "a <!-- {SUB(x=1)} -->*b*",
        ["plugin-kept"],
    )
    text, codes = result("{TABS(tabs=A)}''b''{TABS}", policies=[("TABS", "keep")])
    assert text == "<!-- {TABS(tabs=A)} -->\n\n**A**\n\n*b*"
    assert codes == ["plugin-kept"]
    assert result("a {IMG(src=x.png)/}", policies=[("IMG", "keep")])[0] == (
        "a <!-- {IMG(src=x.png)/} -->"
    )


def test_html() -> None:
    found = result("a {MINE(Port=\"B<r\" my_x=1)}''b''{MINE} c", policies=[("MINE", "html")])
    assert found == (
        'a <span data-tiki-plugin="mine" data-port="B&lt;r" data-my-x="1">*b*</span> c',
        ["plugin-approximated"],
    )
    text, _ = result("{MINE()}\n* b\n{MINE}", policies=[("MINE", "html")])
    assert text == '<div data-tiki-plugin="mine">\n\n- b\n\n</div>'
    assert result("a {IMG(src=x.png)/}", policies=[("IMG", "html")])[0] == (
        'a <span data-tiki-plugin="img" data-src="x.png"></span>'
    )


@pytest.mark.parametrize("policy", POLICIES)
@pytest.mark.parametrize("name", ["SQL", "JS", "VUE", "LIST"])
def test_no_policy_lets_scripts_out(policy: str, name: str) -> None:
    text, codes = result(f"{{{name}(a=1)}}secret(1){{{name}}}", policies=[(name, policy)])
    assert "secret" not in text
    assert {"plugin-dropped", "plugin-body-dropped"} & set(codes)


def test_templates_are_markup() -> None:
    templates = [
        ("PORT", "((Ports|{name})): {body}"),
        ("ROW", "* {body}"),
        ("Q", "{BOX(title={t})}{body}{BOX}"),
    ]
    assert result('{PORT(name="Brest")}__big__ {PORT()}x{PORT}{PORT}', templates=templates)[0] == (
        "[Brest](ports.md): **big** [Ports](ports.md): x"
    )
    assert result("{ROW()}b{ROW}\n{ROW()}c{ROW}", templates=templates)[0].endswith("- b\n- c")
    assert result("{Q(t=T)}b{Q}", templates=templates)[0] == result("{BOX(title=T)}b{BOX}")[0]
    # What an argument holds is not looked through again.
    assert result('{PORT(name="{body}")}x{PORT}', templates=templates)[0] == "[{body}](ports.md): x"
    assert "toc" in result("{W()/}\n!T", templates=[("W", "{maketoc}{x}")])[0]


def test_a_template_that_names_itself_ends() -> None:
    text, codes = result("{A()}x{A}", templates=[("A", "{A()}{body}{A}{A()}{body}{A}")])
    assert "x" in text
    assert "nesting-capped" in codes


def test_a_template_takes_the_place_of_a_handler() -> None:
    assert (
        result("{FADE(label=L)}b{FADE}", templates=[("FADE", "''{label}'' {body}")])[0] == "*L* b"
    )


def test_files_replace_handlers(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        "from __future__ import annotations\n"
        "from dataclasses import dataclass\n"
        "from tiki2md import plugin\n"
        "from tiki2md.nodes import BoldNode, TextNode\n"
        "@dataclass\nclass Kind:\n    name: str = 'x'\n"
        "@plugin('BOX', 'MINE')\n"
        "def shout(node, context):\n"
        "    return [BoldNode(children=[TextNode(inner_content=Kind().name)])]\n"
        "same = shout\n",
        "my.py",
    )
    assert result("{BOX()}b{BOX} {mine a=1}", files=[str(path)]) == ("**x** **x**", [])
    assert result("{BOX()}b{BOX}", files=[str(path)], policies=[("BOX", "html")])[0] == (
        '<span data-tiki-plugin="box">b</span>'
    )


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("x = 1\nif x\n", r"my\.py:2: expected ':'"),
        ("\n\nimport no_such_module\n", r"my\.py:3: ModuleNotFoundError: No module"),
        ("def f():\n    return 1 / 0\n\nf()\n", r"my\.py:2: ZeroDivisionError"),
        ("from tiki2md import plugin\n\nplugin('A B')\n", r"my\.py:3: PluginError: 'A B' is no"),
        ("x = 1\n", r"my\.py:1: no function in it is decorated"),
        (
            (
                "from tiki2md import plugin\n"
                "@plugin('A')\ndef f(node, context): return []\n"
                "@plugin('a')\ndef g(node, context): return []\n"
            ),
            r"my\.py:4: plugin A is served at .*my\.py:2 already",
        ),
    ],
)
def test_errors_name_the_file_and_the_line(tmp_path: Path, text: str, message: str) -> None:
    path = written(tmp_path, text, "my.py")
    with pytest.raises(PluginError, match=message):
        registry(files=[str(path)])


def test_a_missing_file_is_a_usage_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written(tmp_path, 'plugin_files = ["none.py"]')
    written(tmp_path, "x", "page.tiki")
    monkeypatch.chdir(tmp_path)
    with CliRunner().isolation() as (_, err, _):
        assert run(["convert", "page.tiki"]) == 2
        assert "none.py: there is no such file" in err.getvalue().decode()


def test_a_site_is_converted_with_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written(tmp_path, '[plugins]\nMINE = "convert"\nRAWONE = "drop"\n')
    written(tmp_path, "{MINE()}b{MINE}{RAWONE()}c{RAWONE}", "page.tiki")
    monkeypatch.chdir(tmp_path)
    with CliRunner().isolation():
        assert run(["convert", ".", "-o", "out"]) == 0
        assert run(["ast", "page.tiki"]) == 0
    assert (tmp_path / "out" / "page.md").read_text("utf-8") == "b\n"
