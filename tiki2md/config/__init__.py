"""Options from a file, from the environment and from flags, checked and in their order.

The order (highest first): flag, ``--set``, environment, file, preset, preferences of
the export, default.  A key that is not known is an error that names the nearest one.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field, fields
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from tiki2md.config.address import site_address
from tiki2md.config.authors import authors_of
from tiki2md.config.errors import ConfigError, nearest
from tiki2md.config.frontmatter import front_matter_settings
from tiki2md.config.ignores import ignores_of
from tiki2md.config.job import JOB_KEYS, Job, job_of
from tiki2md.config.patterns import compiled
from tiki2md.config.plugins import PluginSettings, plugin_settings
from tiki2md.config.rewrites import rewrites_of
from tiki2md.options import PRESETS, TABLE_OPTIONS, FrontMatter, Options, with_values

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from tiki2md.ignores import Ignore

FILE_NAME = "tiki2md.toml"
"""The file that is read from the current folder, when there is one."""

ENVIRONMENT_PREFIX = "TIKI2MD_"

CHOICES: dict[str, tuple[str, ...]] = {
    "tables": ("new", "old"),
    "page_regex": ("complete", "full", "strict"),
    "dynamic_variables": ("single", "double", "disable"),
    "line_breaks": ("hard", "soft", "paragraph"),
    "emphasis": ("tight", "padded"),
    "accidental_links": ("link", "text"),
    "smiley_style": ("emoji", "text", "drop"),
    "raw_html": ("keep", "safe", "drop"),
    "comments": ("html", "drop"),
    "table_header": ("auto", "first", "empty"),
    "doi_punctuation": ("outside", "inside"),
    "slugs": ("unicode", "ascii"),
    "folders": ("auto", "structures", "flat"),
    "visibility": ("public", "all"),
    "missing_links": ("text", "link", "stub", "error"),
    "discussions": ("section", "data", "none"),
    "languages": ("split", "one"),
    "people": ("all", "creator", "none"),
    "category_names": ("name", "path"),
    "copy_files": ("referenced", "all", "none"),
    "old_urls": ("paths", "classic", "none"),
    "redirect_hosts": ("nginx", "apache", "netlify", "cloudflare", "caddy", "json"),
    "dates": ("datetime", "date"),
    "obsidian_links": ("wiki", "markdown"),
}
"""The values of options that are not free."""

FAIL_ON = ("never", "error", "loss", "warning", "info")
"""From the least strict to the strictest."""

_SETTINGS: dict[str, tuple[str, ...]] = {"preset": tuple(PRESETS), "fail_on": FAIL_ON}
"""Keys that are no options of a conversion."""

_TABLES = ("plugins", "plugin_files", "ignore", "frontmatter", "authors", "rewrite", *JOB_KEYS)
"""Keys that only a file can hold."""

FLAGS_OF_OPTIONS = {"assets": "copy_files", "redirects": "redirect_hosts", "base_url": "site_url"}
"""Flags that are not named as their option."""

MERE_FLAGS = frozenset(
    {
        "baseline",
        "debug_dump",
        "dry_run",
        "exclude",
        "executor",
        "force",
        "format",
        "include",
        "jobs",
        "no_color",
        "no_scaffold",
        "page_seconds",
        "prune",
        "quiet",
        "report_file",
        "verbose",
        "where",
        "write_baseline",
    }
)
"""Flags of ``convert`` that no file can hold."""

_TRUE = frozenset({"true", "yes", "on", "1"})
_FALSE = frozenset({"false", "no", "off", "0"})


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that was set, not yet laid over an export's preferences.

    Attributes:
        fail_on: the severity from which findings fail a run.
        preset_values: options of the preset.
        values: options that somebody set.
        plugins: policies, templates and files of plugins.
        ignores: findings that are accepted.
        front_matter: rules by target; those for all targets under an empty name.
        job: what is converted and where to.
    """

    fail_on: str = "error"
    preset_values: Mapping[str, Any] = field(default_factory=dict)
    values: Mapping[str, Any] = field(default_factory=dict)
    plugins: PluginSettings = field(default_factory=PluginSettings)
    ignores: tuple[Ignore, ...] = ()
    front_matter: Mapping[str, FrontMatter] = field(default_factory=dict)
    job: Job = field(default_factory=Job)

    def options(self, preferences: Mapping[str, Any] | None = None) -> Options:
        """The options of a run.

        Args:
            preferences: options that the export's preferences stand for.
        """
        merged = {**(preferences or {}), **self.preset_values, **self.values}
        options = with_values(Options(), merged)
        general = self.front_matter.get("", FrontMatter())
        rules = self.front_matter.get(options.target, general)
        return with_values(options, {"front_matter": rules})


