"""The wheel holds all that is needed, in an environment that has nothing else."""

from __future__ import annotations

import os
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
NO_NETWORK = (
    "NewConnectionError",
    "Temporary failure in name resolution",
    "Could not find a version",
    "Could not install packages",
    "ProxyError",
)


def call(*command: str | Path, cwd: Path, stdin: str = "") -> str:
    """Run a command; skip the test if the package index cannot be reached."""
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
    done = subprocess.run(
        [str(part) for part in command], cwd=cwd, input=stdin, capture_output=True,
        encoding="utf-8", check=False, env=environment,
    )  # fmt: skip
    if done.returncode and any(sign in done.stdout + done.stderr for sign in NO_NETWORK):
        pytest.skip("the package index cannot be reached")
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    pytest.importorskip("build", reason="the package build is not installed")
    out = tmp_path_factory.mktemp("wheel")
    call(sys.executable, "-m", "build", "--wheel", "--outdir", out, ROOT, cwd=out)
    (built,) = out.glob("*.whl")
    return built


@pytest.mark.slow
def test_wheel_holds_what_it_must(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    grammars = {f"tiki2md/grammars/{path.name}" for path in (ROOT / "grammars").iterdir()}
    package = ROOT / "tiki2md"
    own = {
        path.relative_to(ROOT).as_posix()
        for path in package.rglob("*")
        if path.suffix in {".css", ".js", ".json"}
    }
    assert {"tiki2md/report/schema.json", "tiki2md/preview/preview.js"} <= own
    assert own <= names
    assert grammars | {"tiki2md/py.typed", "tiki2md/__init__.py"} <= names
    assert not any(name.startswith(("tests/", "fixtures/", "benchmarks/")) for name in names)


@pytest.mark.slow
def test_wheel_works_alone(wheel: Path, tmp_path: Path) -> None:
    alone = tmp_path / "venv"
    venv.create(alone)
    scripts = alone / ("Scripts" if os.name == "nt" else "bin")
    call(sys.executable, "-m", "pip", "--python", alone, "install", "-q", wheel, cwd=tmp_path)
    program = scripts / "tiki2md"
    assert call(program, "--version", cwd=tmp_path).startswith("tiki2md 0.")
    assert call(program, "convert", "-", cwd=tmp_path, stdin="!A __b__") == "# A **b**\n"
    call(
        program, "convert", ROOT / "fixtures" / "exports" / "harbour.sql.gz", "-o", "site",
        "-t", "hugo", cwd=tmp_path,
    )  # fmt: skip
    assert list((tmp_path / "site").rglob("*.md"))
