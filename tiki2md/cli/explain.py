"""``tiki2md explain``: what a plugin becomes, what a finding means, what a target does."""

from __future__ import annotations

import difflib
import json
import textwrap
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click

from tiki2md.cli import completion_items
from tiki2md.cli.common import registry_from, settings_from
from tiki2md.cli.exits import EXIT_DONE
from tiki2md.cli.options import config_options
from tiki2md.cli.output import plain, terminal_width, write_stdout
from tiki2md.diagnostics import Code
from tiki2md.explain import (
    CodeExplanation,
    PluginExplanation,
    TargetExplanation,
    explain_code,
    explain_plugin,
    explain_target,
    names_explained,
    plugin_fates,
)
from tiki2md.render.targets import TARGETS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tiki2md.cli.options import SettingFlags
    from tiki2md.options import Options
    from tiki2md.plugins import Registry

_LABEL = 11
_EXAMPLE_LINES = 8


@click.command("explain")
@click.argument(
    "name",
    required=False,
    metavar="[CODE|PLUGIN|TARGET]",
    shell_complete=completion_items.explained,
)
@click.option(
    "--format",
    "format_",
    type=click.Choice(["text", "json"]),
    default="text",
    help="Text to read, or JSON.",
)
@config_options
def command(
    *,
    name: str | None,
    format_: str,
    flags: SettingFlags,
) -> int:
    """Say what a plugin becomes, what a finding means, or what a target does.

    Without a name, list them all.
    """
    settings = settings_from(flags)
    registry = registry_from(settings)
    if name is None:
        data = _everything(registry)
        text = "\n".join(_list_lines(data))
    else:
        answer = _answer(name.strip(), registry, settings.options())
        data, text = asdict(answer), "\n".join(_lines(answer))
    if format_ == "json":
        text = json.dumps(data, ensure_ascii=False, indent=2)
    write_stdout(plain(text) + "\n")
    return EXIT_DONE


def _answer(
    name: str, registry: Registry, options: Options
) -> PluginExplanation | CodeExplanation | TargetExplanation:
    answer = explain_code(name) or explain_target(name) or explain_plugin(name, registry, options)
    if answer is not None:
        return answer
    known = {each.lower(): each for each in names_explained(registry)}
    near = [known[each] for each in difflib.get_close_matches(name.lower(), known, n=3)]
    hint = f"did you mean {' or '.join(near)}?" if near else "tiki2md explain lists all there are"
    raise click.UsageError(f"no plugin, code or target is named {name!r}; {hint}")


def _everything(registry: Registry) -> dict[str, Any]:
    return {
        "plugins": {str(fate): names for fate, names in plugin_fates(registry).items()},
        "codes": {code.identifier: code.severity.label for code in Code},
        "targets": {target.name: target.description for target in TARGETS.values()},
    }


def _list_lines(data: dict[str, Any]) -> Iterator[str]:
    for fate, names in data["plugins"].items():
        yield f"Plugins, {fate} ({len(names)}):"
        yield _wrapped(", ".join(names), "  ")
        yield ""
    for title, key in (("Codes of findings:", "codes"), ("Targets:", "targets")):
        yield title
        width = max(map(len, data[key]))
        yield from (f"  {name:{width}}  {says}" for name, says in data[key].items())
        yield ""
    yield "tiki2md explain NAME says more of each."


def _lines(answer: PluginExplanation | CodeExplanation | TargetExplanation) -> Iterator[str]:
    if isinstance(answer, PluginExplanation):
        yield from _plugin_lines(answer)
    elif isinstance(answer, CodeExplanation):
        yield f"{answer.code} ({answer.severity})"
        yield _wrapped(answer.says, "  ")
        yield from ("", _wrapped(answer.meaning), "", _wrapped(f"What to do: {answer.remedy}"))
        yield from _example_lines(answer)
    else:
        yield f"{answer.name}: {answer.description}"
        yield from _field("Site", answer.site)
        for what, (form, markdown) in answer.writes.items():
            yield from ("", f"{what}: {form}", _indented(markdown))


def _example_lines(answer: CodeExplanation) -> Iterator[str]:
    if answer.example:
        lines = [_shortened(line) for line in answer.example.split("\n")]
        cut = [*lines[:_EXAMPLE_LINES], "…"] if len(lines) > _EXAMPLE_LINES else lines
        yield from ("", "For example, this page:", _indented("\n".join(cut)))
        if answer.options:
            options = ", ".join(f"{name}={value}" for name, value in answer.options.items())
            yield _wrapped(f"with {options}")
    yield from ("", "It says:" if answer.example else "For example:", _wrapped(answer.found, "  "))


def _shortened(line: str) -> str:
    return line if len(line) <= terminal_width() else f"{line[: terminal_width() - 8]} …"


def _plugin_lines(answer: PluginExplanation) -> Iterator[str]:
    yield answer.name
    yield from (_wrapped(part, "  ") for part in answer.becomes.split("\n\n"))
    yield ""
    yield from _field("Fate", answer.fate)
    yield from _field("Body", answer.body)
    yield from _field("Handler", answer.handler or "none")
    written = (f"{target}: {form}" for target, form in answer.written.items())
    yield from _field("Targets", ", ".join(written))
    arguments = (
        part.name + ("*" if part.required else "") + (f"={part.default}" if part.default else "")
        for part in answer.arguments
    )
    yield from _field("Arguments", ", ".join(arguments) or "none that Tiki declares")
    yield from ("", "Tiki:", _indented(answer.sample))
    yield from ("", "Markdown:", _indented(answer.markdown) or "  (nothing)")
    if answer.findings:
        yield from ("", "Findings:")
        yield from (_wrapped(finding, "  ") for finding in answer.findings)


def _field(label: str, value: str) -> Iterable[str]:
    yield from textwrap.wrap(
        value,
        terminal_width(),
        initial_indent=f"{label:{_LABEL}}",
        subsequent_indent=" " * _LABEL,
        break_long_words=False,
        break_on_hyphens=False,
    )


def _wrapped(text: str, indent: str = "") -> str:
    return textwrap.fill(
        text,
        terminal_width(),
        initial_indent=indent,
        subsequent_indent=indent,
        break_long_words=False,
        break_on_hyphens=False,
    )


def _indented(text: str) -> str:
    return textwrap.indent(text.strip("\n"), "  ")
