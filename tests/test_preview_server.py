"""``tiki2md preview`` over HTTP: who is answered, what is sent, and how it ends."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
from http.client import HTTPConnection
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import click
import pytest
from command_line import call
from serving import served

from tiki2md.cli import preview
from tiki2md.cli.exits import InputError
from tiki2md.cli.serving import Server
from tiki2md.preview import Answer
from tiki2md.preview.frame import plain
from tiki2md.readers import SourceError

if TYPE_CHECKING:
    from collections.abc import Callable
    from http.client import HTTPResponse

pytestmark = pytest.mark.usefixtures("alone")


def echo(target: str) -> Answer:
    return plain(f"it is {target}")


def ask(
    url: str, target: str = "/", method: str = "GET", **headers: str
) -> tuple[HTTPResponse, str]:
    host = urlsplit(url).netloc
    connection = HTTPConnection(host, timeout=30)
    connection.putrequest(method, target, skip_host=True)
    for name, value in {"Host": host, **headers}.items():
        if value:
            connection.putheader(name, value)
    connection.endheaders()
    response = connection.getresponse()
    text = response.read().decode()
    connection.close()
    return response, text


def raw(url: str, request: bytes) -> bytes:
    parts = urlsplit(url)
    with socket.create_connection((parts.hostname, parts.port), timeout=30) as connection:
        connection.sendall(request)
        received = b""
        while chunk := connection.recv(1 << 16):
            received += chunk
    return received


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "evil.example:80",
        "127.0.0.1.evil.example",
        "",
        "localhost.evil",
        "[::1",
        "x@y",
    ],
)
def test_other_names_are_not_answered(host: str) -> None:
    asked: list[str] = []

    def note(target: str) -> Answer:
        asked.append(target)
        return echo(target)

    with served(note) as url:
        response, text = ask(url, Host=host)
    assert response.status == 421
    assert text == "this server is asked by its own name\n"
    assert asked == []


def test_two_names_are_not_answered() -> None:
    with served(echo) as url:
        answer = raw(url, b"GET / HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\n\r\n")
    assert answer.startswith(b"HTTP/1.0 421 ")


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "LOCALHOST:9000"])
def test_our_own_names_are_answered(host: str) -> None:
    with served(echo) as url:
        response, text = ask(url, "/a?b=c", Host=host)
    assert (response.status, text) == (200, "it is /a?b=c")


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "TRACE", "CONNECT", "NONE"])
def test_other_methods(method: str) -> None:
    with served(echo) as url:
        response, text = ask(url, method=method)
    assert response.status == 405
    assert response.headers["Allow"] == "GET, HEAD"
    assert text == "pages can be read, and nothing else\n"


def test_head() -> None:
    with served(echo) as url:
        response, text = ask(url, "/abc", "HEAD")
    assert (response.status, text) == (200, "")
    assert response.headers["Content-Length"] == str(len("it is /abc"))


@pytest.mark.parametrize(
    "request_",
    [b"\r\n", b"nonsense\r\n\r\n", b"GET / HTTP/9\r\n\r\n", b"GET /\xff\xfe HTTP/1.0\r\n\r\n"],
)
def test_what_is_no_request(request_: bytes) -> None:
    with served(echo) as url:
        received = raw(url, request_)
        assert b"Traceback" not in received
        assert ask(url)[1] == "it is /"


def test_headers() -> None:
    with served(lambda _: Answer(200, "é", policy="default-src 'self'")) as url:
        response, text = ask(url)
    headers = response.headers
    assert text == "é"
    assert headers["Content-Security-Policy"] == "default-src 'self'"
    assert headers["Content-Type"] == "text/html; charset=utf-8"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["Cache-Control"] == "no-store"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert headers["Server"].strip() == "tiki2md"
    assert "Access-Control-Allow-Origin" not in headers


def test_a_fault_is_said_and_ends_nothing() -> None:
    def fail(target: str) -> Answer:
        if target == "/input":
            raise InputError("the folder is gone")
        if target == "/fault":
            raise RecursionError("too deep")
        return echo(target)

    with served(fail) as url:
        response, text = ask(url, "/input")
        assert (response.status, text) == (500, "the folder is gone\n")
        response, text = ask(url, "/fault")
        assert response.status == 500
        assert "internal error (RecursionError: too deep)" in text
        assert ask(url)[1] == "it is /"


def test_halves_of_characters_are_sent_as_convert_writes_them() -> None:
    with served(lambda _: plain("a\ud800")) as url:
        assert ask(url)[1] == "a?"


def test_only_this_machine_is_listened_to() -> None:
    with Server(0) as server:
        assert server.url.startswith("http://127.0.0.1:")
        assert server._http.socket.getsockname()[0] == "127.0.0.1"


def test_a_browser_that_goes_away_ends_nothing(capfd: pytest.CaptureFixture[str]) -> None:
    begun, go_on = threading.Event(), threading.Event()

    def wait(target: str) -> Answer:
        if target == "/slow":
            begun.set()
            go_on.wait(30)
            return plain("x" * (1 << 24))
        return echo(target)

    with served(wait) as url:
        parts = urlsplit(url)
        with socket.create_connection((parts.hostname, parts.port)) as connection:
            connection.sendall(b"GET /slow HTTP/1.0\r\nHost: localhost\r\n\r\n")
            assert begun.wait(30)
        go_on.set()
        assert ask(url)[1] == "it is /"
    assert capfd.readouterr() == ("", "")


def test_requests_that_come_together_are_answered_one_by_one() -> None:
    at_once, most, lock = 0, 0, threading.Lock()

    def count(target: str) -> Answer:
        nonlocal at_once, most
        with lock:
            at_once += 1
            most = max(most, at_once)
        answer = echo(target)
        with lock:
            at_once -= 1
        return answer

    found: list[str] = []
    with served(count) as url:
        threads = [
            threading.Thread(target=lambda n=n: found.append(ask(url, f"/{n}")[1]))  # type: ignore[misc]
            for n in range(20)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert sorted(found) == sorted(f"it is /{n}" for n in range(20))
    assert most == 1


# The command.


def folder() -> str:
    Path("pages").mkdir()
    Path("pages/a.tiki").write_text("!A\n((b))\n", "utf-8")
    Path("pages/b.tiki").write_text("!B\n", "utf-8")
    return "pages"


def looked_at(
    monkeypatch: pytest.MonkeyPatch,
    *arguments: str,
    look: Callable[[Callable[[str], Answer]], None],
) -> tuple[int, str, str]:
    """Run the command, with ``look`` in the place of whoever would use the browser."""
    monkeypatch.setattr(Server, "serve", lambda _, answer: look(answer))
    result = call("preview", *arguments)
    return result.exit_code, result.stdout, result.stderr


def test_a_port_that_is_taken() -> None:
    with Server(0) as server:
        port = str(urlsplit(server.url).port)
        result = call("preview", folder(), "--port", port)
    assert result.exit_code == 2
    assert f"port {port} of this machine cannot be had" in result.stderr
    assert "--port" in result.stderr


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["nothing.sql"], 3, "nothing.sql"),
        (["pages", "-t", "htm"], 2, "htm"),
        (["pages", "--port", "70000"], 2, "--port"),
        (["pages", "--include", "no*"], 3, "none of the 2 pages"),
        ([], 2, "name a source"),
    ],
)
def test_what_cannot_be_shown(arguments: list[str], code: int, message: str) -> None:
    folder()
    port = [] if "--port" in arguments else ["--port", "0"]
    result = call("preview", *arguments, *port)
    assert result.exit_code == code
    assert message in result.stderr
    assert "Traceback" not in result.stderr


def test_the_address_is_data_and_the_rest_is_talk(monkeypatch: pytest.MonkeyPatch) -> None:
    code, out, err = looked_at(monkeypatch, folder(), "--port", "0", look=lambda _: None)
    assert code == 0
    assert out.startswith("http://127.0.0.1:")
    assert out.endswith("/\n")
    assert err == "Ctrl-C ends the preview.\n"
    code, out, err = looked_at(monkeypatch, "pages", "--port", "0", "-q", look=lambda _: None)
    assert (code, err) == (0, "")
    assert out.startswith("http://127.0.0.1:")


def test_options_are_those_of_convert(monkeypatch: pytest.MonkeyPatch) -> None:
    Path("tiki2md.toml").write_text('target = "hugo"\nline_breaks = "soft"\n', "utf-8")
    Path("page.tiki").write_text("a\nb", "utf-8")
    texts: list[str] = []

    def look(answer: Callable[[str], Answer]) -> None:
        texts.append(answer("/markdown/page.md").body)
        assert "hugo" in answer("/").body

    looked_at(monkeypatch, "page.tiki", "--port", "0", look=look)
    assert texts == [call("convert", "page.tiki").stdout]
    assert texts == ["a\nb\n"]


def test_ignored_findings_say_so(monkeypatch: pytest.MonkeyPatch) -> None:
    Path("tiki2md.toml").write_text(
        '[[ignore]]\ncode = "link-missing-page"\nreason = "never written"\n', "utf-8"
    )
    folder()
    Path("pages/a.tiki").write_text("((Gone))", "utf-8")

    def look(answer: Callable[[str], Answer]) -> None:
        assert "Ignored: never written" in answer("/page/a.md").body

    assert looked_at(monkeypatch, "pages", "--port", "0", look=look)[0] == 0


def test_pages_that_changed_are_read_again(monkeypatch: pytest.MonkeyPatch) -> None:
    def look(answer: Callable[[str], Answer]) -> None:
        assert answer("/markdown/a.md").body == "# A\n\n[b](b.md)\n"
        Path("pages/a.tiki").write_text("changed", "utf-8")
        assert answer("/markdown/a.md").body == "changed\n"
        Path("pages/c.tiki").write_text("new", "utf-8")
        assert answer("/markdown/c.md").body == "new\n"
        for path in Path("pages").iterdir():
            path.unlink()
        with pytest.raises(SourceError):
            answer("/")
        Path("pages/d.tiki").write_text("there", "utf-8")
        assert answer("/markdown/d.md").status == 200

    assert looked_at(monkeypatch, folder(), "--port", "0", look=look)[0] == 0


def test_the_browser_is_opened_if_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []
    monkeypatch.setattr("webbrowser.open", opened.append)
    looked_at(monkeypatch, folder(), "--port", "0", look=lambda _: None)
    assert opened == []
    _, out, _ = looked_at(monkeypatch, "pages", "--port", "0", "--open", look=lambda _: None)
    assert opened == [out.strip()]


def test_the_default_port_can_be_had_by_users() -> None:
    (option,) = [each for each in preview.command.params if each.name == "port"]
    assert isinstance(option, click.Option)
    assert 1024 < preview.PORT < 32768


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 0), (signal.SIGTERM, 143)])
def test_how_it_ends(number: int, code: int, tmp_path: Path) -> None:
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    # What a shell runs in the background ignores Ctrl-C.
    start = (
        "import signal; signal.signal(signal.SIGINT, signal.default_int_handler);"
        "from tiki2md.__main__ import main; main()"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", start, "preview", folder(), "--port", "0"],
        env={**os.environ, "TMPDIR": str(scratch)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    url = process.stdout.readline().strip()
    response, text = ask(url, "/page/a.md")
    assert response.status == 200
    assert '<a href="/">All pages</a>' in text
    process.send_signal(number)
    _, err = process.communicate(timeout=60)
    assert process.returncode == code, err
    assert "Traceback" not in err
    assert list(scratch.iterdir()) == []
