/** People who called in vain. */
import { html, useEffect, useState } from "../../lib/html.js";
import { t } from "../../lib/i18n.js";
import { EmptyState } from "../../ui/EmptyState.js";
import { Skeleton } from "../../ui/Skeleton.js";
import { fetchColleagues } from "../colleagues.js";
import { LoadFailed } from "../LoadFailed.js";
import { MoreRows } from "../MoreRows.js";
import { CallbackDialog } from "./CallbackDialog.js";
import { Chips } from "./Chips.js";
import { CloseDialog } from "./CloseDialog.js";
import { MissedRow } from "./MissedRow.js";
import { useMissed } from "./useMissed.js";

const VIEWS = ["open", "snoozed", "closed"];
const WHO = ["all", "mine", "none"];

export function Missed({ filters, show }) {
  const view = VIEWS.includes(filters.view) ? filters.view : "open";
  const who = WHO.includes(filters.who) ? filters.who : "all";
  const list = useMissed(view, who);
  const [closing, setClosing] = useState(null);
  const [promising, setPromising] = useState(null);
  useEffect(() => { fetchColleagues(); }, []);
  return html`<div class="filters"><${Chips} label=${t("missed.view")} ids=${VIEWS} value=${view} words="missed.views" onChange=${(one) => show({ view: one })} />
      <${Chips} label=${t("missed.whose")} ids=${WHO} value=${who} words="missed.who" onChange=${(one) => show({ who: one })} /></div>
    <${Rows} list=${list} view=${view} who=${who} onClose=${setClosing} onPromise=${setPromising} />
    ${closing && html`<${CloseDialog} key=${closing.id} item=${closing} onClose=${() => setClosing(null)} />`}
    ${promising && html`<${CallbackDialog} about=${{ customer_id: promising.customer_id, customer_name: promising.customer_name, number: promising.customer_id ? "" : promising.number_national }} onClose=${() => setPromising(null)} />`}`;
}

function Rows({ list, view, who, ...verbs }) {
  const items = list.items.value;
  if (list.isLoading.value) return html`<${Skeleton} lines=${8} />`;
  if (list.error.value && !items.length) return html`<${LoadFailed} error=${list.error.value} onRetry=${list.restart} />`;
  if (!items.length) {
    const title = view !== "open" ? `missed.nothing_${view}` : who === "mine" ? "missed.nothing_mine" : "missed.nothing";
    return html`<${EmptyState} icon="circle-check" title=${t(title)} text=${view === "open" ? t("missed.nothing_text") : ""} />`;
  }
  return html`<ul class=${`missed-list ${list.isRefreshing.value ? "is-stale" : ""}`}>${items.map((item) => html`<${MissedRow} key=${item.id} item=${item} ...${verbs} />`)}</ul><${MoreRows} list=${list} />`;
}
