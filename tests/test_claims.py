"""Old URLs by set of scripts are the same as one by one."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tiki2md.site.claims import Claims, Query

PATHS = st.lists(st.sampled_from(["/a.php", "/A.php", "/b.php", "/c", "/d"]), min_size=1)
VALUES = st.sampled_from(["1", "x", "X", "é", "É"])
QUERIES = st.sampled_from([(), ("page",), ("id",), ("page", "id")]).flatmap(
    lambda names: st.tuples(*(st.tuples(st.just(name), VALUES) for name in names))
)


def lower(text: str) -> str:
    return "".join(c.lower() if c.isascii() else c for c in text)


@given(st.lists(st.tuples(PATHS, QUERIES, st.sampled_from(["", "/1", "/2"]))))
def test_the_first_claim_counts(claims: list[tuple[list[str], Query, str]]) -> None:
    found, wanted = Claims(), dict[tuple[str, Query], str]()
    for several, query, target in claims:
        paths = tuple({lower(path): path for path in several}.values())
        keys = {path: (lower(path), tuple((n, lower(v)) for n, v in query)) for path in paths}
        taken = {path: wanted[key] for path, key in keys.items() if key in wanted}
        assert found.taken(paths, query) == taken
        assert sorted(found.add(paths, query, target)) == sorted(taken)
        wanted |= {key: target for path, key in keys.items() if path not in taken}
        for path, key in keys.items():
            assert found.target_of(path, query) == wanted[key]
