from __future__ import annotations

import cv2
import numpy as np

from fundusviewer.training.data.duplicates import fingerprint, same_pictures
from tests.training.photographs import draw_fundus


def test_the_same_picture_is_found_after_compression_and_resizing() -> None:
    pictures = [draw_fundus(seed, 2) for seed in range(12)]
    data = cv2.imencode(".jpg", pictures[3], [cv2.IMWRITE_JPEG_QUALITY, 70])[1]
    pictures.append(cv2.resize(np.asarray(cv2.imdecode(data, cv2.IMREAD_COLOR)), (80, 80)))
    prints = np.stack([fingerprint(picture) for picture in pictures])
    assert list(same_pictures(prints)) == [(3, 12)]


def test_blank_pictures_are_like_nothing() -> None:
    blank = fingerprint(np.zeros((50, 50, 3), np.uint8))
    assert not list(same_pictures(np.stack([blank, blank])))
    assert (blank == 0).all()


def test_pairs_across_blocks_are_found_once() -> None:
    rng = np.random.default_rng(1)
    rows = rng.normal(size=(2100, 64)).astype(np.float32)
    rows[2090] = rows[5]
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    assert list(same_pictures(rows)) == [(5, 2090)]
