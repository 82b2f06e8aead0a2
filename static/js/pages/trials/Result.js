/** What a simulation found: what happened, the model of the same policy and the others, in figures and drawn; patience. */
import { formatNumber, formatSpan } from "../../lib/format.js";
import { html } from "../../lib/html.js";
import { t } from "../../lib/i18n.js";
import { Changes } from "./Changes.js";
import { Check } from "./Check.js";
import { comparison, difference, FIGURES } from "./model.js";
import { signed, written } from "./writing.js";
import { Bars, Lines } from "./Plots.js";

export function Result({ trial }) {
  const { result } = trial;
  return html`<${Table} result=${result} />
    <div class="trial__pair"><${Check} check=${result.check} result=${result} /><${Changes} variants=${trial.variants} /></div>
    <${Plots} result=${result} />`;
}

function Table({ result }) {
  return html`<section class="panel panel--flush trial__figures" aria-labelledby="figures-title"><div class="panel__head panel__inside"><h2 id="figures-title">${t("trials.figures")}</h2></div>
    <table class="table table--cards">
    <thead><tr><th scope="col">${t("trials.figure_label")}</th><th scope="col" class="table__number">${t("trials.actual")}</th><th scope="col" class="table__number">${t("trials.same")}</th>
      ${result.variants.map((one) => html`<th key=${one.name} scope="col" class="table__number">${one.name}<span class="dim trial__definition">${t("trials.against_model")}</span></th>`)}</tr></thead>
    <tbody>${FIGURES.map((figure) => { const error = difference(figure, result.actual[figure.name], result.same[figure.name]); return html`<tr key=${figure.name}><th scope="row">${t(`trials.figure.${figure.name}`)}<span class="dim trial__definition">${t(`trials.definition.${figure.name}`)}</span></th>
      <td class="table__number" data-label=${t("trials.actual")}>${written(figure, result.actual[figure.name])}</td><td class="table__number" data-label=${t("trials.same")}>${written(figure, result.same[figure.name])}</td>
      ${result.variants.map((one) => html`<td key=${one.name} class="table__number" data-label=${one.name}><${Changed} figure=${figure} before=${result.same[figure.name]} figures=${one.figures} error=${error} /></td>`)}</tr>`; })}</tbody></table>
    <p class="dim panel__inside">${t("trials.table_text")}</p></section>`;
}

/** How far from the model of the policy that stood, first; below it the value itself, and its range over the runs. */
function Changed({ figure, before, figures, error }) {
  const after = figures[figure.name];
  if (after === null || after === undefined) return "—";
  const range = [figures.least[figure.name], figures.most[figure.name]];
  const how = comparison(figure, before, after, range, error);
  const isRange = range[0] !== null && written(figure, range[0]) !== written(figure, range[1]);
  const told = isRange ? t("trials.value_range", { value: written(figure, after), least: written(figure, range[0]), most: written(figure, range[1]) }) : written(figure, after);
  return html`<b class=${`trial__difference trial__${how}`}>${signed(figure, difference(figure, before, after))}</b>${how !== "moved" && html` <span class=${`trial__${how}`}>${t(`trials.${how}`)}</span>`}
    <span class="dim trial__range num">${told}</span>`;
}

function Plots({ result }) {
  const runs = [{ name: t("trials.actual"), look: "actual", figures: result.actual }, { name: t("trials.same"), look: "model", figures: result.same }, ...result.variants.map((one, n) => ({ ...one, look: `${n + 1}` }))];
  const hours = [...new Set(runs.flatMap((one) => one.figures.hours.map((row) => row.hour)))].sort((a, b) => a - b);
  const curve = result.actual.curve.filter((row) => row.seconds <= 300);
  const agents = peopleOf(runs);
  const of = (rows, key, at, name, none = null) => rows.find((row) => row[key] === at)?.[name] ?? none;
  const each = (values) => runs.map((one) => ({ name: one.name, look: one.look, values: values(one.figures) }));
  return html`<div class="trial__plots">
    <${Lines} title=${t("trials.plots.curve")} text=${t("trials.plots.curve_text")} unit=" %" most=${100} labels=${curve.map((row) => `${row.seconds} s`)}
      series=${each((figures) => curve.map((row) => of(figures.curve, "seconds", row.seconds, "percent")))} />
    <${Lines} title=${t("trials.plots.waits")} text=${t("trials.plots.waits_text")} unit=" s" labels=${hours.map((hour) => t("trials.hour", { hour }))}
      series=${each((figures) => hours.map((hour) => of(figures.hours, "hour", hour, "average_wait")))} />
    <${Bars} title=${t("trials.plots.lost")} labels=${hours.map((hour) => t("trials.hour", { hour }))}
      series=${each((figures) => hours.map((hour) => of(figures.hours, "hour", hour, "abandoned", 0)))} />
    <${Bars} title=${t("trials.plots.agents")} text=${t("trials.plots.agents_text")} labels=${agents.map(calledBy)}
      series=${each((figures) => agents.map((agent) => of(figures.agents, "agent_id", agent.agent_id, "handled", 0)))} />
    <${Bars} title=${t("trials.plots.busy")} unit=" %" labels=${agents.map(calledBy)}
      series=${each((figures) => agents.map((agent) => of(figures.agents, "agent_id", agent.agent_id, "occupancy", 0)))} />
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

function Patience({ patience }) {
  if (!patience) return null;
  const text = t("trials.patience.text", { left: formatNumber(patience.left), seen: formatNumber(patience.seen) });
  if (patience.mean_seconds === null) return html`<section class="panel"><h2>${t("trials.patience.title")}</h2><p class="muted">${t("trials.patience.nobody")}</p></section>`;
  return html`<${Lines} title=${t("trials.patience.title")} text=${`${text} ${t("trials.patience.mean", { mean: formatSpan(Math.round(patience.mean_seconds)) })}`} unit=" %" most=${100}
    labels=${patience.curve.map((row) => `${row.seconds} s`)} series=${[{ name: t("trials.patience.still"), values: patience.curve.map((row) => row.percent) }]} />`;
}
