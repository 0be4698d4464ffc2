/** What draws the charts in a browser, from the data beside it. Its colours are those of the page, dark or light; lines differ by dashes as well. */

export const SCRIPT = `(() => {
'use strict';
const { nights, dates, targets, whole, measures } = JSON.parse(document.getElementById('trend-data').textContent);
const COLOURS = ['--link', '--bad', '--good', '--sig', '--warn', '--mut', '--run', '--fg'];
const DASHES = [[], [7, 4], [2, 3], [9, 3, 2, 3]];
const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
const boxes = measures.map((_, m) => document.getElementById('trend-' + m));
const said = (value) => (value === null || value === undefined ? '–' : String(value));
const lineOf = (label, n) => ({
  label,
  width: 2,
  stroke: colour(COLOURS[n % COLOURS.length]),
  dash: DASHES[n % DASHES.length],
  value: (_, value) => said(value),
});
const axis = (more) => ({ stroke: colour('--mut'), grid: { stroke: colour('--line'), width: 1 }, ticks: { stroke: colour('--line'), width: 1 }, ...more });
const top = (max) => Math.max(1, max ?? 1) * 1.08;
const WHOLE = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000];
const chartOf = (values, box, m) =>
  new uPlot(
    {
      width: box.clientWidth,
      height: 190,
      cursor: { y: false, drag: { x: false, y: false } },
      scales: { x: { time: false, range: (_, min, max) => (min === max ? [min - 1, max + 1] : [min, max]) }, y: { range: (_, min, max) => [0, top(max)] } },
      series: [{ label: 'night', value: (_, night) => (night == null ? '–' : night + ', ' + dates[night]) }, ...targets.map(lineOf)],
      axes: [axis({ incrs: WHOLE, space: 40 }), axis({ size: 48, ...(whole[m] ? { incrs: WHOLE } : {}) })],
      // Until somebody points at a night: the last one.
      hooks: { ready: [(chart) => chart.setLegend({ idx: nights.length - 1 })] },
      legend: { markers: { width: 2, dash: (_, n) => (n % 2 === 1 ? 'solid' : 'dashed') } },
    },
    [nights, ...values],
    box,
  );
document.querySelector('.charts').hidden = false;
let charts = [];
const draw = () => {
  for (const chart of charts) chart.destroy();
  charts = measures.map((values, m) => chartOf(values, boxes[m], m));
};
draw();
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', draw);
addEventListener('resize', () => charts.forEach((chart, m) => chart.setSize({ width: boxes[m].clientWidth, height: 190 })));
})();`;

/** Behind uPlot's own. On paper the table stands for the charts, which have the colours of the screen. */
export const TREND_STYLE = `
.charts:not([hidden]){display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,320px),1fr));gap:6px 18px;margin:0 0 10px}
.charts figure{margin:0;min-width:0}.charts figcaption{font-size:13px;font-weight:600;color:var(--mut)}
.charts .u-legend{font-size:12.5px;text-align:left;margin:0}.u-legend th,.u-legend td{border:0}.u-cursor-x{border-color:var(--mut)!important}
@media print{.charts:not([hidden]){display:none}}`;
