/** Who is in a segment; a list can be added to and taken from, each with undo. */
import { get } from "../../lib/api.js";
import { html, useEffect, useState } from "../../lib/html.js";
import { t } from "../../lib/i18n.js";
import { Avatar } from "../../ui/Avatar.js";
import { Badge } from "../../ui/Badge.js";
import { Button } from "../../ui/Button.js";
import { EmptyState } from "../../ui/EmptyState.js";
import { Skeleton } from "../../ui/Skeleton.js";
import { Ago } from "../../ui/Timer.js";
import { LoadFailed } from "../LoadFailed.js";
import { MoreRows } from "../MoreRows.js";
import { useList } from "../useList.js";
import { useTyped } from "../useTyped.js";
import { AddMembers } from "./AddMembers.js";
import { removeMembers } from "./verbs.js";

export function Members({ segment, isEditable, onReload }) {
  const [q, setQ] = useState("");
  const [text, type] = useTyped(q, setQ);
  const list = useList((cursor, asked) => get(`/segments/${segment.id}/members`, { q: asked.q, cursor }), { q });
  useEffect(() => { if (!list.isLoading.value) list.reload(); }, [segment.size]);
  const isList = segment.kind === "static" && isEditable;
  const changed = () => { list.reload(); onReload(); };
  return html`<div class="segment-members">
    <div class="segment-members__head"><input type="search" class="input segment-members__search" aria-label=${t("segments.find_member")} placeholder=${t("segments.find_member")} maxlength="100" autocomplete="off"
        value=${text} onInput=${(event) => type(event.currentTarget.value)} />
      ${isList && html`<${AddMembers} id=${segment.id} onChange=${changed} />`}</div>
    <${Rows} list=${list} q=${q} segment=${segment} onRemove=${isList ? (one) => removeMembers(segment.id, [one.id], changed) : null} />
  </div>`;
}

function Rows({ list, q, segment, onRemove }) {
  const people = list.items.value;
  if (list.isLoading.value) return html`<${Skeleton} lines=${6} />`;
  if (list.error.value && !people.length) return html`<${LoadFailed} error=${list.error.value} onRetry=${list.restart} />`;
  if (!people.length) {
    const why = q ? "no_member_found" : segment.kind === "static" ? "list_empty" : segment.refresh.state === "fresh" ? "nobody_fits" : "filling";
    return html`<${EmptyState} icon="users" title=${t(`segments.${why}`)} text=${why === "list_empty" ? t("segments.list_empty_text") : ""} />`;
  }
  return html`<table class="table table--cards segment-members__table">
    <thead class="sr-only"><tr><th scope="col">${t("customers.name")}</th><th scope="col">${t("customers.status")}</th><th scope="col">${t("segments.since")}</th>${onRemove && html`<th scope="col">${t("segments.remove")}</th>`}</tr></thead>
    <tbody>${people.map((one) => html`<tr key=${one.id} class="table__row">
      <td><span class="row"><${Avatar} name=${one.display_name} size=${24} /><a class="table__link cut" href=${`/customers/${one.id}`}>${one.display_name}</a><span class="dim cut">${one.company || one.province || ""}</span></span></td>
      <td><${Badge} kind=${one.status === "loyal" ? "accent" : "line"}>${t(`customers.statuses.${one.status}`)}<//></td>
      <td class="table__number dim" title=${t("segments.since")}><${Ago} at=${one.entered_at} /></td>
      ${onRemove && html`<td class="table__number"><${Button} kind="ghost" size="small" icon="x" label=${t("segments.remove_one", { name: one.display_name })} onClick=${() => onRemove(one)} /></td>`}
    </tr>`)}</tbody></table><${MoreRows} list=${list} />`;
}
