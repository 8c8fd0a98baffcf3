"""A MariaDB of one's own: in a temporary folder, on a socket, gone with the tests."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import time
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pymysql
from pymysql.constants import CLIENT
from pymysql.converters import encoders

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

PATIENCE = 120
"""Seconds in which a server must be up."""
PAUSE = 0.1


def program(*names: str) -> str:
    """The path of an installed program; Debian keeps servers where users do not look."""
    path = f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin"
    return next((found for name in names if (found := shutil.which(name, path=path))), "")


MARIADBD = program("mariadbd", "mysqld")
INSTALL = program("mariadb-install-db", "mysql_install_db")
DUMP = program("mariadb-dump", "mysqldump")
CLIENT_PROGRAM = program("mariadb", "mysql")
INSTALLED = bool(MARIADBD and INSTALL and DUMP and CLIENT_PROGRAM)


@dataclass(frozen=True)
class Server:
    """A running server and how to talk to it."""

    socket: Path

    def connect(self, database: str | None = None, **options: object) -> pymysql.Connection:
        """A connection that hands out bytes as they are."""
        values = {
            "unix_socket": str(self.socket),
            "user": "root",
            "database": database,
            "charset": "utf8mb4",
            "use_unicode": False,
            "conv": encoders,
            "client_flag": CLIENT.MULTI_STATEMENTS,
            "autocommit": True,
            "ssl_disabled": True,  # to load certificates takes longer than all else
        }
        return pymysql.connect(**(values | options))  # type: ignore[arg-type]

    def execute(
        self, *statements: str | bytes, database: str | None = None, **options: object
    ) -> Sequence[tuple[Any, ...]]:
        """Run statements; the rows of the last one."""
        with closing(self.connect(database, **options)) as connection:
            cursor = connection.cursor()
            for statement in statements:
                cursor.execute(statement)
            return cursor.fetchall()

    def load(self, dump: bytes, database: str, *options: str) -> None:
        """Let the server's own client read a dump into a new database."""
        self.execute(
            f"DROP DATABASE IF EXISTS {database}",
            f"CREATE DATABASE {database} CHARACTER SET utf8mb4",
        )
        self._run(CLIENT_PROGRAM, *options, "--binary-mode", database, stdin=dump)

    def dump(self, database: str, *options: str) -> bytes:
        """What ``mysqldump`` writes."""
        return self._run(DUMP, *options, database)

    def _run(self, command: str, *arguments: str, stdin: bytes = b"") -> bytes:
        done = subprocess.run(
            [command, "--no-defaults", f"--socket={self.socket}", "--user=root", *arguments],
            input=stdin,
            capture_output=True,
            timeout=PATIENCE,
            check=False,
        )
        assert done.returncode == 0, done.stderr.decode("utf-8", "replace")
        return done.stdout


@contextmanager
def running(folder: Path) -> Iterator[Server]:
    """A server with its data in ``folder``, whose path must be short: it holds a socket."""
    data, log = folder / "data", folder / "log"
    user = ["--user=root"] if os.geteuid() == 0 else []
    subprocess.run(
        [
            *(INSTALL, "--no-defaults", f"--datadir={data}", *user),
            "--auth-root-authentication-method=normal",
        ],
        check=True,
        capture_output=True,
        timeout=PATIENCE,
    )
    server = Server(folder / "s")
    with log.open("wb") as output:
        process = subprocess.Popen(
            [
                *(MARIADBD, "--no-defaults", *user, f"--datadir={data}"),
                *(f"--socket={server.socket}", "--skip-networking", f"--pid-file={folder / 'pid'}"),
                *("--innodb-flush-log-at-trx-commit=0", "--innodb-log-file-size=8M"),
                "--innodb-flush-method=nosync",  # what a crash takes was never of use to anybody
                *("--max-allowed-packet=128M", "--character-set-server=utf8mb4"),
            ],
            stdout=output,
            stderr=output,
        )
    try:
        _wait_for(server, process, log)
        yield server
    finally:
        process.terminate()
        process.wait(PATIENCE)


def _wait_for(server: Server, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + PATIENCE
    while not _answers(server.socket):
        if process.poll() is not None or time.monotonic() > deadline:
            raise AssertionError(log.read_text("utf-8", "replace"))
        with suppress(subprocess.TimeoutExpired):
            process.wait(PAUSE)


def _answers(path: Path) -> bool:
    with socket.socket(socket.AF_UNIX) as probe:
        return probe.connect_ex(str(path)) == 0