def known_keys() -> tuple[str, ...]:
    """Every key that a file may hold."""
    options = (option.name for option in fields(Options) if option.name not in TABLE_OPTIONS)
    return (*options, *_SETTINGS)


def load_file(path: Path, targets: Iterable[str]) -> dict[str, Any]:
    """The checked values of a configuration file.

    Args:
        path: a TOML file; of a ``pyproject.toml``, its table ``tool.tiki2md``.
        targets: the targets that there are.

    Raises:
        ConfigError: the file cannot be read, or holds a key or value that is not known.
    """
    data = _read_toml(path)
    if path.name == "pyproject.toml":
        tool = data.get("tool")
        data = tool.get("tiki2md", {}) if isinstance(tool, dict) else {}
        if not isinstance(data, dict):
            raise ConfigError(f"{path}: tool.tiki2md must be a table")
    own = {key: data.pop(key) for key in _TABLES if key in data}
    for heading in ("plugins", "authors"):
        _refuse_options(own.get(heading), heading, path, targets)
    values = {
        key: checked(key, value, str(path), targets, from_text=False) for key, value in data.items()
    }
    if "ignore" in own:
        values["ignore"] = ignores_of(own.pop("ignore"), path)
    if "frontmatter" in own:
        rules = front_matter_settings(own.pop("frontmatter"), path, targets)
        values["frontmatter"] = rules
    if "authors" in own:
        values["authors"] = authors_of(own.pop("authors"), path)
    if "rewrite" in own:
        values["rewrites"] = rewrites_of(own.pop("rewrite"), path)
    if own:
        values["plugins"] = plugin_settings(own, path)
        values["job"] = job_of(own, path)
    return values


def _read_toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise ConfigError(f"{path}: {error.strerror or error}") from error
    except UnicodeDecodeError as error:
        raise ConfigError(f"{path}: not UTF-8, as TOML must be") from error
    except (ValueError, RecursionError) as error:  # numbers and nesting without end, too
        raise ConfigError(f"{path}: not valid TOML: {error}") from error


def find_file(folder: Path) -> Path | None:
    """The configuration of ``folder``: ``tiki2md.toml``, or a ``pyproject.toml`` that names us.

    Whether it is valid, and has a table of ours, is seen when it is loaded.
    """
    own = folder / FILE_NAME
    if own.is_file():
        return own
    shared = folder / "pyproject.toml"
    try:
        text = shared.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError):
        return None
    return shared if "tiki2md" in text else None


def from_environment(environment: Mapping[str, str], targets: Iterable[str]) -> dict[str, Any]:
    """The checked values of the variables ``TIKI2MD_…``.

    Raises:
        ConfigError: a variable names no option, or its value does not fit.
    """
    values: dict[str, Any] = {}
    for name in sorted(environment):
        if name.startswith(ENVIRONMENT_PREFIX):
            key = name.removeprefix(ENVIRONMENT_PREFIX).lower()
            where = f"environment variable {name}"
            values[key] = checked(key, environment[name], where, targets)
    return values


def from_assignments(assignments: Iterable[str], targets: Iterable[str]) -> dict[str, Any]:
    """The checked values of ``--set name=value``.

    Raises:
        ConfigError: one is no assignment, names no option, or its value does not fit.
    """
    values: dict[str, Any] = {}
    for assignment in assignments:
        name, equals, value = assignment.partition("=")
        if not equals:
            raise ConfigError(f"--set {assignment}: write it as name=value")
        key = name.strip().replace("-", "_")
        values[key] = checked(key, value.strip(), "--set", targets)
    return values


def settle(layers: Iterable[Mapping[str, Any]]) -> Settings:
    """Lay settings over each other.

    Args:
        layers: checked values, the weakest first.

    Raises:
        ConfigError: two of them do not go together.
    """
    merged: dict[str, Any] = {}
    for layer in layers:
        merged.update(layer)
    preset_values = PRESETS.get(merged.pop("preset", ""), {})
    fail_on = merged.pop("fail_on", "error")
    plugins = merged.pop("plugins", PluginSettings())
    ignores = merged.pop("ignore", ())
    rules = merged.pop("frontmatter", {})
    job = merged.pop("job", Job())
    if merged.get("missing_links") == "link" and not merged.get("site_url"):
        raise ConfigError(
            "missing_links = link needs the address of the old wiki: set site_url, for one by "
            "--base-url https://wiki.example.org/"
        )
    return Settings(fail_on, preset_values, merged, plugins, ignores, rules, job)


