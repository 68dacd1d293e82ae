"""Learning for a given time: AdamW, one cosine, a moving average of the weights."""

from __future__ import annotations

import logging
import math
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import torch
from torch import nn

log = logging.getLogger(__name__)

#: Share of the time in which the rate rises.
_WARM_UP = 0.04
_LARGEST_GRADIENT = 5.0
#: The moving average forgets the beginning: it spans a twentieth of the steps done at first.
_AVERAGE_START = 20

Clock = Callable[[], float]


@dataclass(frozen=True)
class LearningPlan:
    """How long and how fast.

    Attributes
    ----------
    seconds
        Time to learn; the rate follows the time, so that it is over when the time is.
    rate
        Highest learning rate.
    decay
        Of the weights (Loshchilov & Hutter, "Decoupled Weight Decay Regularization", ICLR 2019).
    average
        How much the moving average keeps in a step, at most.
    log_every
        Steps between two lines of the log.
    keeps_statistics
        Whether normalisations stay as they came: for a network that has learned already.
    """

    seconds: float
    rate: float
    decay: float
    average: float
    log_every: int = 100
    keeps_statistics: bool = False


@dataclass(frozen=True)
class Faster:
    """Parameters that learn at a multiple of the rate."""

    parameters: Sequence[Any]
    factor: float


def learn(
    model: nn.Module,
    average: nn.Module,
    plan: LearningPlan,
    batch_loss: Callable[[], torch.Tensor],
    faster: Faster | None = None,
    clock: Clock = time.monotonic,
) -> int:
    """Learn until the time is over; return how many steps were done.

    Parameters
    ----------
    model
        What learns.
    average
        A model of the same shape and weights; holds the moving average afterwards, that of the
        statistics of batch normalisation included.
    plan
        How long and how fast.
    batch_loss
        Draws a batch and returns the model's loss on it.
    faster
        Parameters with a higher rate.
    clock
        Seconds that pass.
    """
    optimiser = _optimiser(model, plan, faster)
    learned, averaged = _values(model), _values(average)
    step, shown = 0, torch.zeros(())
    model.train()
    if plan.keeps_statistics:
        keep_statistics(model)
    start = clock()
    while (done := (clock() - start) / plan.seconds) < 1:
        _set_rate(optimiser, plan.rate, done)
        loss = batch_loss()
        optimiser.zero_grad(set_to_none=True)
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), _LARGEST_GRADIENT)
        optimiser.step()
        step += 1
        kept = min(plan.average, step / (step + _AVERAGE_START))
        with torch.no_grad():
            torch._foreach_lerp_(averaged, learned, 1 - kept)
        shown = loss.detach() if step == 1 else shown * 0.98 + loss.detach() * 0.02
        if step % plan.log_every == 0:
            log.info("step %d, %.0f %% of the time, loss %.4f", step, 100 * done, float(shown))
    log.info("%d steps", step)
    return step


def keep_statistics(model: nn.Module) -> None:
    """Let a model's normalisations be as they are while the rest learns."""
    for module in model.modules():
        if isinstance(module, nn.BatchNorm2d):
            module.eval()


def _optimiser(model: nn.Module, plan: LearningPlan, faster: Faster | None) -> Any:
    apart = set() if faster is None else {id(parameter) for parameter in faster.parameters}
    others = [parameter for parameter in model.parameters() if id(parameter) not in apart]
    groups: list[dict[str, Any]] = [{"params": others, "factor": 1.0}]
    if faster is not None:
        groups.append({"params": list(faster.parameters), "factor": faster.factor})
    is_card = next(model.parameters()).is_cuda
    return torch.optim.AdamW(groups, lr=plan.rate, weight_decay=plan.decay, fused=is_card)


def _set_rate(optimiser: Any, highest: float, done: float) -> None:
    """Rise for the first part of the time, then fall along a cosine."""
    rate = highest * min(1, done / _WARM_UP) * (0.5 + 0.5 * math.cos(math.pi * done))
    for group in optimiser.param_groups:
        group["lr"] = rate * group["factor"]


def _values(model: nn.Module) -> list[torch.Tensor]:
    """Return all that the moving average is taken of."""
    buffers = [buffer for buffer in model.buffers() if buffer.dtype.is_floating_point]
    return [*model.parameters(), *buffers]
