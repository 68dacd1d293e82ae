"""``fundusviewer classify``: findings as text or JSON, without a display."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from fundusviewer.anatomy import Lesions
from fundusviewer.anatomy.records import eye_fields, landmark_fields, lesion_fields
from fundusviewer.cli.models import find_model
from fundusviewer.cli.pieces.anatomy import (
    LesionMarking,
    add_lesion_arguments,
    anatomy_lines,
    lesion_lines,
)
from fundusviewer.cli.pieces.left_out import add_left_out_argument, tell_left_out
from fundusviewer.cli.pieces.picture_targets import overlay_targets, targets_of_maps
from fundusviewer.errors import FundusViewerError
from fundusviewer.grading import (
    REFERRAL_UNCERTAIN,
    Decision,
    MacularOedema,
    coverage_words,
    grade_set_words,
    spans_referral,
)
from fundusviewer.inference import (
    PROVIDER_REQUESTS,
    Classifier,
    ModelLibrary,
    open_classifier,
    open_locator,
)
from fundusviewer.inference.wordnet import wordnet_ids
from fundusviewer.overlay import RESEARCH_NOTICE, annotate, flatten, write_picture
from fundusviewer.screening import Failure, Finding, examine_all, survey


def add_parser(subparsers: Any) -> None:
    """Add the command to the parser."""
    parser = subparsers.add_parser(
        "classify",
        help="print the finding of photographs",
        description="Prints the ranked labels of photographs. Exit status: 0 all were read, "
        "1 one was not or a file of a folder was left out that may be a photograph, 2 wrong usage.",
    )
    parser.add_argument("photographs", nargs="+", type=Path, metavar="PHOTO", help="file or folder")
    parser.add_argument("--model", help="name or .onnx file (default: the bundled DR model)")
    parser.add_argument("--provider", choices=PROVIDER_REQUESTS, default="auto")
    parser.add_argument("--top", type=_positive, default=5, metavar="K", help="labels to print")
    parser.add_argument(
        "--overlay",
        type=Path,
        metavar="OUT",
        help="write the photograph with label and heat map: a file, or for several a folder",
    )
    parser.add_argument(
        "--heatmap",
        action="store_true",
        help="draw the heat map for 'no apparent retinopathy', too, where it is left out otherwise",
    )
    add_lesion_arguments(parser)
    add_left_out_argument(parser)
    parser.add_argument("--json", action="store_true", help="print a JSON list")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Run the command; 0 when all photographs were read, 1 otherwise."""
    found = survey(options.photographs)
    photographs = found.photographs
    targets = overlay_targets(photographs, options.overlay)
    map_targets = targets_of_maps(photographs, options.lesion_maps)
    library = ModelLibrary.default().with_markers(options.marks_model)
    entry = find_model(options.model)
    classifier = open_classifier(entry.path, options.provider)
    locator = open_locator(library, options.provider)
    marking = None
    if options.lesions or options.lesion_maps is not None:
        marking = LesionMarking.of(library, options.provider, map_targets)
    rows: list[dict[str, Any]] = []
    failed = False
    for answer in examine_all(photographs, classifier, locator=locator):
        failed |= isinstance(answer, Failure)
        if marking is not None and isinstance(answer, Finding):
            answer, done = marking.mark(answer)
            failed |= not done
        lesions = _lesions_of(answer)
        if options.json:
            row = as_row(answer, classifier)
            rows.append(row if marking is None else row | {"lesions": lesion_fields(lesions)})
        else:
            told = [] if marking is None or isinstance(answer, Failure) else lesion_lines(answer)
            print("\n".join([*as_lines(answer, options.top), *told, ""]))
        if isinstance(answer, Finding) and answer.path in targets:
            failed |= not _write_overlay(answer, targets[answer.path], options.heatmap)
    if options.json:
        # ASCII, so that every console and every pipe can carry it.
        print(json.dumps(rows, indent=2))
    else:
        print(f"Model: {_model_line(classifier)}")
        print(RESEARCH_NOTICE)
    incomplete = tell_left_out(found.left_out, named=options.list_left_out)
    return 1 if failed or incomplete else 0


def _lesions_of(answer: Finding | Failure) -> Lesions | None:
    marked = None if isinstance(answer, Failure) else answer.lesions
    return None if marked is None else marked.lesions


def as_row(answer: Finding | Failure, classifier: Classifier) -> dict[str, Any]:
    """Return the JSON object for one photograph; the fields are documented in the README."""
    row = _usual_row(answer, classifier)
    if classifier.card.grades:
        row |= _of_a_grader(answer)
    return row


def _of_a_grader(answer: Finding | Failure) -> dict[str, Any]:
    """Return what only a model that grades diabetic retinopathy can say."""
    if isinstance(answer, Failure):
        return {"grade_set": [], "macular_oedema": None}
    return {"grade_set": list(answer.grade_set), "macular_oedema": _oedema_fields(answer)}


