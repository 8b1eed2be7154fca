// Plain charts as SVG text: rows of bars or dots, columns, lines. Colours follow the light or dark mode; every mark shows its value.

const WIDTH = 760;
const STYLE = `
  text { font: 13px system-ui, -apple-system, "Segoe UI", Helvetica, Arial, sans-serif; fill: #24292f; }
  .title { font-size: 15px; font-weight: 600; }
  .sub, .tick { fill: #57606a; font-size: 12px; }
  .grid { stroke: #d0d7de; stroke-width: 1; }
  .base { stroke: #8c959f; stroke-width: 1; }
  .a { fill: #8c959f; } .b { fill: #0969da; } .c { fill: #bc4c00; }
  .la { stroke: #8c959f; } .lb { stroke: #0969da; } .lc { stroke: #bc4c00; }
  .line { fill: none; stroke-width: 2; }
  .mark { stroke: #bc4c00; stroke-width: 1.5; stroke-dasharray: 4 3; }
  @media (prefers-color-scheme: dark) {
    text { fill: #e6edf3; } .sub, .tick { fill: #9198a1; } .grid { stroke: #30363d; } .base { stroke: #6e7681; }
    .a { fill: #848d97; } .b { fill: #4493f8; } .c { fill: #f0883e; }
    .la { stroke: #848d97; } .lb { stroke: #4493f8; } .lc { stroke: #f0883e; } .mark { stroke: #f0883e; }
  }`;

