"""HTTP for one person at this machine: who may ask, how, and what is said about the answer."""

from __future__ import annotations

import os
import sys
from concurrent.futures import Future
from functools import partial
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler
from queue import Empty, SimpleQueue
from socketserver import TCPServer, ThreadingMixIn
from threading import Thread
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import urlsplit

import click

from tiki2md.cli.exits import exit_for
from tiki2md.preview.frame import Answer, plain

if TYPE_CHECKING:
    from collections.abc import Callable

HOST = "127.0.0.1"
_HOSTS = frozenset({HOST, "localhost"})
"""What the name of this machine may be.  Any other one is a site of strangers, whose name leads
here so that its scripts may read the pages (DNS rebinding)."""
_SECONDS = 60
"""How long a connection may be silent."""
_HEADERS = {
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-DNS-Prefetch-Control": "off",
}


class Server:
    """Answers browsers on this machine.

    Requests are read by threads, but answered one after the other by the thread that serves:
    only the main one can be told when a page takes too long.

    Args:
        port: 0 for any that is free.

    Attributes:
        url: of the first page.

    Raises:
        click.UsageError: somebody else has the port, or it cannot be had.
    """

    def __init__(self, port: int) -> None:
        self._waiting: SimpleQueue[tuple[str, Future[Answer]] | None] = SimpleQueue()
        try:
            self._http = _Http((HOST, port), partial(_Handler, self._asked))
        except OSError as error:
            raise click.UsageError(
                f"port {port} of this machine cannot be had ({error.strerror}); "
                "give another one with --port, or 0 for any that is free"
            ) from error
        self.url = f"http://{HOST}:{self._http.server_address[1]}/"

    def serve(self, answer: Callable[[str], Answer]) -> None:
        """Answer until somebody ends it.

        Args:
            answer: makes the answer for a path with its query.
        """
        thread = Thread(target=self._http.serve_forever, daemon=True)
        thread.start()
        try:
            while (asked := self._next()) is not None:
                target, answered = asked
                answered.set_result(_answer_or_excuse(answer, target))
        finally:
            self._http.shutdown()
            thread.join()

    def _next(self) -> tuple[str, Future[Answer]] | None:
        while True:
            try:
                # Without a limit nothing would let Ctrl-C through on Windows.
                return self._waiting.get(timeout=1)
            except Empty:
                continue

    def end(self) -> None:
        """End serving, from another thread."""
        self._waiting.put(None)

    def __enter__(self) -> Self:
        """The port is had already."""
        return self

    def __exit__(self, *_: object) -> None:
        """Give the port back."""
        self._http.server_close()

    def _asked(self, target: str) -> Answer:
        answered: Future[Answer] = Future()
        self._waiting.put((target, answered))
        return answered.result()


def _answer_or_excuse(answer: Callable[[str], Answer], target: str) -> Answer:
    try:
        return answer(target)
    except Exception as error:
        message, _ = exit_for(error)
        return plain(f"{message}\n", HTTPStatus.INTERNAL_SERVER_ERROR)


class _Http(ThreadingMixIn, TCPServer):
    # No HTTPServer: that one looks its own name up in the network.
    allow_reuse_address = os.name == "posix"  # elsewhere two programs could share a port
    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        # A browser may go away before it has its answer.
        if not isinstance(sys.exception(), ConnectionError | TimeoutError):
            super().handle_error(request, client_address)


class _Handler(BaseHTTPRequestHandler):
    server_version = "tiki2md"
    sys_version = ""
    timeout = _SECONDS

    def __init__(self, asked: Callable[[str], Answer], *arguments: Any) -> None:
        self._asked = asked
        super().__init__(*arguments)

    def do_GET(self) -> None:
        if self._is_for_us():
            self._send(self._asked(self.path))
        else:
            self.send_error(HTTPStatus.MISDIRECTED_REQUEST, "this server is asked by its own name")

    def do_HEAD(self) -> None:
        self.do_GET()

    def _is_for_us(self) -> bool:
        names = self.headers.get_all("Host", [])
        try:
            return len(names) == 1 and urlsplit(f"//{names[0]}").hostname in _HOSTS
        except ValueError:
            return False

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        del explain
        if code == HTTPStatus.NOT_IMPLEMENTED:  # what the library says of any other method
            code, message = HTTPStatus.METHOD_NOT_ALLOWED, "pages can be read, and nothing else"
        self._send(plain(f"{message or HTTPStatus(code).phrase}\n", code))

    def _send(self, answer: Answer) -> None:
        body = answer.body.encode("utf-8", "replace")
        self.send_response(answer.status)
        self.send_header("Content-Type", f"{answer.media_type}; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Content-Security-Policy", answer.policy)
        for name, value in _HEADERS.items():
            self.send_header(name, value)
        if answer.status == HTTPStatus.METHOD_NOT_ALLOWED:
            self.send_header("Allow", "GET, HEAD")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        """Nothing is said about requests."""
