/** Somebody let in, or changed by an admin. */
import { patch, post } from "../../lib/api.js";
import { errorText } from "../../lib/errors.js";
import { html, useState } from "../../lib/html.js";
import { t } from "../../lib/i18n.js";
import { toast } from "../../lib/toasts.js";
import { Button } from "../../ui/Button.js";
import { Dialog } from "../../ui/Dialog.js";
import { Field, TextField } from "../../ui/Field.js";
import { teams } from "../people.js";
import { living, putInTeams, teamsOf } from "../teams/membership.js";

export function PersonDialog({ user, onSaved, onClose }) {
  const isNew = !user.id;
  const [form, setForm] = useState({ name: "", email: "", role: "agent", password: "", own_phone: "", answers_on: "browser", ...user, ...(user.own_phone ? {} : { own_phone: "" }), turnsOff: false });
  const [errors, setErrors] = useState({});
  const before = teamsOf(teams.value, user.id).map((team) => team.id);
  const [teamIds, setTeamIds] = useState(before);
  const [isBusy, setBusy] = useState(false);
  const change = (part) => { setForm({ ...form, ...part }); setErrors({}); };
  const save = async (event) => {
    event.preventDefault();
    const missing = Object.fromEntries((isNew ? ["name", "email", "password"] : ["name"]).filter((name) => !form[name].trim()).map((name) => [name, t("team.missing")]));
    if (Object.keys(missing).length) return setErrors(missing);
    setBusy(true);
    try {
      const saved = isNew ? await post("/users", newBody(form)) : await patch(`/users/${user.id}`, changes(form, user));
      if (teamIds.length !== before.length || teamIds.some((id) => !before.includes(id))) await putInTeams(saved.id, teamIds);
      toast(t(isNew ? "team.added" : "team.saved", { name: saved.name }), { kind: "done" });
      onSaved(saved);
    } catch (error) {
      setErrors({ form: errorText(error) });
      setBusy(false);
    }
    return undefined;
  };
  const text = (name, label, more = {}) => html`<${TextField} label=${label} value=${form[name]} error=${errors[name]} autocomplete="off" onInput=${(event) => change({ [name]: event.currentTarget.value })} ...${more} />`;
  const select = (name, label, values, labelOf) => html`<${Field} label=${label}>${(attributes) => html`<select class="input" ...${attributes} value=${form[name]} onChange=${(event) => change({ [name]: event.currentTarget.value })}>
    ${values.map((value) => html`<option key=${value} value=${value}>${labelOf(value)}</option>`)}</select>`}<//>`;
  return html`<${Dialog} title=${isNew ? t("team.add") : t("team.edit", { name: user.name })} onClose=${onClose}>
    <form class="stack form" onSubmit=${save} novalidate>
      ${text("name", t("team.name"), { required: true, maxlength: 120, autofocus: true })}
      ${isNew && text("email", t("team.email"), { type: "email", required: true })}
      ${select("role", t("team.role"), ["agent", "supervisor", "admin"], (role) => t(`role.${role}`))}
      ${isNew ? text("password", t("team.password"), { type: "password", required: true, autocomplete: "new-password", hint: t("team.password_hint") })
        : text("password", t("team.new_password"), { type: "password", autocomplete: "new-password", hint: t("team.new_password_hint") })}
      ${text("own_phone", t("team.own_phone"), { type: "tel" })}
      ${!isNew && select("answers_on", t("team.answers_on"), ["browser", "phone"], (where) => t(`team.${where}`))}
      ${living(teams.value).length > 0 && html`<${TeamTicks} chosen=${teamIds} onChange=${setTeamIds} />`}
      ${!isNew && user.is_totp_on && html`<label class="check"><input type="checkbox" checked=${form.turnsOff} onChange=${(event) => change({ turnsOff: event.currentTarget.checked })} />
        <span>${t("team.two_steps_off")} <span class="dim">${t("team.two_steps_hint")}</span></span></label>`}
      ${errors.form && html`<p class="field__error" role="alert">${errors.form}</p>`}
      <div class="form__foot"><${Button} onClick=${onClose}>${t("pages.cancel")}<//><${Button} kind="primary" type="submit" busy=${isBusy}>${t("pages.save")}<//></div>
    </form><//>`;
}

const TeamTicks = ({ chosen, onChange }) => html`<fieldset class="team__ticks"><legend class="field__label">${t("team.teams")}</legend>
  ${living(teams.value).map((team) => html`<label key=${team.id} class="check"><input type="checkbox" checked=${chosen.includes(team.id)}
    onChange=${() => onChange(chosen.includes(team.id) ? chosen.filter((id) => id !== team.id) : [...chosen, team.id])} /><span>${team.name}</span></label>`)}</fieldset>`;

const newBody = ({ name, email, role, password, own_phone }) => ({ name: name.trim(), email: email.trim(), role, password, own_phone: own_phone.trim() || null });

/** Only what was changed: somebody else may be changing the rest. */
function changes(form, user) {
  const body = {};
  for (const name of ["name", "role", "answers_on"]) if (form[name] !== user[name]) body[name] = form[name];
  if ((form.own_phone.trim() || null) !== user.own_phone) body.own_phone = form.own_phone.trim() || null;
  if (form.password) body.password = form.password;
  if (form.turnsOff) body.is_totp_on = false;
  return body;
}
