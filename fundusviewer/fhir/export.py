"""Bundles as files, one for each visit."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from fundusviewer.atomic import write_atomically
from fundusviewer.dicom.network.outbox import Carried, Outbox
from fundusviewer.errors import OutputError
from fundusviewer.fhir.bundle import bundle
from fundusviewer.fhir.names import PATIENTS, Release
from fundusviewer.resources import user_data_dir
from fundusviewer.screening.database.report_store import report_lines
from fundusviewer.screening.examination.method import Method
from fundusviewer.screening.names import NamePattern
from fundusviewer.screening.patients import Patient, patients_of
from fundusviewer.screening.rows import Row

#: Of the files.
SUFFIX = ".fhir.json"


@dataclass(frozen=True)
class Bundle:
    """A bundle that was written.

    Attributes
    ----------
    file
        The file.
    visit
        What it reports.
    """

    file: Path
    visit: Patient

    def carried(self, database: Path) -> Carried:
        """Return what is to be noted in a database when the bundle has arrived."""
        return Carried(str(database), "fhir", tuple(report_lines(self.visit.photographs)))


def fhir_outbox() -> Outbox:
    """Return the outbox of bundles, in the user's data folder.

    Raises
    ------
    OutputError
        If its folder cannot be made.
    """
    # Beside each object lies a note with its name and .json.
    return Outbox(user_data_dir() / "fhir-outbox", suffix=".fhir")


def write_bundles(
    folder: Path,
    rows: Iterable[Row],
    method: Method,
    pattern: NamePattern,
    release: Release,
    *,
    everything: Sequence[Row] = (),
    system: str = PATIENTS,
    personal_data: bool = False,
) -> Iterator[Bundle | str]:
    """Write the visits of which something is listed; the same visit always has the same name.

    Parameters
    ----------
    folder
        Must exist.
    rows, method, pattern, everything
        See :func:`fundusviewer.screening.patients.patients_of`.
    release, system, personal_data
        See :func:`.bundle.bundle`.

    Yields
    ------
    Bundle or str
        The bundle, or why there is none.

    Raises
    ------
    OutputError
        If a file cannot be written.
    """
    for visit in patients_of(rows, pattern, everything):
        try:
            made = bundle(visit, method, release, system=system, personal_data=personal_data)
        except OutputError as error:
            yield str(error)
            continue
        report = next(
            entry["resource"]
            for entry in made["entry"]
            if entry["resource"]["resourceType"] == "DiagnosticReport"
        )
        target = folder / f"{report['id']}{SUFFIX}"
        write_atomically(target, json.dumps(made, indent=2).encode(), private=True)
        yield Bundle(target, visit)
