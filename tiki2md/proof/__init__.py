"""A written site against its export: is everything there, and nothing else?"""

from tiki2md.proof.expectation import Expectation, ExpectedPage, expect, slugs_for
from tiki2md.proof.page import PageProof
from tiki2md.proof.site import How, Proof, compare, prove

__all__ = [
    "Expectation",
    "ExpectedPage",
    "How",
    "PageProof",
    "Proof",
    "compare",
    "expect",
    "prove",
    "slugs_for",
]
