/** The style of the site: light and dark, from 320 px up, and on paper. */
export const STYLE = `
:root { color-scheme: light dark; --bg: #fff; --fg: #1b1f24; --mut: #57606a; --line: #d1d9e0; --panel: #f6f8fa; --link: #0a58ca; --mark: #2f6f9f }
@media (prefers-color-scheme: dark) { :root { --bg: #0d1117; --fg: #e6edf3; --mut: #9198a1; --line: #30363d; --panel: #161b22; --link: #79b8ff; --mark: #7ab3e0 } }
* { box-sizing: border-box }
body { margin: 0; background: var(--bg); color: var(--fg); font: 16px/1.6 ui-sans-serif, system-ui, "DejaVu Sans", sans-serif }
a { color: var(--link) }
.skip { position: absolute; left: -999px } .skip:focus { left: 8px; top: 8px; background: var(--bg); padding: 4px 8px }
header { padding: 12px max(24px, calc((100vw - 1160px) / 2 + 24px)); border-bottom: 1px solid var(--line) }
header a { font-weight: 700; text-decoration: none; color: var(--fg) } header span { color: var(--mut); font-size: 14px; margin-left: 8px }
.columns { display: grid; grid-template-columns: 248px minmax(0, 1fr); max-width: 1160px; margin: 0 auto }
nav { padding: 20px 12px 20px 24px; font-size: 15px; border-right: 1px solid var(--line) }
nav h2 { font-size: 12px; text-transform: uppercase; letter-spacing: .05em; color: var(--mut); margin: 18px 0 4px; border: 0; padding: 0 }
nav ul { list-style: none; margin: 0; padding: 0 } nav li a { display: block; padding: 3px 8px; border-radius: 6px; text-decoration: none; color: var(--fg) }
nav a:hover { background: var(--panel) } nav [aria-current] { background: var(--panel); font-weight: 600; box-shadow: inset 3px 0 var(--mark) }
nav input, nav label { display: none }
main { padding: 12px 32px 64px; min-width: 0; overflow-wrap: break-word }
h1 { font-size: 30px; line-height: 1.25; margin: 20px 0 12px } h2 { font-size: 22px; margin: 36px 0 8px; padding-top: 12px; border-top: 1px solid var(--line) }
h3 { font-size: 18px; margin: 28px 0 6px } h1 + h2, h1 ~ p + h2 { margin-top: 28px }
p, ul, ol { max-width: 46em }
code { font: 0.88em/1.5 ui-monospace, "DejaVu Sans Mono", Menlo, Consolas, monospace; background: var(--panel); padding: 1px 4px; border-radius: 4px }
pre { background: var(--panel); border: 1px solid var(--line); border-radius: 8px; padding: 12px 14px; overflow-x: auto; line-height: 1.45 }
pre code { background: none; padding: 0; font-size: 14px }
.wide { overflow-x: auto; margin: 12px 0 } table { border-collapse: collapse; font-size: 15px }
th, td { text-align: left; vertical-align: top; padding: 6px 12px 6px 0; border-bottom: 1px solid var(--line) } th { color: var(--mut); font-weight: 600 }
td code { overflow-wrap: anywhere } td:first-child code { white-space: nowrap; overflow-wrap: normal }
blockquote { margin: 12px 0; padding: 4px 16px; border-left: 4px solid var(--line); color: var(--mut) } blockquote p { margin: 4px 0 }
img { display: block; max-width: none } p:has(> img) { overflow-x: auto; max-width: none; padding: 8px 0 }
@media (max-width: 760px) {
  .columns { display: block } header { padding: 10px 16px } header span { display: none } main { padding: 4px 16px 48px } h1 { font-size: 25px } h2 { font-size: 20px }
  nav { border-right: 0; border-bottom: 1px solid var(--line); padding: 8px 16px } nav label { display: block; cursor: pointer; padding: 4px 0; font-weight: 600 } nav label::before { content: "☰  " }
  nav input { display: block; position: absolute; opacity: 0 } nav input:focus-visible + label { outline: 2px solid var(--link) }
  /* Of three columns a cell a line, the first in bold: nothing is cut off. More columns are a matrix, which is scrolled. */
  table:has(th:nth-child(3)):not(:has(th:nth-child(4))) { & thead { display: none } & :is(tbody, tr, td) { display: block } & td { border: 0; padding: 2px 0 } & td:first-child { font-weight: 600 } & td:empty { display: none } & tr { border-bottom: 1px solid var(--line); padding: 8px 0 } }
  table:has(th:nth-child(4)) { min-width: 620px }
  td:first-child code { white-space: normal; overflow-wrap: anywhere }
  nav > div { display: none } nav input:checked ~ div { display: block }
}
@media print { nav, header, .skip { display: none } .columns { display: block } }
`;
