"""Builds invented people briefly, and searches for them the slow and certain way."""

from __future__ import annotations

from hypothesis import strategies as st

from matchers.identity import Identity


def person(*names: str, born: str = "", sex: str = "", nationality: str = "", document: str = "") -> Identity:
    """Return an identity; the first name is the primary one."""
    return Identity.from_json(
        {
            "names": list(names),
            "birth_dates": [born],
            "sex": sex,
            "nationalities": [nationality],
            "documents": [document],
        }
    )


SURNAMES = [
    "KESTREL",
    "Öberg",
    "VAN DER MARSH",
    "O'Brannoch",
    "Щукин",
    "LI",
    "GARCIA LUNA",
    "AL-BASRI",
    "SMITH",
    "PETROV",
]
GIVEN = ["Marten", "Anna Maria", "William", "Юрий", "J", "Wei", "Mohammed", "Zoë", "Ivan Petrovich", "Bill"]

identities = st.builds(
    person,
    st.builds("{}, {}".format, st.sampled_from(SURNAMES), st.sampled_from(GIVEN)),
    born=st.sampled_from(["", "1971-03-09", "1971-09-03", "1971-03", "1971", "1972-03-09", "1971-01-01", "1990-12-30"]),
    sex=st.sampled_from(["", "M", "F", "X"]),
    nationality=st.sampled_from(["", "USA", "MEX"]),
    document=st.sampled_from(["", "P:USA:561204937", "P:USA:56120493Z", "P:MEX:G70110224"]),
)
