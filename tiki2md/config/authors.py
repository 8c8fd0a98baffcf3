"""What a configuration file says of people: ``[authors]``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tiki2md.config.errors import ConfigError

if TYPE_CHECKING:
    from pathlib import Path


def authors_of(table: object, path: Path) -> tuple[tuple[str, str], ...]:
    """The checked table ``[authors]``: pairs of a login and the name to write instead.

    Args:
        table: what the file holds under this key.
        path: the file.

    Raises:
        ConfigError: it is no table, or a name is no text.
    """
    if not isinstance(table, dict):
        raise ConfigError(f'{path}: authors must be a table: [authors] with lines login = "Name"')
    for login, name in table.items():
        if not isinstance(name, str) or not name.strip():
            raise ConfigError(
                f'{path}: the name of author {login} must be text, not {name!r}: {login} = "Name"'
            )
    return tuple(sorted((login, " ".join(name.split())) for login, name in table.items()))
