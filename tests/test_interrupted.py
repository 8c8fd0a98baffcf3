"""A run that is told to end says so, takes its temporary files along, and is taken up again."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import signal
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from folders import files_of, report_of
from sample_exports import HARBOUR

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")

PLUGIN = '''"""A plugin that ends the run which converts it."""

import os

from tiki2md import plugin


@plugin("STOP")
def stop(_node, _context):
    """Nothing, and the end of the run."""
    if number := int(os.environ.get("END_BY", "0")):
        os.kill(os.getpgid(0), number)
    return []
'''


@pytest.fixture
def wiki(tmp_path: Path) -> Path:
    return wiki_in(tmp_path)


def wiki_in(root: Path) -> Path:
    pages = root / "pages"
    pages.mkdir()
    for number in range(40):
        text = f"!Page {number}\n{'{STOP()}{STOP}' if number == 20 else 'text'}\n"
        (pages / f"page-{number:02}.tiki").write_text(text, "utf-8")
    (root / "plugins.py").write_text(PLUGIN, "utf-8")
    (root / "tiki2md.toml").write_text('plugin_files = ["plugins.py"]\n', "utf-8")
    (root / "scratch").mkdir()
    return pages


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of the wiki, by a run that nothing interrupts; a test leaves it as it is."""
    wiki = wiki_in(tmp_path_factory.mktemp("whole"))
    assert convert(wiki, "out", "1").returncode == 0
    return wiki.parent / "out"


