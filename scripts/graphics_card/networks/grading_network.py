"""The grader while it learns: EfficientNet-Lite, average pooling, grades and side answers."""

from __future__ import annotations

from collections.abc import Iterator

import torch
import torch.nn.functional as F  # noqa: N812
from torch import nn

from fundusviewer.grading import GRADE_NAMES
from scripts.graphics_card.networks.efficientnet_lite import EfficientNetLite, preprocess
from scripts.graphics_card.networks.weights import NamedWeight, dense_weights
from scripts.graphics_card.packed.targets import GRADE, RANGE, SIDE_OUTPUTS, Targets

_DROPOUT = 0.3
#: How much the side answers count.
_SIDE_SHARE = 0.3
_IMPOSSIBLE = -1e9


class GradingNetwork(nn.Module):
    """Logits of grades and of :data:`.targets.SIDE_OUTPUTS`.

    The side answers (macular oedema, quality) are not shipped: they make the features better, and
    photographs without a grade teach something too.
    """

    def __init__(self, encoder: EfficientNetLite) -> None:
        super().__init__()
        self.encoder = encoder
        self.scores = nn.Linear(encoder.features, len(GRADE_NAMES))
        self.side = nn.Linear(encoder.features, len(SIDE_OUTPUTS))
        for dense in (self.scores, self.side):
            nn.init.zeros_(dense.weight)
            nn.init.zeros_(dense.bias)

    def forward(self, images: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """Return float32 (N, 5) and (N, 4) of images float (N, 3, H, W), 0–1."""
        maps = self.encoder(preprocess(images * 255))
        features = F.dropout(maps.float().mean((2, 3)), _DROPOUT, self.training)
        with torch.autocast(images.device.type, enabled=False):
            return self.scores(features), self.side(features)

    def named_weights(self) -> Iterator[NamedWeight]:
        """Yield the weights that ``fundusviewer train --weights`` takes: without side answers."""
        yield from self.encoder.named_weights()
        yield from dense_weights("scores", self.scores)

    def named_side_weights(self) -> Iterator[NamedWeight]:
        """Yield the weights of the side answers."""
        yield from dense_weights("side", self.side)


class GraderLoss:
    """The loss of a batch; targets lie on the device.

    A grade costs the cross-entropy with a soft ordinal distribution (Diaz & Marathe, CVPR 2019)
    and the squared earth mover's distance to it (Hou et al., "Squared Earth Mover's
    Distance-based Loss for Training Deep Neural Networks", 2016). A range of grades costs the
    negative logarithm of the probability that the grade lies in it (Cour et al., "Learning from
    Partial Labels", JMLR 2011). Side answers cost their binary cross-entropy where they are known.
    """

    def __init__(self, targets: Targets, device: torch.device) -> None:
        self._grades = torch.from_numpy(targets.grades).to(device)
        self._known = torch.from_numpy(targets.known).to(device)
        self._side = torch.from_numpy(targets.side).to(device)

    def __call__(
        self, rows: torch.Tensor, logits: torch.Tensor, side: torch.Tensor
    ) -> torch.Tensor:
        """Return the mean loss of rows int (N,) with answers (N, 5) and (N, 4)."""
        known = self._known[rows]
        exact, within = grade_losses(self._grades[rows], logits)
        none = torch.zeros_like(exact)
        losses = torch.where(known == GRADE, exact, torch.where(known == RANGE, within, none))
        wanted = self._side[rows]
        beside = F.binary_cross_entropy_with_logits(
            side, torch.nan_to_num(wanted), reduction="none"
        )
        beside = beside * ~torch.isnan(wanted)
        return losses.mean() + _SIDE_SHARE * beside.sum() / len(rows)


def grade_losses(targets: torch.Tensor, logits: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """Return the loss of each sample, (N,), should its target be a grade, or a range."""
    scores = F.log_softmax(logits, 1)
    cross_entropy = -(targets * scores).sum(1)
    distance = ((scores.exp().cumsum(1) - targets.cumsum(1)) ** 2).sum(1)
    possible = torch.where(targets > 0, scores, torch.full_like(scores, _IMPOSSIBLE))
    return cross_entropy + distance, -torch.logsumexp(possible, 1)
