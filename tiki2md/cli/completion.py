"""``tiki2md completion``: what a shell needs to complete commands."""

from __future__ import annotations

import click

from tiki2md.cli.completion_items import VARIABLE
from tiki2md.cli.exits import EXIT_DONE
from tiki2md.cli.output import write_stdout

_HINTS = {
    "bash": 'eval "$(tiki2md completion bash)"    in ~/.bashrc',
    "zsh": 'eval "$(tiki2md completion zsh)"    in ~/.zshrc',
    "fish": "tiki2md completion fish > ~/.config/fish/completions/tiki2md.fish",
}


@click.command(
    "completion", epilog="\b\n" + "\n".join(_HINTS.values()), short_help="Complete commands."
)
@click.argument("shell", type=click.Choice(list(_HINTS)))
@click.pass_context
def command(ctx: click.Context, *, shell: str) -> int:
    """Print the script that makes a shell complete commands, flags, targets and names."""
    from click.shell_completion import ShellComplete, get_completion_class

    completion = get_completion_class(shell)
    assert completion is not None  # by the choices
    root = ctx.find_root()
    # The base class only fills in the script; that of bash would start bash to ask its version.
    script = ShellComplete.source(completion(root.command, {}, "tiki2md", VARIABLE))
    write_stdout(script.strip() + "\n")
    return EXIT_DONE
