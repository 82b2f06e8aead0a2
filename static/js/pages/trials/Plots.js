/** Drawn comparisons: lines and bars in SVG, each with a table for those who cannot see it. */
import { formatNumber } from "../../lib/format.js";
import { html } from "../../lib/html.js";

const WIDTH = 520;
const HEIGHT = 180;
const LEFT = 36;
const BOTTOM = 22;

/** `series`: [{name, look: actual | model | 1…3, values: [number|null]}], one value for each of `labels`. */
export function Lines({ title, labels, series, unit = "", most, text }) {
  const top = most ?? Math.max(1, ...series.flatMap((one) => one.values.filter((value) => value !== null)));
  const x = (at) => LEFT + (labels.length > 1 ? (at / (labels.length - 1)) * (WIDTH - LEFT - 24) : (WIDTH - LEFT) / 2);
  const y = (value) => 8 + (1 - value / top) * (HEIGHT - BOTTOM - 8);
  return html`<${Figure} title=${title} text=${text} series=${series} labels=${labels} unit=${unit}>
    <${Grid} top=${top} unit=${unit} y=${y} />
    ${labels.map((label, at) => (labels.length < 14 || at % 2 === 0) && html`<text key=${label} class=${`plot__tick ${at % 4 ? "plot__tick--extra" : ""}`} x=${x(at)} y=${HEIGHT - 6} text-anchor="middle">${label}</text>`)}
    ${series.map((one, n) => html`<polyline key=${one.name} class=${`plot__line plot--${one.look ?? "1"}`} points=${one.values.map((value, at) => (value === null ? "" : `${x(at)},${y(value)}`)).join(" ")} />`)}
    ${series.map((one, n) => one.values.map((value, at) => value !== null && html`<circle key=${`${n}-${at}`} class=${`plot__dot plot--${one.look ?? "1"}`} cx=${x(at)} cy=${y(value)} r="3"><title>${one.name}, ${labels[at]}: ${formatNumber(value, 1)}${unit}</title></circle>`))}
  <//>`;
}

/** Groups of bars, one group a label. */
export function Bars({ title, labels, series, unit = "", text }) {
  const top = Math.max(1, ...series.flatMap((one) => one.values));
  const group = (WIDTH - LEFT) / Math.max(1, labels.length);
  const width = Math.min(28, (group - 8) / series.length);
  const y = (value) => 8 + (1 - value / top) * (HEIGHT - BOTTOM - 8);
  const start = (at) => LEFT + at * group + (group - width * series.length) / 2;
  return html`<${Figure} title=${title} text=${text} series=${series} labels=${labels} unit=${unit}>
    <${Grid} top=${top} unit=${unit} y=${y} />
    ${labels.map((label, at) => html`<text key=${at} class=${`plot__tick ${(labels.length > 8 ? at % 3 : labels.length > 4 && at % 2) ? "plot__tick--extra" : ""}`} x=${LEFT + (at + 0.5) * group} y=${HEIGHT - 6} text-anchor="middle">${shortened(label, group)}</text>`)}
    ${series.map((one, n) => one.values.map((value, at) => html`<rect key=${`${n}-${at}`} class=${`plot__bar plot--${one.look ?? "1"}`} x=${start(at) + n * width} width=${Math.max(1, width - 2)} y=${y(value)} height=${Math.max(0, HEIGHT - BOTTOM - y(value))}><title>${labels[at]}, ${one.name}: ${formatNumber(value, 1)}${unit}</title></rect>`))}
  <//>`;
}

const Grid = ({ top, unit, y }) => [0, 0.5, 1].map((share) => html`<g key=${share}><line class="plot__grid" x1=${LEFT} x2=${WIDTH} y1=${y(top * share)} y2=${y(top * share)} />
  <text class="plot__tick" x=${LEFT - 6} y=${y(top * share) + 4} text-anchor="end">${formatNumber(top * share, top < 4 ? 1 : 0)}${share === 1 ? unit.trim() : ""}</text></g>`);

function Figure({ title, text, series, labels, unit, children }) {
  return html`<figure class="plot"><figcaption class="plot__head"><h3>${title}</h3>${text && html`<p class="dim">${text}</p>`}</figcaption>
    <svg class="plot__area" viewBox=${`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label=${title}>${children}</svg>
    ${series.length > 1 && html`<ul class="plot__legend">${series.map((one, n) => html`<li key=${one.name}><svg width="18" height="10" aria-hidden="true"><line class=${`plot__line plot--${one.look ?? "1"}`} x1="0" x2="18" y1="5" y2="5" /></svg>${one.name}</li>`)}</ul>`}
    <div class="sr-only"><table><caption>${title}</caption><thead><tr><td></td>${series.map((one) => html`<th key=${one.name} scope="col">${one.name}</th>`)}</tr></thead>
      <tbody>${labels.map((label, at) => html`<tr key=${at}><th scope="row">${label}</th>${series.map((one) => html`<td key=${one.name}>${one.values[at] === null ? "—" : `${formatNumber(one.values[at], 1)}${unit}`}</td>`)}</tr>`)}</tbody></table></div></figure>`;
}

const shortened = (label, room) => (label.length * 6 > room ? `${label.slice(0, Math.max(2, Math.floor(room / 6) - 1))}…` : label);
