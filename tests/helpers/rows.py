"""Many results in a database, made in seconds."""

from __future__ import annotations

import json
from pathlib import Path

from fundusviewer.grading import GRADE_NAMES
from fundusviewer.screening import Method
from tests.helpers.databases import connect

_NOW = "2026-01-02T03:04:05+00:00"


def fill_database(path: Path, method: Method, count: int) -> None:
    """Write results of a method, two eyes for each patient, into an open database.

    Parameters
    ----------
    path
        The database; its tables are there.
    method
        Made the results.
    count
        How many photographs; an even number.
    """
    connection = connect(path, isolation_level=None)
    connection.execute("BEGIN")
    connection.execute(
        "INSERT INTO method (model_name, model_version, model_sha256, settings) VALUES (?, ?, ?, ?)"
        " ON CONFLICT DO NOTHING",
        (method.model_name, method.model_version, method.model_sha256, method.settings),
    )
    (method_id,) = connection.execute(
        "SELECT id FROM method WHERE model_sha256 = ? AND settings = ?",
        (method.model_sha256, method.settings),
    ).fetchone()
    connection.executemany(
        "INSERT INTO photograph (id, sha256, width, height, first_seen) VALUES (?, ?, 9, 9, ?)",
        ((number, f"{number:064x}", _NOW) for number in range(1, count + 1)),
    )
    connection.executemany(
        "INSERT INTO file (id, path, name, photograph_id, seen_at) VALUES (?, ?, ?, ?, ?)",
        (
            (number, f"/clinic/{name}".encode(), name, number, _NOW)
            for number in range(1, count + 1)
            for name in (f"{(number + 1) // 2:05}_{'left' if number % 2 else 'right'}.jpg",)
        ),
    )
    connection.executemany(
        "INSERT INTO result (photograph_id, method_id, decision, grade, referable_probability, "
        "label, probability, probabilities, reasons, provider, application_version, milliseconds, "
        "examined_at) VALUES (?, ?, ?, ?, ?, ?, 0.8, ?, '[]', 'CPU', '0', 1.0, ?)",
        (_result(number, method_id) for number in range(1, count + 1)),
    )
    connection.execute("COMMIT")
    connection.close()


def _result(number: int, method_id: int) -> tuple[object, ...]:
    # Spread over all grades without a pattern that follows the names.
    risk = (number * 7919 % 10_007) / 10_007
    grade = min(4, int(risk * 5))
    decision = "refer" if grade >= 2 else "no_referral"
    probabilities = json.dumps(dict.fromkeys(GRADE_NAMES, 0.2))
    name = GRADE_NAMES[grade]
    return number, method_id, decision, grade, risk, name, probabilities, _NOW


def add_photograph(
    path: Path,
    method: Method | None,
    file: str,
    decision: str | None = None,
    grade: int | None = None,
    risk: float | None = None,
    oedema: float | None = None,
) -> str:
    """Write one photograph, and a method's answer on it, into an open database.

    Parameters
    ----------
    path
        The database; its tables are there.
    method
        Made the answer; ``None`` for a photograph that nobody has examined.
    file
        Where it lies.
    decision, grade, risk
        The answer; a decision of ``None`` for a model that does not grade.
    oedema
        Probability of macular oedema of risk 2, which it then is; ``None`` for none.

    Returns
    -------
    str
        The photograph's hash.
    """
    connection = connect(path, isolation_level=None)
    connection.execute("BEGIN")
    (count,) = connection.execute("SELECT count(*) FROM photograph").fetchone()
    sha256 = f"{count + 1:064x}"
    photograph = connection.execute(
        "INSERT INTO photograph (sha256, width, height, first_seen) VALUES (?, 9, 9, ?)",
        (sha256, _NOW),
    ).lastrowid
    file_id = connection.execute(
        "INSERT INTO file (path, name, photograph_id, seen_at) VALUES (?, ?, ?, ?)",
        (file.encode(), Path(file).name, photograph, _NOW),
    ).lastrowid
    connection.execute("INSERT INTO sighting VALUES (?, ?, ?)", (photograph, file_id, _NOW))
    if method is not None:
        names = (method.model_name, method.model_version, method.model_sha256, method.settings)
        connection.execute(
            "INSERT INTO method (model_name, model_version, model_sha256, settings) "
            "VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
            names,
        )
        connection.execute(
            "INSERT INTO result (photograph_id, method_id, decision, grade, referable_probability, "
            "label, probability, probabilities, reasons, provider, application_version, "
            "milliseconds, examined_at, macular_oedema_risk, macular_oedema_probability, "
            "macular_oedema_assessable) SELECT ?, id, ?, ?, ?, ?, ?, NULL, '[]', 'CPU', '0', 1.0, "
            "?, ?, ?, ?"
            " FROM method WHERE (model_name, model_version, model_sha256, settings) = (?, ?, ?, ?)",
            (
                photograph,
                decision,
                grade,
                risk,
                None if grade is None else GRADE_NAMES[grade],
                None if grade is None else 0.8,
                _NOW,
                None if oedema is None else 2,
                oedema,
                None if oedema is None else 1,
                *names,
            ),
        )
    connection.execute("COMMIT")
    connection.close()
    return sha256
