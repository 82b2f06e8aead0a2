/** The flows to choose from; a new one, another name, into the archive. */
import { patch, post } from "../../lib/api.js";
import { errorText } from "../../lib/errors.js";
import { html, useState } from "../../lib/html.js";
import { t } from "../../lib/i18n.js";
import { toast } from "../../lib/toasts.js";
import { navigate } from "../../shell/router.js";
import { Badge } from "../../ui/Badge.js";
import { Button } from "../../ui/Button.js";
import { Dialog } from "../../ui/Dialog.js";
import { TextField } from "../../ui/Field.js";
import { Menu } from "../../ui/Menu.js";
import { Icon } from "../../lib/icons.js";

export function Flows({ flows, current, mayEdit, onChange }) {
  const [named, setNamed] = useState(null);
  const archive = async (flow, isArchived) => {
    try {
      await patch(`/flows/${flow.id}`, { is_archived: isArchived });
      if (isArchived) toast(t("front_door.archived", { flow: flow.name }), { undo: () => archive(flow, false) });
      onChange();
    } catch (error) {
      toast(error.code === "flow_in_use" ? t("front_door.flow_in_use") : errorText(error), { kind: "late" });
    }
  };
  return html`<section class="panel panel--flush" aria-labelledby="flows-head"><div class="panel__head"><h2 id="flows-head">${t("front_door.flows")}</h2><span class="push"></span>
      ${mayEdit && html`<${Button} size="small" icon="plus" onClick=${() => setNamed({})}>${t("front_door.new_flow")}<//>`}</div>
    <ul class="flow-list">${flows.map((flow) => html`<li key=${flow.id} class="flow-list__row">
      <a class="flow-list__link" href=${`/front-door?flow=${flow.id}`} aria-current=${flow.id === current.id ? "true" : null}><strong>${flow.name}</strong>
        <span class="dim">${flow.is_default ? t("front_door.for_all_others") : t("front_door.n_numbers", { count: flow.numbers })}</span></a>
      ${flow.is_archived ? html`<${Badge} kind="line">${t("front_door.is_archived")}<//>` : flow.has_changes && html`<${Badge} kind="waiting">${t("front_door.draft")}<//>`}
      ${mayEdit && html`<${Menu} align="end" triggerClass="btn btn--ghost btn--small btn--icon" label=${t("front_door.more", { flow: flow.name })} trigger=${html`<${Icon} name="pencil" />`} items=${[
        { label: t("front_door.rename"), run: () => setNamed(flow) }, { label: t("front_door.copy"), run: () => setNamed({ copy_of: flow.id }) },
        !flow.is_default && { label: t(flow.is_archived ? "front_door.restore_flow" : "front_door.archive"), run: () => archive(flow, !flow.is_archived) }]} />`}</li>`)}</ul>
    ${named && html`<${NameDialog} flow=${named} onClose=${() => setNamed(null)} onSaved=${(flow) => { setNamed(null); onChange(); if (!named.id) navigate(`/front-door?flow=${flow.id}`); }} />`}</section>`;
}

function NameDialog({ flow, onClose, onSaved }) {
  const [name, setName] = useState(flow.name || "");
  const [error, setError] = useState("");
  const save = async (event) => {
    event.preventDefault();
    if (!name.trim()) return setError(t("front_door.name_missing"));
    try {
      onSaved(flow.id ? await patch(`/flows/${flow.id}`, { name }) : await post("/flows", { name, copy_of: flow.copy_of || null }));
    } catch (failure) {
      setError(errorText(failure));
    }
    return undefined;
  };
  return html`<${Dialog} title=${t(flow.id ? "front_door.rename" : "front_door.new_flow")} onClose=${onClose}><form class="stack form" onSubmit=${save} novalidate>
    <${TextField} label=${t("front_door.name")} value=${name} error=${error} maxlength="80" autofocus autocomplete="off" onInput=${(event) => { setName(event.currentTarget.value); setError(""); }} />
    <div class="form__foot"><${Button} onClick=${onClose}>${t("pages.cancel")}<//><${Button} kind="primary" type="submit">${t("pages.save")}<//></div></form><//>`;
}
