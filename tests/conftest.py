"""What all tests share."""

from __future__ import annotations

import errno
import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

if TYPE_CHECKING:
    from collections.abc import Callable

# Machines that run tests are slow at times; a deadline in milliseconds measures them, not us.
# The examples are the same every time: a change is judged by what it changes.  New ones are
# hunted by HYPOTHESIS_PROFILE=thorough and by benchmarks/fuzz.py.
settings.register_profile(
    "default", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile(
    "thorough", parent=settings.get_profile("default"), derandomize=False, max_examples=5000
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "default"))


@pytest.fixture
def close_folder(monkeypatch: pytest.MonkeyPatch) -> Callable[[Path], None]:
    """Makes a folder one that cannot be read, whoever runs the tests."""
    scandir = os.scandir

    def close(closed: Path) -> None:
        def guarded(folder: str) -> object:
            if Path(folder) == closed:
                raise PermissionError(errno.EACCES, "Permission denied", folder)
            return scandir(folder)

        monkeypatch.setattr(os, "scandir", guarded)

    return close


@pytest.fixture
def alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The current folder is the test's own, and no variable says anything."""
    monkeypatch.chdir(tmp_path)
    for name in ("CI", "NO_COLOR", "TIKI2MD_TARGET", "TIKI2MD_DB_PASSWORD"):
        monkeypatch.delenv(name, raising=False)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-fixtures",
        action="store_true",
        help="write what the converter says now into the fixture files, for you to read",
    )


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "slow: builds packages or environments; -m 'not slow'")
