"""What may follow on a command line, for the shell that asks."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from tiki2md.config import CHOICES, FAIL_ON, known_keys
from tiki2md.options import PRESETS
from tiki2md.render.targets import TARGETS

if TYPE_CHECKING:
    from collections.abc import Iterable

    import click
    from click.shell_completion import CompletionItem

VARIABLE = "_TIKI2MD_COMPLETE"
"""The variable by which a shell asks; click reads it."""

_Completer = Callable[["click.Context", "click.Parameter", str], "list[CompletionItem]"]


def files(_ctx: click.Context, _parameter: click.Parameter, begun: str) -> list[CompletionItem]:
    """Files and folders, as the shell itself completes them."""
    from click.shell_completion import CompletionItem  # shells alone need it

    return [CompletionItem(begun, type="file")]


def one_of(names: Iterable[str]) -> _Completer:
    """One of some names."""
    known = tuple(names)

    def complete(
        _ctx: click.Context, _parameter: click.Parameter, begun: str
    ) -> list[CompletionItem]:
        from click.shell_completion import CompletionItem

        return [CompletionItem(name) for name in known if name.startswith(begun)]

    return complete


targets = one_of(TARGETS)
presets = one_of(PRESETS)
hosts = one_of(CHOICES["redirect_hosts"])
missing_links = one_of(CHOICES["missing_links"])
visibilities = one_of(CHOICES["visibility"])
severities = one_of(FAIL_ON)


def assignments(ctx: click.Context, parameter: click.Parameter, begun: str) -> list[CompletionItem]:
    """``name=`` for every option, then its values."""
    name, equals, _ = begun.partition("=")
    if equals:
        return one_of(f"{name}={value}" for value in CHOICES.get(name, ()))(ctx, parameter, begun)
    return one_of(f"{key}=" for key in known_keys())(ctx, parameter, begun)


def explained(_ctx: click.Context, _parameter: click.Parameter, begun: str) -> list[CompletionItem]:
    """All that ``tiki2md explain`` explains; the case of letters does not matter."""
    from click.shell_completion import CompletionItem

    from tiki2md.explain import names_explained

    return [
        CompletionItem(name) for name in names_explained() if name.lower().startswith(begun.lower())
    ]
