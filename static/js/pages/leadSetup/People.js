/** Who receives leads, and how many at most. A change counts at once. */
import { get, patch } from "../../lib/api.js";
import { errorText } from "../../lib/errors.js";
import { formatNumber } from "../../lib/format.js";
import { html } from "../../lib/html.js";
import { t } from "../../lib/i18n.js";
import { toast } from "../../lib/toasts.js";
import { Skeleton } from "../../ui/Skeleton.js";
import { useResource } from "../useResource.js";
import { readCount } from "../readCount.js";

const CAPS = ["max_open", "max_per_hour", "max_per_day"];

export function People() {
  const { data, reload, set } = useResource(() => get("/lead-agents"), []);
  if (!data) return html`<${Skeleton} lines=${6} />`;
  const save = async (one, changes) => {
    set({ items: data.items.map((row) => (row.user_id === one.user_id ? { ...row, ...changes } : row)) });
    try { await patch(`/lead-agents/${one.user_id}`, changes); } catch (error) { toast(errorText(error), { kind: "late" }); reload(); }
  };
  return html`<p class="muted">${t("leads.people.text")}</p><table class="table table--cards lead-people">
    <thead><tr><th scope="col">${t("leads.people.name")}</th><th scope="col">${t("leads.people.receives")}</th>${CAPS.map((name) => html`<th key=${name} scope="col">${t(`leads.caps.${name}_label`)}</th>`)}<th scope="col" class="table__number">${t("leads.people.open")}</th></tr></thead>
    <tbody>${data.items.map((one) => html`<tr key=${one.user_id}><td>${one.name}</td>
      <td><label class="check"><input type="checkbox" checked=${one.receives_leads} aria-label=${t("leads.people.receives_one", { name: one.name })} onChange=${(event) => save(one, { receives_leads: event.currentTarget.checked })} /><span>${t(one.receives_leads ? "leads.people.on" : "leads.people.off")}</span></label></td>
      ${CAPS.map((name) => html`<td key=${name} data-label=${t(`leads.caps.${name}_label`)}><input class="input lead-people__cap" inputmode="numeric" maxlength="5" placeholder=${t("leads.people.by_policy")} aria-label=${`${t(`leads.caps.${name}_label`)}: ${one.name}`} value=${one[name] ?? ""}
        onChange=${(event) => save(one, { [name]: readCount(event.currentTarget.value) })} /></td>`)}
      <td class="table__number" data-label=${t("leads.people.open")}>${formatNumber(one.open_leads)}</td></tr>`)}</tbody></table>`;
}
