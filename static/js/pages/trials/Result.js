/** What a simulation found: figures side by side, drawn comparisons, patience, and the check of the model. */
import { formatNumber, formatSpan } from "../../lib/format.js";
import { html } from "../../lib/html.js";
import { t } from "../../lib/i18n.js";
import { Badge } from "../../ui/Badge.js";
import { Changes } from "./Changes.js";
import { comparison, FIGURES } from "./model.js";
import { Bars, Lines } from "./Plots.js";

export function Result({ trial }) {
  const { result } = trial;
  return html`<${Table} result=${result} />
    <div class="trial__pair"><${Check} check=${result.check} result=${result} /><${Changes} variants=${trial.variants} /></div>
    <${Plots} result=${result} />`;
}

const WRITE = {
  percent: (value) => `${formatNumber(value, 1)} %`,
  seconds: (value) => formatSpan(Math.round(value)),
  number: (value) => formatNumber(Math.round(value)),
  index: (value) => formatNumber(value, 2),
};
const written = (figure, value) => (value === null || value === undefined ? "—" : WRITE[figure.as](value));

function Table({ result }) {
  return html`<div class="panel panel--flush trial__figures"><table class="table"><caption class="sr-only">${t("trials.figures")}</caption>
    <thead><tr><th scope="col">${t("trials.figure_label")}</th><th scope="col" class="table__number">${t("trials.actual")}</th><th scope="col" class="table__number">${t("trials.same")}</th>
      ${result.variants.map((one) => html`<th key=${one.name} scope="col" class="table__number">${one.name}</th>`)}</tr></thead>
    <tbody>${FIGURES.map((figure) => html`<tr key=${figure.name}><th scope="row">${t(`trials.figure.${figure.name}`)}<span class="dim trial__definition">${t(`trials.definition.${figure.name}`)}</span></th>
      <td class="table__number">${written(figure, result.actual[figure.name])}</td><td class="table__number dim">${written(figure, result.same[figure.name])}</td>
      ${result.variants.map((one) => html`<td key=${one.name} class="table__number"><${Changed} figure=${figure} before=${result.same[figure.name]} figures=${one.figures} /></td>`)}</tr>`)}</tbody></table>
    <p class="dim panel__inside">${t("trials.table_text")}</p></div>`;
}

function Changed({ figure, before, figures }) {
  const after = figures[figure.name];
  const range = [figures.least[figure.name], figures.most[figure.name]];
  const how = comparison(figure, before, after, range);
  const isRange = range[0] !== null && written(figure, range[0]) !== written(figure, range[1]);
  return html`<b class=${`trial__${how}`}>${written(figure, after)}</b>${how !== "same" && html` <span class=${`trial__${how}`}>${t(`trials.${how}`)}</span>`}
    ${isRange && html`<span class="dim trial__range num">${written(figure, range[0])} – ${written(figure, range[1])}</span>`}`;
}

