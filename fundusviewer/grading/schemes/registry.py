"""The schemes that can be chosen."""

from __future__ import annotations

from fundusviewer.grading.schemes.icdr_scheme import ICDR
from fundusviewer.grading.schemes.nhs import NHS
from fundusviewer.grading.schemes.scheme import Scheme
from fundusviewer.grading.schemes.scottish import SCOTTISH

#: In the order in which they are offered; the first is the default.
SCHEMES = (ICDR, NHS, SCOTTISH)


def scheme_named(name: str) -> Scheme:
    """Return the scheme of this name; the first where there is none."""
    return next((one for one in SCHEMES if one.name == name), SCHEMES[0])
