/** Calls that were promised, by their time. */
import { get } from "../../lib/api.js";
import { html, useEffect, useState } from "../../lib/html.js";
import { t } from "../../lib/i18n.js";
import { onEvent } from "../../store/live.js";
import { EmptyState } from "../../ui/EmptyState.js";
import { Skeleton } from "../../ui/Skeleton.js";
import { LoadFailed } from "../LoadFailed.js";
import { MoreRows } from "../MoreRows.js";
import { useList } from "../useList.js";
import { CallbackDialog } from "./CallbackDialog.js";
import { CallbackRow } from "./CallbackRow.js";
import { Chips } from "./Chips.js";

const VIEWS = ["open", "done"];
const WHO = ["mine", "none", "all"];

export function Callbacks({ filters, show }) {
  const view = VIEWS.includes(filters.view) ? filters.view : "open";
  const who = WHO.includes(filters.who) ? filters.who : "mine";
  const list = useList((cursor, asked) => get("/callbacks", { ...asked, limit: 50, cursor }),
    { state: view, ...(who === "mine" ? { mine: 1 } : who === "none" ? { assignee: "none" } : {}) });
  const [opened, setOpened] = useState(null);
  useEffect(() => onEvent("task.updated", ({ task }) => task.kind === "callback" && list.reload()), []);
  return html`<div class="filters"><${Chips} label=${t("missed.view")} ids=${VIEWS} value=${view} words="callbacks.views" onChange=${(one) => show({ view: one })} />
      <${Chips} label=${t("missed.whose")} ids=${WHO} value=${who} words="callbacks.who" onChange=${(one) => show({ who: one === "mine" ? "" : one })} /></div>
    <${Rows} list=${list} view=${view} onOpen=${setOpened} />
    ${opened && html`<${CallbackDialog} key=${opened.id} callback=${opened} onClose=${() => setOpened(null)} />`}`;
}

function Rows({ list, view, onOpen }) {
  const items = list.items.value;
  if (list.isLoading.value) return html`<${Skeleton} lines=${6} />`;
  if (list.error.value && !items.length) return html`<${LoadFailed} error=${list.error.value} onRetry=${list.restart} />`;
  if (!items.length) {
    return view === "done" ? html`<p class="muted">${t("callbacks.none_done")}</p>` : html`<${EmptyState} icon="calendar-clock" title=${t("callbacks.nothing")} text=${t("callbacks.nothing_text")} />`;
  }
  return html`<ul class="missed-list">${items.map((one) => html`<${CallbackRow} key=${one.id} callback=${one} onOpen=${onOpen} />`)}</ul><${MoreRows} list=${list} />`;
}
