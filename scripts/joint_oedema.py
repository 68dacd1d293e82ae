"""How exudates near the fovea are weighed with the grading model's macular oedema.

Three numbers, fitted to patients from whom neither network has learned (the grader's validation
patients), judged on its test patients, and put on the card of the file that marks lesions. Needs
the export extra, and the answers of the program itself::

    fundusviewer classify --lesions --json PHOTO… > answers.json
    python -m scripts.joint_oedema models/fundusviewer-lesions.onnx DATA answers.json

``DATA`` holds a folder of each set with its ``labels.csv``; who is on which side stands beside the
grading model. Without ``--write`` the file stays as it is.
"""

from __future__ import annotations

import argparse
import csv
import datetime as dt
import json
import math
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from fundusviewer.grading.joint_oedema import JointHead, judge_jointly
from fundusviewer.grading.macular_oedema import MacularOedema
from fundusviewer.inference import MarkingCard, ModelLibrary
from fundusviewer.inference.card import Metric
from fundusviewer.inference.golden_marks import GoldenMarks
from fundusviewer.inference.marking_card import JointWeights
from fundusviewer.inference.model_file import marking_card_of
from fundusviewer.inference.onnx_file import read_metadata
from fundusviewer.screening.metrics import area_under_curve, bootstrap, wilson

#: Column of each set, and what in it is risk 2.
_LABELS = {
    "idrid_grading": ("dme_risk", "2"),
    "melaka": ("maculopathy", "1"),
    "messidor2": ("dme", "1"),
    "mexico_dr": ("dme", "1"),
}
_CARDS = Path(__file__).with_name("marking_cards.json")
_LOWEST = 0.001
_PENALTY = 0.01
#: Share of eyes without risk 2 that must not be called risk 2; as for the grading model's own.
_SPECIFICITY = 0.85
_NAME = "macular oedema of risk 2 with exudates near the fovea"


@dataclass(frozen=True)
class Example:
    """One photograph: its set and patient, side of the split, label, and what both networks say."""

    origin: str
    patient: str
    side: str
    has_risk_2: bool
    graded: float
    near_fovea: float


def examples(data: Path, answers: list[Path], split: Path) -> Iterator[Example]:
    """Yield the photographs on which both networks say something."""
    with split.open(newline="") as file:
        sides = {(row["set"], row["file"]): row["split"] for row in csv.DictReader(file)}
    found = {row["file"]: row for path in answers for row in json.loads(path.read_text())}
    for origin, (column, value) in _LABELS.items():
        with (data / origin / "labels.csv").open(newline="") as file:
            for row in csv.DictReader(file):
                answer = found.get(str(data / origin / row["file"]))
                if answer is None or row[column] == "":
                    continue
                graded = (answer["macular_oedema"] or {}).get("probability")
                near = ((answer["lesions"] or {}).get("EX") or {}).get("near_fovea")
                if graded is not None and near is not None:
                    patient = f"{origin} {row.get('patient') or row['file']}"
                    side = sides[origin, row["file"]]
                    yield Example(origin, patient, side, row[column] == value, graded, near)


def fit(learned: list[Example]) -> JointHead:
    """Return the head, with the threshold that the specificity allows."""
    from scipy.optimize import minimize

    unset = JointHead(0, 0, 0, _LOWEST, 0.5)
    values = np.asarray([[_logit(one.graded), _logit(one.near_fovea)] for one in learned])
    mean, deviation = values.mean(axis=0), values.std(axis=0)
    scaled = (values - mean) / deviation
    signs = np.asarray([1 if one.has_risk_2 else -1 for one in learned])

    def loss(weights: np.ndarray) -> float:
        margins = signs * (weights[0] + scaled @ weights[1:])
        penalty = _PENALTY * float((weights[1:] ** 2).sum()) / 2
        return float(np.logaddexp(0, -margins).mean()) + penalty

    offset, *slopes = minimize(loss, np.zeros(3)).x
    slopes = np.asarray(slopes) / deviation
    head = replace(
        unset, offset=float(offset - slopes @ mean), risk_2=slopes[0], exudates=slopes[1]
    )
    chances = [(probability(one, head), one.has_risk_2) for one in learned]
    without = np.asarray([chance for chance, has in chances if not has])
    low = float(np.quantile(without, _SPECIFICITY))
    high = min(chance for chance, has in chances if has and chance >= low)
    # Half of the way, in log odds, to the least probable of those that are found.
    middle = 1 / (1 + math.exp(-(_logit(low) + _logit(high)) / 2))
    rounded = {name: round(float(value), 4) for name, value in asdict(head).items()}
    return JointHead(**rounded | {"threshold": round(middle, 4)})