def _usual_row(answer: Finding | Failure, classifier: Classifier) -> dict[str, Any]:
    row: dict[str, Any] = {
        "file": str(answer.path),
        "sha256": None,
        "decision": Decision.ERROR.value,
        "label": None,
        "probability": None,
        "probabilities": {},
        "reasons": [],
        "landmarks": None,
        "laterality": {"value": None, "source": None, "picture": None},
        "centred_on": None,
        "model": classifier.card.name,
        "model_version": classifier.card.version,
        "provider": classifier.provider.name,
        "milliseconds": None,
    }
    if isinstance(answer, Failure):
        return row | {"reasons": [answer.reason]}
    row |= {
        "sha256": answer.image.source.sha256,
        "decision": None if answer.decision is None else answer.decision.value,
        "reasons": list(answer.reasons),
        "landmarks": landmark_fields(answer.landmarks),
        "laterality": eye_fields(answer.eye),
        "centred_on": answer.centre,
        "milliseconds": round(answer.timings.total, 1),
    }
    if answer.prediction is not None:
        values = (round(float(value), 6) for value in answer.prediction.probabilities)
        row |= {
            "label": answer.label,
            "probability": round(float(answer.probability or 0), 6),
            "probabilities": dict(zip(answer.card.class_names, values, strict=True)),
        }
        if answer.card.several:
            row["labels"] = list(answer.given)
        ids = wordnet_ids(answer.card)
        if ids:
            row |= {"wordnet_id": ids.get(answer.label or ""), "wordnet_ids": ids}
    return row


def _oedema_fields(finding: Finding) -> dict[str, Any] | None:
    """Return the JSON object of macular oedema; ``None`` where the model says nothing of it."""
    oedema, marked = finding.macular_oedema, finding.lesions
    if oedema is None:
        return None
    probability = oedema.probability
    fields: dict[str, Any] = {
        "risk": oedema.risk,
        "probability": None if probability is None else round(probability, 6),
        "assessable": oedema.assessable,
    }
    if marked is not None:
        joint = marked.joint
        fields["with_lesions"] = joint and {
            "risk": joint.risk,
            "probability": round(joint.probability, 6),
        }
    return fields


def as_lines(answer: Finding | Failure, top: int) -> list[str]:
    """Return the lines for one photograph, as the tutorials print them."""
    if isinstance(answer, Failure):
        return [str(answer.path), f"  Error: {answer.reason}"]
    lines = [str(answer.path), *_decision_lines(answer)]
    if answer.prediction is not None:
        for rank, index in enumerate(answer.prediction.ranked(top), start=1):
            probability = float(answer.prediction.probabilities[index])
            lines.append(f"  {rank}. {answer.card.class_names[index]}: {probability:.2%}")
    return [*lines, *anatomy_lines(answer)]


_DECISIONS = {
    Decision.NO_REFERRAL: "no referral",
    Decision.REFER: "refer",
    Decision.UNGRADABLE: "ungradable – repeat the photograph or refer",
    Decision.NOT_FUNDUS: "not a fundus photograph",
}


def _decision_lines(finding: Finding) -> list[str]:
    if finding.assessment is None or finding.operating_point is None:
        return []
    lines = [f"  Decision: {_DECISIONS[finding.assessment.decision]}"]
    lines.extend(f"  Reason: {reason}" for reason in finding.reasons)
    if finding.assessment.referable_probability is not None:
        point = finding.operating_point
        lines.append(
            f"  Referable DR: {finding.assessment.referable_probability:.2%} "
            f"(refer from {point.threshold:.2%}, operating point {point.name!r})"
        )
        lines.append(f"  Macular oedema: {_oedema_words(finding.macular_oedema)}")
    return [*lines, *_set_lines(finding)]


def _oedema_words(oedema: MacularOedema | None) -> str:
    if oedema is None:
        return "not assessed"
    if oedema.risk is None or oedema.probability is None:
        return "not assessable"
    return f"risk {oedema.risk} (0 to 2); probability of risk 2: {oedema.probability:.2%}"


def _set_lines(finding: Finding) -> list[str]:
    sets = finding.card.prediction_sets
    if sets is None or not finding.grade_set:
        return []
    promise = coverage_words(sets.coverage)
    lines = [f"  Grade set: {grade_set_words(finding.grade_set)}. {promise}"]
    return [*lines, f"  {REFERRAL_UNCERTAIN}"] if spans_referral(finding.grade_set) else lines


def _model_line(classifier: Classifier) -> str:
    card, provider = classifier.card, classifier.provider
    why = f" ({'; '.join(provider.reason.splitlines())})" if provider.reason else ""
    return f"{card.title}, {card.name} {card.version}, on {provider.name}{why}"


def _write_overlay(finding: Finding, target: Path, heatmap: bool) -> bool:
    frame = (finding.image.width, finding.image.height)
    layers = annotate(frame, finding.annotation(asked=heatmap))
    try:
        write_picture(target, flatten(finding.image.pixels, layers))
    except FundusViewerError as error:
        print(f"fundusviewer: {error}", file=sys.stderr)
        return False
    return True


def _positive(text: str) -> int:
    value = int(text)
    if value < 1:
        raise argparse.ArgumentTypeError(f"{value} is not at least 1")
    return value
