"""Dates in the calendars of the Maya (tiki-syntax §11.2)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tiki2md.plugins.expand import keep
from tiki2md.plugins.inclusions import guarded
from tiki2md.plugins.registry import Body, PluginContext, plugin
from tiki2md.plugins.values import parse_inline

if TYPE_CHECKING:
    from tiki2md.nodes import Node, PluginNode

_DATE = re.compile(r"([0-9]{1,2})\.([0-9]{1,2})\.([0-9]{4})")
_TEMPLATE = (
    "%baktun%.%katun%.%tun%.%winal%.%kin% %tzolkin13% %tzolkin20name% %haabkin% %haabwinalname%"
)
_VARIABLE = re.compile(r"%([a-z0-9]+)%")
_FIRST_DAY = 584_283
"""The Julian day on which the Long Count began: in August of 3114 BC."""
_TZOLKIN = (
    *("AHAU", "IMIX", "IK", "AKBAL", "KAN", "CHICCHAN", "CIMI", "MANIK", "LAMAT", "MULUC"),
    *("OC", "CHUEN", "EB", "BEN", "IX", "MEN", "CIB", "CABAN", "ETZNAB", "CAUAC"),
)
_HAAB = (
    *("POP", "WO", "SIP", "SOTZ", "SEK", "XUL", "YAXKIN", "MOL", "CHEN", "YAX", "SAC", "KEH"),
    *("MAK", "KANKIN", "MUWAN", "PAX", "KAYAB", "KUMKU", "WAYEB"),
)


@plugin("MCALENDAR", body=Body.NONE)
def mayan_date(node: PluginNode, context: PluginContext) -> list[Node]:
    """A date in the calendars of the Maya; without ``grdate``, which is today, a comment.

    Example:
        {MCALENDAR(grdate="22.05.2009")/}
    """
    date = _DATE.fullmatch(node.attrs_dict.get("grdate", "").strip())
    if date is None:
        return keep(node, Body.NONE, context)
    values = _values(_julian_day(*map(int, date.groups())))
    template = node.attrs_dict.get("template", _TEMPLATE).lower()
    filled = _VARIABLE.sub(lambda found: values.get(found[1], found[0]), template)
    shown = guarded(node, context, ("template",), lambda: _parsed(filled, context))
    return keep(node, Body.NONE, context) if shown is None else shown


def _parsed(filled: str, context: PluginContext) -> list[Node]:
    return parse_inline(filled, context) if context.inclusions.fits(filled) else []


def _julian_day(day: int, month: int, year: int) -> int:
    """The day that begins at noon of a date of the Gregorian calendar."""
    if month < 3:
        month, year = month + 12, year - 1
    leap_days = 2 - year // 100 + year // 400
    return 1461 * (year + 4716) // 4 + 306001 * (month + 1) // 10000 + day + leap_days - 1524


def _values(julian_day: int) -> dict[str, str]:
    """What the variables of a template stand for on a day."""
    days = julian_day - _FIRST_DAY
    baktun, rest = divmod(days, 144_000)
    katun, rest = divmod(rest, 7_200)
    tun, rest = divmod(rest, 360)
    winal, kin = divmod(rest, 20)
    haab_winal, haab_kin = divmod((days + 348) % 365, 20)
    counted = {
        "baktun": baktun,
        "katun": katun,
        "tun": tun,
        "winal": winal,
        "kin": kin,
        "tzolkin13": (days % 260 + 3) % 13 + 1,
        "tzolkin20": days % 20,
        "haabkin": haab_kin,
        "haabwinal": haab_winal,
        "longkin": days,
        "julianday": julian_day,
    }
    names = {"tzolkin20name": _TZOLKIN[days % 20], "haabwinalname": _HAAB[haab_winal]}
    return {name: str(value) for name, value in counted.items()} | names
