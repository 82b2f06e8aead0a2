/** The notes field and where its text is: saved at, waiting for the line, or changed elsewhere. */
import { formatTimeExact } from "../lib/format.js";
import { html, useEffect, useId } from "../lib/html.js";
import { t } from "../lib/i18n.js";
import { Icon } from "../lib/icons.js";
import { noteOf, openNote, saveNote, settleConflict, typeNote } from "../store/notes.js";
import { Button } from "../ui/Button.js";

export function Notes({ call }) {
  const id = useId();
  const note = noteOf(call.id);
  useEffect(() => { openNote(call.id); }, [call.id]);
  return html`<section class="notes">
    <div class="notes__head"><h2><label for=${id}>${t("notes.title")}</label></h2>
      <span class="push dim" role="status"><${NoteState} note=${note} /></span></div>
    <textarea id=${id} class="input notes__text" rows="3" maxlength="20000" placeholder=${t("notes.placeholder")} value=${note.text}
      onInput=${(event) => typeNote(call.id, event.currentTarget.value)} onBlur=${() => saveNote(call.id)}></textarea>
    ${note.state === "conflict" && html`<${Conflict} callId=${call.id} note=${note} />`}</section>`;
}

function NoteState({ note }) {
  if (note.state === "saved") return note.savedAt ? t("notes.saved", { time: formatTimeExact(note.savedAt) }) : null;
  if (note.state === "waiting") return html`<span class="state-waiting row"><${Icon} name="wifi-off" size=${14} />${t("notes.waiting")}</span>`;
  if (note.state === "conflict") return html`<span class="state-late row"><${Icon} name="triangle-alert" size=${14} />${t("notes.conflict")}</span>`;
  return t("notes.saving");
}

function Conflict({ callId, note }) {
  const choose = (choice) => () => settleConflict(callId, choice);
  return html`<div class="notes__conflict" role="alert"><p>${t("notes.conflict_text")}</p>
    <blockquote>${note.theirs.text || t("notes.empty")}</blockquote>
    <div class="row row--wrap">
      <${Button} size="small" kind="primary" onClick=${choose("both")}>${t("notes.keep_both")}<//>
      <${Button} size="small" onClick=${choose("mine")}>${t("notes.keep_mine")}<//>
      <${Button} size="small" onClick=${choose("theirs")}>${t("notes.keep_theirs")}<//></div></div>`;
}
