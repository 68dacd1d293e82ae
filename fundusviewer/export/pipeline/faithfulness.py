"""The exported graph beside the Keras network that it came from: both must say the same."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from fundusviewer.errors import ExportError
from fundusviewer.export.gradcam.gradcam import CLASS_INDEX, LOGITS
from fundusviewer.export.graph.running import cpu_session
from fundusviewer.export.sources.classifier_spec import EMBEDDING, QUALITY, SCORES
from fundusviewer.export.sources.preprocessing import preprocess

if TYPE_CHECKING:
    from pathlib import Path

    from fundusviewer.export.sources.classifier_spec import ExplainedModel

_PICTURES = 3
#: Largest difference of a probability, or of an embedding relative to its length. Networks of a
#: hundred layers were found within 2e-4.
_TOLERANCE = 2e-3


def check_faithful(
    graph: Path, model: ExplainedModel, *, softmax_inside: bool, several: bool = False
) -> None:
    """Compare a float32 graph with its network on pictures of 0–255.

    Parameters
    ----------
    graph
        File with the inputs ``image`` and ``class_index`` and the output ``logits``.
    model
        What it was traced from.
    softmax_inside
        Whether the network's scores are probabilities.
    several
        Whether each class has a probability of its own, by a sigmoid.

    Raises
    ------
    ExportError
        If they differ.
    """
    height, width = model.input_size
    pictures = coarse_pictures(height, width)
    wanted = _network(model, pictures, softmax_inside=softmax_inside)
    found = _graph(graph, pictures, several=several)
    for name, values in wanted.items():
        difference = float(np.abs(values - found[name]).max())
        if not difference <= _TOLERANCE * max(1.0, float(np.abs(values).max())):
            raise ExportError(
                f"the exported graph does not answer like the Keras network: {name} differ by "
                f"{difference:.3g} on pixels of 0–255 (preprocessing {model.preprocessing}); say "
                "with --preprocessing what the pixels go through before the network, and if "
                "that is right, please report it"
            )


def coarse_pictures(height: int, width: int) -> np.ndarray:
    """Return uint8 (N, H, W, 3): coarse patches of all brightnesses and colours."""
    generator = np.random.default_rng(5)
    coarse = generator.integers(0, 256, (_PICTURES, 8, 8, 3), dtype=np.uint8)
    rows, columns = (np.arange(size) * 8 // size for size in (height, width))
    return np.ascontiguousarray(coarse[:, rows][:, :, columns])


def _network(
    model: ExplainedModel, pictures: np.ndarray, *, softmax_inside: bool
) -> dict[str, np.ndarray]:
    import tensorflow as tf

    outputs = model.network(
        preprocess(tf.cast(pictures, tf.float32), model.preprocessing), training=False
    )
    named = outputs if isinstance(outputs, dict) else {SCORES: outputs}
    values = {name: np.asarray(value, np.float32) for name, value in named.items()}
    scores = values.pop(SCORES)
    if not softmax_inside:
        scores = softmax(scores)
    elif scores.shape[1] == 1:
        scores = np.concatenate([1 - scores, scores], axis=1)
    return {"probabilities": scores, **values}


def _graph(path: Path, pictures: np.ndarray, *, several: bool) -> dict[str, np.ndarray]:
    session = cpu_session(path)
    names = [
        output.name
        for output in session.get_outputs()
        if output.name in (LOGITS, QUALITY, EMBEDDING)
    ]
    feeds = {"image": pictures, CLASS_INDEX: np.full(len(pictures), -1, np.int64)}
    values: dict[str, Any] = dict(zip(names, session.run(names, feeds), strict=True))
    logits = values.pop(LOGITS)
    probabilities = 0.5 * (1 + np.tanh(logits / 2)) if several else softmax(logits)
    return {"probabilities": probabilities, **values}


def softmax(scores: np.ndarray) -> np.ndarray:
    """Return the probabilities of scores (N, C)."""
    powers = np.exp(scores - scores.max(axis=1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=1, keepdims=True))
