/**
 * Several people share this number: the agent says who it is, by key 1–9, or that it is none of them (0). Until then the
 * call belongs to nobody.
 */
import { errorText } from "../lib/errors.js";
import { html, signal, useEffect, useState } from "../lib/html.js";
import { t } from "../lib/i18n.js";
import { addShortcuts } from "../lib/keys.js";
import { toast } from "../lib/toasts.js";
import { chooseCustomer } from "../store/calls.js";
import { Avatar } from "../ui/Avatar.js";
import { Badge } from "../ui/Badge.js";
import { Kbd } from "../ui/Kbd.js";
import { Ago } from "../ui/Timer.js";
import { needsChoice } from "./callWords.js";

/** What was answered for a call on this screen: "done", or "open" when the list was opened again. */
const answers = signal({});
const setAnswer = (call, answer) => { answers.value = { ...answers.value, [call.id]: answer }; };

export const isChoosing = (call) => (answers.value[call.id] ? answers.value[call.id] === "open" : needsChoice(call));
export const reopenChoice = (call) => setAnswer(call, "open");

export function IdentityChooser({ call }) {
  const [busy, setBusy] = useState(false);
  const isOpen = isChoosing(call);
  const candidates = (call.pop?.identity?.candidates || []).slice(0, 9);

  const choose = async (customerId) => {
    if (busy) return;
    setBusy(true);
    try {
      await chooseCustomer(call.id, { customer_id: customerId });
      setAnswer(call, "done");
    } catch (error) {
      toast(errorText(error), { kind: "late" });
    } finally {
      setBusy(false);
    }
  };

  const shortcut = (key, customerId) => ({ id: `who_${key}`, key, label: "", isHidden: true, run: () => choose(customerId) });
  useEffect(() => (isOpen ? addShortcuts([
    ...candidates.map((one, index) => shortcut(String(index + 1), one.customer_id)),
    shortcut("0", null),
  ]) : undefined), [isOpen, call.id]);

  if (!isOpen) return null;
  return html`<section class="chooser" aria-labelledby="chooser-title">
    <h2 id="chooser-title">${t("chooser.title", { count: candidates.length })}</h2>
    <ul>${candidates.map((one, index) => html`<li key=${one.customer_id}>
        <${Candidate} one=${one} number=${index + 1} busy=${busy} choose=${choose} /></li>`)}
      <li><button type="button" class="chooser__item" disabled=${busy} onClick=${() => choose(null)}>
        <${Kbd} cap="0" /><span>${t("chooser.none")}</span></button></li></ul></section>`;
}

const Candidate = ({ one, number, busy, choose }) => html`
  <button type="button" class="chooser__item" disabled=${busy} onClick=${() => choose(one.customer_id)}>
    <${Kbd} cap=${String(number)} /><${Avatar} name=${one.name} size=${24} /><b class="cut">${one.name}</b>
    ${one.is_mine && html`<${Badge} kind="accent">${t("chooser.mine")}<//>`}
    <span class="push muted row">${one.open_items > 0 && html`<span>${t("chooser.open_items", { count: one.open_items })}</span>`}
      <${Ago} at=${one.last_contact_at} /></span></button>`;
