"""Changed batches, on the processor."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from scripts.graphics_card.learning.augmentation import (  # noqa: E402
    augmented,
    blurred,
    compressed,
    frame,
    grid_of,
    looked_at,
    views,
)
from tests.training.photographs import draw_fundus  # noqa: E402

_CPU = torch.device("cpu")


def _batch(count: int = 8, size: int = 64) -> Any:
    pictures = np.stack([draw_fundus(seed, 3, size) for seed in range(count)])
    return torch.from_numpy(pictures).permute(0, 3, 1, 2)


def test_changed_pictures_are_pictures_each_by_itself() -> None:
    torch.manual_seed(0)
    one = (_batch(1).float() / 255).repeat(8, 1, 1, 1)
    changed = augmented(one)
    assert changed.shape == one.shape
    assert 0 <= float(changed.min()) <= float(changed.max()) <= 1
    assert all(float((changed[0] - other).abs().mean()) > 0.003 for other in changed[1:])
    # What is changed stays the photograph: brighter in the retina than around it.
    assert float(changed[:, 0, 28:36, 28:36].mean()) > 5 * float(changed[:, 0, :3, :3].mean())


def test_a_view_without_any_change_is_the_picture() -> None:
    pictures = _batch(2)
    plain = torch.eye(2, 3).repeat(2, 1, 1)
    seen = looked_at(pictures, grid_of(plain, 64))
    assert torch.allclose(seen, pictures.float() / 255, atol=1e-4)


def test_views_stay_within_what_was_asked_for() -> None:
    torch.manual_seed(0)
    seen = views(500, _CPU, zoom=(0.8, 1.35), stretch=0.1, shift=0.05, turned=0.5)
    magnification = 1 / torch.linalg.det(seen[:, :, :2]).abs().sqrt()
    assert 0.79 < float(magnification.min()) < 0.85
    assert 1.28 < float(magnification.max()) < 1.36
    assert float(seen[:, :, 2].abs().max()) <= 0.1
    mirrored = (torch.linalg.det(seen[:, :, :2]) < 0).float().mean()
    assert 0.4 < float(mirrored) < 0.6


def test_compression_loses_more_at_a_lower_quality() -> None:
    torch.manual_seed(0)
    pictures = _batch().float() / 255

    def lost(lowest: float) -> float:
        return float((compressed(pictures, share=1.0, lowest=lowest) - pictures).abs().mean())

    assert 0 < lost(94) < lost(35) < 0.03
    assert torch.equal(compressed(pictures, share=0.0), pictures)


def test_a_blur_keeps_the_light_and_takes_the_detail() -> None:
    pictures = torch.rand(2, 3, 64, 64)
    soft = blurred(pictures, torch.tensor([0.3, 2.0]))
    assert torch.allclose(soft.mean((2, 3)), pictures.mean((2, 3)), atol=0.02)
    spread = soft.std((2, 3)).mean(1) / pictures.std((2, 3)).mean(1)
    assert float(spread[1]) < 0.3 < 0.9 < float(spread[0])


def test_frames_are_cut_above_and_below() -> None:
    torch.manual_seed(0)
    cut = frame(torch.ones(200, 1, 64, 64))
    above, beside = (cut[:, 0, 0, 32] == 0), (cut[:, 0, 32, 0] == 0)
    assert float(above.float().mean()) > float(beside.float().mean()) > 0
    # Never the middle.
    assert float(cut[:, 0, 13:51, 13:51].min()) == 1
