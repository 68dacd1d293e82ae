"""Pictures that are no fundus photographs, drawn."""

from __future__ import annotations

import cv2
import numpy as np


def noise(seed: int = 0) -> np.ndarray:
    return np.random.default_rng(seed).integers(0, 256, (480, 640, 3), dtype=np.uint8)


def blank(red: int, green: int, blue: int) -> np.ndarray:
    return np.full((480, 640, 3), (red, green, blue), np.uint8)


def screenshot() -> np.ndarray:
    """A window with a title bar, a menu, lines of text and a button."""
    pixels = np.full((600, 900, 3), 245, np.uint8)
    pixels[:40] = (40, 60, 110)
    pixels[40:, :180] = (225, 228, 235)
    for row in range(14):
        text = "The quick brown fox jumps over the lazy dog."[: 20 + row]
        cv2.putText(
            pixels, text, (200, 80 + 32 * row), cv2.FONT_HERSHEY_SIMPLEX, 0.7, (30, 30, 30), 2
        )
        cv2.putText(
            pixels,
            f"Item {row}",
            (20, 80 + 32 * row),
            cv2.FONT_HERSHEY_SIMPLEX,
            0.6,
            (60, 60, 90),
            1,
        )
    cv2.rectangle(pixels, (740, 540), (870, 580), (30, 120, 220), -1)
    return pixels


def dark_screenshot() -> np.ndarray:
    return 255 - screenshot()


def _graded(top: tuple[int, int, int], bottom: tuple[int, int, int], height: int) -> np.ndarray:
    share = np.linspace(0, 1, height)[:, None, None]
    rows: np.ndarray = np.asarray(top) * (1 - share) + np.asarray(bottom) * share
    return rows


def landscape(sunset: bool = False) -> np.ndarray:
    """Sky, hills and a meadow with some texture."""
    generator = np.random.default_rng(3)
    pixels = np.zeros((480, 720, 3))
    sky = ((250, 120, 40), (255, 200, 90)) if sunset else ((80, 140, 230), (190, 215, 245))
    pixels[:260] = _graded(*sky, 260)
    pixels[260:] = _graded((70, 110, 50), (40, 80, 30), 220)
    x = np.arange(720)
    for level, colour in ((210, (90, 110, 130)), (240, (60, 90, 70))):
        crest = level + 25 * np.sin(x / 60 + level) + 10 * np.sin(x / 17)
        pixels[np.arange(480)[:, None] > crest] = colour
    texture = cv2.GaussianBlur(generator.normal(0, 40, (480, 720)), (0, 0), 1.2)
    pixels[260:] += texture[260:, :, None]
    return np.clip(pixels, 0, 255).astype(np.uint8)


def portrait(ground: tuple[int, int, int] = (150, 170, 190)) -> np.ndarray:
    """A face with hair, eyes, mouth and a jacket before a plain wall."""
    pixels = np.zeros((640, 480, 3), np.uint8)
    pixels[:] = ground
    cv2.ellipse(pixels, (240, 640), (200, 170), 0, 0, 360, (40, 50, 80), -1)
    cv2.ellipse(pixels, (240, 230), (135, 165), 0, 0, 360, (60, 40, 25), -1)
    cv2.rectangle(pixels, (200, 360), (280, 500), (200, 150, 120), -1)
    cv2.ellipse(pixels, (240, 270), (105, 140), 0, 0, 360, (225, 175, 145), -1)
    for x in (200, 280):
        cv2.ellipse(pixels, (x, 250), (20, 10), 0, 0, 360, (250, 250, 250), -1)
        cv2.circle(pixels, (x, 250), 8, (50, 80, 110), -1)
        cv2.ellipse(pixels, (x, 226), (26, 6), 0, 180, 360, (60, 40, 25), 4)
    cv2.line(pixels, (240, 260), (234, 310), (190, 140, 115), 4)
    cv2.ellipse(pixels, (240, 345), (35, 12), 0, 0, 180, (170, 70, 75), -1)
    grain = np.random.default_rng(0).normal(0, 4, pixels.shape)
    picture: np.ndarray = np.clip(pixels + grain, 0, 255).astype(np.uint8)
    return cv2.GaussianBlur(picture, (0, 0), 0.8)


def text_page() -> np.ndarray:
    pixels = np.full((900, 640, 3), 252, np.uint8)
    for row in range(25):
        cv2.putText(
            pixels,
            "Dear colleague, thank you for referring",
            (30, 50 + 33 * row),
            cv2.FONT_HERSHEY_SIMPLEX,
            0.8,
            (20, 20, 20),
            2,
        )
    return pixels


NOT_FUNDUS = {
    "noise": noise(),
    "white": blank(255, 255, 255),
    "grey": blank(128, 128, 128),
    "red": blank(160, 70, 30),
    "screenshot": screenshot(),
    "dark screenshot": dark_screenshot(),
    "landscape": landscape(),
    "sunset": landscape(sunset=True),
    "portrait": portrait(),
    "portrait before black": portrait((3, 3, 3)),
    "portrait before brown": portrait((120, 80, 50)),
    "page of text": text_page(),
}
