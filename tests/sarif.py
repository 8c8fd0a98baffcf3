"""What SARIF 2.1.0 demands, without the schema that OASIS publishes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence


def check_sarif(log: dict[str, Any]) -> None:
    """What SARIF 2.1.0 demands of the objects that we write (its §3.13 to §3.54)."""
    assert set(log) == {"$schema", "version", "runs"}
    assert log["version"] == "2.1.0"
    for part in log["runs"]:
        driver = part["tool"]["driver"]
        assert set(part) == {"tool", "columnKind", "results"}
        assert part["columnKind"] in {"utf16CodeUnits", "unicodeCodePoints"}
        assert driver["name"]
        identifiers = [rule["id"] for rule in driver["rules"]]
        assert len(set(identifiers)) == len(identifiers)
        for rule in driver["rules"]:
            for key in ("shortDescription", "fullDescription", "help"):
                assert isinstance(rule[key]["text"], str)
            assert rule["defaultConfiguration"]["level"] in {"none", "note", "warning", "error"}
        for result in part["results"]:
            check_result(result, identifiers)


def check_result(result: dict[str, Any], identifiers: Sequence[str]) -> None:
    assert set(result) <= {
        "ruleId", "ruleIndex", "level", "message", "locations", "partialFingerprints",
        "suppressions", "baselineState", "properties",
    }  # fmt: skip
    assert identifiers[result["ruleIndex"]] == result["ruleId"]
    assert result["level"] in {"none", "note", "warning", "error"}
    assert isinstance(result["message"]["text"], str)
    assert all(isinstance(mark, str) for mark in result["partialFingerprints"].values())
    assert result.get("baselineState", "new") in {"new", "unchanged", "updated", "absent"}
    for suppression in result.get("suppressions", []):
        assert suppression["kind"] in {"inSource", "external"}
    for location in result.get("locations", []):
        assert set(location) <= {"physicalLocation", "logicalLocations"}
        if "physicalLocation" in location:
            uri = location["physicalLocation"]["artifactLocation"]["uri"]
            # A relative reference of RFC 3986, whatever the file is called.
            assert re.fullmatch(r"(?:[A-Za-z0-9._~/-]|%[0-9A-F]{2})+", uri)
            assert location["physicalLocation"].get("region", {}).get("startLine", 1) >= 1
