/** The style of a page: dark and light, for a screen, a phone and paper. Colours have a contrast of 4.5 at least, and never stand alone. */

const LIGHT =
  '--bg:#fff;--fg:#1b1f24;--mut:#545d68;--line:#d1d9e0;--panel:#f6f8fa;--run:#4c74a0;--runbg:#dbe6f1;--link:#1f5f93;--bad:#b42818;--badbg:#fdecea;--good:#0b6e52;--goodbg:#e2f4ee;--sig:#7a3ea8;--warn:#8a5600;--warnbg:#fff3dc;--on:#fff';
const DARK =
  '--bg:#0d1117;--fg:#e6edf3;--mut:#9aa2ab;--line:#30363d;--panel:#151b23;--run:#7ea6cf;--runbg:#1c2f44;--link:#7ab3e0;--bad:#ff8a80;--badbg:#3a1715;--good:#4cc79a;--goodbg:#0f2d24;--sig:#c69bf0;--warn:#e3a94a;--warnbg:#33270f;--on:#1b0503';

const PAGE = `
*{box-sizing:border-box}
body{margin:0;overflow-wrap:anywhere;background:var(--bg);color:var(--fg);font:15px/1.5 system-ui,"Segoe UI","DejaVu Sans",sans-serif}
main,header,footer{max-width:1120px;margin:0 auto;padding:0 20px}
header{padding-top:20px}
h1{font-size:22px;margin:0 0 4px}h2{font-size:18px;margin:32px 0 10px}h3{font-size:16px;margin:0}
h4{font-size:13px;margin:16px 0 6px;color:var(--mut)}
p{margin:6px 0}a{color:var(--link)}
.mut,dt,figcaption{color:var(--mut)}
.pill{display:inline-block;font-size:12px;font-weight:700;padding:1px 9px;border-radius:20px;margin-right:6px;white-space:nowrap}
.bad{background:var(--bad);color:var(--on)}.good{background:var(--goodbg);color:var(--good)}.warn{background:var(--warnbg);color:var(--warn)}.plain{border:1px solid var(--line);color:var(--mut)}
article{border:1px solid var(--line);border-radius:8px;margin:0 0 18px;padding:14px 18px}
.why{background:var(--badbg);border-left:4px solid var(--bad);border-radius:4px;padding:8px 12px;margin:10px 0}
.why p{margin:2px 0}
dl{display:flex;flex-wrap:wrap;gap:6px 28px;margin:12px 0;font-size:13.5px}dl>div{min-width:0;max-width:100%}dt{font-size:12px}dd{margin:0}
pre,code,.mono{font-family:ui-monospace,"SF Mono","DejaVu Sans Mono",Menlo,Consolas,monospace;font-size:12.5px}
pre{margin:0;padding:9px 12px;background:var(--panel);border-radius:6px;overflow:auto;line-height:1.5}
.scroll{overflow-x:auto;position:relative}.scroll table{overflow-wrap:normal}
table{border-collapse:collapse;font-size:14px}.day{white-space:nowrap}.num{text-align:right;font-variant-numeric:tabular-nums}table.nights td{white-space:nowrap}th{text-align:left;font-weight:600}
td,th{padding:3px 10px 3px 0;border-bottom:1px solid var(--line);vertical-align:top}
.grid td,.grid th{padding:3px 10px;text-align:center}.grid td{white-space:nowrap}.grid .known{font-weight:900;font-size:17px;line-height:1}.grid th[scope=row]{text-align:left;font-weight:400;white-space:nowrap}
.story tr>:first-child{text-align:right;white-space:nowrap}.story td:first-child{font-family:ui-monospace,monospace;font-size:12.5px}tr.hit td{background:var(--badbg)}
.failed,.error{color:var(--bad);font-weight:700}.held{color:var(--good)}.flaky,.open{color:var(--warn);font-weight:700}
.known,.expected,.not-applicable{color:var(--mut)}
ol.deeds{margin:6px 0 0;padding-left:26px;font-size:13.5px;columns:2 300px}
ul.legend{list-style:none;display:flex;flex-wrap:wrap;gap:3px 16px;margin:8px 0 12px;padding:0;font-size:13px;color:var(--mut)}
summary{cursor:pointer;font-size:14px;color:var(--link);padding:3px 0}
figure{margin:12px 0 0}ol.news{padding-left:24px;margin:0 0 14px}ol.news li{margin:2px 0}code{background:var(--panel);border-radius:3px;padding:0 3px}
footer{margin:36px auto 30px;font-size:13px;color:var(--mut)}`;

/** Of pictures: short names, since each mark has one. */
const PICTURE = `
svg{display:block;min-width:640px;width:100%;height:auto}svg.off,span.off{position:absolute;width:1px;height:1px;min-width:0;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
svg.key{display:inline-block;min-width:0;width:26px;height:14px;vertical-align:-2px;margin-right:5px}
svg text{font:12px system-ui,"DejaVu Sans",sans-serif;fill:var(--fg)}
svg .n{font-weight:600}svg .m{fill:var(--mut);font-size:11px;font-weight:400}svg .l{font-size:11px;paint-order:stroke;stroke:var(--bg);stroke-width:3px}
svg .le{fill:var(--run);text-anchor:end;stroke:none;font-weight:600}svg .ls{fill:var(--sig)}svg .lm{fill:var(--run)}
.g{fill:var(--panel)}.q{fill:var(--line);opacity:.45}.e{fill:none;stroke:var(--mut)}
.br{fill:var(--runbg);stroke:var(--run)}.bs{fill:var(--warnbg);stroke:var(--warn);stroke-dasharray:2 2}.bz{fill:url(#hz);stroke:var(--bad)}
.zb{fill:var(--badbg)}.zf{fill:var(--bad)}
.as{stroke:var(--sig);stroke-width:1.8;marker-end:url(#ms)}.af{stroke:var(--run);stroke-width:1.4;marker-end:url(#mf)}.ar{stroke:var(--good);stroke-dasharray:3 2}
.fs{fill:var(--sig)}.ff{fill:var(--run)}.fe{fill:var(--fg)}.fr{fill:var(--good)}.t{fill:none;stroke:var(--bg);stroke-width:1.5}
.d{fill:var(--bg);stroke:var(--fg)}svg .dn{font-size:10.5px}
.v{stroke:var(--bad);stroke-width:2;stroke-dasharray:6 3}svg .vt{fill:var(--bad);font-weight:700}`;

export const STYLE = `:root{color-scheme:light dark;${LIGHT}}
@media (prefers-color-scheme:dark){:root{${DARK}}}${PAGE}${PICTURE}
@media (max-width:600px){main,header,footer{padding-left:12px;padding-right:12px}article{padding:10px 12px}}
@media print{:root{${LIGHT}}body{font-size:11px}article{break-inside:avoid-page}pre{white-space:pre-wrap}.scroll{overflow:visible}svg{min-width:0}details::details-content{content-visibility:visible;display:block;height:auto}}`;
