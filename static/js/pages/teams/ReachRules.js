/** Whose customers agents and supervisors see: chosen here, shown in numbers, then applied, and taken back. */
import { put } from "../../lib/api.js";
import { errorText } from "../../lib/errors.js";
import { html, useEffect, useRef, useState } from "../../lib/html.js";
import { t } from "../../lib/i18n.js";
import { toast } from "../../lib/toasts.js";
import { Button } from "../../ui/Button.js";
import { Confirm } from "../../ui/Dialog.js";
import { rebased, summed } from "./membership.js";
import { ReachPreview } from "./ReachPreview.js";
import { useReachPreview } from "./useReachPreview.js";

const ROLES = ["agent", "supervisor"];
const REACHES = ["all", "team", "own"];

const isSame = (one, other) => ROLES.every((role) => one[role] === other[role]);

export function ReachRules({ saved, lone, onSaved }) {
  const [wanted, setWanted] = useState(saved);
  const [isOvertaken, setOvertaken] = useState(false);
  const [isAsked, setAsked] = useState(false);
  const [isBusy, setBusy] = useState(false);
  const known = useRef(saved);
  const sent = useRef(null);
  useEffect(() => { // another admin's change is taken over but for what was chosen here, which waits to be looked at again
    const isOwn = sent.current && isSame(saved, sent.current);
    const next = isOwn ? saved : rebased(wanted, known.current, saved);
    known.current = saved;
    if (isOwn) sent.current = null;
    setWanted(next);
    setOvertaken(!isSame(next, saved));
    setAsked(false);
  }, [saved.agent, saved.supervisor]);
  const isChanged = !isSame(wanted, saved);
  const preview = useReachPreview(wanted, isChanged || ROLES.some((role) => saved[role] !== "all"), lone.length);
  const save = async (rules, undoTo) => {
    setBusy(true);
    sent.current = rules;
    try {
      await put("/reach", rules);
      toast(t("teams.reach_saved"), { kind: "done", undo: undoTo && (() => save(undoTo)) });
    } catch (error) {
      sent.current = null;
      toast(errorText(error), { kind: "late" });
    }
    setBusy(false);
    onSaved();
  };
  const told = preview.data && summed(preview.data.items);
  return html`<section class="panel reach-rules" aria-labelledby="reach-rules">
    <h2 id="reach-rules">${t("teams.reach")}</h2>
    <p class="muted">${t("teams.reach_text")}</p>
    <div class="reach-rules__roles">${ROLES.map((role) => html`<${Role} key=${role} role=${role} value=${wanted[role]} onChange=${(reach) => setWanted({ ...wanted, [role]: reach })} />`)}</div>
    ${isOvertaken && isChanged && html`<p class="warning" role="alert">${t("teams.overtaken")}</p>`}
    <${ReachPreview} preview=${preview} told=${told} lone=${lone} isChanged=${isChanged} />
    ${isChanged && html`<div class="form__foot form__foot--start"><${Button} kind="primary" busy=${isBusy} disabled=${!told} onClick=${() => setAsked(true)}>${t("teams.apply")}<//>
      <${Button} onClick=${() => { setWanted(saved); setOvertaken(false); }}>${t("teams.drop")}<//></div>`}
    <ul class="reach-rules__always">${["nobodys", "dealt", "admins", "pages"].map((one) => html`<li key=${one}>${t(`teams.always.${one}`)}</li>`)}</ul>
    ${isAsked && told && html`<${Confirm} kind="primary" title=${t("teams.apply_title")} text=${questionOf(told)} action=${t("teams.apply")} onConfirm=${() => save(wanted, saved)} onClose=${() => setAsked(false)} />`}
  </section>`;
}

const questionOf = ({ less, more }) => [less && t("teams.see_less", { count: less }), more && t("teams.see_more", { count: more }), !less && !more && t("teams.see_same"), t("teams.at_once")].filter(Boolean).join(" ");

const Role = ({ role, value, onChange }) => html`<fieldset class="reach-rules__role"><legend class="field__label">${t(`teams.sees.${role}`)}</legend>
  ${REACHES.map((reach) => html`<label key=${reach} class=${`reach-rules__choice ${value === reach ? "reach-rules__choice--on" : ""}`}><input type="radio" name=${`reach-${role}`} checked=${value === reach} onChange=${() => onChange(reach)} />
    <span><b>${t(`teams.reaches.${reach}`)}</b><span class="muted">${t(`teams.reaches.${reach}_text`)}</span></span></label>`)}</fieldset>`;
