"""Every backbone against TensorFlow: time and peak memory, as ratios within one run.

    python benchmarks/backbones.py [NAME…] [--rounds 15] [--provider cpu|cuda] [--output FILE.md]
                                   [--clock wall|processor] [--profile] [--exports FOLDER]
                                   [--isa avx2|avx512_core] [--site FOLDER]

For each backbone four processes hold the same random weights and are asked in turns:

tutorial   ``load_img``, ``preprocess_input``, ``model.predict``, then the Keras documentation's
           ``make_gradcam_heatmap`` (eager ``GradientTape``), one photograph after the other
compiled   prediction and Grad-CAM in one ``tf.function``, the faster of plain and XLA-compiled
float32    the exported file in onnxruntime
int8       the exported file with ``--quantise int8``

*From the file* is reading, preparing, prediction and heat map; *network* starts with pixels.

``--clock processor`` adds up the processor time of all threads of the process that answers: it can
be compared while others work on the machine, too. Waiting is not in it.

``--profile`` says instead where onnxruntime spends the time of the exported files: the share of
each operator, and the slowest layers. Nothing else is measured then.

``--isa`` holds TensorFlow (oneDNN and XLA) to the instructions of an older processor; onnxruntime
has no such option: ``--site`` is a folder with another build of it, for the exported files.
``--exports`` keeps the exported files, so that a second run need not make them.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

ROOT = Path(__file__).parents[1]
PHOTOGRAPHS = (
    ROOT / "assets" / "sample.jpg",
    ROOT / "tests" / "data" / "cat.jpg",
    ROOT / "tests" / "data" / "espresso.jpg",
)
BACKBONES = ("vgg16", "vgg19", "resnet50", "inceptionv3", "xception", "squeezenet")
SYSTEMS = ("tutorial", "compiled", "float32", "int8")
BATCHES = (1, 8)

#: What a system does with a batch of photographs: from their files, and from prepared pixels.
Pair = tuple[Callable[[int], Any] | None, Callable[[int], Any] | None]


def main() -> None:
    options = _parser().parse_args()
    if options.worker and options.worker[0] == "profile":
        _, system, folder, rounds, _ = options.worker
        print(_profile(Path(folder), system, int(rounds)))
        return
    if options.worker:
        _serve(*options.worker)
        return
    if options.export:
        _export(options.export[0], Path(options.export[1]))
        return
    if options.profile:
        print("\n".join(_profiles(options.names or BACKBONES, options)))
        return
    rows = [_measure(name, options) for name in options.names or BACKBONES]
    text = _report(rows, options)
    print(text)
    if options.output:
        options.output.write_text(text + "\n", encoding="utf-8")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("names", nargs="*", metavar="NAME")
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--provider", choices=("cpu", "cuda"), default="cpu")
    parser.add_argument("--clock", choices=("wall", "processor"), default="wall")
    parser.add_argument("--output", type=Path)
    parser.add_argument("--isa", choices=("avx2", "avx512_core"))
    parser.add_argument("--site", type=Path)
    parser.add_argument("--exports", type=Path)
    parser.add_argument("--profile", action="store_true")
    parser.add_argument("--worker", nargs=5, help=argparse.SUPPRESS)
    parser.add_argument("--export", nargs=2, help=argparse.SUPPRESS)
    return parser


@dataclass(frozen=True)
class Row:
    """The figures of one backbone: milliseconds by (system, kind, batch), megabytes by system."""

    name: str
    times: dict[tuple[str, str, int], float]
    memory: dict[str, float]
    load: float

    def ratio(self, slow: str, fast: str, kind: str, batch: int) -> float:
        """Return how many times as fast one system is as another."""
        return self.times[slow, kind, batch] / self.times[fast, kind, batch]


class Worker:
    """One system in a process of its own."""

    def __init__(self, system: str, name: str, folder: Path, options: argparse.Namespace) -> None:
        command = [sys.executable, __file__, "--worker", system, name, str(folder),
                   options.provider, options.clock]  # fmt: skip
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
            text=True, cwd=ROOT, env=_environment(options.isa, options.site),
        )  # fmt: skip
        self.ask("ready", 0)

    def ask(self, kind: str, batch: int) -> float | None:
        """Return the milliseconds of one run; ``None`` where the system has no such run."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        print(json.dumps([kind, batch]), file=self._process.stdin, flush=True)
        for line in self._process.stdout:
            if line.startswith("answer "):
                answer = json.loads(line.removeprefix("answer "))
                return None if answer is None else float(answer)
        raise RuntimeError(f"a worker ended with status {self._process.wait()}")

    def close(self) -> float:
        """End the process and return its peak memory in megabytes."""
        peak = self.ask("memory", 0)
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait()
        return peak or 0.0


