"""One call from an ONNX classifier of another program to a finished model file."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import numpy as np

from fundusviewer.atomic import atomic_file
from fundusviewer.errors import ExportError
from fundusviewer.export.gradcam.gradcam import (
    CLASS_INDEX,
    LOGITS,
    Explanation,
    add_heatmap,
)
from fundusviewer.export.gradcam.last_maps import last_maps, named_maps
from fundusviewer.export.gradcam.occlusion import RUNS, add_occlusion
from fundusviewer.export.graph.folding import fold, keep_standard_operators, prune
from fundusviewer.export.graph.one_by_one import one_by_one
from fundusviewer.export.graph.onnx_tools import GraphEditor
from fundusviewer.export.graph.running import cpu_session
from fundusviewer.export.graph.traced_network import MAPS
from fundusviewer.export.pipeline.faithfulness import coarse_pictures, softmax
from fundusviewer.export.pipeline.model_file import (
    append_metadata,
    golden_vector,
    test_picture,
)
from fundusviewer.export.pipeline.usable_network import IMAGE, PIXELS, UsableNetwork
from fundusviewer.export.pipeline.writer import (
    ExportResult,
    check_output,
    finish,
    name_for_card,
    validated_card,
)
from fundusviewer.export.sources.classifier_spec import SCORES
from fundusviewer.export.sources.foreign_network import (
    PREFIX,
    ForeignNetwork,
    read_foreign_network,
)
from fundusviewer.export.sources.task import (
    GRADING,
    UNFITTED,
    UNFITTED_POINT,
    grade_order,
    look_like_grades,
)
from fundusviewer.export.sources.wrapping_card import WrappingCard, read_wrapping_card
from fundusviewer.grading import GRADE_NAMES

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from fundusviewer.inference.card import ModelCard

    Progress = Callable[[str], None]

#: Largest difference of a probability between the network as it came and the finished file.
_TOLERANCE = 1e-3


@dataclass(frozen=True)
class WrappingResult(ExportResult):
    """What was written.

    Attributes
    ----------
    runs
        How often the network runs for one photograph: more than once where the heat map is made by
        covering parts of it.
    reason
        Why that is so; ``None`` for a heat map of the gradient.
    """

    runs: int = 1
    reason: str | None = None


def wrap(source: Path, card_file: Path, output: Path, progress: Progress) -> WrappingResult:
    """Give an ONNX classifier preprocessing, heat map, card and golden vector.

    Parameters
    ----------
    source
        ONNX file with one picture as input and one score for each class.
    card_file
        What must be known of it: :mod:`fundusviewer.export.sources.wrapping_card`.
    output
        The file to write, ``.onnx``; replaced only when all went well.
    progress
        Called with one line for each step.

    Raises
    ------
    ExportError
        If network or card cannot be used, or the finished file does not answer like the network.
    OutputError
        If the file cannot be written.
    """
    check_output(output)
    card = read_wrapping_card(card_file)
    order = _grade_order(card)
    progress(f"reading {source}")
    network = read_foreign_network(source, card)
    wanted = _answers(source, network, card)
    _check_said(card_file, card, network.scores.removeprefix(PREFIX), wanted)
    probabilities = _are_probabilities(wanted) if card.scores is None else card.scores != LOGITS
    with (
        atomic_file(output) as temporary,
        TemporaryDirectory(prefix="fundusviewer-") as name,
    ):
        graph = Path(name) / "graph.onnx"
        usable = UsableNetwork(network, card, probabilities=probabilities, order=order)
        explanation, method, reason = _explained(usable, graph, progress)
        progress("writing and checking the file")
        _take_any_number(graph, network)
        made = _model_card(card, network, explanation, method, output)
        finish(graph, made, temporary)
        _check_faithful(temporary, network, wanted, order, probabilities=explanation.softmax_inside)
        picture = test_picture(network.height, network.width)
        golden = golden_vector(temporary, picture, made.precision)
        made = append_metadata(temporary, made, golden)
    return WrappingResult(
        output,
        made,
        output.stat().st_size,
        explanation.softmax_inside,
        runs=1 if reason is None else RUNS,
        reason=reason,
    )


def _explained(
    usable: UsableNetwork, target: Path, progress: Progress
) -> tuple[Explanation, str, str | None]:
    """Write the graph with heat map; return what it is made of, and why it is no gradient."""
    card = usable.card
    reason = "the card asks for it" if card.heatmap == "occlusion" else None
    if reason is None:
        progress("adding the gradient of the head")
        try:
            return (*_with_gradient(usable, target), None)
        except ExportError as error:
            if card.heatmap == "gradient" or card.layer is not None:
                raise
            reason = str(error)
    progress(f"making the heat map by covering parts of the photograph: {reason}")
    proto, inside = usable.graph()
    network = usable.network
    size = (network.height, network.width)
    explanation = add_occlusion(proto, PIXELS, size, SCORES, len(card.classes))
    _folded(proto, target)
    return replace(explanation, softmax_inside=inside), "occlusion", reason


def _with_gradient(usable: UsableNetwork, target: Path) -> tuple[Explanation, str]:
    import onnx
    from onnx import helper

    proto, inside = usable.graph()
    simple = target.with_name("simple.onnx")
    # What the size of the picture decides is computed first: shapes between maps and scores.
    _folded(proto, simple)
    proto = onnx.load(simple)
    keep_standard_operators(proto)
    editor = GraphEditor(proto)
    said = usable.card.layer
    if said is not None:
        maps = named_maps(editor, PREFIX + said, said)
    else:
        found = last_maps(editor, editor.source(SCORES, ("Identity", "Cast")))
        if found is None:
            raise ExportError("no maps of a convolution lead to the scores, or by attention only")
        maps = found
    proto.graph.node.append(helper.make_node("Transpose", [maps], [MAPS], perm=[0, 2, 3, 1]))
    proto.graph.output.append(helper.make_tensor_value_info(MAPS, 1, None))
    explanation = replace(add_heatmap(proto), softmax_inside=inside)
    prune(proto)
    _folded(proto, target)
    return explanation, maps.removeprefix(PREFIX)


def _folded(proto: Any, target: Path) -> None:
    import onnx

    raw = target.with_name("raw.onnx")
    onnx.save(proto, raw)
    try:
        fold(raw, target)
    except Exception as error:
        # onnxruntime raises its own kinds, which share no class.
        problem = str(error).strip().splitlines()[0]
        raise ExportError(f"onnxruntime cannot run the network: {problem}") from error


def _take_any_number(path: Path, network: ForeignNetwork) -> None:
    """Let photographs pass one by one where the network was written for a batch of one."""
    import onnx

    pictures = coarse_pictures(network.height, network.width)[:2]
    feeds = {IMAGE: pictures, CLASS_INDEX: np.full(2, -1, np.int64)}
    try:
        session = cpu_session(path)
        free = all(not isinstance(output.shape[0], int) for output in session.get_outputs())
        if free and len(session.run([LOGITS], feeds)[0]) == len(pictures):
            return
    except Exception:  # noqa: BLE001, S110
        # onnxruntime raises its own kinds, which share no class: no batch then.
        pass
    proto = onnx.load(path)
    one_by_one(proto, (IMAGE, CLASS_INDEX))
    onnx.save(proto, path)


def _grade_order(card: WrappingCard) -> tuple[int, ...] | None:
    if card.task == GRADING:
        try:
            return grade_order(card.classes)
        except ExportError as error:
            raise ExportError(str(error).removeprefix("--")) from error
    if card.task is None and look_like_grades(card.classes):
        raise ExportError(
            f"the classes {', '.join(card.classes)} look like grades of diabetic retinopathy: "
            f"say task: {GRADING} in the card if they are, otherwise task: other"
        )
    return None


def _model_card(
    card: WrappingCard,
    network: ForeignNetwork,
    explanation: Explanation,
    layer: str,
    output: Path,
) -> ModelCard:
    grading = card.task == GRADING
    gradcam: dict[str, object] = {
        "layer": layer,
        "height": explanation.height,
        "width": explanation.width,
    }
    if layer == "occlusion":
        gradcam["method"] = "occlusion"
    return validated_card(
        {
            "name": name_for_card(output),
            "title": card.title,
            "version": card.version,
            "task": GRADING if grading else "other",
            "class_names": GRADE_NAMES if grading else card.classes,
            "operating_points": (UNFITTED_POINT,) if grading else (),
            "input": {
                "height": network.height,
                "width": network.width,
                "crop": card.crop,
                "resize": card.resize,
                "interpolation": card.interpolation,
            },
            "preprocessing": card.pixels().name,
            "backbone": card.backbone,
            "gradcam": gradcam,
            "licence": card.licence,
            "limits": (*card.limits, UNFITTED) if grading else card.limits,
            "created": dt.datetime.now(tz=dt.UTC).date(),
        }
    )


def _answers(source: Path, network: ForeignNetwork, card: WrappingCard) -> np.ndarray:
    """Return what the network, as it came, says to some pictures, one after the other: (N, C)."""
    from onnx import helper

    kind = helper.tensor_dtype_to_np_dtype(network.image_type)
    values = card.pixels().apply(coarse_pictures(network.height, network.width))
    if network.channels_first:
        values = values.transpose(0, 3, 1, 2)
    if network.in_a_row:
        values = values.reshape(len(values), -1)
    name = network.image.removeprefix(PREFIX)
    output = network.scores.removeprefix(PREFIX)
    try:
        session = cpu_session(source)
        answers = [
            _in_order(session.run([output], {name: np.ascontiguousarray(value[None], kind)})[0])
            for value in (*values, values[0])
        ]
    except Exception as error:
        # onnxruntime raises its own kinds, which share no class.
        problem = str(error).strip().splitlines()[0]
        raise ExportError(f"{source}: onnxruntime cannot run it: {problem}") from error
    scores = np.asarray(answers, np.float32)
    if scores.ndim != 3 or scores.shape[1] != 1:
        raise ExportError(
            f"{source}: output {output}: gives {tuple(scores.shape[1:])} for one picture; needed "
            "is one score for each class, (1, classes)"
        )
    if not np.isfinite(scores).all():
        raise ExportError(f"{source}: gives values that are not numbers")
    if not np.allclose(scores[0], scores[-1], atol=_TOLERANCE):
        raise ExportError(
            f"{source}: output {output}: differs from one time to the next for the same picture; "
            "export the network as it answers, not as it learns"
        )
    return scores[:-1, 0]


def _in_order(answer: Any) -> Any:
    """Return scores that are named by class (scikit-learn's ZipMap) as numbers in their order."""
    if isinstance(answer, list) and all(isinstance(one, dict) for one in answer):
        return [list(one.values()) for one in answer]
    return answer


def _check_said(path: Path, card: WrappingCard, output: str, scores: np.ndarray) -> None:
    """Refuse what the card says of the scores and they contradict."""
    count = scores.shape[1]
    if (2 if count == 1 else count) != len(card.classes):
        raise ExportError(
            f"{path}: classes: the card names {len(card.classes)}; output {output} gives {count} "
            "scores"
        )
    if card.scores == "probabilities" and not ((scores >= 0) & (scores <= 1)).all():
        raise ExportError(
            f"{path}: scores: says probabilities; output {output} gives values from "
            f"{scores.min():.3g} to {scores.max():.3g}; take the line out, or write logits"
        )


def _are_probabilities(scores: np.ndarray) -> bool:
    if scores.shape[1] == 1:
        return bool(((scores >= 0) & (scores <= 1)).all())
    return bool((scores >= 0).all() and np.allclose(scores.sum(axis=1), 1, atol=1e-3))


def _check_faithful(
    path: Path,
    network: ForeignNetwork,
    scores: np.ndarray,
    order: Sequence[int] | None,
    *,
    probabilities: bool,
) -> None:
    """Compare the finished file with the network as it came."""
    wanted = scores
    if probabilities and scores.shape[1] == 1:
        wanted = np.concatenate([1 - scores, scores], axis=1)
    elif not probabilities:
        wanted = softmax(scores)
    if order is not None:
        wanted = wanted[:, list(order)]
    session = cpu_session(path)
    for picture, values in zip(coarse_pictures(network.height, network.width), wanted, strict=True):
        feeds = {IMAGE: picture[None], CLASS_INDEX: np.full(1, -1, np.int64)}
        found = np.asarray(session.run(["probabilities"], feeds)[0])[0]
        difference = float(np.abs(found - values).max())
        if not difference <= _TOLERANCE:
            raise ExportError(
                f"the finished file does not answer like the network: probabilities differ by "
                f"{difference:.3g}; please report it"
            )
