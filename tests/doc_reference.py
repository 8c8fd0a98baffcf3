"""The pages of docs/pages/reference/, made from the code."""

from __future__ import annotations

import inspect
import json
import re
from dataclasses import fields
from typing import TYPE_CHECKING

import click
import doc_data
from doc_text import attributes, code, docs_below, prose, table

from tiki2md import options
from tiki2md.cli import cli, exits
from tiki2md.config import CHOICES, FAIL_ON, PRESETS
from tiki2md.config import job as job_module
from tiki2md.config import plugins as plugin_module
from tiki2md.config import rewrites as rewrite_keys
from tiki2md.diagnostics import Code, Severity
from tiki2md.explain import explain_code, explain_target
from tiki2md.ignores import Ignore
from tiki2md.options import FrontMatter, Options
from tiki2md.placeholders import MEANINGS
from tiki2md.plugins import default_registry
from tiki2md.render import TARGETS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

NOTE = "<!-- Made by tests/update_readme.py: edit the code, not this page. -->"


# Commands.


def commands() -> str:
    context = cli.make_context("tiki2md", ["--help"], resilient_parsing=True)
    parts = [
        "# Commands",
        f"{inspect.getdoc(cli.callback)} `tiki2md --version` prints the version.",
    ]
    for name in cli.list_commands(context):
        command = cli.get_command(context, name)
        assert command is not None
        own = click.Context(command, info_name=name, parent=context)
        usage = " ".join([own.command_path, *command.collect_usage_pieces(own)])
        text = [prose(part) for part in (command.help or "").replace("\b", "").split("\n\n")]
        parts += [f"## tiki2md {name}", code(usage), *text, _flags(own)]
    parts += ["## Exit codes", exit_codes(), "## Variables of the environment", _VARIABLES]
    return "\n\n".join(parts)


_VARIABLES = """\
| variable | is |
| --- | --- |
| `TIKI2MD_` and the name of an option | the option, as `TIKI2MD_LINE_BREAKS=soft` |
| `TIKI2MD_DB_PASSWORD` | the password of a live database |
| `NO_COLOR` | no colour, whatever it is set to |
| `CI` | `init` asks nothing; progress is lines, not a bar |"""


def _flags(context: click.Context) -> str:
    rows = []
    for option in context.command.get_params(context):
        if isinstance(option, click.Option):
            names = ", ".join(f"`{name}`" for name in sorted(option.opts, key=len, reverse=True))
            value = option.metavar or _choices(option)
            names += f" `{value}`" if value and not option.is_flag and not option.count else ""
            default = f" By default `{option.default}`." if option.show_default else ""
            rows.append((names, prose(option.help or "") + default))
    return table(("flag", "does"), rows)


def _choices(option: click.Option) -> str:
    return "|".join(option.type.choices) if isinstance(option.type, click.Choice) else ""


def exit_codes() -> str:
    docs = docs_below(exits)
    codes = {name: value for name, value in vars(exits).items() if name.startswith("EXIT_")}
    rows = [(str(codes[name]), docs[name].rstrip(".")) for name in codes]
    return table(("exit code", "means"), rows)


# Configuration.


def options_table() -> str:
    docs = docs_below(options, "Options")
    rows = []
    for field in fields(Options):
        if field.name in options.TABLE_OPTIONS:
            continue
        default = str(field.default).lower() if isinstance(field.default, bool) else field.default
        default = ", ".join(default) if isinstance(default, tuple) else default
        text = docs[field.name]
        missing = [value for value in CHOICES.get(field.name, ()) if f"`{value}`" not in text]
        also = f" Also: {', '.join(f'`{value}`' for value in missing)}." if missing else ""
        rows.append((f"`{field.name}`", f"`{default}`" if default else "", text + also))
    return table(("option", "default", "is"), rows)


