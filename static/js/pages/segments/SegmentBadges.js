/** What kind a segment is, what it makes of its members, and what it is doing. */
import { formatNumber } from "../../lib/format.js";
import { html } from "../../lib/html.js";
import { t } from "../../lib/i18n.js";
import { Badge } from "../../ui/Badge.js";

export const KindBadge = ({ segment }) => html`<${Badge} kind="line">${t(`segments.kinds.${segment.kind}`)}<//>`;

/** "Trạng thái → Thân thiết" */
export function drivesText(segment) {
  if (!segment.drives_field) return "";
  const value = segment.drives_field === "status" ? t(`customers.statuses.${segment.drives_value}`) : t(`segments.classes.${segment.drives_value}`);
  return `${t(`segments.drives.${segment.drives_field}`)} → ${value}`;
}

/** Where not everybody is seen, those who are may be too many to be counted. */
export const sizeText = (segment) => formatNumber(segment.size) || "–";

export function StateBadge({ segment }) {
  const { state, done, total } = segment.refresh;
  if (segment.archived_at) return html`<${Badge}>${t("segments.state.archived")}<//>`;
  if (segment.kind === "static" && state === "fresh") return null;
  if (!segment.is_active) return html`<${Badge} kind="waiting" icon="pause">${t("segments.state.paused")}<//>`;
  if (state === "failed") return html`<${Badge} kind="late" icon="circle-alert">${t("segments.state.failed")}<//>`;
  if (state === "fresh") return null;
  return html`<${Badge} kind="accent" icon="loader-circle">${total ? t("segments.state.running", { percent: Math.round((done / total) * 100) }) : t("segments.state.waiting")}<//>`;
}
