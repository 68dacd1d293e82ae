"""What lies in the folders of a command and is not in its list: counted, named on request."""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterable

from fundusviewer.screening.folders import LeftOut
from fundusviewer.screening.places.address import as_text


def add_left_out_argument(parser: argparse.ArgumentParser) -> None:
    """Add the option that names each of them."""
    parser.add_argument(
        "--list-left-out",
        action="store_true",
        help="name each file in the folders that is not taken for a photograph, and why",
    )


class LeftOutTally:
    """Counts what is left out, and names it where that is wanted; nothing is kept.

    Parameters
    ----------
    named
        Whether each one is named on standard error, at once.
    """

    def __init__(self, *, named: bool) -> None:
        self._named = named
        self._counts: Counter[str] = Counter()
        self._doubtful = 0

    @property
    def count(self) -> int:
        """How many there are so far."""
        return self._counts.total()

    def add(self, one: LeftOut) -> None:
        """Count one."""
        self._counts[one.reason] += 1
        self._doubtful += one.may_be_photograph
        if self._named:
            place = as_text(one.path)
            print(f"fundusviewer: left out ({one.reason}): {place}", file=sys.stderr)

    def tell(self) -> bool:
        """Say how many there were; see :func:`tell_left_out`."""
        if not self._counts:
            return False
        kinds = "; ".join(f"{count} {reason}" for reason, count in self._counts.most_common())
        count, doubtful = self._counts.total(), self._doubtful
        may_be = f" {doubtful} of them may be photographs that nobody has seen." if doubtful else ""
        how = "" if self._named else " --list-left-out names them."
        print(f"fundusviewer: {count} left out ({kinds}).{may_be}{how}", file=sys.stderr)
        return doubtful > 0


def tell_left_out(left_out: Iterable[LeftOut], *, named: bool) -> bool:
    """Say on standard error what was left out.

    Parameters
    ----------
    left_out
        What lies in the folders besides the photographs.
    named
        Whether each one is named.

    Returns
    -------
    bool
        Whether an eye may be among them, so that the command must not end as if all were seen.
    """
    tally = LeftOutTally(named=named)
    for one in left_out:
        tally.add(one)
    return tally.tell()
