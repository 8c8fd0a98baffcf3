"""Tiki's plugins: one function for each family member, from AST to AST.

To add a plugin, write one decorated function in a module of this package; it is
found by itself.  Packages of third parties name theirs as an entry point of the
group ``tiki2md.plugins``.
"""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache
from importlib.metadata import entry_points
from types import ModuleType
from typing import TYPE_CHECKING

from tiki2md.plugins.catalogue import catalogue
from tiki2md.plugins.expand import expand_plugin
from tiki2md.plugins.registry import (
    LOADING_FAILURES,
    Body,
    Handler,
    PluginContext,
    PluginError,
    PluginHandler,
    PluginSpec,
    Registry,
    plugin,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = [
    "LOADING_FAILURES",
    "Body",
    "Handler",
    "PluginContext",
    "PluginError",
    "PluginHandler",
    "PluginSpec",
    "Registry",
    "default_registry",
    "expand_plugin",
    "plugin",
]

ENTRY_POINTS = "tiki2md.plugins"
"""The group in which packages offer handlers, or modules of them."""


@cache
def builtin_registry() -> Registry:
    """Tiki's own plugins: the catalogue and the handlers of this package."""
    return Registry(catalogue()).with_plugins(_builtin_handlers())


@cache
def default_registry() -> Registry:
    """Tiki's own plugins and those of every installed package that offers some.

    Raises:
        PluginError: two handlers serve one plugin, or an entry point offers none or fails.
    """
    return builtin_registry().with_plugins(_offered_handlers())


def _builtin_handlers() -> Iterator[PluginHandler]:
    for found in pkgutil.iter_modules(__path__):
        yield from _handlers_of(importlib.import_module(f"{__name__}.{found.name}"))


def _offered_handlers() -> Iterator[PluginHandler]:
    # Sorted, so that an error reads the same on every machine.
    for offer in sorted(entry_points(group=ENTRY_POINTS), key=lambda entry: entry.name):
        try:
            loaded = offer.load()
        except LOADING_FAILURES as error:
            raise PluginError(
                f"entry point {offer.name} = {offer.value} cannot be loaded "
                f"({type(error).__name__}: {error}); mend or uninstall the package that has it"
            ) from error
        if isinstance(loaded, PluginHandler):
            yield loaded
        elif isinstance(loaded, ModuleType):
            yield from _handlers_of(loaded)
        else:
            raise PluginError(
                f"entry point {offer.name} = {offer.value} is neither a plugin nor a module"
            )


def _handlers_of(module: ModuleType) -> Iterator[PluginHandler]:
    """The handlers defined in ``module``, each once; imported ones belong elsewhere."""
    seen: set[int] = set()
    for value in vars(module).values():
        if (
            isinstance(value, PluginHandler)
            and value.function.__module__ == module.__name__
            and id(value) not in seen
        ):
            seen.add(id(value))
            yield value
