r"""What could make a finished grader travel better: more views, other calibrations, both eyes.

::

    python benchmarks/travelling.py ask MODEL.onnx --data LABELS.csv … --split validation \
        --answers FOLDER --views plain mirrored --size 512
    python benchmarks/travelling.py tables MODEL.onnx --data LABELS.csv … --split validation \
        --answers FOLDER

``ask`` keeps the logits of each view, one file each. ``tables`` compares the views and means of
them; calibration maps, each fitted to all sets but one and measured on that one, in turn; carrying
the operating point into a set whose grades nobody knows; the thresholds that give 85 % sensitivity
at 82.5 % specificity in each set; and patients by the higher and by the mean probability of their
eyes. Choose on ``validation``, look at ``test`` once. Sets of fewer than five referable photographs
count in calibration alone.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
from calibration_maps import MAPS, Fit, loss, softmax, temperature
from onnx import TensorProto, helper

from fundusviewer.imaging import InputSpec, read_image, to_model_input
from fundusviewer.inference import Classifier, ModelCard
from fundusviewer.screening.metrics import (
    area_under_curve,
    bootstrap,
    expected_calibration_error,
    quadratic_weighted_kappa,
    referable,
    referable_scores,
)
from fundusviewer.training.config.plans import Targets
from fundusviewer.training.data.labels import LabelledPhotograph, read_labels
from fundusviewer.training.data.sample_weights import equal_sets
from fundusviewer.training.data.split_file import on_side, read_split
from fundusviewer.training.data.splits import Split
from fundusviewer.training.evaluation.evaluation import person
from fundusviewer.training.fitting.operating_points import choose_thresholds, weighted_quantile
from fundusviewer.training.fitting.temperature_scaling import fit_temperature, with_temperature

VIEWS = {
    "plain": (slice(None), slice(None)),
    "mirrored": (slice(None), slice(None, None, -1)),
    "upside-down": (slice(None, None, -1), slice(None)),
    "turned": (slice(None, None, -1), slice(None, None, -1)),
}
SENSITIVITY, SPECIFICITY = 0.85, 0.825
FEW = 5


@dataclass(frozen=True, eq=False)
class Side:
    """Graded photographs of one side: true grades, sets and people, each (N,), and weights."""

    photographs: tuple[LabelledPhotograph, ...]
    grades: np.ndarray
    sets: np.ndarray
    people: np.ndarray
    weights: np.ndarray

    @property
    def names(self) -> list[str]:
        """The sets."""
        return sorted(set(self.sets.tolist()))

    @property
    def telling(self) -> list[str]:
        """The sets with enough photographs of both kinds."""
        positive = referable(self.grades)
        counts = {name: positive[self.sets == name] for name in self.names}
        return [name for name, one in counts.items() if min(one.sum(), (~one).sum()) >= FEW]


def read_side(options: argparse.Namespace) -> Side:
    split = read_split(options.split_file or options.model.with_suffix(".split.csv"))
    side = on_side(read_labels(options.data), split, Split(options.split))
    graded = tuple(photo for photo in side if photo.is_gradable)
    return Side(
        graded,
        np.array([photo.grade for photo in graded], int),
        np.array([photo.dataset for photo in graded]),
        np.array([person(photo) for photo in graded]),
        equal_sets(graded),
    )


def network(path: Path) -> onnxruntime.InferenceSession:
    """Return the network as far as its logits, for pictures of any size."""
    proto = onnx.load(path)
    needed, kept = {"logits"}, []
    for node in reversed(proto.graph.node):
        if needed.intersection(node.output):
            kept.append(node)
            needed.update(node.input)
    del proto.graph.node[:]
    proto.graph.node.extend(reversed(kept))
    picture, *_ = proto.graph.input
    for axis, name in ((1, "H"), (2, "W")):
        picture.type.tensor_type.shape.dim[axis].dim_param = name
    del proto.graph.input[1:]
    del proto.graph.output[:]
    del proto.graph.value_info[:]
    logits = helper.make_tensor_value_info("logits", TensorProto.FLOAT, ["N", 5])
    proto.graph.output.append(logits)
    options = onnxruntime.SessionOptions()
    options.log_severity_level, options.intra_op_num_threads = 3, 1
    return onnxruntime.InferenceSession(
        proto.SerializeToString(), options, providers=["CPUExecutionProvider"]
    )


def ask(options: argparse.Namespace) -> None:
    side, session = read_side(options), network(options.model)
    options.answers.mkdir(parents=True, exist_ok=True)
    spec = InputSpec(height=options.size, width=options.size, crop="field_of_view")
    found: dict[str, list[np.ndarray]] = {view: [] for view in options.views}
    for photograph in side.photographs:
        pixels = to_model_input(read_image(photograph.path).pixels, spec).pixels
        for view, logits in found.items():
            turned = np.ascontiguousarray(pixels[VIEWS[view]])
            logits.append(session.run(None, {"image": turned[None]})[0][0])
    for view, logits in found.items():
        np.save(options.answers / f"{options.split}-{options.size}-{view}.npy", np.stack(logits))


def answers(options: argparse.Namespace, side: Side) -> dict[str, np.ndarray]:
    """Return log probabilities of each view that was asked, "512 plain" first, and of means."""
    found: dict[str, np.ndarray] = {}
    for path in sorted(options.answers.glob(f"{options.split}-*.npy")):
        _, size, view = path.stem.split("-", 2)
        logits = np.load(path)
        if len(logits) != len(side.grades):
            raise SystemExit(f"{path}: {len(logits)} answers, {len(side.grades)} photographs")
        found[f"{size} {view}"] = logits
    single = {name: np.log(np.maximum(softmax(one), 1e-12)) for name, one in found.items()}
    sizes = sorted({name.split()[0] for name in single})
    for size in sizes:
        both = [single[f"{size} {view}"] for view in VIEWS if f"{size} {view}" in single]
        for count in {2, len(both)} - {1}:
            if count <= len(both):
                single[f"{size}, mean of {count}"] = mean_of(both[:count])
    plain = [single[f"{size} plain"] for size in sizes if f"{size} plain" in single]
    if len(plain) > 1:
        single["plain, mean of " + " and ".join(sizes)] = mean_of(plain)
    return single


def mean_of(several: list[np.ndarray]) -> np.ndarray:
    return np.asarray(np.log(np.mean(np.exp(several), axis=0)))


def over_sets(
    side: Side, names: list[str], statistic: Callable[[np.ndarray], float], rows: np.ndarray
) -> list[float]:
    """Return a statistic of rows for each set."""
    return [statistic(rows[side.sets[rows] == name]) for name in names]


def views_table(side: Side, views: Mapping[str, np.ndarray]) -> Iterator[str]:
    yield "| view | kappa, mean of sets | worst | AUC | worst | right | loss | loss against plain |"
    yield "|---|---|---|---|---|---|---|---|"
    positive, first = referable(side.grades), None
    for name, scores in views.items():
        temperature = fit_temperature(np.exp(scores), side.grades, side.weights)
        told = with_temperature(np.exp(scores), temperature)
        risk, grade = referable_scores(told), told.argmax(axis=1)
        first = told if first is None else first

        def apart(rows: np.ndarray, told: np.ndarray = told, plain: np.ndarray = first) -> float:
            return mean_loss(side, told, rows) - mean_loss(side, plain, rows)

        def kappa(rows: np.ndarray, grade: np.ndarray = grade) -> float:
            return quadratic_weighted_kappa(side.grades[rows], grade[rows])

        def area(rows: np.ndarray, risk: np.ndarray = risk) -> float:
            return area_under_curve(positive[rows], risk[rows])

        every = np.arange(len(told))
        kappas = over_sets(side, side.telling, kappa, every)
        areas = over_sets(side, side.telling, area, every)
        right = np.mean([(grade == side.grades)[side.sets == one].mean() for one in side.telling])
        losses = [loss(told[side.sets == one], side.grades[side.sets == one]) for one in side.names]
        yield (
            f"| {name} | {np.mean(kappas):.3f} | {min(kappas):.3f} | {np.mean(areas):.3f} | "
            f"{min(areas):.3f} | {right:.3f} | {np.mean(losses):.3f} | "
            f"{interval(apart, side.people)} |"
        )


def mean_loss(side: Side, told: np.ndarray, rows: np.ndarray) -> float:
    """Return the mean over the sets of their losses."""
    return float(
        np.nanmean(
            over_sets(side, side.names, lambda part: loss(told[part], side.grades[part]), rows)
        )
    )


def mean_error(side: Side, told: np.ndarray, rows: np.ndarray) -> float:
    """Return the mean over the sets of their expected calibration errors."""
    return float(np.mean(errors(side, told, rows)))


def errors(side: Side, told: np.ndarray, rows: np.ndarray) -> list[float]:
    return over_sets(
        side,
        side.names,
        lambda part: expected_calibration_error(side.grades[part], told[part]),
        rows,
    )


def interval(statistic: Callable[[np.ndarray], float], people: np.ndarray) -> str:
    found = bootstrap(statistic, people.tolist(), resamples=500)
    return f"{found.value:+.3f} [{found.low:+.3f}, {found.high:+.3f}]" if found else ""


def calibration_table(side: Side, scores: np.ndarray) -> Iterator[str]:
    yield (
        "| weights | map | ECE, mean of sets | worst | loss | kappa | ECE, all | mild called "
        "healthy | moderate called healthy | healthy called diseased | loss, apart | ECE, apart |"
    )
    yield "|" + "---|" * 12
    grades, plain = side.grades, left_out(side, scores, temperature, side.weights)
    ways = {"alike": side.weights, "root": side.weights**0.5, "size": np.ones(len(grades))}
    for weighing, weights in ways.items():
        for name, fit in MAPS.items():
            told = left_out(side, scores, fit, weights)
            grade, every = told.argmax(axis=1), np.arange(len(grades))
            kappas = [
                quadratic_weighted_kappa(grades[side.sets == one], grade[side.sets == one])
                for one in side.telling
            ]
            wrong = [
                f"{int((grade[grades == true] == 0).sum())} of {(grades == true).sum()}"
                for true in (1, 2)
            ]
            alarms = f"{int((grade[grades == 0] > 0).sum())} of {(grades == 0).sum()}"

            def less_loss(rows: np.ndarray, told: np.ndarray = told) -> float:
                return mean_loss(side, told, rows) - mean_loss(side, plain, rows)

            def less_error(rows: np.ndarray, told: np.ndarray = told) -> float:
                return mean_error(side, told, rows) - mean_error(side, plain, rows)

            differences = [interval(one, side.people) for one in (less_loss, less_error)]
            figures = (
                mean_error(side, told, every),
                max(errors(side, told, every)),
                mean_loss(side, told, every),
                float(np.mean(kappas)),
                expected_calibration_error(grades, told),
            )
            shown = [f"{figure:.3f}" for figure in figures]
            yield f"| {weighing} | {name} | {' | '.join([*shown, *wrong, alarms, *differences])} |"


def left_out(side: Side, scores: np.ndarray, fit: Fit, weights: np.ndarray) -> np.ndarray:
    """Return probabilities of each set by a map that was fitted to the others."""
    told = np.zeros_like(scores)
    for name in side.names:
        out = side.sets == name
        told[out] = fit(scores[~out], side.grades[~out], weights[~out])(scores[out])
    return told


def carried_table(side: Side, scores: np.ndarray) -> Iterator[str]:
    yield (
        "| set | as it is | the share of referrals | the lower half's log odds alike | temperature "
        "of equal entropy | ECE | then | with the set's own temperature |"
    )
    yield "|" + "---|" * 8
    for name in side.telling:
        out = side.sets == name
        grades, weights = side.grades[~out], side.weights[~out]
        value = fit_temperature(np.exp(scores[~out]), grades, weights)
        home, here = (with_temperature(np.exp(scores[rows]), value) for rows in (~out, out))
        limit = choose_thresholds(grades, home, weights, Targets()).screening
        risk, truth = referable_scores(here), side.grades[out]

        positive = referable(truth)

        def shown(called: np.ndarray, positive: np.ndarray = positive) -> str:
            return f"{called[positive].mean():.3f} / {1 - called[~positive].mean():.3f}"

        share = np.average(refers(home, limit), weights=weights)
        offset = np.zeros(len(grades))
        for other in set(side.sets[~out].tolist()):
            rows = side.sets[~out] == other
            offset[rows] = log_odds(referable_scores(home[rows])) - lower(home[rows])
        ill = referable(grades)
        height = weighted_quantile(offset[ill], weights[ill], 1 - Targets().sensitivity)
        wanted = np.average(entropy(home), weights=weights)
        equal = min(
            np.geomspace(0.3, 3, 200),
            key=lambda one: abs(entropy(with_temperature(here, one)).mean() - wanted),
        )
        moved = with_temperature(here, float(equal))
        own = with_temperature(here, fit_temperature(here, truth))
        calls = (
            refers(here, limit),
            risk >= np.quantile(risk, 1 - share),
            log_odds(risk) - lower(here) >= height,
            refers(moved, limit),
        )
        cells = [shown(one) for one in calls]
        cells += [f"{expected_calibration_error(truth, one):.3f}" for one in (here, moved, own)]
        yield f"| {name} | {' | '.join(cells)} |"


def refers(told: np.ndarray, limit: float) -> np.ndarray:
    return np.asarray((referable_scores(told) >= limit) | referable(told.argmax(axis=1)))


def log_odds(risk: np.ndarray) -> np.ndarray:
    return np.asarray(np.log((risk + 1e-6) / (1 - risk + 1e-6)))


def lower(told: np.ndarray) -> float:
    """Return the median log odds of the half of the photographs that has less risk."""
    odds = log_odds(referable_scores(told))
    return float(np.median(odds[odds <= np.median(odds)]))


def entropy(told: np.ndarray) -> np.ndarray:
    return np.asarray(-(told * np.log(told + 1e-12)).sum(axis=1))


def thresholds_table(side: Side, scores: np.ndarray, card: ModelCard) -> Iterator[str]:
    yield "| set | n (referable) | AUC | holds from | to | sensitivity at most, specificity kept |"
    yield "|---|---|---|---|---|---|"
    told = with_temperature(np.exp(scores), card.temperature)
    risk, positive = referable_scores(told), referable(side.grades)
    for name in side.names:
        rows = side.sets == name
        ill, scale = positive[rows], risk[rows]
        rates = [
            (limit, (scale[ill] >= limit).mean(), (scale[~ill] < limit).mean())
            for limit in np.unique(scale)
        ]
        kept = [
            limit
            for limit, found, spared in rates
            if found >= SENSITIVITY and spared >= SPECIFICITY
        ]
        most = max((found for _, found, spared in rates if spared >= SPECIFICITY), default=0)
        bounds = (f"{min(kept):.3f} | {max(kept):.3f}") if kept else "nowhere | "
        yield (
            f"| {name} | {rows.sum()} ({ill.sum()}) | {area_under_curve(ill, scale):.3f} | "
            f"{bounds} | {most:.3f} |"
        )


def eyes_table(side: Side, scores: np.ndarray, card: ModelCard) -> Iterator[str]:
    yield "| set, patients with both eyes | AUC by the higher | by the mean | difference |"
    yield "|---|---|---|---|"
    risk = referable_scores(with_temperature(np.exp(scores), card.temperature))
    for name in side.telling:
        rows = side.sets == name
        people, which, counts = np.unique(
            side.people[rows], return_inverse=True, return_counts=True
        )
        if 2 * (counts > 1).sum() < len(people):
            continue
        ill, high = np.zeros(len(people), bool), np.zeros(len(people))
        np.logical_or.at(ill, which, referable(side.grades[rows]))
        np.maximum.at(high, which, risk[rows])
        mean = np.bincount(which, risk[rows]) / counts

        def apart(
            at: np.ndarray, ill: np.ndarray = ill, both: tuple[np.ndarray, ...] = (mean, high)
        ) -> float:
            first, second = (area_under_curve(ill[at], one[at]) for one in both)
            return first - second

        areas = [f"{area_under_curve(ill, one):.3f}" for one in (high, mean)]
        yield (
            f"| {name}, {(counts > 1).sum()} of {len(people)} | {' | '.join(areas)} | "
            f"{interval(apart, people)} |"
        )


def tables(options: argparse.Namespace) -> None:
    side, card = read_side(options), Classifier(options.model, "cpu").card
    views = answers(options, side)
    plain = views[f"{card.input.height} plain"]
    views = {f"{card.input.height} plain": plain} | views
    for heading, table in (
        ("Views", views_table(side, views)),
        ("Calibration, each set left out in turn", calibration_table(side, plain)),
        ("Carried into a set that was left out", carried_table(side, plain)),
        ("Where one threshold gives 85 / 82.5", thresholds_table(side, plain, card)),
        ("Patients", eyes_table(side, plain, card)),
    ):
        print(f"\n## {heading}, {options.split}\n")
        for line in table:
            print(line, flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=("ask", "tables"))
    parser.add_argument("model", type=Path)
    parser.add_argument("--data", nargs="+", required=True, type=Path, metavar="LABELS.csv")
    parser.add_argument("--split", choices=("validation", "test"), default="validation")
    parser.add_argument("--split-file", type=Path, help="default: beside the model")
    parser.add_argument("--answers", required=True, type=Path, metavar="FOLDER")
    parser.add_argument("--views", nargs="+", choices=tuple(VIEWS), default=["plain"])
    parser.add_argument("--size", type=int, default=512, help="pixels of the picture")
    options = parser.parse_args()
    {"ask": ask, "tables": tables}[options.what](options)


if __name__ == "__main__":
    main()
