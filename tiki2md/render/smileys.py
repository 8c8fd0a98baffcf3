"""Tiki's smileys as characters."""

from __future__ import annotations

from types import MappingProxyType

SMILEYS = MappingProxyType(
    {
        "arrow": "➡️",
        "biggrin": "😁",
        "confused": "😕",
        "cool": "😎",
        "cry": "😢",
        "eek": "😲",
        "evil": "👿",
        "exclaim": "❗",
        "frown": "🙁",
        "idea": "💡",
        "lol": "😂",
        "mad": "😠",
        "mrgreen": "😀",
        "neutral": "😐",
        "question": "❓",
        "razz": "😛",
        "redface": "😳",
        "rolleyes": "🙄",
        "sad": "😞",
        "santa": "🎅",
        "smile": "🙂",
        "surprised": "😮",
        "twisted": "😈",
        "wink": "😉",
    }
)
"""By Tiki's name (its smileys.php)."""


def smiley_text(typed: str, name: str, style: str) -> str:
    """What a smiley shows.

    Args:
        typed: as it stands in the source; empty if nobody typed it.
        name: Tiki's, such as ``lol``.
        style: the option ``smiley_style``.
    """
    typed = typed or f"(:{name}:)"
    if style == "drop":
        return ""
    return typed if style == "text" else SMILEYS.get(name) or typed