def _environment(isa: str | None = None, site: Path | None = None) -> dict[str, str]:
    """Return the environment of a process: TensorFlow held to ``isa``, packages of ``site``."""
    folders = [str(ROOT), *([str(site.resolve())] if site else [])]
    held = {}
    if isa:
        # Both names leave VNNI out; oneDNN calls AVX-512 of the first kind its core.
        xla = {"avx2": "AVX2", "avx512_core": "AVX512"}[isa]
        held = {"ONEDNN_MAX_CPU_ISA": isa.upper(), "XLA_FLAGS": f"--xla_cpu_max_isa={xla}"}
    return {**os.environ, **held, "PYTHONPATH": os.pathsep.join(folders)}


@contextmanager
def _exported_files(name: str, exports: Path | None) -> Iterator[Path]:
    """Yield the folder with the exported files, which are made where they are not kept."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = exports / name if exports else Path(temporary)
        if not (folder / "int8.onnx").exists():
            folder.mkdir(parents=True, exist_ok=True)
            subprocess.run(
                [sys.executable, __file__, "--export", name, str(folder.resolve())], check=True,
                cwd=ROOT, stderr=subprocess.DEVNULL, env=_environment(),
            )  # fmt: skip
        yield folder.resolve()


def _measure(name: str, options: argparse.Namespace) -> Row:
    with _exported_files(name, options.exports) as folder:
        workers = {s: Worker(s, name, folder, options) for s in SYSTEMS}
        times: dict[tuple[str, str, int], list[float]] = {}
        load = os.getloadavg()[0]
        for turn in range(options.rounds + 1):
            for kind in ("file", "network"):
                for batch in BATCHES:
                    _turn(workers, kind, batch, times, keep=turn > 0)
        memory = {system: worker.close() for system, worker in workers.items()}
    medians = {key: statistics.median(values) for key, values in times.items()}
    row = Row(name, medians, memory, load)
    print(_line(row), file=sys.stderr, flush=True)
    return row


def _turn(
    workers: dict[str, Worker],
    kind: str,
    batch: int,
    times: dict[tuple[str, str, int], list[float]],
    *,
    keep: bool,
) -> None:
    for system, worker in workers.items():
        taken = worker.ask(kind, batch)
        if keep and taken is not None:
            times.setdefault((system, kind, batch), []).append(taken)


def _line(row: Row) -> str:
    parts = [f"{key[0]} {key[1]} ×{key[2]}: {value:.1f} ms" for key, value in row.times.items()]
    return f"{row.name}: " + ", ".join(parts)


# ---------------------------------------------------------------- inside a worker's process


_CLOCKS: dict[str, Callable[[], float]] = {
    "wall": time.perf_counter,
    "processor": time.process_time,
}


def _serve(system: str, name: str, folder: str, provider: str, clock: str) -> None:
    from_file, network = _SYSTEMS[system](name, Path(folder), provider)
    runs = {"file": from_file, "network": network}
    for line in sys.stdin:
        kind, batch = json.loads(line)
        answer: float | None = 0.0
        if kind == "memory":
            answer = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        elif kind in runs:
            run = runs[kind]
            answer = None if run is None else _timed(run, batch, _CLOCKS[clock])
        print("answer", json.dumps(answer), flush=True)


def _timed(
    run: Callable[[int], Any], batch: int, clock: Callable[[], float] = time.perf_counter
) -> float:
    start = clock()
    run(batch)
    return 1000 * (clock() - start)


def _paths(batch: int) -> list[Path]:
    return [PHOTOGRAPHS[index % len(PHOTOGRAPHS)] for index in range(batch)]


def _model(name: str) -> Any:
    import keras

    from fundusviewer.export.sources.backbones import find_backbone
    from fundusviewer.export.sources.classifier_spec import ExplainedModel

    keras.utils.set_random_seed(1)
    backbone = find_backbone(name)
    return ExplainedModel(backbone.build(), backbone.preprocessing, backbone.layer, backbone.name)


def _prepared(size: tuple[int, int], batch: int) -> np.ndarray:
    from fundusviewer.imaging import InputSpec, read_image, to_model_input

    spec = InputSpec(height=size[0], width=size[1])
    paths = _paths(batch)
    return np.stack([to_model_input(read_image(path).pixels, spec).pixels for path in paths])


def _export(name: str, folder: Path) -> None:
    from fundusviewer.export.pipeline.writer import write_model
    from fundusviewer.export.sources.class_names import imagenet_classes

    model = _model(name)
    pixels = _prepared(model.input_size, 3)
    calibration = np.concatenate([pixels, pixels[:, ::-1], pixels[:, :, ::-1]])
    card = {
        "name": name, "title": name, "version": "1.0.0", "task": "imagenet",
        "class_names": imagenet_classes(), "licence": "random weights",
    }  # fmt: skip
    write_model(model, card, folder / "float32.onnx")
    write_model(model, card, folder / "int8.onnx", precision="int8", calibration=calibration)


def _tutorial(name: str, _folder: Path, _provider: str) -> Pair:
    import keras
    import tensorflow as tf

    from fundusviewer.export.sources.preprocessing import preprocess

    explained = _model(name)
    model, size = explained.network, explained.input_size

    def heatmap(array: np.ndarray) -> np.ndarray:
        outputs = [model.get_layer(explained.layer).output, model.output]
        grad_model = keras.Model(model.inputs, outputs)
        with tf.GradientTape() as tape:
            maps, predictions = grad_model(array)
            score = predictions[:, tf.argmax(predictions[0])]
        gradients = tape.gradient(score, maps)
        pooled = tf.reduce_mean(gradients, axis=(0, 1, 2))
        combined = tf.squeeze(maps[0] @ pooled[..., tf.newaxis])
        return np.asarray(tf.maximum(combined, 0) / tf.math.reduce_max(combined))

    def one(path: Path) -> None:
        image = keras.utils.load_img(path, target_size=size)
        array = preprocess(
            np.expand_dims(keras.utils.img_to_array(image), 0), explained.preprocessing
        )
        model.predict(array, verbose=0)
        last = model.layers[-1]
        activation = getattr(last, "activation", None)
        if activation is not None:
            last.activation = None
        heatmap(array)
        if activation is not None:
            last.activation = activation

    def from_file(batch: int) -> None:
        for path in _paths(batch):
            one(path)

    return from_file, None


def _compiled(name: str, _folder: Path, _provider: str) -> Pair:
    import keras
    import tensorflow as tf

    from fundusviewer.export.sources.preprocessing import preprocess

    explained = _model(name)
    network = explained.network
    layer = network.get_layer(explained.layer)
    to_maps = keras.Model(network.input, layer.output)
    to_scores = keras.Model(layer.output, network.output)
    if getattr(network.layers[-1], "activation", None) is not None:
        network.layers[-1].activation = keras.activations.linear

    def both(pixels: Any) -> Any:
        maps = to_maps(preprocess(tf.cast(pixels, tf.float32), explained.preprocessing))
        with tf.GradientTape() as tape:
            tape.watch(maps)
            scores = to_scores(maps)
            score = tf.reduce_max(scores, axis=1)
        weights = tf.reduce_mean(tape.gradient(score, maps), axis=(1, 2))
        heat = tf.nn.relu(tf.einsum("nhwk,nk->nhw", maps, weights))
        return tf.nn.softmax(scores), heat

    inputs = {batch: tf.constant(_prepared(explained.input_size, batch)) for batch in BATCHES}
    fastest = {batch: _faster(tf, both, pixels) for batch, pixels in inputs.items()}

    def network_only(batch: int) -> None:
        for value in fastest[batch](inputs[batch]):
            value.numpy()

    return None, network_only


def _faster(tf: Any, function: Callable[[Any], Any], pixels: Any) -> Any:
    """Return the faster of the plain and the XLA-compiled function."""
    candidates = [tf.function(function, jit_compile=xla) for xla in (False, True)]
    times = []
    for candidate in candidates:
        candidate(pixels)
        run = partial(_call, candidate, pixels)
        times.append(min(_timed(run, 0) for _ in range(3)))
    return candidates[int(np.argmin(times))]


def _call(function: Callable[[Any], Any], pixels: Any, _batch: int) -> None:
    function(pixels)


def _exported(system: str) -> Callable[[str, Path, str], Pair]:
    def make(_name: str, folder: Path, provider: str) -> Pair:
        from fundusviewer.inference import Classifier

        classifier = Classifier(folder / f"{system}.onnx", provider)  # type: ignore[arg-type]
        size = classifier.card.input.height, classifier.card.input.width
        inputs = {batch: _prepared(size, batch) for batch in BATCHES}
        return (
            lambda batch: classifier.predict_batch(_prepared(size, batch)),
            lambda batch: classifier.predict_batch(inputs[batch]),
        )

    return make


_SYSTEMS: dict[str, Callable[[str, Path, str], Pair]] = {
    "tutorial": _tutorial,
    "compiled": _compiled,
    "float32": _exported("float32"),
    "int8": _exported("int8"),
}


# ---------------------------------------------------------------- the profile


def _profiles(names: Sequence[str], options: argparse.Namespace) -> list[str]:
    lines = ["| backbone | file | one photograph (ms) | operators | slowest layers |"]
    lines.append("|---|---|---:|---|---|")
    for name in names:
        with _exported_files(name, options.exports) as folder:
            for system in ("float32", "int8"):
                cells = subprocess.run(
                    [sys.executable, __file__, "--worker", "profile", system, str(folder),
                     str(options.rounds), ""], check=True, cwd=ROOT, text=True,
                    stdout=subprocess.PIPE, env=_environment(site=options.site),
                ).stdout.strip()  # fmt: skip
                lines.append(f"| {name} | {system} | {cells} |")
                print(lines[-1], file=sys.stderr, flush=True)
    return lines


def _profile(folder: Path, system: str, rounds: int) -> str:
    """Return time, operators and layers of one file as cells of a table, one thread."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.enable_profiling = True
    with tempfile.TemporaryDirectory() as written:
        options.profile_file_prefix = str(Path(written) / system)
        session = onnxruntime.InferenceSession(
            folder / f"{system}.onnx", options, providers=["CPUExecutionProvider"]
        )
        _, height, width, _ = session.get_inputs()[0].shape
        feeds = {"image": _prepared((height, width), 1), "class_index": np.full(1, -1, np.int64)}
        for _ in range(rounds):
            session.run(None, feeds)
        events = json.loads(Path(session.end_profiling()).read_text("utf-8"))
    layers: dict[tuple[str, str], list[float]] = {}
    for event in events:
        if event.get("cat") == "Node" and event["name"].endswith("_kernel_time"):
            key = event["args"]["op_name"], event["name"].removesuffix("_kernel_time")
            layers.setdefault(key, []).append(event["dur"] / 1000)
    times = {key: statistics.median(values) for key, values in layers.items()}
    total = sum(times.values())
    operators: dict[str, float] = {}
    for (operator, _), taken in times.items():
        operators[operator] = operators.get(operator, 0) + taken
    return f"{total:.1f} | {_largest(operators, total, 5)} | " + _largest(
        {name: taken for (_, name), taken in times.items()}, total, 3
    )


