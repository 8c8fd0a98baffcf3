"""What a configuration file says of plugins: ``[plugins]`` and ``plugin_files``."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tiki2md.config.errors import ConfigError, nearest

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

POLICIES = ("convert", "html", "keep", "drop")
"""What ``[plugins]`` may say of a plugin."""


@dataclass(frozen=True, slots=True)
class PluginSettings:
    """What a file says of plugins; names are upper case.

    Attributes:
        policies: pairs of a plugin's name and one of ``POLICIES``.
        templates: pairs of a plugin's name and a line of Tiki markup.
        files: Python files with handlers; they are run.
    """

    policies: tuple[tuple[str, str], ...] = ()
    templates: tuple[tuple[str, str], ...] = ()
    files: tuple[str, ...] = ()


def plugin_settings(tables: Mapping[str, Any], path: Path) -> PluginSettings:
    """The checked tables ``plugins`` and ``plugins.templates``, and the list ``plugin_files``.

    Args:
        tables: what the file holds under these keys.
        path: the file, from whose folder the files in it are named.

    Raises:
        ConfigError: a name, policy, template or file is none.
    """
    table = tables.get("plugins", {})
    if not isinstance(table, dict):
        raise ConfigError(f"{path}: plugins must be a table: [plugins]")
    templates = table.get("templates", {})
    rest = {key: value for key, value in table.items() if key != "templates"}
    if not isinstance(templates, dict):
        templates, rest = {}, table  # a plugin of that name
    for name in (*rest, *templates):
        if not (name.isascii() and name.isalnum()):
            raise ConfigError(f"{path}: {name!r} is no plugin name: letters and digits only")
    for name, policy in rest.items():
        _check_policy(name, policy, path)
    for name, template in templates.items():
        if not isinstance(template, str):
            raise ConfigError(f"{path}: the template of plugin {name} must be text")
    said = Counter(name.upper() for name in (*rest, *templates))
    if twice := [name for name, count in said.items() if count > 1]:
        raise ConfigError(f"{path}: plugins says two things of plugin {min(twice)}; choose one")
    files = tables.get("plugin_files", [])
    if not (isinstance(files, list) and all(isinstance(file, str) for file in files)):
        raise ConfigError(f"{path}: plugin_files must be a list of paths")
    return PluginSettings(
        tuple((name.upper(), policy) for name, policy in rest.items()),
        tuple((name.upper(), template) for name, template in templates.items()),
        tuple(str(path.parent / file) for file in files),
    )


def _check_policy(name: str, policy: object, path: Path) -> None:
    if policy in POLICIES:
        return
    near = nearest(policy, POLICIES) if isinstance(policy, str) else ""
    known = near or f"; it is one of {', '.join(POLICIES)}"
    raise ConfigError(f"{path}: plugin {name} cannot be {policy!r}{known}")
