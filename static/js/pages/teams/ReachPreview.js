/** Rules in numbers: how many customers each person sees, and would see. */
import { errorText } from "../../lib/errors.js";
import { formatNumber } from "../../lib/format.js";
import { html, useState } from "../../lib/html.js";
import { t } from "../../lib/i18n.js";
import { Avatar } from "../../ui/Avatar.js";
import { Badge } from "../../ui/Badge.js";
import { Button } from "../../ui/Button.js";
import { Skeleton } from "../../ui/Skeleton.js";

const FIRST = 8;

export function ReachPreview({ preview, told, lone, isChanged }) {
  const [isWhole, setWhole] = useState(false);
  if (preview.error) return html`<p class="field__error" role="alert">${errorText(preview.error)}</p>`;
  if (preview.isLoading) return html`<${Skeleton} lines=${4} />`;
  if (!told) return null;
  const { customers, nobodys } = preview.data;
  const limited = told.same.filter((one) => one.would_see < customers);
  const rows = [...told.changed, ...limited];
  const untouched = told.same.length - limited.length;
  const loneIds = new Set(lone.map((one) => one.id));
  return html`<div class="reach-preview">
    <h3>${t(isChanged ? "teams.preview" : "teams.now")}</h3>
    <p class="muted">${t("teams.total", { count: customers, n: formatNumber(customers), nobodys: formatNumber(nobodys) })}</p>
    ${rows.length > 0 && html`<ul class="reach-preview__rows">${(isWhole ? rows : rows.slice(0, FIRST)).map((one) => html`<${Row} key=${one.user_id} one=${one} customers=${customers} isLone=${loneIds.has(one.user_id)} />`)}</ul>`}
    ${!isWhole && rows.length > FIRST && html`<${Button} size="small" onClick=${() => setWhole(true)}>${t("teams.show_all", { n: rows.length })}<//>`}
    ${untouched > 0 && html`<p class="dim">${t("teams.unchanged", { count: untouched })}</p>`}
  </div>`;
}

function Row({ one, customers, isLone }) {
  const isChanged = one.sees_now !== one.would_see;
  const values = { n: formatNumber(one.would_see), of: formatNumber(customers), before: formatNumber(one.sees_now) };
  return html`<li class="reach-preview__row"><${Avatar} name=${one.name} size=${24} />
    <span class="reach-preview__who"><span class="row row--wrap"><b>${one.name}</b><span class="dim">${t(`role.${one.role}`)}</span>${isLone && html`<${Badge} kind="waiting">${t("teams.in_none")}<//>`}</span>
      <span class="reach-preview__bar" aria-hidden="true"><span style=${{ width: `${share(one.would_see, customers)}%` }}></span></span></span>
    <span class="reach-preview__words num">${t(isChanged ? "teams.would_see" : "teams.sees_now", values)}${isChanged && html`<span class="dim">${t("teams.saw", values)}</span>`}</span></li>`;
}

const share = (part, whole) => (whole ? Math.round((100 * part) / whole) : 0);
