"""The checklists are whole, and what nobody knows stays for the author."""

from __future__ import annotations

from fundusviewer.training.evaluation.checklists import CLAIM, STARD_AI, TRIPOD_AI


def test_every_item_stands_there_once() -> None:
    assert [item.number for item in CLAIM.items] == [str(number) for number in range(1, 45)]
    assert len({item.number for item in TRIPOD_AI.items}) == len(TRIPOD_AI.items) == 52
    assert {item.number.rstrip("abcdefg") for item in TRIPOD_AI.items} == {
        str(number) for number in range(1, 28)
    }
    assert len({item.number for item in STARD_AI.items}) == len(STARD_AI.items) == 48
    assert {item.number.rstrip("abcd") for item in STARD_AI.items} == {
        str(number) for number in range(1, 41)
    }


def test_what_is_known_is_filled_in_and_the_rest_left_to_the_author() -> None:
    filled = dict(CLAIM.filled({"partitions": "65/15/20 by patient.", "sources": ""}))
    by_number = {item.number: text for item, text in filled.items()}
    assert by_number["19"] == "65/15/20 by patient."
    assert by_number["7"] == by_number["44"] == ""
