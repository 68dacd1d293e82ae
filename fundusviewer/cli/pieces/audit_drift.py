"""``fundusviewer audit drift``: whether the photographs have changed."""

from __future__ import annotations

import argparse
import datetime as dt
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from fundusviewer.cli.pieces.stored_results import existing_database, method_in
from fundusviewer.errors import InputError
from fundusviewer.overlay import RESEARCH_NOTICE
from fundusviewer.screening.database.store import Store
from fundusviewer.screening.examination.method import Method
from fundusviewer.screening.monitoring.drift import (
    REFERENCE_PATIENTS,
    REFERENCE_PHOTOGRAPHS,
    Watch,
    watch,
)
from fundusviewer.screening.monitoring.observations import Observation, observed
from fundusviewer.screening.monitoring.weeks import Group, by_camera, by_field, by_week
from fundusviewer.screening.monitoring.words import ADVICE, sentences, state
from fundusviewer.screening.names import AUTOMATIC, name_pattern

_LEAST_REFERENCE = 30


def add_drift(subparsers: Any) -> None:
    """Add the command to the parser of ``audit``."""
    parser = subparsers.add_parser(
        "drift",
        help="whether the photographs have changed since the first ones",
        description="Compares what was examined with the clinic's first photographs: referral "
        "rate, refusals, quality, unfamiliarity. Exit status: 0 no change, or too few photographs "
        "to tell, 1 an alarm, 2 wrong usage.",
    )
    parser.add_argument(
        "--database", type=Path, metavar="FILE", help="default: that in the user's data folder"
    )
    parser.add_argument(
        "--model", metavar="NAME", help="whose results (default: the model that graded last)"
    )
    parser.add_argument(
        "--operating-point", metavar="NAME", help="whose decisions (default: the one used last)"
    )
    parser.add_argument(
        "--reference",
        type=_reference,
        default=REFERENCE_PHOTOGRAPHS,
        metavar="N",
        help="how many of the first photographs the others are compared with (default: "
        "%(default)s)",
    )
    parser.add_argument(
        "--since",
        type=_moment,
        metavar="DATE",
        help="only what was examined after this day or time (2026-11-27, or 2026-11-27T15:00, "
        "UTC): after a new camera it is the new usual",
    )
    parser.add_argument(
        "--pattern", default=AUTOMATIC, help="how names tell patients; see screen --pattern"
    )
    parser.add_argument("--json", action="store_true", help="print everything as JSON")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Run the command; 1 where there is an alarm."""
    pattern = name_pattern(options.pattern)
    with Store(existing_database(options.database)) as store:
        method = method_in(store, options.model, options.operating_point)
        found = observed(store, method, pattern)
    if options.since is not None:
        found = [one for one in found if one.moment > options.since]
    came = watch(found, reference=options.reference)
    if options.json:
        print(json.dumps(_fields(method, found, came), indent=2))
    else:
        print(_text(method, found, came))
    return 0 if came.alarm is None else 1


def _text(method: Method, found: Sequence[Observation], came: Watch) -> str:
    lines = [f"{method.model_name} {method.model_version} at {method.operating_point or 'none'}"]
    for title, groups in _tables(found):
        lines += ["", *_table(title, groups)]
    lines.append("")
    alarm = came.alarm
    if alarm is None:
        lines.append(state(came))
    else:
        lines += [
            f"ALARM, raised {alarm.raised:%Y-%m-%d}, by photograph {alarm.at} after the first "
            f"{len(came.reference)}; changed since about {alarm.since:%Y-%m-%d} (photograph "
            f"{alarm.began}).",
            *sentences(alarm),
            ADVICE,
        ]
    return "\n".join([*lines, RESEARCH_NOTICE])


def _tables(found: Sequence[Observation]) -> tuple[tuple[str, list[Group]], ...]:
    return (
        ("week", by_week(found)),
        ("camera (pixels)", by_camera(found)),
        ("field", by_field(found)),
    )


def _table(title: str, groups: Sequence[Group]) -> list[str]:
    head = f"{title:18}{'photographs':>12}{'referred':>10}{'refused':>9}{'ungradable':>12}"
    return [
        f"{head}{'unfamiliar':>12}",
        *(
            f"{one.name:18}{one.photographs:12}{_share(one.referred):>10}{_share(one.refused):>9}"
            f"{_share(one.reject):>12}"
            f"{'-' if one.unfamiliarity is None else f'{one.unfamiliarity:.2f}':>12}"
            for one in groups
        ),
    ]


def _share(value: float | None) -> str:
    return "-" if value is None else f"{value:.1%}"


def _fields(method: Method, found: Sequence[Observation], came: Watch) -> dict[str, Any]:
    alarm = came.alarm
    names = ("weeks", "cameras", "fields")
    return {
        "model": method.model_name,
        "model_version": method.model_version,
        "model_sha256": method.model_sha256,
        "operating_point": method.operating_point,
        "reference": len(came.reference),
        "watched": came.watched,
        "missing": came.missing,
        "alarm": None
        if alarm is None
        else {
            "measure": alarm.chart.measure,
            "rises": alarm.chart.rises,
            "photograph": alarm.at,
            "began_with": alarm.began,
            "since": alarm.since.isoformat(),
            "raised": alarm.raised.isoformat(),
            "before": alarm.before,
            "after": alarm.after,
            "camera": alarm.camera,
            "field": alarm.field,
            "reason": " ".join(sentences(alarm)),
        },
        **{
            name: [vars(one) for one in groups]
            for name, (_, groups) in zip(names, _tables(found), strict=True)
        },
    }


def _reference(text: str) -> int:
    value = int(text)
    if value < _LEAST_REFERENCE:
        raise argparse.ArgumentTypeError(
            f"{value} photographs are too few to compare with; at least {_LEAST_REFERENCE}, of "
            f"{REFERENCE_PATIENTS} patients"
        )
    return value


def _moment(text: str) -> dt.datetime:
    try:
        found = dt.datetime.fromisoformat(text)
    except ValueError as error:
        raise InputError(f"{text!r} is no date such as 2026-11-27") from error
    return found if found.tzinfo else found.replace(tzinfo=dt.UTC)
