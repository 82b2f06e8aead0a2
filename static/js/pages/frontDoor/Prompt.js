/** What is said: a text per language, or an uploaded sound in its place. */
import { errorText } from "../../lib/errors.js";
import { html, useId, useRef, useState } from "../../lib/html.js";
import { t } from "../../lib/i18n.js";
import { toast } from "../../lib/toasts.js";
import { upload } from "../../lib/upload.js";
import { Button } from "../../ui/Button.js";

const MAX_TEXT = 1000;

export function Prompt({ step, name, label, known, change, errorOf, onChange }) {
  const said = step[name];
  const edit = (part) => change({ [name]: { ...said, ...part } });
  return html`<div class="prompt" role="group" aria-label=${label}><span class="field__label">${label}</span>
    <div class="prompt__languages">${["vi", "en"].map((language) => html`<${Words} key=${language} language=${language} said=${said} known=${known} error=${errorOf(`${name}.${language}`)} onEdit=${edit} onChange=${onChange} />`)}</div>
    ${errorOf(name) && html`<span class="field__error" role="alert">${errorOf(name)}</span>`}</div>`;
}

function Words({ language, said, known, error, onEdit, onChange }) {
  const id = useId();
  return html`<div class="prompt__one"><label class="dim" for=${id}>${t(`front_door.languages.${language}`)}</label>
    <textarea id=${id} class="input" rows="3" lang=${language} maxlength="4000" value=${said[language]} aria-invalid=${said[language].length > MAX_TEXT ? "true" : null}
      onChange=${(event) => onEdit({ [language]: event.currentTarget.value })}></textarea>
    <${SoundSelect} label=${t("front_door.sound_instead", { language: t(`front_door.languages.${language}`) })} empty=${t("front_door.read_text")} value=${said[`sound_${language}`]} known=${known} onPick=${(sound) => onEdit({ [`sound_${language}`]: sound })} onChange=${onChange} isBare />
    ${error && html`<span class="prompt__note">${error}</span>`}</div>`;
}

/** Choose or upload a sound, and listen to it. */
export function SoundSelect({ label, empty, value, known, error, onPick, onChange, isBare }) {
  const id = useId();
  const input = useRef(null);
  const [isBusy, setBusy] = useState(false);
  const chosen = known.sounds.find((one) => one.id === value);
  const send = async (file) => {
    if (!file) return;
    setBusy(true);
    try {
      const sound = await upload("/flow-sounds", file);
      known.sounds.unshift(sound);
      onPick(sound.id);
      onChange();
    } catch (failure) {
      toast(errorText(failure), { kind: "late" });
    }
    setBusy(false);
  };
  return html`<div class="sound"><label class=${isBare ? "sr-only" : "field__label"} for=${id}>${label}</label>
    <span class="sound__pick"><select id=${id} class="input" value=${value || ""} onChange=${(event) => onPick(event.currentTarget.value || null)}>
        <option value="">${empty}</option>${value && !chosen && html`<option value=${value}>${t("front_door.gone")}</option>`}
        ${known.sounds.map((one) => html`<option key=${one.id} value=${one.id}>${one.name}</option>`)}</select>
      <${Button} kind="ghost" size="small" icon="upload" busy=${isBusy} label=${t("front_door.upload")} onClick=${() => input.current.click()} />
      <input ref=${input} type="file" hidden accept=".mp3,.wav,audio/mpeg,audio/wav" onChange=${(event) => { send(event.currentTarget.files[0]); event.currentTarget.value = ""; }} /></span>
    ${chosen && html`<audio class="sound__player" controls preload="none" src=${chosen.url}></audio>`}
    ${error && html`<span class="field__error" role="alert">${error}</span>`}</div>`;
}
