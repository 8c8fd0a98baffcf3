"""What is kept of the questions that pages ask of a wiki."""

from __future__ import annotations

from tiki2md.migration.questions import Digests, Questions, digest, same_answers


class _Site:
    """Answers with so many pages; counts how often it is asked."""

    def __init__(self, count: int) -> None:
        self.count = count
        self.asked = 0

    def pages(self) -> list[str]:
        self.asked += 1
        return ["page"] * self.count


def test_only_long_answers_are_kept_for_other_pages() -> None:
    for count, kept in ((3, 0), (300, 1)):
        digests = Digests(0)
        questions = Questions(digests)
        site = _Site(count)
        assert questions.of_site(site).pages() == ["page"] * count
        (answer,) = questions.asked.values()
        assert answer == digest(["page"] * count)
        assert same_answers(questions.asked, None, site, digests)
        assert site.asked == 2 - kept


def test_another_answer_is_seen_whatever_is_kept() -> None:
    for before, after in ((3, 4), (300, 301), (300, 3)):
        questions = Questions(Digests(0))
        questions.of_site(_Site(before)).pages()
        assert not same_answers(questions.asked, None, _Site(after), Digests(0))
