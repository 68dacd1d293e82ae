"""Random changes of a whole batch on the card: geometry, light, sharpness, compression, frame.

Each sample is changed by itself. Pictures are float (N, 3, H, W), 0–1. They differ in number from
call to call where only some samples are changed, so that trying out convolutions anew for each
shape (``cudnn.benchmark``) would cost more than it saves: it is off here.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import torch
import torch.nn.functional as F  # noqa: N812

#: Luminance of the ISO JPEG standard's table of quantisation (ITU-T T.81, table K.1).
_QUANTISATION = """
    16 11 10 16  24  40  51  61  12 12 14 19  26  58  60  55
    14 13 16 24  40  57  69  56  14 17 22 29  51  87  80  62
    18 22 37 56  68 109 103  77  24 35 55 64  81 104 113  92
    49 64 78 87 103 121 120 101  72 92 95 98 112 100 103  99
"""
_COARSER_COLOUR = 1.7
_GREY = (0.299, 0.587, 0.114)
_TO_YCC = (_GREY, (-0.1687, -0.3313, 0.5), (0.5, -0.4187, -0.0813))
#: Pixels to each side that a blur reaches.
_BLUR_REACH = 6
#: Largest angle, in radians, of samples that are not turned by any angle: 20°.
_SLIGHT_TURN = 0.35


@contextmanager
def without_benchmark() -> Iterator[None]:
    """Choose convolutions by cuDNN's heuristics inside."""
    with torch.backends.cudnn.flags(enabled=True, benchmark=False):
        yield


def uniform(count: int, lowest: float, highest: float, device: torch.device) -> torch.Tensor:
    """Return float (count,), evenly between the two."""
    return torch.rand(count, device=device) * (highest - lowest) + lowest


def chance(count: int, share: float, device: torch.device) -> torch.Tensor:
    """Return bool (count,), true for about this share."""
    return torch.rand(count, device=device) < share


def views(
    count: int,
    device: torch.device,
    *,
    zoom: tuple[float, float] = (0.85, 1.3),
    stretch: float = 0.1,
    shift: float = 0.05,
    turned: float = 0.5,
) -> torch.Tensor:
    """Return how each sample is looked at: flipped, turned, zoomed, stretched, shifted.

    Parameters
    ----------
    count
        Number of samples.
    device
        Where.
    zoom
        Smallest and largest magnification.
    stretch
        Largest change of the aspect ratio.
    shift
        Largest shift as a share of the picture.
    turned
        Share of samples that is turned by any angle; the others by 20° at most.

    Returns
    -------
    torch.Tensor
        float (count, 2, 3), from places in the new picture to places in the old one, −1…1, for
        ``affine_grid``.
    """
    angle = torch.where(
        chance(count, turned, device),
        uniform(count, -math.pi, math.pi, device),
        uniform(count, -_SLIGHT_TURN, _SLIGHT_TURN, device),
    )
    scale = torch.exp(uniform(count, math.log(zoom[0]), math.log(zoom[1]), device))
    aspect = torch.sqrt(1 + uniform(count, -stretch, stretch, device))
    flip = torch.where(chance(count, 0.5, device), 1.0, -1.0)
    cosine, sine = torch.cos(angle), torch.sin(angle)
    x = [cosine * flip / (scale * aspect), -sine / scale * aspect]
    x.append(uniform(count, -shift, shift, device) * 2)
    y = [sine * flip / (scale * aspect), cosine / scale * aspect]
    y.append(uniform(count, -shift, shift, device) * 2)
    return torch.stack([torch.stack(x, 1), torch.stack(y, 1)], 1)


def grid_of(view: torch.Tensor, size: int) -> torch.Tensor:
    """Return where each pixel lies, float (N, size, size, 2), for ``grid_sample``."""
    return F.affine_grid(view, [len(view), 3, size, size], align_corners=False)


def looked_at(pictures: torch.Tensor, grid: torch.Tensor) -> torch.Tensor:
    """Return pictures (uint8 or float 0–255, N, C, H, W) at the grid's places, float 0–1."""
    return F.grid_sample(
        pictures.float() / 255, grid, mode="bilinear", padding_mode="zeros", align_corners=False
    )


