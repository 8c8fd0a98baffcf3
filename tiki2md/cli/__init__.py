"""The command line.  Only this package imports click, prints, and ends the process."""

from __future__ import annotations

import importlib
import os
import signal
import sys
from typing import TYPE_CHECKING, cast

import click

from tiki2md import __version__
from tiki2md.cli.exits import EXIT_DONE, EXIT_INTERRUPTED, EXIT_TERMINATED, EXIT_USAGE, exit_for

if TYPE_CHECKING:
    from collections.abc import Sequence

    from click.shell_completion import CompletionItem

_COMMANDS = {
    "ast": "Print the syntax tree of a page.",
    "completion": "Print what completes commands in a shell.",
    "convert": "Convert a page, or a whole wiki, to Markdown.",
    "explain": "Say what a plugin, a finding or a target is.",
    "history": "Make a git repository of all versions of the pages.",
    "init": "Write a commented tiki2md.toml to start from.",
    "inspect": "Count what a wiki holds, and what will need work.",
    "preview": "Show pages in a browser, as convert writes them.",
    "verify": "Check that nothing is lost on the way to Markdown and back.",
}
"""Each has a module of its own, loaded when it is called, so that help and version are quick."""


class _LazyGroup(click.Group):
    """A group that knows its commands by name and loads the one that is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        return sorted(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command:
        if cmd_name not in _COMMANDS:
            from tiki2md.config.errors import nearest_or_all  # help and version need none

            near = nearest_or_all(cmd_name, _COMMANDS)
            raise click.UsageError(f"there is no command {cmd_name!r}{near}", ctx)
        module = importlib.import_module(f"tiki2md.cli.{cmd_name}")
        return cast("click.Command", module.command)

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        from click.shell_completion import CompletionItem  # shells alone need it

        commands = [
            CompletionItem(name, help=text)
            for name, text in _COMMANDS.items()
            if name.startswith(incomplete)
        ]
        return commands + click.Command.shell_complete(self, ctx, incomplete)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        with formatter.section("Commands"):
            formatter.write_dl(sorted(_COMMANDS.items()))


def _print_version(ctx: click.Context, _parameter: click.Parameter, asked: bool) -> None:  # noqa: FBT001
    if asked and not ctx.resilient_parsing:
        click.echo(f"tiki2md {__version__}")
        ctx.exit()


@click.group(
    cls=_LazyGroup,
    invoke_without_command=True,
    epilog="One page: tiki2md convert page.tiki. "
    "A whole wiki: tiki2md convert wiki.sql.gz -o site -t hugo.",
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_print_version,
    help="Print the version.",
)
@click.pass_context
def cli(ctx: click.Context) -> None:
    """Move a wiki out of Tiki Wiki CMS into Markdown."""
    if ctx.invoked_subcommand is None:
        click.echo(ctx.get_help())


def run(arguments: Sequence[str]) -> int:
    """Run one command line and return its exit code; nothing is raised.

    Args:
        arguments: without the name of the program.
    """
    try:
        result = cli.main(list(arguments), prog_name="tiki2md", standalone_mode=False)
    except Exception as error:
        return _explain(error)
    except KeyboardInterrupt as error:
        aborted = click.Abort()
        aborted.__cause__ = error
        return _explain(aborted)
    return result if isinstance(result, int) else 0


def _explain(error: Exception) -> int:
    """Say what ended a command, and return its exit code."""
    if isinstance(error, click.exceptions.Exit):
        return error.exit_code
    if isinstance(error, BrokenPipeError):
        # Whoever read the output has seen enough.  Python must not flush into the closed pipe.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return EXIT_DONE
    if isinstance(error, click.Abort):
        # click raises it from what interrupted the command.
        ended = isinstance(error.__cause__, _Terminated)
        lines, code = ["tiki2md: interrupted"], EXIT_TERMINATED if ended else EXIT_INTERRUPTED
    elif isinstance(error, click.ClickException):
        context = error.ctx if isinstance(error, click.UsageError) else None
        name = context.command_path if context is not None else "tiki2md"
        lines, code = [f"{name}: {error.format_message()}", f"Try: {name} --help"], EXIT_USAGE
    else:
        message, code = exit_for(error)
        lines = [f"tiki2md: {message}"]
    from tiki2md.cli.output import plain  # help and version need none

    for line in lines:
        click.echo(plain(line), err=True)
    return code


class _Terminated(KeyboardInterrupt):
    """Somebody asked the process to end: what has begun is cleared away first."""


def _terminate(_number: int, _frame: object) -> None:
    raise _Terminated


def main() -> None:
    """The console script."""
    signal.signal(signal.SIGTERM, _terminate)
    sys.exit(run(sys.argv[1:]))
