"""Completion: the scripts of the shells, and what they are answered."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.shell_completion import ShellComplete
from command_line import call

from tiki2md.cli import cli, completion_items
from tiki2md.diagnostics import Code
from tiki2md.render import TARGETS


def answers(*words: str) -> list[str]:
    """What may stand in the place of the last word."""
    *before, begun = words
    items = ShellComplete(cli, {}, "tiki2md", completion_items.VARIABLE).get_completions(
        before, begun
    )
    return [item.value for item in items]


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_script_asks_the_program(shell: str) -> None:
    result = call("completion", shell)
    assert (result.exit_code, result.stderr) == (0, "")
    assert f"{completion_items.VARIABLE}={shell}_complete" in result.stdout
    if program := shutil.which(shell):
        subprocess.run([program, "-n"], input=result.stdout, text=True, check=True)


def test_other_shells_are_told_of() -> None:
    result = call("completion", "csh")
    assert result.exit_code == 2
    assert "bash" in result.stderr


def test_bash_is_answered() -> None:
    program = Path(sys.executable).parent / "tiki2md"
    if not program.exists():
        pytest.skip("tiki2md is not installed as a program")
    environment = {
        "COMP_WORDS": "tiki2md convert -t hu",
        "COMP_CWORD": "3",
        completion_items.VARIABLE: "bash_complete",
    }
    result = subprocess.run([program], env=environment, capture_output=True, text=True, check=True)
    assert (result.stdout, result.stderr) == ("plain,hugo\n", "")


def test_commands_and_flags() -> None:
    assert answers("") == cli.list_commands(None)  # type: ignore[arg-type]
    assert answers("insp") == ["inspect"]
    assert answers("--ver") == ["--version"]
    assert "--target" in answers("convert", "--t")


def test_values_are_completed_from_their_beginnings() -> None:
    assert answers("convert", "-t", "") == list(TARGETS)
    assert answers("init", "--target", "mk") == ["mkdocs"]
    assert answers("inspect", "--preset", "c") == ["classic"]
    assert answers("convert", "--redirects", "n") == ["nginx", "netlify"]
    assert answers("verify", "--visibility", "p") == ["public"]
    assert answers("convert", "--fail-on", "w") == ["warning"]
    assert answers("convert", "--set", "line_b") == ["line_breaks="]
    assert "line_breaks=soft" in answers("convert", "--set", "line_breaks=")
    assert answers("convert", "--set", "no_such=") == []


def test_all_that_is_explained() -> None:
    assert answers("explain", "remarks") == ["REMARKSBOX"]
    assert answers("explain", "plugin-kep") == ["plugin-kept"]
    found = answers("explain", "")
    assert {*TARGETS, *(code.identifier for code in Code), "SPLIT"} <= set(found)


@pytest.mark.parametrize("command", ["convert", "inspect", "preview", "verify", "ast"])
def test_sources_are_files(command: str) -> None:
    shell = ShellComplete(cli, {}, "tiki2md", completion_items.VARIABLE)
    (item,) = shell.get_completions([command], "wi")
    assert (item.type, item.value) == ("file", "wi")
