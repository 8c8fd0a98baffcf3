"""Regular expressions that somebody wrote into a configuration."""

from __future__ import annotations

import re

from tiki2md.config.errors import ConfigError


def compiled(pattern: str, where: str) -> re.Pattern[str]:
    """The compiled ``pattern``.

    Args:
        pattern: a regular expression, as Python has them.
        where: the setting, for the message.

    Raises:
        ConfigError: it is none.
    """
    try:
        return re.compile(pattern)
    except (re.error, OverflowError, RecursionError) as error:
        place = getattr(error, "pos", None)
        at = "" if place is None else f" at character {place + 1}"
        problem = getattr(error, "msg", str(error))
        raise ConfigError(
            f"{where}: {pattern!r} is no regular expression{at}: {problem}"
        ) from error
