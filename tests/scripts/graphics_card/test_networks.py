"""The networks in PyTorch: names, shapes and values as in Keras."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from fundusviewer.errors import TrainingError

torch = pytest.importorskip("torch")

from scripts.graphics_card.networks.efficientnet_lite import (  # noqa: E402
    EfficientNetLite,
    preprocess,
)
from scripts.graphics_card.networks.grading_network import GraderLoss, GradingNetwork  # noqa: E402
from scripts.graphics_card.networks.mask_losses import average_precision, mask_loss  # noqa: E402
from scripts.graphics_card.networks.unet import UNet  # noqa: E402
from scripts.graphics_card.networks.weights import dump, load, save  # noqa: E402
from scripts.graphics_card.packed.targets import targets_of  # noqa: E402
from tests.scripts.graphics_card.packs import packed  # noqa: E402

_CPU = torch.device("cpu")


@pytest.mark.tensorflow
@pytest.mark.parametrize("number", [0, 2])
def test_keras_answers_the_same(tmp_path: Path, number: int) -> None:
    from fundusviewer.export.sources.backbones import find_backbone
    from fundusviewer.export.sources.preprocessing import preprocess as keras_preprocess
    from fundusviewer.export.sources.weights import load_weights

    torch.manual_seed(number)
    network = EfficientNetLite(number).eval()
    for weight in network.named_weights():
        if weight.name.endswith(("gamma", "moving_variance")):
            torch.nn.init.uniform_(weight.tensor, 0.5, 1.5)
    save(tmp_path / "lite.npz", dump(network.named_weights()))
    load(network.named_weights(), tmp_path / "lite.npz")
    entry = find_backbone(f"efficientnetlite{number}")
    # An odd size: padding differs between the two libraries there.
    keras_network = entry.build(include_top=False, size=75)
    load_weights(keras_network, tmp_path / "lite.npz")
    images = np.random.default_rng(1).integers(0, 256, (2, 75, 75, 3)).astype(np.float32)
    wanted = keras_network(keras_preprocess(images, entry.preprocessing), training=False)
    with torch.no_grad():
        found = network(preprocess(torch.from_numpy(images).permute(0, 3, 1, 2)))
    assert np.allclose(found.permute(0, 2, 3, 1).numpy(), np.asarray(wanted), atol=1e-3)


def test_weights_come_back(tmp_path: Path) -> None:
    one, other = (GradingNetwork(EfficientNetLite(0)) for _ in range(2))
    torch.nn.init.normal_(one.scores.weight)
    save(tmp_path / "network.npz", dump(one.named_weights()))
    load(other.named_weights(), tmp_path / "network.npz")
    for before, after in zip(one.named_weights(), other.named_weights(), strict=True):
        assert torch.allclose(before.tensor, after.tensor, atol=1e-3), before.name
    with np.load(tmp_path / "network.npz") as archive:
        assert archive["scores/kernel"].shape == (1280, 5)
        assert archive["scores/kernel"].dtype == np.float32
        assert archive["block1_depthwise/kernel"].shape[2:] == (96, 1)
        assert not [name for name in archive.files if name.startswith("side")]


def test_weights_of_another_network_are_told(tmp_path: Path) -> None:
    save(tmp_path / "lite0.npz", dump(EfficientNetLite(0).named_weights()))
    with pytest.raises(TrainingError, match="needed is"):
        load(EfficientNetLite(2).named_weights(), tmp_path / "lite0.npz")
    save(tmp_path / "none.npz", {})
    with pytest.raises(TrainingError, match="stem_conv/kernel is missing"):
        load(EfficientNetLite(0).named_weights(), tmp_path / "none.npz")
    with pytest.raises(TrainingError, match="cannot be read"):
        load(EfficientNetLite(0).named_weights(), tmp_path / "missing.npz")


@pytest.mark.parametrize(("stop", "finer", "size"), [(2, 2, 64), (4, 1, 16)])
def test_a_drawing_has_the_size_that_was_promised(stop: int, finer: int, size: int) -> None:
    network = UNet(0, 3, stop=stop, finer=finer, bias=-3.0).eval()
    with torch.no_grad():
        drawn = network(torch.zeros(1, 3, 64, 64))
    assert drawn.shape == (1, 3, size, size)
    tensors = [*network.parameters(), *network.buffers()]
    assert len(network.written_weights()) == sum(
        tensor.dtype.is_floating_point for tensor in tensors
    )


@pytest.mark.tensorflow
@pytest.mark.parametrize(("levels", "finer"), [(4, 2), (3, 1)])
def test_the_programs_network_draws_the_same(levels: int, finer: int, tmp_path: Path) -> None:
    from fundusviewer.export.sources.marking_network import MarkingShape, marking_network
    from fundusviewer.export.sources.weights import load_weights

    torch.manual_seed(5)
    ours = UNet(0, 3, stop=2 if levels == 4 else 4, finer=finer, bias=-1.0).eval()
    with torch.no_grad():
        ours.answer.bias.normal_()
        for module in ours.modules():
            if isinstance(module, torch.nn.BatchNorm2d):
                module.running_mean.normal_(std=0.2)
                module.running_var.uniform_(0.5, 2)
    save(tmp_path / "weights.npz", ours.written_weights())
    again = UNet(0, 3, stop=2 if levels == 4 else 4, finer=finer, bias=0.0).eval()
    again.read_weights(tmp_path / "weights.npz")
    for name, array in again.written_weights().items():
        assert np.array_equal(array, ours.written_weights()[name]), name
    theirs = marking_network(MarkingShape(size=64, kinds=3, levels=levels, refinement=finer))
    load_weights(theirs, tmp_path / "weights.npz")
    pixels = torch.rand(1, 3, 64, 64) * 2 - 1
    with torch.no_grad():
        wanted = ours(pixels).permute(0, 2, 3, 1).numpy()
    drawn = np.asarray(theirs(pixels.permute(0, 2, 3, 1).numpy(), training=False))
    # Kernels are written in half precision.
    np.testing.assert_allclose(drawn, wanted, atol=0.02 * np.abs(wanted).max())


def _loss(photograph_index: int, logits: list[float]) -> float:
    photographs = [packed(grades=(2, 2)), packed(grades=(1, 3)), packed(grades=None, oedema=1.0)]
    loss = GraderLoss(targets_of(photographs), _CPU)
    return float(loss(torch.tensor([photograph_index]), torch.tensor([logits]), torch.zeros(1, 4)))


def test_a_near_grade_costs_less_than_a_far_one() -> None:
    right, near, far = ([9.0 * (at == grade) for at in range(5)] for grade in (2, 3, 4))
    assert _loss(0, right) < _loss(0, near) < _loss(0, far)


def test_within_a_range_nothing_is_taught() -> None:
    inside, other, outside = ([9.0 * (at == grade) for at in range(5)] for grade in (1, 3, 4))
    assert _loss(1, inside) == pytest.approx(_loss(1, other), abs=1e-6)
    assert _loss(1, inside) < 0.01 < _loss(1, outside)


def test_without_a_grade_side_answers_teach() -> None:
    assert _loss(2, [0.0] * 5) == pytest.approx(_loss(2, [9.0, 0, 0, 0, 0]))
    assert _loss(2, [0.0] * 5) > 0


def test_kinds_that_nobody_looked_for_teach_nothing() -> None:
    logits = torch.zeros(1, 2, 4, 4, requires_grad=True)
    mask_loss(logits, torch.ones(1, 2, 4, 4), torch.tensor([[1.0, 0.0]])).backward()
    assert float(logits.grad[0, 0].abs().min()) > 0
    assert float(logits.grad[0, 1].abs().max()) == 0


def test_average_precision() -> None:
    truth = torch.tensor([True, False, True, False])
    assert average_precision(torch.tensor([0.9, 0.1, 0.8, 0.2]), truth) == pytest.approx(1)
    # The first of the four is wrong, then one right, one wrong, one right.
    ranked = torch.tensor([0.7, 0.9, 0.2, 0.5])
    assert average_precision(ranked, truth) == pytest.approx((1 / 2 + 2 / 4) / 2)
