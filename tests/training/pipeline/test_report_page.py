"""The report as one page."""

from __future__ import annotations

from fundusviewer.training.evaluation.checklists import CLAIM
from fundusviewer.training.pipeline.report_page import as_html, checklist_table


def test_markdown_becomes_html_and_nothing_of_a_name_becomes_markup() -> None:
    page = as_html("# A <b>\n\n**few** `x`\n\n| set | n |\n|---|---|\n| a<script> | 3 |\n")
    assert "<h1>A &lt;b&gt;</h1>" in page
    assert "<strong>few</strong> <code>x</code>" in page
    assert "<td>a&lt;script&gt;</td><td>3</td>" in page
    assert "<script>" not in page


def test_what_the_author_must_say_is_marked() -> None:
    table = checklist_table(CLAIM, {"ensemble": "One <network>."})
    assert "One &lt;network&gt;." in table
    assert table.count("to be filled in by the author") == 43