const escape = (text) => String(text).replace(/[<>&"]/g, (c) => ({ '<': '&lt;', '>': '&gt;', '&': '&amp;', '"': '&quot;' })[c]);
const text = (x, y, content, { anchor = 'start', cls = '' } = {}) => {
  const classOf = cls && ` class="${cls}"`;
  return `<text x="${round(x)}" y="${round(y)}" text-anchor="${anchor}"${classOf}>${escape(content)}</text>`;
};
const line = (x1, y1, x2, y2, cls) => `<line x1="${round(x1)}" y1="${round(y1)}" x2="${round(x2)}" y2="${round(y2)}" class="${cls}"/>`;
const circle = (cx, cy, r, cls) => `<circle cx="${round(cx)}" cy="${round(cy)}" r="${r}" class="${cls}"/>`;
const rect = ({ x, y, width, height, rounded, cls }) => {
  const size = `width="${round(width)}" height="${round(height)}"`;
  const corners = rounded ? ` rx="${rounded}"` : '';
  return `<rect x="${round(x)}" y="${round(y)}" ${size}${corners} class="${cls}"/>`;
};
const round = (n) => Math.round(n * 10) / 10;

function page(height, title, subtitle, parts) {
  const size = `viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}"`;
  return `<svg xmlns="http://www.w3.org/2000/svg" ${size} role="img" aria-label="${escape(title)}">
<style>${STYLE}
</style>
${[text(0, 18, title, { cls: 'title' }), text(0, 37, subtitle, { cls: 'sub' }), ...parts].join('\n')}
</svg>
`;
}

/**
 * A row for each value, with its name to the left and its value at its end. `log`: dots on a logarithmic scale, on which a bar has no foot.
 * @param groups [{ name?, rows: [{ name, value, label, series }] }]
 * @param mark { value, label }: what must not be passed
 */
export function rows({ title, subtitle, groups, ticks, log = false, left = 190, mark }) {
  const right = 110;
  const [min, max] = [ticks[0].value, ticks.at(-1).value];
  const share = (value) => (log ? Math.log(value / min) / Math.log(max / min) : (value - min) / (max - min));
  const scale = (value) => left + (WIDTH - left - right) * share(value);
  const parts = [];
  let y = 60;
  const top = y;
  const marks = [];
  for (const { name, rows: list } of groups) {
    if (name) marks.push(text(0, y + 12, name, { cls: 'sub' }));
    if (name) y += 24;
    for (const { name: label, value, label: said, series = 'b' } of list) {
      marks.push(text(left - 12, y + 13, label, { anchor: 'end' }));
      if (log) marks.push(line(left, y + 9, scale(value), y + 9, 'grid'), circle(scale(value), y + 9, 6, series));
      else marks.push(rect({ x: left, y: y + 2, width: Math.max(1, scale(value) - left), height: 14, rounded: 2, cls: series }));
      marks.push(text(scale(value) + (log ? 12 : 7), y + 13.5, said));
      y += 24;
    }
    y += 10;
  }
  const upright = (value, cls) => line(scale(value), top - 4, scale(value), y - 6, cls);
  for (const { value, label } of ticks) {
    parts.push(upright(value, 'grid'), text(scale(value), y + 12, label, { anchor: 'middle', cls: 'tick' }));
  }
  if (mark) parts.push(upright(mark.value, 'mark'), text(scale(mark.value) + 5, top + 6, mark.label, { cls: 'sub' }));
  return page(y + 24, title, subtitle, [...parts, ...marks]);
}

/** A column for each bin. Marks: vertical lines that say what they are, each on a height of its own. */
export function histogram({ title, subtitle, bins, unit, marks, total }) {
  const [left, right, top, height] = [8, 30, 66, 190];
  const width = WIDTH - left - right;
  const most = Math.max(...bins.map(({ share }) => share));
  const x = (value) => left + width * value / bins.length;
  const y = (share) => top + height * (1 - share / most);
  const parts = [line(left, top + height, left + width, top + height, 'base')];
  bins.forEach(({ share }, i) => {
    parts.push(rect({ x: x(i) + 3, y: y(share), width: width / bins.length - 6, height: top + height - y(share), cls: 'b' }));
    const percent = share < 0.01 ? '< 1 %' : `${Math.round(share * 100)} %`;
    if (share > 0) parts.push(text((x(i) + x(i + 1)) / 2, y(share) - 6, percent, { anchor: 'middle' }));
    parts.push(text(x(i), top + height + 17, `${i}`, { anchor: 'middle', cls: 'tick' }));
  });
  parts.push(text(x(bins.length), top + height + 17, `${bins.length} ${unit}`, { anchor: 'middle', cls: 'tick' }));
  marks.forEach(({ value, label }, i) => {
    const at = top + height + 34 + i * 18;
    parts.push(line(x(value), top - 4, x(value), at - 4, 'mark'), x(value) > WIDTH * 0.7
      ? text(x(value) - 5, at, label, { anchor: 'end', cls: 'sub' })
      : text(x(value) + 5, at, label, { cls: 'sub' }));
  });
  return page(top + height + 46 + marks.length * 18, title, `${subtitle} (${total} runs)`, parts);
}

/** Lines over a common axis, each named at its end. Both axes begin at 0, so that what is linear is straight. */
export function lines({ title, subtitle, series, xTicks, yTicks }) {
  const [left, right, top, height] = [56, 130, 60, 220];
  const [xMax, yMax] = [xTicks.at(-1).value, yTicks.at(-1).value];
  const x = (value) => left + (WIDTH - left - right) * value / xMax;
  const y = (value) => top + height * (1 - value / yMax);
  const parts = [];
  for (const { value, label } of yTicks) {
    parts.push(line(left, y(value), x(xMax), y(value), value ? 'grid' : 'base'));
    parts.push(text(left - 8, y(value) + 4, label, { anchor: 'end', cls: 'tick' }));
  }
  for (const { value, label } of xTicks) parts.push(text(x(value), top + height + 18, label, { anchor: 'middle', cls: 'tick' }));
  const ends = apart(series.map(({ points }) => y(points.at(-1)[1])), 17);
  series.forEach(({ name, points, cls }, i) => {
    const corners = points.map(([a, b]) => `${round(x(a))},${round(y(b))}`).join(' ');
    parts.push(`<polyline class="line l${cls}" points="${corners}"/>`);
    for (const [a, b] of points) parts.push(circle(x(a), y(b), 4, cls));
    parts.push(text(x(points.at(-1)[0]) + 10, ends[i] + 4, name));
  });
  return page(top + height + 30, title, subtitle, parts);
}

/** Heights for labels, none nearer to another than `gap`. */
function apart(heights, gap) {
  const order = heights.map((height, i) => ({ height, i })).sort((a, b) => a.height - b.height);
  for (let k = 1; k < order.length; k++) order[k].height = Math.max(order[k].height, order[k - 1].height + gap);
  return order.sort((a, b) => a.i - b.i).map(({ height }) => height);
}