def configuration() -> str:
    job = attributes(job_module.Job) | {"source": attributes(job_module.Job)["sources"]}
    policies = ", ".join(f"`{policy}`" for policy in plugin_module.POLICIES)
    settings = [
        ("`preset`", f"a named set of options: {', '.join(f'`{name}`' for name in PRESETS)}"),
        ("`fail_on`", "findings from which a run ends with 1: "
         + ", ".join(f"`{word}`" for word in FAIL_ON)),
        *((f"`{key}`", job[key]) for key in job_module.JOB_KEYS),
        ("`plugin_files`", attributes(plugin_module.PluginSettings)["files"]),
        ("`[plugins]`", f"a plugin's name and what becomes of its calls: {policies}"),
        ("`[plugins.templates]`", ("a plugin's name and a line of Tiki markup, with `{body}` and "
         "the names of arguments in braces")),
        ("`[authors]`", "logins and the names to write instead"),
        ("`[[rewrite]]`", "what is replaced on pages, each entry in its turn"),
        ("`[[ignore]]`", "findings that are accepted"),
        ("`[frontmatter]`", ("how the front matter differs from the target's own; "
         "`[frontmatter.hugo]` for one target")),
    ]  # fmt: skip
    rules = attributes(FrontMatter)
    rules["set"] = rules.pop("values")
    rules.pop("where", None)
    parts = [
        "# Configuration",
        ("An option is set by a flag of its own or `--set name=value`, by a variable such as "
        "`TIKI2MD_LINE_BREAKS`, or in `tiki2md.toml` (or `[tool.tiki2md]` of `pyproject.toml`); "
        "the first of these counts, then the preset, the wiki's own preferences if the source is a "
        "database, and the default. A name that is not known is an error that names the nearest."),
        "## Options",
        options_table(),
        "## What only a file holds",
        "Paths are from the folder of the file.",
        table(("key", "is"), settings),
        "### Keys of `[[rewrite]]`",
        table(("key", "is"), [(f"`{k}`", v) for k, v in rewrite_keys.KEYS.items()]),
        "### Keys of `[[ignore]]`",
        table(("key", "is"), [(f"`{k}`", v) for k, v in attributes(Ignore).items()
                              if k in {"code", "page", "reason"}]),
        "### Keys of `[frontmatter]`",
        table(("key", "is"), [(f"`{k}`", v) for k, v in rules.items()]),
        "### Placeholders",
        placeholders_table(),
        "## Presets",
    ]  # fmt: skip
    for name, values in PRESETS.items():
        lines = [f"{key} = {_toml(value)}" for key, value in values.items()]
        parts += [f"`--preset {name}` is", code("\n".join(lines), "toml")]
    return "\n\n".join(parts)


def _toml(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else json.dumps(value)


def placeholders_table() -> str:
    rows = [(f"`{{{name}}}`", meaning) for name, meaning in MEANINGS.items()]
    return table(("placeholder", "is, of the page"), rows)


# Plugins, findings, targets.


def plugins_table() -> str:
    """Plugins that become the same share a row."""
    registry = default_registry()
    names: dict[str, list[str]] = {}
    for name in registry.names():
        spec = registry.get(name)
        if spec is not None and spec.handler is not None:
            names.setdefault(spec.summary, []).append(name)
    rows = [(", ".join(found), prose(summary)) for summary, found in names.items()]
    return table(("plugin", "becomes"), sorted(rows))


def plugins() -> str:
    registry = default_registry()
    rest = [n for n in registry.names() if not getattr(registry.get(n), "handler", None)]
    return "\n\n".join([
        "# Plugins",
        ("What each plugin of Tiki becomes. `tiki2md explain NAME` shows a sample for every one, "
        "its arguments, and how each target writes it."),
        plugins_table(),
        "## Kept in comments",
        ("These plugins of Tiki need the running wiki. Their calls are kept in comments, their "
        "bodies are converted where they are text for readers, and each is reported "
        "(`plugin-kept`). So are plugins that nobody knows (`plugin-unknown`)."),
        ", ".join(rest) + ".",
    ])  # fmt: skip


def findings() -> str:
    parts = [
        "# Findings",
        "Everything that can be reported. `tiki2md explain CODE` says the same in a terminal.",
        table(("severity", "is"), [
            ("error", "something is wrong or missing"), ("loss", "content of a page is lost"),
            ("warning", "somebody should look"), ("info", "nothing to do, good to know"),
        ]),
    ]  # fmt: skip
    for severity in sorted(Severity, reverse=True):
        parts.append(f"## {severity.label.capitalize()}")
        for each in Code:
            if each.severity is severity:
                parts += _finding(each)
    return "\n\n".join(parts)


def _finding(each: Code) -> Iterator[str]:
    told = explain_code(each.identifier)
    assert told is not None
    yield f"### `{told.code}`"
    yield _literal(told.meaning)
    yield f"**What to do.** {_literal(told.remedy)}"
    if told.example:
        given = "".join(f"`{key} = {value}`, " for key, value in told.options.items())
        yield f"With {given}this page causes it:" if given else "This page causes it:"
        yield code(told.example, "text")
    yield "The message:"
    yield code(told.found, "text")


def _literal(text: str) -> str:
    """Plain words, in which Tiki's marks and angle brackets are no Markdown."""
    return re.sub(r"([\\`*_\[\]<>~|^#])", r"\\\1", text) if re.search(r"[`*_\[<~^]", text) else text


def targets_table() -> str:
    rows = [(f"`{name}`", target.description) for name, target in TARGETS.items()]
    return table(("target", "is"), rows)


def targets() -> str:
    parts = [
        "# Targets",
        "What a site for each target is, and how some constructs are written.",
        targets_table(),
    ]
    for name in TARGETS:
        told = explain_target(name)
        assert told is not None
        parts += [f"## `{name}`", f"{told.description}. In a site {told.site}."]
        for what, (form, markdown) in told.writes.items():
            parts += [f"{what}, as {form}:", code(markdown, "text")]
    return "\n\n".join(parts)


REFERENCE: dict[str, Callable[[], str]] = {
    "commands": commands,
    "configuration": configuration,
    "targets": targets,
    "plugins": plugins,
    "findings": findings,
    "report": doc_data.report,
    "python": doc_data.python,
    "nodes": doc_data.ast_nodes,
}
"""The pages below reference/, by their names."""
