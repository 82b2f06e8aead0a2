/** Segments as rows: what they are, how large, and how that went this month. */
import { html } from "../../lib/html.js";
import { t } from "../../lib/i18n.js";
import { Button } from "../../ui/Button.js";
import { Ago } from "../../ui/Timer.js";
import { drivesText, KindBadge, sizeText, StateBadge } from "./SegmentBadges.js";
import { Trend } from "./Trend.js";

export const SegmentTable = ({ segments, onRestore }) => html`<table class="table table--cards segments">
  <thead><tr><th scope="col">${t("segments.name")}</th><th scope="col">${t("segments.kind")}</th><th scope="col">${t("segments.sets")}</th>
    <th scope="col" class="table__number">${t("segments.size")}</th><th scope="col">${t("segments.month_trend")}</th><th scope="col" class="table__number">${t("segments.changed")}</th></tr></thead>
  <tbody>${segments.map((segment) => html`<tr key=${segment.id} class="table__row">
    <td class="segments__name"><span class="segments__what"><span class="row"><a class="table__link cut" href=${`/segments/${segment.id}`}>${segment.name}</a><${StateBadge} segment=${segment} /></span>
      ${segment.description && html`<span class="dim cut" title=${segment.description}>${segment.description}</span>`}</span></td>
    <td><${KindBadge} segment=${segment} /></td>
    <td>${segment.drives_field ? drivesText(segment) : html`<span class="dim none">–</span>`}</td>
    <td class="table__number">${sizeText(segment)}</td>
    <td><${Trend} sizes=${segment.trend} /></td>
    <td class="table__number">${onRestore && segment.archived_at ? html`<span class="segments__act"><${Button} size="small" icon="rotate-ccw" onClick=${() => onRestore(segment)}>${t("segments.restore")}<//></span>` : html`<${Ago} at=${segment.updated_at} />`}</td>
  </tr>`)}</tbody></table>`;