def augmented(pictures: torch.Tensor) -> torch.Tensor:
    """Change light, sharpness, compression and frame."""
    with without_benchmark():
        pictures = sharpness(light(pictures))
        return frame(compressed(pictures, share=0.5))


def light(pictures: torch.Tensor) -> torch.Tensor:
    """Change gamma, exposure, tint, evenness of illumination, saturation and contrast."""
    count, device = len(pictures), pictures.device

    def value(lowest: float, highest: float) -> torch.Tensor:
        return _each(uniform(count, lowest, highest, device))

    gamma = torch.exp(value(-0.35, 0.35))
    exposure = value(0.75, 1.25)
    tint = 1 + (torch.rand(count, 3, 1, 1, device=device) - 0.5) * 0.3
    pictures = pictures.clamp_min(1e-4) ** gamma * exposure * tint
    pictures = pictures * _uneven(count, pictures.shape[-2:], device)
    weights = torch.tensor(_GREY, device=device).view(1, 3, 1, 1)
    grey = (pictures * weights).sum(1, keepdim=True)
    saturation = value(0.65, 1.35)
    pictures = pictures * saturation + grey * (1 - saturation)
    mean = pictures.mean((2, 3), keepdim=True)
    contrast = value(0.8, 1.25)
    changed = _each(chance(count, 0.5, device))
    contrast = torch.where(changed, contrast, torch.ones_like(contrast))
    return ((pictures - mean) * contrast + mean).clamp(0, 1)