def checked(
    key: str, value: object, where: str, targets: Iterable[str], *, from_text: bool = True
) -> Any:
    """``value`` as the option ``key`` wants it.

    Args:
        key: name of an option or setting.
        value: what was given.
        where: for the message: the file, variable or flag.
        targets: the targets that there are.
        from_text: whether a switch may be written as a word.

    Raises:
        ConfigError: there is no such key, or the value does not fit.
    """
    if key in _TABLES:
        raise ConfigError(f"{where}: {key} can stand in a file only, such as {FILE_NAME}")
    if key not in known_keys():
        raise ConfigError(f"{where}: there is no option {key!r}{_instead(key)}")
    default = getattr(Options(), key, "")
    if isinstance(default, bool):
        return _switch(key, value, where, from_text=from_text)
    if key == "title_patterns":
        return _patterns(value, where)
    if isinstance(default, tuple):
        return _names(key, value, where)
    if not isinstance(value, str):
        raise ConfigError(f"{where}: {key} must be text, not {value!r}")
    choices = tuple(targets) if key == "target" else CHOICES.get(key) or _SETTINGS.get(key)
    if choices and value not in choices:
        near = nearest(value, choices) or f"; it is one of {', '.join(choices)}"
        raise ConfigError(f"{where}: {key} cannot be {value!r}{near}")
    if (key, value) == ("raw_html", "safe") and find_spec("nh3") is None:
        raise ConfigError(f"{where}: raw_html = safe needs nh3: pip install 'tiki2md[safe]'")
    return site_address(value, f"{where}: {key}") if key == "site_url" else value


def _instead(key: str) -> str:
    """What may have been meant by a key that is none."""
    name = key.replace("-", "_")
    if name in MERE_FLAGS:
        return f"; write it behind the command: --{name.replace('_', '-')}"
    if name in FLAGS_OF_OPTIONS:
        return f"; --{name.replace('_', '-')} is the option {FLAGS_OF_OPTIONS[name]!r}"
    return nearest(key, (*known_keys(), *_TABLES))


def _refuse_options(table: object, heading: str, path: Path, targets: Iterable[str]) -> None:
    """Refuse options below the heading of a table, which TOML takes for parts of the table."""
    for key, value in table.items() if isinstance(table, dict) else ():
        if key not in known_keys():
            continue
        try:
            checked(key, value, str(path), targets, from_text=False)
        except ConfigError:
            continue  # a plugin or a person of that name
        raise ConfigError(f"{path}: {key} stands below [{heading}]; write it above all tables")


def _patterns(value: object, where: str) -> tuple[str, ...]:
    """Regular expressions that can be compiled; text is one of them."""
    patterns = [value] if isinstance(value, str) else value
    if not isinstance(patterns, list) or not all(isinstance(each, str) for each in patterns):
        raise ConfigError(f"{where}: title_patterns must be a list of patterns, not {value!r}")
    for pattern in patterns:
        compiled(pattern, f"{where}: title_patterns")
    return tuple(dict.fromkeys(pattern for pattern in patterns if pattern))


def _names(key: str, value: object, where: str) -> tuple[str, ...]:
    """A list of choices, or text with commas between them; each once, in their order."""
    words = value.split(",") if isinstance(value, str) else value
    if not isinstance(words, list) or not all(isinstance(word, str) for word in words):
        raise ConfigError(f"{where}: {key} must be a list of names, not {value!r}")
    names = tuple(dict.fromkeys(word.strip().lower() for word in words if word.strip()))
    choices = CHOICES[key]
    for name in names:
        if name not in choices:
            near = nearest(name, choices) or f"; it is one of {', '.join(choices)}"
            raise ConfigError(f"{where}: {key} cannot hold {name!r}{near}")
    if {"netlify", "cloudflare"} <= set(names):
        raise ConfigError(
            f"{where}: {key} cannot hold both netlify and cloudflare, which read the same file, "
            "_redirects; convert once for each"
        )
    return names


def _switch(key: str, value: object, where: str, *, from_text: bool) -> bool:
    if isinstance(value, bool):
        return value
    if from_text and isinstance(value, str):
        word = value.strip().lower()
        if word in _TRUE | _FALSE:
            return word in _TRUE
    raise ConfigError(f"{where}: {key} must be true or false, not {value!r}")
