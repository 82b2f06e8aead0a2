/** A team made or changed: its name, what it is for, who is in it. */
import { get, patch, post } from "../../lib/api.js";
import { errorText, fieldErrors } from "../../lib/errors.js";
import { html, useState } from "../../lib/html.js";
import { t } from "../../lib/i18n.js";
import { toast } from "../../lib/toasts.js";
import { Button } from "../../ui/Button.js";
import { Dialog } from "../../ui/Dialog.js";
import { TextField } from "../../ui/Field.js";
import { Checklist } from "./Checklist.js";
import { teamsOf } from "./membership.js";

const formOf = ({ name = "", description = "", member_ids = [] }) => ({ name, description, member_ids });

export function TeamDialog({ team, teams, people, onSaved, onClose }) {
  const [form, setForm] = useState(() => formOf(team));
  const [version, setVersion] = useState(team.version);
  const [theirs, setTheirs] = useState(null);
  const [errors, setErrors] = useState({});
  const [isBusy, setBusy] = useState(false);
  const change = (part) => { setForm({ ...form, ...part }); setErrors({}); };
  const refuse = async (error) => {
    if (error.status === 412) return setTheirs((await get("/teams")).items.find((one) => one.id === team.id) || null);
    const told = error.code === "team_exists" ? { name: errorText(error) } : fieldErrors(error);
    return setErrors(Object.keys(told).length ? told : { form: errorText(error) });
  };
  const save = async (event) => {
    event.preventDefault();
    const body = { ...form, name: form.name.trim(), description: form.description.trim() };
    if (!body.name) return setErrors({ name: t("teams.name_missing") });
    setBusy(true);
    try {
      const saved = team.id ? await patch(`/teams/${team.id}`, body, { ifMatch: version }) : await post("/teams", body);
      toast(t("teams.saved", { name: saved.name }), { kind: "done" });
      onSaved(saved);
    } catch (error) {
      await refuse(error).catch(() => setErrors({ form: errorText(error) }));
      setBusy(false);
    }
    return undefined;
  };
  const settle = (next) => { setForm(next); setVersion(theirs.version); setTheirs(null); };
  const known = people.filter((one) => one.is_active || form.member_ids.includes(one.id));
  const options = known.map((one) => ({ id: one.id, name: one.name, hint: hintOf(one, teams, team) }));
  return html`<${Dialog} title=${team.id ? t("teams.edit_one", { name: team.name }) : t("teams.create")} onClose=${onClose}>
    <form class="stack form" onSubmit=${save} novalidate>
      <${TextField} label=${t("teams.name")} required maxlength="80" autocomplete="off" autofocus value=${form.name} error=${errors.name} onInput=${(event) => change({ name: event.currentTarget.value })} />
      <${TextField} label=${t("teams.description")} maxlength="300" autocomplete="off" placeholder=${t("teams.description_hint")} value=${form.description} error=${errors.description} onInput=${(event) => change({ description: event.currentTarget.value })} />
      <${Checklist} label=${t("teams.members")} options=${options} chosen=${form.member_ids} onChange=${(member_ids) => change({ member_ids })} />
      ${theirs && html`<${Conflict} theirs=${theirs} onTake=${() => settle(formOf(theirs))} onKeep=${() => settle(form)} />`}
      ${(errors.form || errors.member_ids) && html`<p class="field__error" role="alert">${errors.form || errors.member_ids}</p>`}
      <div class="form__foot"><${Button} onClick=${onClose}>${t("pages.cancel")}<//><${Button} kind="primary" type="submit" busy=${isBusy} disabled=${Boolean(theirs)}>${t("pages.save")}<//></div>
    </form><//>`;
}

/** Role, and the other teams somebody is in. */
function hintOf(person, teams, team) {
  const others = teamsOf(teams, person.id).filter((one) => one.id !== team.id).map((one) => one.name);
  return [t(`role.${person.role}`), ...others].join(" · ");
}

/** Somebody saved the same team meanwhile: what stands there now, and the choice. */
const Conflict = ({ theirs, onTake, onKeep }) => html`<div class="warning" role="alert">
  <p><b>${t("teams.conflict")}</b></p>
  <p class="muted">${t("teams.conflict_text", { name: theirs.name, people: t("teams.people", { count: theirs.member_ids.length }) })}</p>
  <span class="row"><${Button} size="small" onClick=${onTake}>${t("teams.take_theirs")}<//><${Button} size="small" onClick=${onKeep}>${t("teams.keep_mine")}<//></span></div>`;
