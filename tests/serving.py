"""A preview's server in a thread of the test."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

from tiki2md.cli.serving import Server

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tiki2md.preview import Answer


@contextmanager
def served(answer: Callable[[str], Answer]) -> Iterator[str]:
    """The address of a server that answers until the end of the block."""
    with Server(0) as server:
        thread = threading.Thread(target=server.serve, args=(answer,))
        thread.start()
        try:
            yield server.url
        finally:
            server.end()
            thread.join()
