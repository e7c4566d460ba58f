"""How a report looks: one style sheet, in light and dark, on wide screens and on phones."""

STYLE = """
:root { color-scheme: light dark;
  --ink: #1c2126; --muted: #59636e; --line: #d9dee4; --paper: #ffffff; --raised: #f4f6f8;
  --right: #1f6fb2; --wrong: #b9501f; --right-rgb: 31 111 178; --wrong-rgb: 185 80 31;
  --note: #fff4d6; --note-line: #d9a400; }
@media (prefers-color-scheme: dark) { :root {
  --ink: #e4e8ec; --muted: #9ba6b2; --line: #343b43; --paper: #15191d; --raised: #1e2429;
  --right: #6fb4ee; --wrong: #f29a6c; --right-rgb: 70 145 210; --wrong-rgb: 215 110 60;
  --note: #332a10; --note-line: #a88411; } }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 1.5rem 1rem 4rem; max-width: 66rem; background: var(--paper);
  color: var(--ink); font: 1rem/1.5 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif;
  overflow-wrap: break-word; }
h1 { font-size: 1.6rem; line-height: 1.2; margin: 0 0 .75rem; }
h2 { font-size: 1.2rem; margin: 2.75rem 0 .5rem; padding-top: .75rem;
  border-top: 1px solid var(--line); }
h3 { font-size: 1rem; margin: 1.5rem 0 .25rem; }
p { max-width: 46rem; margin: .5rem 0; }
.kicker { margin: 0; color: var(--muted); font-size: .9rem; }
.summary p { font-size: 1.1rem; }
.quiet { color: var(--muted); font-size: .9rem; }
.note { background: var(--note); border-left: 4px solid var(--note-line); padding: .5rem .8rem;
  border-radius: 0 4px 4px 0; max-width: 48rem; }
nav { display: flex; flex-wrap: wrap; gap: .25rem 1rem; margin: 1rem 0; font-size: .9rem; }
a { color: var(--right); }
.tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(9.5rem, 1fr)); gap: .6rem;
  margin: 1.25rem 0; padding: 0; list-style: none; }
.tiles li { background: var(--raised); border-radius: 6px; padding: .6rem .8rem; }
.tiles b { display: block; font-size: 1.5rem; line-height: 1.25;
  font-variant-numeric: tabular-nums; }
.tiles span { color: var(--muted); font-size: .85rem; }
.scroll { overflow-x: auto; max-width: 100%; }
table { border-collapse: collapse; margin: .6rem 0; font-variant-numeric: tabular-nums; }
th, td { padding: .25rem .7rem; text-align: right; border-bottom: 1px solid var(--line);
  white-space: nowrap; }
th { font-weight: 600; }
thead th { vertical-align: bottom; color: var(--muted); font-size: .85rem; white-space: normal;
  max-width: 7.5rem; }
th:first-child { text-align: left; padding-left: 0; }
td.text, th.text { text-align: left; white-space: normal; min-width: 7rem; }
th[scope=row] { text-align: left; white-space: normal; min-width: 6rem; max-width: 22rem;
  overflow-wrap: anywhere; }
th[scope=row]:not(.matrix th) { min-width: 9rem; }
tfoot th, tfoot td { border-bottom: 0; color: var(--muted); }
tr.shipped th, tr.shipped td { background: var(--raised); }
.matrix th, .matrix td { padding: .25rem .4rem; border: 1px solid var(--line); min-width: 2.4rem; }
.matrix td { text-align: center; background: rgb(var(--wrong-rgb) / calc(var(--s, 0) * .75)); }
.matrix td.hit { background: rgb(var(--right-rgb) / calc(var(--s, 0) * .75)); font-weight: 600; }
.matrix td.none { color: var(--muted); }
.matrix thead th { text-align: left; }
.matrix thead th.column { max-width: none; min-width: 0; text-align: left; }
.column span { display: inline-block; writing-mode: vertical-rl; transform: rotate(180deg);
  max-height: 11rem; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.plots { display: grid; grid-template-columns: repeat(auto-fill, minmax(11rem, 1fr)); gap: 1rem; }
.plots.wide { grid-template-columns: repeat(auto-fill, minmax(min(100%, 19rem), 1fr)); }
figure { margin: 0; }
figcaption { font-size: .85rem; line-height: 1.35; }
figcaption b { display: block; }
figcaption { overflow-wrap: anywhere; }
svg { display: block; width: 100%; height: auto; max-width: 30rem; }
svg text { font-family: inherit !important; fill: var(--ink); }
.clips { display: grid; grid-template-columns: repeat(auto-fill, minmax(10.5rem, 1fr)); gap: 1rem;
  padding: 0; list-style: none; }
.clips img, .clips .blank { display: block; max-width: 100%; border-radius: 4px;
  background: var(--raised); }
.clips .blank { width: 160px; height: 90px; padding: .6rem; color: var(--muted);
  font-size: .8rem; }
.bar { display: inline-block; width: 4rem; height: .55rem; margin-right: .6rem;
  background: var(--raised); border-radius: 3px; overflow: hidden; }
.bar i { display: block; height: 100%; background: var(--right); width: calc(var(--s) * 100%); }
details { margin: .75rem 0; }
summary { cursor: pointer; color: var(--right); }
pre { background: var(--raised); padding: .75rem; border-radius: 6px; overflow-x: auto;
  font-size: .85rem; white-space: pre-wrap; }
@media (max-width: 34rem) { body { padding-top: 1rem; } .bar { display: none; }
  th, td { padding: .25rem .45rem; } }
@media print { body { max-width: none; } details > * { display: block; } nav { display: none; } }
"""
