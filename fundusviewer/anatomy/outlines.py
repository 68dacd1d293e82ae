"""Outlines of marks: polygons along the edges of the cells of a map, in pixels of a photograph."""

from __future__ import annotations

import itertools

import cv2
import numpy as np

from fundusviewer.imaging import Region

#: Corners, x and y, in pixels of the photograph; the last one is joined to the first.
Outline = tuple[tuple[float, float], ...]


def outlines_of(marked: np.ndarray, region: Region) -> tuple[Outline, ...]:
    """Return the outline of each mark, without its holes.

    Parameters
    ----------
    marked
        uint8 (h, w), 1 where something is marked; cells that touch at a corner are one mark.
    region
        The part of the photograph that the map shows.
    """
    left, top, width, height = cv2.boundingRect(marked)
    if not width:
        return ()
    # Contours run through the middles of cells. Of each cell halved, the first half lies at its
    # beginning and the second at its end, so that the outline runs along the edges.
    around = marked[top : top + height, left : left + width]
    halved = np.repeat(np.repeat(around, 2, axis=0), 2, axis=1)
    found, _ = cv2.findContours(halved, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    corner = np.asarray([region.left, region.top])
    cell = np.asarray([region.width / marked.shape[1], region.height / marked.shape[0]])
    if not found:
        return ()
    # All of them at once: a photograph has hundreds.
    edges = (np.concatenate(found)[:, 0] + 1) // 2 + (left, top)
    corners = [(round(x, 1), round(y, 1)) for x, y in (corner + edges * cell).tolist()]
    ends = list(itertools.accumulate(map(len, found)))
    return tuple(tuple(corners[start:end]) for start, end in itertools.pairwise([0, *ends]))
