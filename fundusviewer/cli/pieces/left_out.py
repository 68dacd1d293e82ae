"""What lies in the folders of a command and is not in its list: counted, named on request."""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Sequence

from fundusviewer.screening.folders import LeftOut


def add_left_out_argument(parser: argparse.ArgumentParser) -> None:
    """Add the option that names each of them."""
    parser.add_argument(
        "--list-left-out",
        action="store_true",
        help="name each file in the folders that is not taken for a photograph, and why",
    )


def tell_left_out(left_out: Sequence[LeftOut], *, named: bool) -> bool:
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
    if not left_out:
        return False
    if named:
        for one in left_out:
            print(f"fundusviewer: left out ({one.reason}): {one.path}", file=sys.stderr)
    counts = Counter(one.reason for one in left_out).most_common()
    kinds = "; ".join(f"{count} {reason}" for reason, count in counts)
    doubtful = sum(one.may_be_photograph for one in left_out)
    may_be = f" {doubtful} of them may be photographs that nobody has seen." if doubtful else ""
    how = "" if named else " --list-left-out names them."
    print(f"fundusviewer: {len(left_out)} left out ({kinds}).{may_be}{how}", file=sys.stderr)
    return doubtful > 0