def listen() -> None:
    """Take signals as in a terminal: what a shell runs in the background ignores Ctrl-C."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def convert(wiki: Path, out: str, jobs: str, number: int = 0) -> subprocess.CompletedProcess[str]:
    root = wiki.parent
    command = [sys.executable, "-m", "tiki2md", "convert", "pages", "-o", out, "--jobs", jobs]
    return subprocess.run(
        [*command, "--config", "tiki2md.toml"],
        cwd=root,
        env={**os.environ, "TMPDIR": str(root / "scratch"), "END_BY": str(number)},
        start_new_session=True,
        preexec_fn=listen,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("jobs", ["1", "2"])
@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 143), (signal.SIGINT, 130)])
def test_a_run_that_is_told_to_end(
    wiki: Path, whole: Path, jobs: str, number: int, code: int
) -> None:
    root = wiki.parent
    done = convert(wiki, "out", jobs, number)
    assert done.returncode == code, done.stderr
    assert "tiki2md: interrupted" in done.stderr
    assert "Traceback" not in done.stderr
    assert list((root / "scratch").iterdir()) == []
    assert check_manifest(root / "out") < 40
    assert convert(wiki, "out", jobs).returncode == 0
    assert files_of(root / "out") == files_of(whole)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL])
def test_a_run_that_dies_leaves_the_report_of_the_one_before(
    wiki: Path, whole: Path, number: int
) -> None:
    root = wiki.parent
    shutil.copytree(whole, root / "out")
    reports = [root / "out" / ".tiki2md" / name for name in ("report.json", "report.html")]
    before = [path.read_bytes() for path in reports]
    (wiki / "page-05.tiki").write_text("!Page 5\n((Gone))\n", "utf-8")
    (wiki / "page-20.tiki").write_text("!Page 20\n{STOP()}{STOP} ((Gone))\n", "utf-8")
    (wiki / "page-30.tiki").unlink()
    assert convert(wiki, "out", "1", number).returncode != 0
    assert [path.read_bytes() for path in reports] == before
    assert convert(wiki, "out", "1").returncode == 0
    data = report_of(root / "out")
    assert data["missing_pages"] == {"Gone": {"page-05": 1, "page-20": 1}}
    assert (data["counts"]["pages"], data["edited"], data["failed"]) == (39, [], [])


@pytest.mark.parametrize("late", ["click", "tiki2md.cli.convert", "tiki2md.readers", "lark"])
def test_ctrl_c_while_modules_are_loaded(wiki: Path, late: str) -> None:
    start = (
        "import sys\n"
        "class Finder:\n"
        "    def find_spec(self, name, *_):\n"
        f"        if name == {late!r}: raise KeyboardInterrupt\n"
        "sys.meta_path.insert(0, Finder())\n"
        "sys.argv = ['tiki2md', 'convert', 'pages', '-o', 'out']\n"
        "from tiki2md.__main__ import main\n"
        "main()\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", start], cwd=wiki.parent, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr.strip()) == (130, "tiki2md: interrupted")
    assert not list(wiki.parent.rglob("*.tmp"))


def convert_on_a_disk(wiki: Path, mounted: str, after: str) -> subprocess.CompletedProcess[str]:
    """Convert into ``disk/out``, on a disk of its own, and run a command of a shell."""
    root = wiki.parent
    (root / "disk").mkdir()
    command = (
        f"mount -t tmpfs -o {mounted} none disk && {sys.executable} -m tiki2md convert pages "
        f"-o disk/out --jobs 1; echo code $?; {after}"
    )
    done = subprocess.run(
        ["unshare", "-rm", "sh", "-c", command],
        cwd=root,
        env={**os.environ, "TMPDIR": str(root / "scratch")},
        capture_output=True,
        text=True,
        check=False,
    )
    if "code" not in done.stdout:
        pytest.skip("this machine lets nobody mount a disk")
    assert "code 2" in done.stdout, done.stderr
    assert "Traceback" not in done.stderr
    return done


@pytest.mark.skipif(sys.platform != "linux", reason="mounts of Linux")
def test_a_disk_that_is_read_only(wiki: Path) -> None:
    done = convert_on_a_disk(wiki, "ro", "true")
    assert "Read-only file system" in done.stderr


@pytest.mark.skipif(sys.platform != "linux", reason="mounts of Linux")
def test_a_disk_that_is_full(wiki: Path) -> None:
    (wiki / "long.tiki").write_text("word " * 80_000, "utf-8")
    root = wiki.parent
    done = convert_on_a_disk(wiki, "size=200k", "cp -r disk/out kept")
    assert "No space left on device" in done.stderr
    # What the manifest says is there; the run is taken up where there is room.
    assert not list((root / "kept").rglob("*.tmp"))
    assert check_manifest(root / "kept") < 41
    assert convert(wiki, "kept", "1").returncode == 0
    assert convert(wiki, "whole", "1").returncode == 0
    assert files_of(root / "kept") == files_of(root / "whole")


def check_manifest(out: Path) -> int:
    """How many files the manifest has, all of which are as it says; 0 if there is none."""
    path = out / ".tiki2md" / "manifest.json"
    files = json.loads(path.read_text("utf-8"))["files"] if path.exists() else {}
    for name, digest in files.items():
        assert hashlib.sha256((out / name).read_bytes()).hexdigest() == digest
    return len(files)


def test_a_disk_that_takes_no_more(wiki: Path) -> None:
    (wiki / "long.tiki").write_text("word " * 2000, "utf-8")
    root = wiki.parent
    limited = (
        "import resource, sys; from tiki2md.cli import main;"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (4000, 4000));"
        "sys.argv = ['tiki2md', 'convert', 'pages', '-o', 'out']; main()"
    )
    done = subprocess.run(
        [sys.executable, "-c", limited],
        cwd=root,
        env={**os.environ, "TMPDIR": str(root / "scratch")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert "tiki2md: cannot write" in done.stderr
    assert "Traceback" not in done.stderr
    assert list((root / "scratch").iterdir()) == []
    assert not list((root / "out").rglob("*.tmp"))
    assert convert(wiki, "out", "1").returncode == 0
    assert convert(wiki, "whole", "1").returncode == 0
    assert files_of(root / "out") == files_of(root / "whole")


@pytest.mark.skipif(sys.platform != "linux", reason="a folder that nobody can write to")
def test_a_folder_that_cannot_be_written(wiki: Path) -> None:
    done = convert(wiki, "/proc/nowhere", "1")
    assert done.returncode == 2
    assert "cannot write /proc/nowhere" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.skipif(sys.platform != "linux", reason="file names of bytes, in the locale's encoding")
def test_a_locale_that_cannot_name_a_file(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tiki2md", "convert", str(HARBOUR), "-o", "out"]
    locale = {"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0"}

    def run(utf8: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            command,
            cwd=tmp_path,
            env={**os.environ, **locale, "PYTHONUTF8": utf8},
            capture_output=True,
            text=True,
            check=False,
        )

    done = run("0")
    assert done.returncode == 2
    assert "file names are in ascii here, which lacks " in done.stderr
    assert "run it again with PYTHONUTF8=1" in done.stderr
    assert check_manifest(tmp_path / "out") > 0
    assert run("1").returncode == 0
