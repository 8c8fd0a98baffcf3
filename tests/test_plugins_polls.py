"""Polls in pages, on data made by hand."""

from __future__ import annotations

import pytest
from wiki_pages import page_of

from tiki2md.diagnostics import Code, Reporter
from tiki2md.model import Choice, Page, Poll, Wiki
from tiki2md.readers.merge import merge_into
from tiki2md.readers.polls import polls_of
from tiki2md.readers.schema import Tables

FERRY = Poll(
    poll_id=1,
    title="A *second* ferry?",
    choices=[
        Choice(title="Yes", votes=4),
        Choice(title="No", votes=2),
        Choice(title="Perhaps"),
    ],
)
CLOSED = Poll(poll_id=2, title="Old?", closed=True, choices=[Choice(title="Yes", votes=1)])
POINTS = Poll(
    poll_id=3,
    title="How many?",
    choices=[
        Choice(title="+2 good", votes=2),
        Choice(title="-1", votes=1),
        Choice(title="none"),
    ],
)
NOBODY = Poll(poll_id=4, choices=[Choice(title="1"), Choice(title="2")])
RESULTS = "tiki_p_view_poll_results"


def shown(
    source: str, permissions: frozenset[str] | None = None, **preferences: str
) -> tuple[list[str], list[Code]]:
    """The lines that a page of that source becomes, and what was reported."""
    wiki = Wiki(
        pages=[Page(name="Home", source=source, page_id=1)],
        polls={one.poll_id: one for one in (FERRY, CLOSED, POINTS, NOBODY)},
        permissions=permissions,
        preferences=preferences,
    )
    text, codes = page_of(wiki)
    return [line for line in text.splitlines() if line], codes


VOTES = ["- Yes: 66.67% (4)", "- No: 33.33% (2)", "- Perhaps: 0% (0)", "Number of votes: 6"]
BARE = ["- Yes", "- No", "- Perhaps"]
TITLE = r"A \*second\* ferry?"


@pytest.mark.parametrize(
    ("arguments", "permissions", "expected"),
    [
        ("", None, [TITLE, *VOTES]),
        ("", frozenset({RESULTS}), [TITLE, *VOTES]),
        # Without that permission there was no link to the results, …
        ("", frozenset(), [TITLE, *BARE]),
        # … which did not keep them from a page that shows them itself.
        (" showresult=always", frozenset(), [TITLE, *VOTES]),
        (" showresult=x", frozenset(), [TITLE, *BARE]),
        # A visitor who has not voted sees none.
        (" showresult=voted", frozenset({RESULTS}), [TITLE, *BARE]),
        (" showtitle=n", None, VOTES),
        (" showtotal=n", None, [TITLE, "- Yes: 66.67%", "- No: 33.33%", "- Perhaps: 0%"]),
    ],
)
def test_what_visitors_saw(
    arguments: str, permissions: frozenset[str] | None, expected: list[str]
) -> None:
    call = f"{{POLL(pollId=1{arguments})/}}"
    assert shown(call, permissions) == ([f"<!-- {call} -->", *expected], [Code.PLUGIN_SNAPSHOT])


def test_the_body_is_a_title_as_it_was_typed() -> None:
    lines, codes = shown("{POLL(pollId=1 showtitle=n)}Your ''view''\nof it{POLL}")
    assert lines[1:] == ["**Your ''view'' of it**", *VOTES]
    assert codes == [Code.PLUGIN_SNAPSHOT]


def test_a_closed_poll_shows_its_results_or_nothing() -> None:
    lines, codes = shown("{POLL(pollId=2)}Hello{POLL}")
    assert lines == ["<!-- {POLL(pollId=2)} -->"]
    assert codes == [Code.PLUGIN_APPROXIMATED, Code.PLUGIN_SNAPSHOT]
    lines, _ = shown("{POLL(pollId=2 showresult=always)/}")
    assert lines[1:] == ["Old?", "- Yes: 100.00% (1)", "Number of votes: 1"]


def test_answers_that_are_numbers_have_a_mean() -> None:
    lines, _ = shown("{POLL(pollId=3)/}")
    assert lines[-3:] == ["Number of votes: 3", "Total: 3", "Average: 1.00"]


def test_nobody_voted() -> None:
    lines, _ = shown("{POLL(pollId=4)/}")
    assert lines[1:] == ["- 1: 0% (0)", "- 2: 0% (0)", "Number of votes: 0"]


def test_shares_without_decimals() -> None:
    lines, _ = shown("{POLL(pollId=1)/}", poll_percent_decimals="0")
    assert lines[2] == "- Yes: 67% (4)"


@pytest.mark.parametrize("call", ["{POLL(pollId=9)/}", "{POLL()/}"])
def test_what_the_export_cannot_tell_is_kept(call: str) -> None:
    assert shown(call) == ([f"<!-- {call} -->"], [Code.PLUGIN_KEPT])


# Readers.


def test_polls_are_read_with_their_answers_in_order() -> None:
    tables = Tables(
        rows={
            "tiki_polls": [
                {"pollId": "1", "title": " Ferry? ", "active": "a"},
                {"pollId": "2", "title": "Old?", "active": "x"},
            ],
            "tiki_poll_options": [
                {"optionId": "1", "pollId": "1", "title": "No", "position": "2", "votes": "3"},
                {"optionId": "2", "pollId": "1", "title": "Yes", "position": "1", "votes": None},
                {"optionId": "3", "pollId": "7", "title": "lost", "position": "1", "votes": "1"},
                {"optionId": "4", "pollId": "1", "title": "?", "position": "2", "votes": "-1"},
            ],
        }
    )
    ferry, old = polls_of(tables).values()
    assert (ferry.title, ferry.closed, old.closed) == ("Ferry?", False, True)
    assert [(one.title, one.votes) for one in ferry.choices] == [("Yes", 0), ("No", 3), ("?", 0)]


def test_of_two_wikis_the_polls_of_the_first_stay() -> None:
    first = Wiki(polls={1: FERRY})
    merge_into(first, Wiki(polls={2: CLOSED}), Reporter())
    assert first.polls == {1: FERRY}
