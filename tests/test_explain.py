"""``tiki2md explain``: an answer for everything that has a name."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from command_line import call
from tiki_plugins import PLUGINS

from tiki2md import explain
from tiki2md.diagnostics import Code
from tiki2md.explanations import EXPLANATIONS
from tiki2md.plugins import Body, PluginHandler, builtin_registry
from tiki2md.plugins.fates import Fate
from tiki2md.render import TARGETS

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.usefixtures("alone")


@pytest.mark.parametrize("name", [*(plugin.name for plugin in PLUGINS), "MAKETOC"])
def test_every_plugin_is_explained(name: str) -> None:
    answer = explain.explain_plugin(name.lower(), builtin_registry())
    assert answer is not None
    assert answer.name == name
    assert answer.becomes.endswith(".")
    assert "Example" not in answer.becomes
    assert f"{{{name}" in answer.sample
    assert set(answer.written) == set(TARGETS)
    assert not any("plugin-failed" in finding for finding in answer.findings)
    if answer.fate is Fate.CONVERTED:
        assert answer.markdown.strip()
        assert not any("plugin-kept" in finding for finding in answer.findings)
    if answer.fate is Fate.COMMENT:
        assert f"<!-- {{{name}" in answer.markdown


def test_a_sample_of_a_handler_shows_more_than_a_comment() -> None:
    registry = builtin_registry()
    with_sample = [
        name
        for name in registry.names()
        if isinstance(handler := getattr(registry.get(name), "handler", None), PluginHandler)
        and "Example:" in (handler.function.__doc__ or "")
        and registry.bodies()[name] is not Body.NONE
    ]
    assert len(with_sample) > 40
    assert [
        name for name in with_sample if explain.plugin_fate(name, registry) is Fate.COMMENT
    ] == []


@pytest.mark.parametrize("code", Code, ids=lambda code: code.identifier)
def test_every_code_is_explained(code: Code) -> None:
    assert code in EXPLANATIONS, "add what it means to a module of tiki2md/explanations/"
    answer = explain.explain_code(code.identifier)
    assert answer is not None
    assert answer.severity == code.severity.label
    assert answer.found, "the example in tiki2md/examples.py is reported"
    assert "{" not in code.template or answer.found != code.template
    assert answer.found in " ".join(call("explain", code.identifier).stdout.split())
    for text in (answer.meaning, answer.remedy):
        assert text.endswith(".")
        assert "  " not in text
    assert call("explain", code.identifier).stdout.startswith(
        f"{code.identifier} ({code.severity.label})"
    )


@pytest.mark.parametrize("name", TARGETS)
def test_every_target_is_explained(name: str) -> None:
    answer = explain.explain_target(name)
    assert answer is not None
    assert answer.description == TARGETS[name].description
    assert all(form in {"Markdown", "HTML"} for form, _ in answer.writes.values())
    assert call("explain", name).stdout.startswith(f"{name}: ")


def test_a_plugin_as_text() -> None:
    result = call("explain", "remarksbox")
    assert result.exit_code == 0
    assert result.stdout.startswith("REMARKSBOX\n  A call-out: ")
    for line in (
        "Fate       converted",
        "Handler    tiki2md.plugins.boxes.remarks_box",
        '  {REMARKSBOX(type="warning" title="High water")}The quay is closed.{REMARKSBOX}',
        "  > [!WARNING]",
    ):
        assert f"\n{line}\n" in result.stdout
    assert "type=tip" in result.stdout


def test_a_plugin_as_json() -> None:
    data = json.loads(call("explain", "SQL", "--format", "json").stdout)
    assert data["fate"] == "kept in a comment"
    assert data["arguments"][0] == {"name": "db", "required": True, "default": ""}
    assert data["markdown"] == '<!-- {SQL(db="1")} -->\n'
    assert data["findings"][0].startswith("loss plugin-body-dropped: ")
    assert set(data["written"]) == set(TARGETS)


def test_a_sample_is_that_of_the_plugin_that_was_asked_for() -> None:
    answer = explain.explain_plugin("SHORTEN")
    assert answer is not None
    assert answer.sample.startswith("{SHORTEN(")
    assert answer.sample.endswith("{SHORTEN}")


def test_without_a_name_all_that_have_one_are_listed() -> None:
    result = call("explain")
    assert result.exit_code == 0
    data = json.loads(call("explain", "--format", "json").stdout)
    names = [name for found in data["plugins"].values() for name in found]
    assert sorted(names) == builtin_registry().names()
    assert list(data["plugins"]) == [str(fate) for fate in Fate]
    assert data["codes"] == {code.identifier: code.severity.label for code in Code}
    assert set(data["targets"]) == set(TARGETS)
    for name in (*names, *data["codes"], *data["targets"]):
        assert name in result.stdout


@pytest.mark.parametrize(
    ("name", "near"),
    [("REMARKBOX", "REMARKSBOX"), ("plugin-keep", "plugin-kept"), ("hugoo", "hugo")],
)
def test_unknown_names_name_the_nearest(name: str, near: str) -> None:
    result = call("explain", name)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert f"{name!r}; did you mean {near}" in result.stderr
    assert "lists all" in call("explain", "qqqqqqqqqq").stderr


def test_a_sites_own_plugins_are_explained(tmp_path: Path) -> None:
    (tmp_path / "tiki2md.toml").write_text(
        '[plugins]\nBOX = "drop"\n[plugins.templates]\nMINE = "__{body}__"\n'
    )
    assert "Fate       dropped" in call("explain", "BOX").stdout
    assert "  **text**\n" in call("explain", "mine").stdout
