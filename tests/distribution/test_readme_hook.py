"""The README of a package index shows its pictures, or none."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from distribution.readme_hook import for_index

README = (Path(__file__).parents[2] / "README.md").read_text("utf-8")


def test_links_and_pictures_lead_to_the_repository() -> None:
    text = for_index(
        "![x](docs/a.png) [y](docs/b.md#c) [z](https://e.org/f) [m](#here)", "https://s/"
    )
    assert text == (
        "![x](https://s/docs/a.png) [y](https://s/docs/b.md#c) [z](https://e.org/f) [m](#here)"
    )


def test_without_an_address_nothing_is_broken() -> None:
    assert for_index("![x](docs/a.png)[y](docs/b.md) [z](https://e.org/f)", None) == (
        "y [z](https://e.org/f)"
    )


@pytest.mark.parametrize("address", [None, "https://example.org/files"])
def test_no_link_of_the_readme_needs_a_file_beside_it(address: str | None) -> None:
    targets = re.findall(r"\]\(([^)]+)\)", for_index(README, address))
    assert all(target.startswith(("https://", "http://", "#")) for target in targets)
