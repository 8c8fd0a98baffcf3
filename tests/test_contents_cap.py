"""A page of many tables of contents and many headings stays in proportion."""

from __future__ import annotations

import tiki2md
from tiki2md.diagnostics import Code, Reporter
from tiki2md.transforms.contents import MAX_CONTENTS


def test_up_to_the_limit_all_are_written() -> None:
    reporter = Reporter()
    written = tiki2md.convert("!A\n" + "{maketoc}\n" * MAX_CONTENTS, reporter=reporter)
    assert written.count("[A](#a)") == MAX_CONTENTS
    assert reporter.diagnostics == []


def test_beyond_it_a_comment_stands_there() -> None:
    reporter = Reporter()
    written = tiki2md.convert("!A\n" + "{maketoc}\n" * (MAX_CONTENTS + 3), reporter=reporter)
    assert written.count("[A](#a)") == MAX_CONTENTS
    assert [finding.code for finding in reporter.diagnostics] == [Code.CONTENTS_CAPPED] * 3
