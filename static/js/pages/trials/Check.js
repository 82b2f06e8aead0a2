/** How far the model of the same policy is from what happened, figure by figure in a sentence, and what that means. */
import { formatNumber } from "../../lib/format.js";
import { html } from "../../lib/html.js";
import { t } from "../../lib/i18n.js";
import { Badge } from "../../ui/Badge.js";
import { difference, FIGURES } from "./model.js";
import { sized, written } from "./writing.js";

export function Check({ check, result }) {
  return html`<section class="panel" aria-labelledby="check-title"><div class="panel__head"><h2 id="check-title">${t("trials.check.title")}</h2>
      <span class="push"><${Badge} kind=${check.is_good ? "done" : "late"} icon=${check.is_good ? "circle-check" : "circle-alert"}>${t(check.is_good ? "trials.check.good" : "trials.check.bad")}<//></span></div>
    <p class="muted">${t("trials.check.text", { work: formatNumber(result.work), people: formatNumber(result.people) })}</p>
    <dl class="trial__errors">${check.figures.map((one) => html`<${One} key=${one.name} one=${one} />`)}</dl>
    <p>${t(check.is_good ? "trials.check.good_means" : "trials.check.bad_means")}</p>
    ${result.guessed.length > 0 && html`<p class="dim">${t("trials.check.guessed", { names: result.guessed.join(", ") })}</p>`}</section>`;
}

function One({ one }) {
  const figure = FIGURES.find((known) => known.name === one.name);
  const off = difference(figure, one.actual, one.modelled);
  const how = off === 0 ? "equal" : off > 0 ? "more" : "less";
  const values = { off: sized(figure, off), actual: written(figure, one.actual), modelled: written(figure, one.modelled) };
  return html`<div><dt>${t(`trials.figure.${one.name}`)}</dt><dd>${t(`trials.check.${how}`, values)}${" "}
    <span class=${one.is_within ? "dim" : "state-late"}>${t(one.is_within ? "trials.check.within" : "trials.check.outside", { tolerance: sized(figure, one.tolerance) })}</span></dd></div>`;
}
