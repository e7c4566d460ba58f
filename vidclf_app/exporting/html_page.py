"""The report as one HTML file: no scripts, nothing from elsewhere, prints on one A4 page."""

import html
from pathlib import Path

from vidclf_app.core.files import write_text
from vidclf_app.exporting.charts import (
    bar_chart,
    column_titles,
    nothing_seen,
    row_cells,
    timeline,
)
from vidclf_app.exporting.report import ReportPage, report_page
from vidclf_app.exporting.shapes import svg
from vidclf_app.results.records import Result

_STYLE = """
@page { size: A4; margin: 13mm 14mm; }
* { box-sizing: border-box; }
body {
  font: 10pt/1.35 "Segoe UI", "Helvetica Neue", "Noto Sans", Arial, sans-serif;
  color: #191d23; background: #ffffff; max-width: 182mm; margin: 8mm auto; padding: 0 4mm;
}
h1 { font-size: 17pt; line-height: 1.2; margin: 0; overflow-wrap: anywhere; }
h2 { font-size: 10.5pt; margin: 4mm 0 1.5mm; }
.subtitle { color: #4a5563; margin: 1mm 0 4mm; }
dl {
  display: grid; grid-template-columns: 35mm 1fr 40mm 1fr; gap: 1mm 2mm; margin: 0 0 4mm;
  font-size: 8.5pt;
}
dt { color: #4a5563; }
dd { margin: 0; overflow-wrap: anywhere; }
table { border-collapse: collapse; table-layout: fixed; width: 100%; font-size: 9pt; }
th:first-child { width: 33%; }
td:first-child { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
th { color: #4a5563; font-weight: 400; font-size: 8pt; border-bottom: 1px solid #4a5563; }
th, td { text-align: right; padding: 0.7mm 0; }
th:first-child, td:first-child { text-align: left; }
td { border-bottom: 1px solid #d3dae1; font-variant-numeric: tabular-nums; }
.swatch {
  display: inline-block; width: 2.4mm; height: 2.4mm; margin-right: 1.6mm;
  print-color-adjust: exact; -webkit-print-color-adjust: exact;
}
svg { display: block; width: 100%; height: auto; font-family: inherit;
  print-color-adjust: exact; -webkit-print-color-adjust: exact; }
footer { border-top: 1px solid #d3dae1; margin-top: 5mm; padding-top: 1.5mm; }
footer p { color: #4a5563; font-size: 7.5pt; margin: 0 0 0.6mm; }
@media print { body { margin: 0; padding: 0; max-width: none; } }
"""


def write_html(result: Result, path: Path) -> None:
    """Write the report as HTML.

    Raises:
        SinkError: The file can't be written.
    """
    write_text(path, html_text(report_page(result)))


def html_text(page: ReportPage) -> str:
    """Return the whole file."""
    title = html.escape(page.title)
    facts = "\n".join(
        f'<dt>{html.escape(fact.name)}</dt><dd dir="auto">{html.escape(fact.value)}</dd>'
        for fact in page.facts
    )
    notes = "\n".join(f'<p dir="auto">{html.escape(note)}</p>' for note in page.notes)
    return f"""<!DOCTYPE html>
<html lang="{html.escape(page.language)}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="generator" content="vidclf">
<meta name="viewport" content="width=device-width">
<title>{title}</title>
<style>{_STYLE}</style>
</head>
<body>
<h1 dir="auto">{title}</h1>
<p class="subtitle">{html.escape(page.subtitle)}</p>
<dl>
{facts}
</dl>
{_body(page)}
<footer>
{notes}
</footer>
</body>
</html>
"""


def _body(page: ReportPage) -> str:
    if not page.rows:
        return f"<p>{html.escape(nothing_seen())}</p>"
    charts = "\n".join(
        f"<h2>{html.escape(chart.title)}</h2>\n{svg(chart)}"
        for chart in (timeline(page), bar_chart(page))
    )
    return f"{_table(page)}\n{charts}"


def _table(page: ReportPage) -> str:
    heads = "".join(f'<th scope="col">{html.escape(title)}</th>' for title in column_titles())
    lines = []
    for row in page.rows:
        label, *numbers = (html.escape(cell) for cell in row_cells(row))
        swatch = f'<span class="swatch" style="background:{row.colour}"></span>'
        cells = "".join(f"<td>{number}</td>" for number in numbers)
        lines.append(f"<tr><td>{swatch}<bdi>{label}</bdi></td>{cells}</tr>")
    body = "\n".join(lines)
    return f"<table>\n<thead><tr>{heads}</tr></thead>\n<tbody>\n{body}\n</tbody>\n</table>"