def _largest(times: dict[str, float], total: float, count: int) -> str:
    ranked = sorted(times.items(), key=lambda item: -item[1])[:count]
    return ", ".join(f"{name} {taken / total:.0%}" for name, taken in ranked)


# ---------------------------------------------------------------- the report


def _report(rows: list[Row], options: argparse.Namespace) -> str:
    loads = ", ".join(f"{row.load:.1f}" for row in rows)
    lines = [
        f"{platform.processor() or platform.machine()}, {os.cpu_count()} cores, "
        f"{options.provider}, {options.isa or 'all instructions'}, {options.clock} time, "
        f"median of {options.rounds} turns, "
        f"load before each: {loads}.",
        "",
        *_time_table(rows),
        "",
        *_memory_table(rows),
    ]
    return "\n".join(lines)


def _time_table(rows: list[Row]) -> list[str]:
    heads = [
        "| backbone | batch | tutorial, file (ms) | compiled, network (ms) | float32 (ms) "
        "| int8 (ms) | float32 : tutorial | int8 : tutorial | float32 : compiled "
        "| int8 : compiled |",
        "|---|---" + "|---:" * 8 + "|",
    ]
    return heads + [_time_row(row, batch) for row in rows for batch in BATCHES]


def _time_row(row: Row, batch: int) -> str:
    times = [
        row.times["tutorial", "file", batch],
        row.times["compiled", "network", batch],
        row.times["float32", "network", batch],
        row.times["int8", "network", batch],
    ]
    ratios = [
        row.ratio("tutorial", "float32", "file", batch),
        row.ratio("tutorial", "int8", "file", batch),
        row.ratio("compiled", "float32", "network", batch),
        row.ratio("compiled", "int8", "network", batch),
    ]
    cells = [f"{value:.1f}" for value in times] + [f"{value:.1f}×" for value in ratios]
    return f"| {row.name} | {batch} | " + " | ".join(cells) + " |"


def _memory_table(rows: list[Row]) -> list[str]:
    lines = ["| backbone | " + " | ".join(f"{system} (MB)" for system in SYSTEMS) + " |"]
    lines.append("|---" + "|---:" * len(SYSTEMS) + "|")
    for row in rows:
        cells = [f"{row.memory[system]:.0f}" for system in SYSTEMS]
        lines.append(f"| {row.name} | " + " | ".join(cells) + " |")
    return lines


if __name__ == "__main__":
    main()
