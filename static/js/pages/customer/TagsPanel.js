/** A customer's tags: hung on by typing, taken off with a way back. */
import { del, get, post } from "../../lib/api.js";
import { errorText } from "../../lib/errors.js";
import { html, useState } from "../../lib/html.js";
import { t } from "../../lib/i18n.js";
import { toast } from "../../lib/toasts.js";
import { can } from "../../store/session.js";
import { Button } from "../../ui/Button.js";
import { Tag } from "../annotations/Tag.js";
import { TagManager } from "../annotations/TagManager.js";
import { Lookup } from "../Lookup.js";
import { useResource } from "../useResource.js";
import "../annotations/words.js";
import "../tasks/words.js";

export function TagsPanel({ customer, isEditable }) {
  const { data, reload, set } = useResource(() => get(`/customers/${customer.id}/tags`), [customer.id]);
  const [mode, setMode] = useState("");
  const tags = data?.items || [];
  const attempt = async (work) => {
    try {
      return await work();
    } catch (error) {
      toast(errorText(error), { kind: "late" });
      return null;
    }
  };
  const hang = (body) => attempt(async () => set(await post(`/customers/${customer.id}/tags`, body)));
  const remove = (tag) => attempt(async () => {
    set(await del(`/customers/${customer.id}/tags/${tag.id}`));
    toast(t("tags.removed", { name: tag.name }), { kind: "done", undo: () => hang({ tag_id: tag.id }) });
  });
  const search = async (q) => {
    const { items } = await get("/tags", { q });
    return items.filter((one) => !tags.some((tag) => tag.id === one.id)).map((one) => ({ id: one.id, label: one.name, hint: one.customers === null ? "–" : t("tags.customers", { count: one.customers }) }));
  };
  return html`<section class="panel" aria-labelledby="customer-tags">
    <div class="panel__head"><h2 id="customer-tags">${t("tags.title")}</h2><span class="push row">
      ${can("customers.audit") && html`<${Button} kind="ghost" size="small" icon="settings" label=${t("tags.manage")} onClick=${() => setMode("manage")} />`}
      ${isEditable && mode !== "add" && html`<${Button} kind="ghost" size="small" icon="plus" label=${t("tags.add")} onClick=${() => setMode("add")} />`}</span></div>
    ${data && !tags.length && mode !== "add" && html`<p class="muted">${t("tags.none")}</p>`}
    <div class="tags">${tags.map((tag) => html`<${Tag} key=${tag.id} tag=${tag} onRemove=${isEditable && (() => remove(tag))} />`)}</div>
    ${mode === "add" && html`<${Lookup} label=${t("tags.add")} placeholder=${t("tags.add_hint")} search=${search} isOpenAtOnce onClose=${() => setMode("")}
      onPick=${(one) => hang({ tag_id: one.id })} onCreate=${(name) => hang({ name })} createWords=${(name) => t("tags.create", { name })} />`}
    ${mode === "manage" && html`<${TagManager} onClose=${() => { setMode(""); reload(); }} />`}
  </section>`;
}
