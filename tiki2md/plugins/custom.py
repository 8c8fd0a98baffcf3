"""A site's own plugins: handlers from Python files, templates and policies."""

from __future__ import annotations

import sys
from importlib.machinery import ModuleSpec, SourceFileLoader
from importlib.util import module_from_spec
from pathlib import Path
from types import CodeType
from typing import TYPE_CHECKING

from tiki2md.plugins import default_registry
from tiki2md.plugins.policy import Policy, from_template, with_policy
from tiki2md.plugins.registry import (
    LOADING_FAILURES,
    PluginError,
    PluginHandler,
    PluginSpec,
)

if TYPE_CHECKING:
    from collections.abc import Iterable
    from types import TracebackType

    from tiki2md.plugins.registry import Registry


def configured_registry(
    policies: Iterable[tuple[str, str]] = (),
    templates: Iterable[tuple[str, str]] = (),
    files: Iterable[str] = (),
    base: Registry | None = None,
) -> Registry:
    """The plugins of a conversion: those that are installed, and what a site says of them.

    A file replaces a handler that is there, a template replaces both, and a policy
    decides what becomes of the plugin as it is then known.

    Args:
        policies: pairs of a plugin's name and a policy.
        templates: pairs of a plugin's name and a line of Tiki markup.
        files: Python files with decorated functions.
        base: the installed plugins, where not all of them are wanted.

    Raises:
        PluginError: a file cannot be loaded, or two of its functions serve one plugin.
        ValueError: there is no such policy.
    """
    registry = base or default_registry()
    for handlers in (
        _from_files(files),
        [from_template(name, template) for name, template in templates],
    ):
        registry = registry.with_plugins(handlers, replace=True)
    decided = (
        with_policy(registry.get(name) or PluginSpec(name.upper()), Policy(policy))
        for name, policy in policies
    )
    return registry.with_plugins([handler for handler in decided if handler], replace=True)


def _from_files(files: Iterable[str]) -> list[PluginHandler]:
    handlers: list[PluginHandler] = []
    served: dict[str, str] = {}
    for number, file in enumerate(files, 1):
        for handler in load_handlers(Path(file), f"tiki2md_site_plugins_{number}"):
            place = _place_of(handler, file)
            for name in handler.names:
                if name in served:
                    raise PluginError(f"{place}: plugin {name} is served at {served[name]} already")
                served[name] = place
            handlers.append(handler)
    return handlers


def _place_of(handler: PluginHandler, file: str) -> str:
    code = getattr(handler.function, "__code__", None)
    return f"{file}:{code.co_firstlineno}" if isinstance(code, CodeType) else file


def load_handlers(path: Path, module_name: str) -> list[PluginHandler]:
    """The decorated functions of a Python file, which is run.

    Args:
        path: the file.
        module_name: what it is called while it is loaded.

    Raises:
        PluginError: the file cannot be read or run, or holds no handler; the message
            names the file, and the line where there is one.
    """
    if not path.is_file():
        raise PluginError(f"{path}: there is no such file; it is named in plugin_files")
    loader = _Loader(module_name, str(path))
    module = module_from_spec(ModuleSpec(module_name, loader, origin=str(path)))
    module.__file__ = str(path)
    # Registered, because dataclasses and the like look their module up.
    sys.modules[module_name] = module
    try:
        loader.exec_module(module)
    except SyntaxError as error:
        where = error.filename or path
        raise PluginError(f"{where}:{error.lineno or 1}: {error.msg}") from error
    except LOADING_FAILURES as error:
        line = _line_in(path, error.__traceback__)
        raise PluginError(f"{path}:{line}: {type(error).__name__}: {error}") from error
    # One that is imported is served already, or meant for something else.
    found = (value for value in vars(module).values() if isinstance(value, PluginHandler))
    handlers = [*dict.fromkeys(h for h in found if h.function.__module__ == module_name)]
    if not handlers:
        raise PluginError(f"{path}:1: no function in it is decorated with @plugin")
    return handlers


def _line_in(path: Path, trace: TracebackType | None) -> int:
    """The line of ``path`` at which an error left it; the last one, if it calls itself."""
    line = 1
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == str(path):
            line = trace.tb_lineno
        trace = trace.tb_next
    return line


class _Loader(SourceFileLoader):
    """Leaves no compiled file beside the one that it loads: the folder is the user's."""

    def set_data(self, path: str, data: bytes | bytearray, *, _mode: int = 0o666) -> None:  # type: ignore[override]
        """Write nothing."""
