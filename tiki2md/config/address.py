"""The wiki's own address, as people write it."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from tiki2md.config.errors import ConfigError

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://")
_HOST = re.compile(r"[^\s/?#@\[\]:<>\"'\\^`{|}%,;=&()!*+$~]+|\[[0-9A-Fa-f:.]+\]")
_EXAMPLE = "write it as https://wiki.example.org/"


def site_address(text: str, where: str) -> str:
    """The address of a wiki's root, with its scheme and a ``/`` at its end.

    Args:
        text: what was given; without a scheme, ``https`` is meant.
        where: for the message, with the name of the option.

    Returns:
        nothing if nothing was given.

    Raises:
        ConfigError: it is no address on the web, or not that of a whole wiki.
    """
    address = text.strip()
    if not address:
        return ""
    if not _SCHEME.match(address):
        address = f"https://{address.lstrip('/')}"
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError as error:
        raise _bad(where, text, f"is no address ({error}); {_EXAMPLE}") from error
    scheme, host = parts.scheme.lower(), parts.netloc.rpartition("@")[2]
    if scheme not in {"http", "https"}:
        raise _bad(where, text, f"is no address on the web; {_EXAMPLE}")
    if "@" in parts.netloc:
        raise _bad(where, text, f"holds the name of a user; {_EXAMPLE}", is_secret=True)
    name = host if port is None else host.rpartition(":")[0]
    if not _HOST.fullmatch(name.removesuffix(":")) or re.search(r"\s", parts.path):
        raise _bad(where, text, f"is no address; {_EXAMPLE}")
    if parts.query or parts.fragment or parts.path.lower().endswith(".php"):
        root = f"{scheme}://{parts.netloc}{parts.path.rpartition('/')[0]}/"
        raise _bad(where, text, f"is the address of one page; that of the wiki may be {root}")
    return f"{scheme}://{parts.netloc}{parts.path.rstrip('/')}/"


def _bad(where: str, text: str, why: str, *, is_secret: bool = False) -> ConfigError:
    shown = "it" if is_secret else repr(text)
    return ConfigError(f"{where}: {shown} {why}")
