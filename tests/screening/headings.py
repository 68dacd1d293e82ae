"""What the rows of a list's visits say, read as the window reads them."""

from __future__ import annotations

from pathlib import Path

from fundusviewer.screening import (
    Heading,
    Method,
    NamePattern,
    Patient,
    Row,
    Store,
    Wanted,
    identify,
    make_listing,
)
from fundusviewer.screening.listing import heading_of


def headings_of(
    store: Store, method: Method, pattern: NamePattern, wanted: Wanted
) -> list[Heading]:
    """Return what each visit of a list says, in their order."""
    found = []
    for visit in make_listing(store, method, pattern, wanted).visits:
        members = tuple(
            identify(
                Row.of_file(one) if isinstance(one, Path) else store.rows_at(method, [one])[0],
                pattern,
            )
            for one in visit.photographs
        )
        listed = tuple(
            one for key, one in zip(visit.photographs, members, strict=True) if key in visit.listed
        )
        who = members[0].identity
        patient = Patient(who.patient, who.date, members, listed, pattern.fields)
        found.append(heading_of(patient, blind=wanted.filter.blind))
    return found
