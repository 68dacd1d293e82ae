"""The report as one HTML page that needs nothing else: text, pictures inside it, checklists."""

from __future__ import annotations

import base64
import html
import re
from pathlib import Path
from typing import TYPE_CHECKING

from fundusviewer.atomic import write_text_atomically
from fundusviewer.training.evaluation.checklists import CHECKLISTS, Checklist, Fact
from fundusviewer.training.evaluation.curves import CURVES_PICTURE
from fundusviewer.training.pipeline.report_pictures import AUGMENTATION, FIGURES, MISTAKES
from fundusviewer.training.pipeline.run_facts import facts_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from fundusviewer.training.config.settings import TrainingSettings
    from fundusviewer.training.data.dataset import TrainingData
    from fundusviewer.training.pipeline.outcome import Outcome

_STYLE = """
body { font: 16px/1.5 system-ui, sans-serif; max-width: 70em; margin: 2em auto; padding: 0 1em;
  color: #1c2733; background: #fff; }
table { border-collapse: collapse; margin: 1em 0; display: block; overflow-x: auto; }
th, td { border: 1px solid #c3ccd5; padding: .25em .6em; text-align: left; vertical-align: top; }
th { background: #eef2f6; }
img { max-width: 100%; border: 1px solid #c3ccd5; }
figure { margin: 1.5em 0; }
figcaption { color: #4a5a6a; }
td.author { background: #fff4d6; }
@page { size: A4 landscape; margin: 12mm; }
@media print { body { max-width: none; margin: 0; padding: 0; } h2 { break-after: avoid; }
  table { display: table; font-size: 7pt; line-height: 1.3; } th, td { padding: .15em .3em; }
  figure { break-inside: avoid; } img { max-height: 150mm; } }
"""
_FOR_THE_AUTHOR = "to be filled in by the author"


def write_html(
    outcome: Outcome, data: TrainingData, settings: TrainingSettings, markdown: str
) -> Path:
    """Write ``report.html`` beside ``report.md``, from its text, the run's pictures and its facts.

    Raises
    ------
    OutputError
        If it cannot be written.
    """
    folder = outcome.report.parent
    facts = facts_of(outcome, data, settings)
    body = [as_html(markdown)]
    body += _pictures(folder)
    body.append(
        "<h1>Checklists</h1>\n<p>What this run knows is filled in. The items are told in "
        "short; the published wording counts. Yellow fields are for the author.</p>"
    )
    body += [checklist_table(checklist, facts) for checklist in CHECKLISTS]
    title = html.escape(f"Training report: {outcome.shipped.card.title}")
    page = (
        f'<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<title>{title}</title>'
        f"\n<style>{_STYLE}</style>\n</head>\n<body>\n" + "\n".join(body) + "\n</body>\n</html>\n"
    )
    path = outcome.report.with_suffix(".html")
    write_text_atomically(path, page)
    return path


def checklist_table(checklist: Checklist, facts: Mapping[Fact, str]) -> str:
    """Return a checklist as an HTML table."""
    rows = []
    for item, text in checklist.filled(facts):
        answer = (
            f"<td>{html.escape(text)}</td>"
            if text
            else f'<td class="author">{_FOR_THE_AUTHOR}</td>'
        )
        rows.append(
            f"<tr><td>{html.escape(item.number)}</td><td>{html.escape(item.text)}</td>{answer}</tr>"
        )
    return (
        f"<h2>{html.escape(checklist.name)}</h2>\n<p>{html.escape(checklist.source)}</p>\n"
        "<table>\n<tr><th>item</th><th>asks for</th><th>in this run</th></tr>\n"
        + "\n".join(rows)
        + "\n</table>"
    )


def as_html(markdown: str) -> str:
    """Return the Markdown of our reports as HTML: headings, tables, paragraphs, bold, code."""
    parts: list[str] = []
    for block in re.split(r"\n\s*\n", markdown.strip()):
        lines = block.strip().splitlines()
        while lines and lines[0].startswith("#"):
            marks, _, text = lines.pop(0).partition(" ")
            parts.append(f"<h{len(marks)}>{_inline(text)}</h{len(marks)}>")
        if not lines:
            continue
        if all(line.startswith("|") for line in lines):
            parts.append(_table(lines))
        else:
            parts.append(f"<p>{_inline(' '.join(lines))}</p>")
    return "\n".join(parts)


def _table(lines: Sequence[str]) -> str:
    header, _, *rows = (
        [cell.strip() for cell in line.strip().strip("|").split("|")] for line in lines
    )
    body = "\n".join(_row(row, "td") for row in rows)
    return f"<table>\n{_row(header, 'th')}\n{body}\n</table>"


def _row(cells: Iterable[str], tag: str) -> str:
    return "<tr>" + "".join(f"<{tag}>{_inline(cell)}</{tag}>" for cell in cells) + "</tr>"


def _inline(text: str) -> str:
    safe = html.escape(text, quote=False)
    safe = re.sub(r"\*\*(.+?)\*\*", r"<strong>\1</strong>", safe)
    return re.sub(r"`([^`]+)`", r"<code>\1</code>", safe)


def _pictures(folder: Path) -> list[str]:
    captions = [
        (folder / CURVES_PICTURE, "How it learned"),
        *(
            (path, f"Held-out patients: {path.stem}")
            for path in sorted((folder / FIGURES).glob("*.png"))
        ),
        (
            folder / AUGMENTATION,
            "Photographs as they are (left) and as the network learns from them",
        ),
        (
            folder / MISTAKES,
            "The worst mistakes on held-out patients: the photograph with what the labels say and "
            "what the model said; beside it where the network looked",
        ),
    ]
    shown = [(path, words) for path, words in captions if path.is_file()]
    return (["<h1>Pictures</h1>"] if shown else []) + [_figure(*one) for one in shown]


def _figure(path: Path, caption: str) -> str:
    data = base64.b64encode(path.read_bytes()).decode("ascii")
    words = html.escape(caption)
    return (
        f'<figure>\n<img src="data:image/png;base64,{data}" alt="{words}">\n'
        f"<figcaption>{words}</figcaption>\n</figure>"
    )
