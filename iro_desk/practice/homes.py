"""Where invented children live. A postcode here is nobody's: it ends in letters that no real one ends in."""

from __future__ import annotations

from random import Random

from iro_desk.practice.lives import Home

NEAR = ("NG1", "NG2", "NG3", "NG5", "NG6", "NG7", "NG8", "NG11")
FAR = ("DE23", "LE3", "S6", "LN2", "DN4", "PE9", "ST4")
NEVER_LAST = "CIKMOV"
"""The letters that the last two places of a real postcode never have (BS 7666)."""
OWN_FOSTERING = "2600001"
AGENCIES = ("2600101", "2600102", "2600103", "2600104")
FIRST_HOME, HOMES = 2600500, 20
HOSPITAL = "T1"


def postcode(rng: Random, districts: tuple[str, ...] = NEAR) -> str:
    """A postcode in one of these districts."""
    return f"{rng.choice(districts)} {rng.randint(1, 9)}{''.join(rng.choices(NEVER_LAST, k=2))}"


def foster(rng: Random, place: str = "U6", *, far: bool = False) -> Home:
    """A foster home, of the council's own carers or an agency's; ``U4`` for the long term."""
    own = not far and rng.random() < 0.65  # noqa: PLR2004 - about two in three
    urn = OWN_FOSTERING if own else rng.choice(AGENCIES)
    return Home(place, "PR1" if own else "PR4", postcode(rng, FAR if far else NEAR), urn)


def relatives(rng: Random, place: str = "U3") -> Home:
    """With grandparents, an aunt or friends of the family, approved as foster carers; ``U1`` for the long term."""
    return Home(place, "PR1", postcode(rng), OWN_FOSTERING)


def kept(home: Home, place: str) -> Home:
    """The same home under another code, such as long term."""
    return Home(place, home.provider, home.postcode, home.urn)


def adopters(rng: Random, place: str = "A6") -> Home:
    """With the people who will adopt."""
    return Home(place, "PR1", postcode(rng, FAR[:2] if rng.random() < 0.5 else NEAR), OWN_FOSTERING)  # noqa: PLR2004


def group(rng: Random, place: str = "K2", *, far: bool = False) -> Home:
    """A children's home, a secure one (``K1``) or supported accommodation (``K3``)."""
    return Home(place, "PR4", postcode(rng, FAR if far else NEAR), str(FIRST_HOME + rng.randrange(HOMES)))


def with_parents(home_postcode: str) -> Home:
    """At home, on a care order."""
    return Home("P1", "PR0", home_postcode)


def hospital(rng: Random) -> Home:
    """A stay in hospital, from which a child comes back."""
    return Home(HOSPITAL, "", postcode(rng))


def charity(rng: Random, place: str) -> Home:
    """A place that a charity runs: a residential school, a unit for mothers and babies."""
    return Home(place, "PR5", postcode(rng, FAR), str(FIRST_HOME + HOMES + rng.randrange(HOMES)))
