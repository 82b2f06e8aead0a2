/** How leads went in the last thirty days: speed, outcomes, and on request everybody's share. */
import { get } from "../../lib/api.js";
import { formatNumber, formatPercent, formatSpan } from "../../lib/format.js";
import { html, useState } from "../../lib/html.js";
import { t } from "../../lib/i18n.js";
import { Button } from "../../ui/Button.js";
import { useResource } from "../useResource.js";

export function Figures() {
  const { data } = useResource(() => get("/leads/figures"), []);
  const [isOpen, setOpen] = useState(false);
  if (!data) return html`<div class="lead-figures lead-figures--waiting"></div>`;
  const speed = (seconds) => (seconds === null ? "—" : formatSpan(seconds));
  const closed = data.won + data.lost;
  return html`<section class="lead-figures" aria-label=${t("leads.figures.title")}>
    <${Figure} name="speed" value=${speed(data.speed_seconds)} more=${t("leads.figures.business", { time: speed(data.speed_business_seconds) })} />
    <${Figure} name="in_time" value=${data.touched ? formatPercent(data.touched_in_time / data.touched) : "—"} more=${t("leads.figures.touched", { n: formatNumber(data.touched), of: formatNumber(data.created) })} />
    <${Figure} name="won" value=${closed ? formatPercent(data.won / closed) : "—"} more=${t("leads.figures.closed", { won: formatNumber(data.won), lost: formatNumber(data.lost) })} />
    <${Figure} name="waiting" value=${formatNumber(data.waiting + data.floating)} more=${t("leads.figures.unowned", { waiting: formatNumber(data.waiting), floating: formatNumber(data.floating) })} />
    <span class="push"><${Button} kind="ghost" size="small" icon=${isOpen ? "chevron-down" : "chevron-right"} aria-expanded=${String(isOpen)} onClick=${() => setOpen(!isOpen)}>${t("leads.figures.shares")}<//></span>
    ${isOpen && html`<${Shares} shares=${data.shares} />`}</section>`;
}

const Figure = ({ name, value, more }) => html`<div class="lead-figure"><span class="dim">${t(`leads.figures.${name}`)}</span><b class="num">${value}</b><span class="dim">${more}</span></div>`;

const SHARES = [["entitled", "entitled"], ["received", "received"], ["open_now", "open"], ["reached", "touched"], ["won_n", "won"]];

const Shares = ({ shares }) => html`<div class="lead-figures__shares"><table class="table table--cards">
  <thead><tr><th scope="col">${t("leads.owner")}</th>${SHARES.map(([name]) => html`<th key=${name} scope="col" class="table__number">${t(`leads.figures.${name}`)}</th>`)}</tr></thead>
  <tbody>${shares.map((one) => html`<tr key=${one.agent_id}><td>${one.name}</td>${SHARES.map(([name, from]) => html`<td key=${name} class="table__number" data-label=${t(`leads.figures.${name}`)}>${formatNumber(one[from])}</td>`)}</tr>`)}</tbody></table>
  <p class="dim">${t("leads.figures.shares_text")}</p></div>`;
