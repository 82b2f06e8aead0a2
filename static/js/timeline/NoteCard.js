/** A note that somebody wrote on the customer's page: read, and for its author corrected where it stands. */
import { errorText } from "../lib/errors.js";
import { formatExact } from "../lib/format.js";
import { html, useEffect, useState } from "../lib/html.js";
import { t } from "../lib/i18n.js";
import { Icon } from "../lib/icons.js";
import { MentionField } from "../pages/annotations/MentionField.js";
import { MentionText } from "../pages/annotations/MentionText.js";
import { NoteHistory } from "../pages/annotations/NoteHistory.js";
import { deleteNote, pinNote, saveNote } from "../pages/annotations/noteVerbs.js";
import { onEvent } from "../store/events.js";
import { can, me } from "../store/session.js";
import { Button } from "../ui/Button.js";
import { Menu } from "../ui/Menu.js";
import { Ago } from "../ui/Timer.js";
import "../pages/annotations/words.js";

export function NoteCard({ item }) {
  const [own, setOwn] = useState({ note: null, isGone: false });
  const [mode, setMode] = useState("read");
  useEffect(() => onEvent("local.note", ({ note, isGone }) => note.id === item.ref_id && setOwn({ note, isGone })), [item.ref_id]);
  const note = newer(own.note, item.data);
  if (own.isGone) return html`<article class="card card--note card--gone"><span class="card__icon"><${Icon} name="trash-2" /></span><p class="card__body muted">${t("customer_notes.deleted")}</p></article>`;
  const items = actionsOf(note, setMode);
  return html`<article class="card card--note" aria-label=${t("timeline.kind.note")}>
    <span class="card__icon"><${Icon} name="sticky-note" /></span>
    <div class="card__body">
      <header class="card__head"><b>${item.agent_name || t("timeline.kind.note")}</b><span class="muted">${t("timeline.wrote_note")}</span>
        ${note.is_pinned && html`<${Icon} name="pin" size=${14} label=${t("customer_notes.is_pinned")} />`}
        ${note.edited_at && html`<button type="button" class="card__edited dim" title=${formatExact(note.edited_at)} onClick=${() => setMode("history")}>${t("customer_notes.edited")}</button>`}
        <span class="push dim"><${Ago} at=${item.occurred_at} /></span>
        ${note.id && items.length > 0 && html`<${Menu} align="end" triggerClass="btn btn--ghost btn--small btn--icon" label=${t("customer_notes.actions")} trigger=${html`<${Icon} name="ellipsis" />`} items=${items} />`}</header>
      ${mode === "edit" ? html`<${Editor} note=${note} onClose=${() => setMode("read")} />` : html`<p class="card__notes card__notes--note"><${MentionText} note=${note} /></p>`}
    </div>
    ${mode === "history" && html`<${NoteHistory} note=${note} onClose=${() => setMode("read")} />`}
  </article>`;
}

/** What was answered here, until the list has it too. Notes of old have nothing but their text. */
function newer(mine, listed) {
  const shown = listed?.text === undefined ? { text: "" } : listed;
  return mine && (mine.version ?? 0) > (shown.version ?? 0) ? mine : shown;
}

function actionsOf(note, setMode) {
  const isMine = note.author_id && note.author_id === me.value?.id;
  if (!can("customers.edit")) return [];
  return [
    isMine && { label: t("customer_notes.edit"), icon: "pencil", run: () => setMode("edit") },
    { label: t(note.is_pinned ? "customer_notes.unpin" : "customer_notes.pin"), icon: "pin", run: () => pinNote(note, !note.is_pinned) },
    note.edited_at && { label: t("customer_notes.history"), icon: "history", run: () => setMode("history") },
    (isMine || can("customers.oversee")) && { label: t("customer_notes.delete"), icon: "trash-2", isDanger: true, run: () => deleteNote(note) },
  ].filter(Boolean);
}

function Editor({ note, onClose }) {
  const [base] = useState(note);
  const [text, setText] = useState(note.text);
  const [problem, setProblem] = useState({ isBusy: false, error: null });
  const save = async () => {
    if (!text.trim() || problem.isBusy) return;
    setProblem({ isBusy: true, error: null });
    try {
      await saveNote(base, text.trim());
      onClose();
    } catch (error) {
      setProblem({ isBusy: false, error: errorText(error) });
    }
  };
  return html`<form class="stack" onSubmit=${(event) => { event.preventDefault(); save(); }}>
    <${MentionField} value=${text} label=${t("customer_notes.edit")} rows=${3} isFocused onInput=${setText} onSave=${save} onCancel=${onClose} />
    ${problem.error && html`<p class="field__error" role="alert">${problem.error}</p>`}
    <div class="form__foot"><${Button} onClick=${onClose}>${t("pages.cancel")}<//><${Button} kind="primary" type="submit" busy=${problem.isBusy}>${t("pages.save")}<//></div></form>`;
}