function Plots({ result }) {
  const runs = [{ name: t("trials.actual"), figures: result.actual }, ...result.variants];
  const hours = [...new Set(runs.flatMap((one) => one.figures.hours.map((row) => row.hour)))].sort((a, b) => a - b);
  const curve = result.actual.curve.filter((row) => row.seconds <= 300);
  const agents = peopleOf(runs);
  const of = (rows, key, at, name, none = null) => rows.find((row) => row[key] === at)?.[name] ?? none;
  return html`<div class="trial__plots">
    <${Lines} title=${t("trials.plots.curve")} text=${t("trials.plots.curve_text")} unit=" %" most=${100} labels=${curve.map((row) => `${row.seconds} s`)}
      series=${runs.map((one) => ({ name: one.name, values: curve.map((row) => of(one.figures.curve, "seconds", row.seconds, "percent")) }))} />
    <${Lines} title=${t("trials.plots.waits")} text=${t("trials.plots.waits_text")} unit=" s" labels=${hours.map((hour) => t("trials.hour", { hour }))}
      series=${runs.map((one) => ({ name: one.name, values: hours.map((hour) => of(one.figures.hours, "hour", hour, "average_wait")) }))} />
    <${Bars} title=${t("trials.plots.lost")} labels=${hours.map((hour) => t("trials.hour", { hour }))}
      series=${runs.map((one) => ({ name: one.name, values: hours.map((hour) => of(one.figures.hours, "hour", hour, "abandoned", 0)) }))} />
    <${Bars} title=${t("trials.plots.agents")} text=${t("trials.plots.agents_text")} labels=${agents.map(calledBy)}
      series=${runs.map((one) => ({ name: one.name, values: agents.map((agent) => of(one.figures.agents, "agent_id", agent.agent_id, "handled", 0)) }))} />
    <${Bars} title=${t("trials.plots.busy")} unit=" %" labels=${agents.map(calledBy)}
      series=${runs.map((one) => ({ name: one.name, values: agents.map((agent) => of(one.figures.agents, "agent_id", agent.agent_id, "occupancy", 0)) }))} />
    <${Patience} patience=${result.patience} /></div>`;
}

/** Everybody of any run, the busiest first; more than a plot can hold are left to the figures. */
function peopleOf(runs) {
  const known = new Map();
  for (const one of runs) for (const row of one.figures.agents) if (!known.has(row.agent_id)) known.set(row.agent_id, row);
  return [...known.values()].slice(0, 16);
}

/** The last two parts of a name: by which people are called here, short enough for a plot. */
const calledBy = ({ name }) => name.split(" ").slice(-2).join(" ");

function Check({ check, result }) {
  return html`<section class="panel" aria-labelledby="check-title"><div class="panel__head"><h2 id="check-title">${t("trials.check.title")}</h2>
      <span class="push"><${Badge} kind=${check.is_good ? "done" : "late"} icon=${check.is_good ? "circle-check" : "circle-alert"}>${t(check.is_good ? "trials.check.good" : "trials.check.bad")}<//></span></div>
    <p class="muted">${t("trials.check.text", { work: formatNumber(result.work), people: formatNumber(result.people) })}</p>
    <table class="table trial__check"><thead><tr><th scope="col">${t("trials.figure_label")}</th>${["actual", "modelled", "tolerance"].map((name) => html`<th key=${name} scope="col" class="table__number">${t(`trials.check.${name}`)}</th>`)}</tr></thead>
      <tbody>${check.figures.map((one) => { const figure = FIGURES.find((known) => known.name === one.name); return html`<tr key=${one.name}><th scope="row">${t(`trials.figure.${one.name}`)}</th><td class="table__number">${written(figure, one.actual)}</td>
        <td class=${`table__number ${one.is_within ? "" : "state-late"}`}>${written(figure, one.modelled)}${!one.is_within && ` · ${t("trials.check.outside")}`}</td><td class="table__number dim">± ${written(figure, one.tolerance)}</td></tr>`; })}</tbody></table>
    ${result.guessed.length > 0 && html`<p class="dim">${t("trials.check.guessed", { names: result.guessed.join(", ") })}</p>`}</section>`;
}

function Patience({ patience }) {
  if (!patience) return null;
  const text = t("trials.patience.text", { left: formatNumber(patience.left), seen: formatNumber(patience.seen) });
  if (patience.mean_seconds === null) return html`<section class="panel"><h2>${t("trials.patience.title")}</h2><p class="muted">${t("trials.patience.nobody")}</p></section>`;
  return html`<${Lines} title=${t("trials.patience.title")} text=${`${text} ${t("trials.patience.mean", { mean: formatSpan(Math.round(patience.mean_seconds)) })}`} unit=" %" most=${100}
    labels=${patience.curve.map((row) => `${row.seconds} s`)} series=${[{ name: t("trials.patience.still"), values: patience.curve.map((row) => row.percent) }]} />`;
}
