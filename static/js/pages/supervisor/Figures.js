/** Today in figures. The first six ask for an action; the others stand behind them in one line. */
import { boot } from "../../lib/boot.js";
import { minute, second } from "../../lib/clock.js";
import { html } from "../../lib/html.js";
import { t } from "../../lib/i18n.js";
import { longestWait, queue } from "../../store/queue.js";
import { dayOf } from "../../timeline/days.js";
import { Skeleton } from "../../ui/Skeleton.js";
import { LoadFailed } from "../LoadFailed.js";
import { byCode, withLiveQueue } from "./liveFigures.js";
import { formatFigure } from "./formatFigure.js";
import { Hint } from "./Hint.js";
import { Tile } from "./Tile.js";

const TILES = ["waiting", "longest_wait", "service_level", "abandoned", "asa", "csat"];
const REST = ["offered", "answered", "aht", "talk_time"];
const ROWS = { abandoned: "state=abandoned", answered: "state=completed", offered: "direction=inbound" };

export function Figures({ report, leads }) {
  if (report.error && !report.data) return html`<${LoadFailed} error=${report.error} onRetry=${report.reload} />`;
  if (!report.data) return html`<div class="tiles" aria-hidden="true">${TILES.map((code) => html`<div key=${code} class="tile"><${Skeleton} lines=${2} /></div>`)}</div>`;
  const figures = byCode(withLiveQueue(report.data.figures, queue.value, longestWait(second.value)));
  const today = dayOf(minute.value, boot.timezone);
  const rowsOf = (code) => (ROWS[code] ? `/calls?from=${today}&to=${today}&${ROWS[code]}` : null);
  return html`<section aria-label=${t("supervisor.today")}>
    <div class="tiles">${TILES.filter((code) => figures[code]).map((code) => html`<${Tile} key=${code} figure=${figures[code]} href=${rowsOf(code)} whole=${figures.offered} />`)}</div>
    <dl class="figures">${REST.filter((code) => figures[code]).map((code) => html`<${Small} key=${code} figure=${figures[code]} href=${rowsOf(code)} />`)}
      ${leads && html`<div class="figures__one"><dt>${t("wall.leads")}</dt><dd><a class="num" href="/leads">${leads.waiting + leads.floating}</a></dd></div>`}</dl>
  </section>`;
}

function Small({ figure, href }) {
  const value = formatFigure(figure);
  return html`<div class="figures__one"><dt>${t(`supervisor.figure.${figure.code}`)}</dt>
    <dd>${href ? html`<a class="num" href=${href}>${value}</a>` : html`<span class="num">${value}</span>`}<${Hint} figure=${figure} /></dd></div>`;
}
