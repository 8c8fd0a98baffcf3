"""All plugins of Tiki, as ``tiki_plugins.txt`` lists them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

VALUES = {
    "page": "Harbour",
    "url": "https://example.org/x",
    "href": "https://example.org/",
    "fileId": "3",
    "tag": "b",
    "key": "1a2b",
    "length": "99",
}
"""Arguments for which just any word will not do."""


@dataclass(frozen=True)
class Listed:
    """A plugin: whether it has a body, and the arguments that it cannot do without."""

    name: str
    has_body: bool
    required: tuple[str, ...]

    @property
    def arguments(self) -> str:
        """As few as the plugin needs."""
        return " ".join(f'{name}="{VALUES.get(name, "1")}"' for name in self.required)

    def call(self, body: str = "body words") -> str:
        return f"{{{self.name}({self.arguments})}}{body}{{{self.name}}}"


def _listed() -> list[Listed]:
    text = Path(__file__).with_name("tiki_plugins.txt").read_text("utf-8")
    lines = [line.split() for line in text.splitlines() if not line.startswith("#")]
    return [Listed(name, body == "body", tuple(required)) for name, body, *required in lines]


PLUGINS = _listed()
