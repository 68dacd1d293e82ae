"""Fine-tuning against plain ``model.fit``: same network, batch, size and layers, in one run.

``python benchmarks/training.py [--backbone efficientnetlite0] [--size 224] [--batch 16]``

Drawn photographs, so that nothing is read but memory. *fit* is what a reader of tutorials writes:
``compile("adam", "categorical_crossentropy")`` and ``fit`` on arrays in memory, without any
augmentation and without a moving average of the weights: it has less to do. *ours* is the step of
``train`` with its augmentation, made ahead by threads, AdamW, clipped gradients, moving average.
Both freeze the same layers and leave batch normalisation as it was. Blocks of steps take turns; the
ratio is the median over the pairs of blocks, in brackets the smallest and the largest.

The input pipeline is measured twice: how long a step waits for its batch, and how much processor
time the making of a batch takes of all that a step takes.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np

from fundusviewer.export.sources.backbones import find_backbone
from fundusviewer.export.sources.preprocessing import preprocess
from fundusviewer.training.config.plans import Arithmetic, FineTunePlan
from fundusviewer.training.data.batches import Batch, BatchMaker
from fundusviewer.training.data.ordinal_targets import soft_ordinal_targets
from fundusviewer.training.data.prepared_images import PreparedPhotographs
from fundusviewer.training.learning.finetune import FineTuner, Validation
from fundusviewer.training.learning.network import TransferNetwork, build_network

_PHOTOGRAPHS = 64
_CLASSES = 5


@dataclass(frozen=True)
class Block:
    """One pair of blocks: seconds a step of each, and what of ours was spent waiting."""

    ours: float
    fit: float
    waiting: float


class TimedBatches:
    """Batches as ``train`` makes them; notes how long they were waited for."""

    def __init__(self, maker: BatchMaker) -> None:
        self._maker = maker
        self.waited = 0.0

    def steps(self, first: int, last: int) -> Iterator[Batch]:
        """Yield the batches of these steps."""
        batches = self._maker.steps(first, last)
        while True:
            start = time.perf_counter()
            batch = next(batches, None)
            self.waited += time.perf_counter() - start
            if batch is None:
                return
            yield batch


def drawn(size: int) -> PreparedPhotographs:
    """Return smooth pictures with noise, as large as prepared photographs."""
    rng = np.random.default_rng(1)
    rows, columns = np.mgrid[-1 : 1 : size * 1j, -1 : 1 : size * 1j]
    disc = (rows**2 + columns**2 < 0.95)[..., None]
    noise = rng.integers(0, 40, (_PHOTOGRAPHS, size, size, 3))
    pixels = ((noise + np.array([170, 80, 40])) * disc).astype(np.uint8)
    return PreparedPhotographs((None,) * _PHOTOGRAPHS, pixels, np.arange(_PHOTOGRAPHS), ())  # type: ignore[arg-type]


def plain_model(network: TransferNetwork) -> Any:
    """Return the same network as a tutorial writes it, compiled."""
    import keras

    size = int(network.maps.input_shape[1])
    image = keras.Input((size, size, 3))
    inside = preprocess(image, network.backbone.preprocessing)
    pooled = keras.layers.GlobalAveragePooling2D()(network.maps(inside, training=False))
    dropped = keras.layers.Dropout(0.3)(pooled)
    output = keras.layers.Dense(_CLASSES, activation="softmax", dtype="float32")(dropped)
    model = keras.Model(image, output)
    model.compile("adam", "categorical_crossentropy")
    return model


def measure(
    backbone: str,
    size: int,
    batch: int,
    share: float,
    arithmetic: Arithmetic,
    *,
    pairs: int,
    steps: int,
) -> list[Block]:
    """Return pairs of blocks of steps, the first of each kind left out: they compile."""
    entry = find_backbone(backbone)
    prepared, targets = drawn(size), soft_ordinal_targets(np.arange(_PHOTOGRAPHS) % _CLASSES)
    rows = np.arange(_PHOTOGRAPHS)
    maker = BatchMaker(prepared, rows, targets, np.ones(len(rows)), size=batch, seed=1)
    timed = TimedBatches(maker)
    plan = FineTunePlan(epochs=1, share=share, batch=batch, arithmetic=arithmetic)
    ours = build_network(entry, size, _CLASSES, arithmetic)
    theirs = build_network(entry, size, _CLASSES, arithmetic)
    theirs.release_upper(share)
    model = plain_model(theirs)
    images = np.stack([prepared.image(row) for row in rows.tolist()]).astype(np.float32)
    repeated = np.resize(rows, steps * batch)
    blocks: list[Block] = []
    with TemporaryDirectory() as folder:
        tuner = FineTuner(
            ours, timed, lambda: Validation(1.0, 0.0), plan,  # type: ignore[arg-type]
            steps_per_epoch=10**9, folder=Path(folder),
        )  # fmt: skip
        for pair in range(pairs + 1):
            timed.waited = 0.0
            start = time.perf_counter()
            for pictures, wanted in timed.steps(pair * steps, (pair + 1) * steps):
                loss = tuner.learn(pictures, wanted, 10**6)
            float(loss)
            mine = (time.perf_counter() - start) / steps
            start = time.perf_counter()
            model.fit(images[repeated], targets[repeated], batch_size=batch, verbose=0)
            fitted = (time.perf_counter() - start) / steps
            if pair:
                blocks.append(Block(mine, fitted, timed.waited / steps))
                print(f"{mine:.3f} s a step, fit {fitted:.3f} s", file=sys.stderr, flush=True)
    return blocks


def making(size: int, batch: int, count: int = 20) -> float:
    """Return the processor seconds that one batch takes to be made."""
    prepared, rows = drawn(size), np.arange(_PHOTOGRAPHS)
    targets = soft_ordinal_targets(rows % _CLASSES)
    maker = BatchMaker(prepared, rows, targets, np.ones(len(rows)), size=batch, seed=1)
    maker.make(0)
    start = time.process_time()
    for step in range(count):
        maker.make(step)
    return (time.process_time() - start) / count


def main() -> None:
    """Measure and print one row."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--backbone", default="efficientnetlite0")
    parser.add_argument("--size", type=int, default=224)
    parser.add_argument("--batch", type=int, default=16)
    parser.add_argument("--share", type=float, default=0.5)
    parser.add_argument("--arithmetic", choices=("float32", "bfloat16"), default="float32")
    parser.add_argument("--pairs", type=int, default=5)
    parser.add_argument("--steps", type=int, default=8)
    options = parser.parse_args()
    blocks = measure(
        options.backbone, options.size, options.batch, options.share, options.arithmetic,
        pairs=options.pairs, steps=options.steps,
    )  # fmt: skip
    ratios = [block.fit / block.ours for block in blocks]
    step = statistics.median(block.ours for block in blocks)
    waited = statistics.median(block.waiting / block.ours for block in blocks)
    made = making(options.size, options.batch)
    print(
        f"{options.backbone}, {options.size} pixels, batches of {options.batch}, "
        f"{options.share:.0%} of the layers, {options.arithmetic}: "
        f"{options.batch / step:.1f} photographs/s, fit "
        f"{options.batch / statistics.median(block.fit for block in blocks):.1f}; ratio "
        f"{statistics.median(ratios):.2f} [{min(ratios):.2f}, {max(ratios):.2f}]; waiting for "
        f"batches {waited:.1%} of the step; a batch takes {made * 1000:.0f} ms of one processor, "
        f"the step {step * 1000:.0f} ms"
    )


if __name__ == "__main__":
    main()
