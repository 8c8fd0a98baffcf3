"""Where a live database is: a URL, or what Tiki's own settings say."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from urllib.parse import parse_qs, unquote, urlsplit

from tiki2md.readers.errors import SourceError

SCHEMES = ("mysql://", "mariadb://")
_FORM = "mysql://user:password@host:port/database"
_PARAMETERS = {"unix_socket", "charset"}
# What a PHP file consists of, as far as it matters: comments, strings, plain assignments.  What
# does not end reaches to the end of the file, so that no end is looked for twice.
_PHP_STRING = r"""'(?:[^'\\]|\\.)*+(?:'|\\?\Z)|"(?:[^"\\]|\\.)*+(?:"|\\?\Z)"""
_PHP_PART = re.compile(
    rf"//[^\n]*|\#[^\n]*|/\*.*?(?:\*/|\Z)|\$(?P<name>\w+)\s*=\s*(?P<value>{_PHP_STRING}|\d+)\s*;"
    rf"|{_PHP_STRING}",
    re.DOTALL,
)
_PHP_ESCAPES = {"n": "\n", "r": "\r", "t": "\t", '"': '"', "$": "$", "\\": "\\"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """A database on a server.  As a string it has no password."""

    database: str
    host: str = "localhost"
    port: int = 3306
    socket: str = ""
    """A path of a local server, instead of host and port."""
    user: str = ""
    password: str = field(default="", repr=False)
    charset: str = ""
    """MySQL's name of the character set of the connection; empty for UTF-8."""

    def __str__(self) -> str:
        """As users may see it."""
        port = "" if self.port == 3306 or self.socket else f":{self.port}"
        return f"mysql://{self.user}@{self.host}{port}/{self.database}"


def parse_address(url: str) -> Address:
    """The address in ``mysql://user:password@host:port/database``.

    ``?unix_socket=/path`` names a local server, ``?charset=latin1`` the character set in
    which the wiki itself talked to its database.  What is special in a URL is written as
    in any URL, such as ``%40`` for ``@``.

    Raises:
        SourceError: it is no such URL; the message does not repeat it, for it may hold a password.
    """
    try:
        parts = urlsplit(url)
        port = parts.port or 3306
        parameters = parse_qs(parts.query, strict_parsing=bool(parts.query))
    except ValueError as error:
        raise SourceError(f"the address of a database must have the form {_FORM}") from error
    database = unquote(parts.path.removeprefix("/"))
    if not database or re.search(r"[/@]", database) or parts.fragment:
        raise SourceError(
            f"the address of a database must have the form {_FORM}; in it write %40 for @, "
            "%2F for / and %23 for #"
        )
    unknown = sorted(parameters.keys() - _PARAMETERS)
    if unknown:
        raise SourceError(
            f"the address of a database has the parameter {unknown[0]!r}; "
            f"there are only {' and '.join(sorted(_PARAMETERS))}"
        )
    return Address(
        database=database,
        host=parts.hostname or "localhost",
        port=port,
        socket=parameters.get("unix_socket", [""])[0],
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        charset=_checked_charset(parameters.get("charset", [""])[0]),
    )


def address_in_settings(text: str, origin: str) -> Address:
    """The address in Tiki's ``db/local.php``, which is read and never run.

    Args:
        text: the file.
        origin: its name, for messages.

    Raises:
        SourceError: the database is not named there as a plain text.
    """
    values = {
        match["name"]: _php_value(match["value"])
        for match in _PHP_PART.finditer(text)
        if match["name"]
    }
    if not values.get("dbs_tiki"):
        raise SourceError(
            f"{origin}: no plain $dbs_tiki = '…' in it, so it does not tell the database; "
            f"give its address as {_FORM}"
        )
    host, _, port = values.get("host_tiki", "").partition(":")
    port = values.get("port_tiki", "") or port
    return Address(
        database=values["dbs_tiki"],
        host=host or "localhost",
        port=int(port) if port.isascii() and port.isdecimal() else 3306,
        socket=values.get("socket_tiki", "") or (port if port.startswith("/") else ""),
        user=values.get("user_tiki", ""),
        password=values.get("pass_tiki", ""),
        charset=_checked_charset(values.get("client_charset", "")),
    )


def _php_value(raw: str) -> str:
    if raw.startswith("'"):
        return re.sub(r"\\(['\\])", r"\1", raw[1:-1])
    if raw.startswith('"'):
        return re.sub(
            r"\\(.)", lambda match: _PHP_ESCAPES.get(match[1], match[0]), raw[1:-1], flags=re.DOTALL
        )
    return raw


def _checked_charset(name: str) -> str:
    if name and not re.fullmatch("[A-Za-z0-9]+", name):
        raise SourceError("the character set of a database is one word, such as latin1")
    return name.lower()
