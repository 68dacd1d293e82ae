"""The minus sign of numbers that people read."""

from __future__ import annotations

import pytest

from fundusviewer.minus import with_minus


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("-0.35", "−0.35"),
        ("-0,35", "−0,35"),
        ("0.35", "0.35"),
        ("-0.00", "0.00"),
        ("-0.05", "−0.05"),
        ("-0", "0"),
        ("+0.120 [-0.350, +0.400]", "+0.120 [−0.350, +0.400]"),
        ("-1,234.5", "−1,234.5"),
        ("0.4-0.5", "0.4-0.5"),
    ],
)
def test_signs(text: str, expected: str) -> None:
    assert with_minus(text) == expected