def probability(one: Example, head: JointHead) -> float:
    """Return what both networks say of one photograph."""
    joint = judge_jointly(MacularOedema(0, one.graded, assessable=True), one.near_fovea, head)
    if joint is None:
        raise ValueError("one of the networks said nothing")
    return joint.probability


def figures(judged: list[Example], head: JointHead) -> Iterator[Metric]:
    """Yield area under the curve, sensitivity and specificity of each set and of all."""
    for origin in (*_LABELS, "all"):
        part = [one for one in judged if origin in (one.origin, "all")]
        truth = np.asarray([one.has_risk_2 for one in part])
        if truth.all() or not truth.any():
            continue
        chances = np.asarray([probability(one, head) for one in part])
        graded = np.asarray([one.graded for one in part])
        patients = [one.patient for one in part]
        area = bootstrap(_area(truth, chances), patients)
        print(f"{origin}: grading model alone {bootstrap(_area(truth, graded), patients)}")
        above = chances >= head.threshold
        shares = {
            "AUC": area,
            "sensitivity": wilson(int(above[truth].sum()), int(truth.sum())),
            "specificity": wilson(int((~above[~truth]).sum()), int((~truth).sum())),
        }
        for name, result in shares.items():
            if result is not None:
                on = f"{origin}, held-out patients ({int(truth.sum())} with risk 2)"
                yield Metric(
                    name=f"{_NAME}, {name}",
                    measured_on=on,
                    photographs=len(part),
                    result=result,
                )


def _area(truth: np.ndarray, chances: np.ndarray) -> Callable[[np.ndarray], float]:
    return lambda drawn: area_under_curve(truth[drawn], chances[drawn])


def write(file: Path, fields: dict[str, Any]) -> None:
    """Put fields on the card of a file; graph, weights and golden vector stay as they are."""
    import onnx

    from fundusviewer.atomic import atomic_file
    from fundusviewer.export.pipeline.model_file import append_metadata
    from fundusviewer.inference.golden import GOLDEN_KEY

    metadata = read_metadata(file)
    card = marking_card_of(file, metadata)
    golden = GoldenMarks.from_json(metadata.properties[GOLDEN_KEY])
    kept = tuple(one for one in card.metrics if not one.name.startswith(_NAME))
    changed = card.model_dump() | fields | {"content_sha256": None}
    changed["metrics"] = (*kept, *fields["metrics"])
    noted = json.loads(_CARDS.read_text("utf-8"))
    changed["limits"] = noted["lesions"]["limits"]
    proto = onnx.load(file)
    del proto.metadata_props[:]
    with atomic_file(file) as temporary:
        temporary.write_bytes(proto.SerializeToString())
        written = append_metadata(temporary, MarkingCard.model_validate(changed), golden)
    # Whoever makes the file anew from its weights finds it there.
    for name in ("version", "metrics", "macular_oedema"):
        noted["lesions"][name] = written.model_dump(mode="json")[name]
    _CARDS.write_text(json.dumps(noted, indent=2, ensure_ascii=False) + "\n", "utf-8")


def _logit(value: float) -> float:
    kept = min(max(value, _LOWEST), 1 - _LOWEST)
    return math.log(kept / (1 - kept))


def main() -> None:
    """Fit, print, and write where that is asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("model", type=Path)
    parser.add_argument("data", type=Path)
    parser.add_argument("answers", type=Path, nargs="+")
    parser.add_argument("--write", metavar="VERSION", help="put it on the card, as this version")
    options = parser.parse_args()
    grader = ModelLibrary.default().find()
    card = grader.require_card()
    split = grader.path.with_suffix(".split.csv")
    found = list(examples(options.data, options.answers, split))
    learned = [one for one in found if one.side == "validation"]
    head = fit(learned)
    metrics = tuple(figures([one for one in found if one.side == "test"], head))
    joint = JointWeights(
        grader=card.name,
        grader_version=card.version,
        photographs=len(learned),
        **asdict(head),
    )
    print(joint.model_dump_json(indent=2))
    for metric in metrics:
        print(metric.name, metric.measured_on, metric.photographs, metric.result)
    if options.write is not None:
        fields = {"macular_oedema": joint, "metrics": metrics, "version": options.write}
        write(options.model, fields | {"created": dt.date.today()})


if __name__ == "__main__":
    main()