def sharpness(pictures: torch.Tensor) -> torch.Tensor:
    """Blur some, store some smaller in between, add noise to some."""
    count, device, size = len(pictures), pictures.device, pictures.shape[-1]

    def blur(some: torch.Tensor) -> torch.Tensor:
        return blurred(some, uniform(len(some), 0.3, size / 250, device))

    pictures = _some(pictures, 0.3, blur)
    for part in torch.randperm(count, device=device)[: count // 3].chunk(3):
        if len(part):
            smaller = int(size * (0.4 + 0.55 * float(torch.rand(()))))
            stored = resized(pictures[part], smaller)
            again = F.interpolate(stored, size=(size, size), mode="bilinear", align_corners=False)
            pictures = pictures.index_copy(0, part, again)
    noisy = _each(chance(count, 0.2, device))
    noise = torch.randn_like(pictures) * _each(uniform(count, 0.004, 0.03, device)) * noisy
    return (pictures + noise).clamp(0, 1)


def resized(pictures: torch.Tensor, size: int) -> torch.Tensor:
    """Return float pictures (N, C, size, size), averaged where they shrink."""
    return F.interpolate(
        pictures, size=(size, size), mode="bilinear", antialias=True, align_corners=False
    )


def blurred(pictures: torch.Tensor, sigma: torch.Tensor) -> torch.Tensor:
    """Blur each by its own Gaussian, of ``sigma`` (N,) pixels."""
    count, channels, height, width = pictures.shape
    reach = _BLUR_REACH
    steps = torch.arange(-reach, reach + 1, device=pictures.device, dtype=pictures.dtype)
    kernel = torch.exp(-(steps[None] ** 2) / (2 * sigma[:, None] ** 2))
    kernel = (kernel / kernel.sum(1, keepdim=True)).repeat_interleave(channels, 0)
    groups = count * channels
    flat = pictures.reshape(1, groups, height, width)
    flat = F.pad(flat, (reach, reach, 0, 0), mode="replicate")
    flat = F.conv2d(flat, kernel.view(groups, 1, 1, -1), groups=groups)
    flat = F.pad(flat, (0, 0, reach, reach), mode="replicate")
    flat = F.conv2d(flat, kernel.view(groups, 1, -1, 1), groups=groups)
    return flat.view(count, channels, height, width)


def compressed(pictures: torch.Tensor, *, share: float, lowest: float = 35) -> torch.Tensor:
    """Give a share of the pictures the losses of JPEG, quality ``lowest`` to 95."""
    return _some(pictures, share, lambda some: _as_jpeg(some, lowest, 95))


def frame(pictures: torch.Tensor) -> torch.Tensor:
    """Cut the field of view at random: bands at the edges, and a smaller circle.

    In public sets it is cut more often in diseased eyes than in healthy ones.
    """
    count, _, height, width = pictures.shape
    device = pictures.device
    down = torch.linspace(0, 1, height, device=device).view(1, 1, height, 1)
    across = torch.linspace(0, 1, width, device=device).view(1, 1, 1, width)

    def cut(share: float) -> torch.Tensor:
        return _each(uniform(count, 0, 0.18, device) * chance(count, share, device))

    kept = (down >= cut(0.6)) & (down <= 1 - cut(0.6))
    kept = kept & (across >= cut(0.15)) & (across <= 1 - cut(0.15))
    circled = chance(count, 0.3, device)
    radius = torch.where(
        circled, uniform(count, 0.85, 1.0, device), torch.full((count,), 2.0, device=device)
    )
    distance = ((down - 0.5) ** 2 + (across - 0.5) ** 2).sqrt() * 2
    return pictures * (kept & (distance <= _each(radius)))


def _each(values: torch.Tensor) -> torch.Tensor:
    """Return one value a sample, (N, 1, 1, 1)."""
    return values.view(-1, 1, 1, 1)


def _some(
    pictures: torch.Tensor, share: float, change: Callable[[torch.Tensor], torch.Tensor]
) -> torch.Tensor:
    """Change a random share of the samples."""
    rows = torch.nonzero(chance(len(pictures), share, pictures.device)).flatten()
    return pictures.index_copy(0, rows, change(pictures[rows])) if len(rows) else pictures


def _uneven(count: int, size: torch.Size, device: torch.device) -> torch.Tensor:
    """Return a smooth illumination, (N, 1, H, W) around 1; even for 60 % of the samples."""
    field = (torch.rand(count, 1, 3, 3, device=device) - 0.5) * 0.5
    field = 1 + field * (torch.rand(count, 1, 1, 1, device=device) < 0.4)
    return F.interpolate(field, size=size, mode="bicubic", align_corners=True)


def _as_jpeg(pictures: torch.Tensor, lowest: float, highest: float) -> torch.Tensor:
    """Quantise the cosine transform of blocks of 8 × 8, each sample by its own quality.

    Pictures whose sides are no multiples of eight stay as they are.
    """
    count, channels, height, width = pictures.shape
    device = pictures.device
    if height % 8 or width % 8:
        return pictures
    to_ycc = torch.tensor(_TO_YCC, device=device)
    middle = torch.tensor([128.0, 0, 0], device=device).view(1, 3, 1, 1)
    values = torch.einsum("ij,njhw->nihw", to_ycc, pictures * 255) - middle
    basis = _cosines(device)
    blocks = F.conv2d(values.reshape(count * channels, 1, height, width), basis, stride=8)
    blocks = blocks.view(count, channels, 64, height // 8, width // 8)
    table = _tables(uniform(count, lowest, highest, device))
    blocks = (blocks / table).round() * table
    blocks = blocks.view(count * channels, 64, height // 8, width // 8)
    values = F.conv_transpose2d(blocks, basis, stride=8).view(count, channels, height, width)
    rgb = torch.einsum("ij,njhw->nihw", torch.linalg.inv(to_ycc), values + middle)
    return (rgb / 255).clamp(0, 1)


def _cosines(device: torch.device) -> torch.Tensor:
    """Return the basis of the two-dimensional cosine transform, (64, 1, 8, 8)."""
    step = torch.arange(8, device=device, dtype=torch.float32)
    basis = torch.cos((2 * step[None] + 1) * step[:, None] * math.pi / 16) * 0.5
    basis[0] /= math.sqrt(2)
    return torch.einsum("ux,vy->uvxy", basis, basis).reshape(64, 1, 8, 8)


def _tables(quality: torch.Tensor) -> torch.Tensor:
    """Return the steps of quantisation, (N, 3, 64, 1, 1), of qualities (N,) 1–100."""
    entries = [float(entry) for entry in _QUANTISATION.split()]
    steps = torch.tensor(entries, device=quality.device)
    factor = torch.where(quality < 50, 50 / quality, 2 - quality / 50)
    table = (steps[None] * factor[:, None]).round().clamp_min(1).view(-1, 1, 64, 1, 1)
    colours = torch.tensor([1.0, _COARSER_COLOUR, _COARSER_COLOUR], device=quality.device)
    return table * colours.view(1, 3, 1, 1, 1)
