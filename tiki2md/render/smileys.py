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
