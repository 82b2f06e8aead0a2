/** A segment's name and description, changed where they stand. Enter saves, Escape gives up. */
import { patch } from "../../lib/api.js";
import { errorText } from "../../lib/errors.js";
import { html, useState } from "../../lib/html.js";
import { t } from "../../lib/i18n.js";
import { Button } from "../../ui/Button.js";

export function Names({ segment, isEditable, badges, onChange }) {
  const [draft, setDraft] = useState(null);
  const [state, setState] = useState({ isBusy: false, error: null });
  const edit = () => { setState({ isBusy: false, error: null }); setDraft({ name: segment.name, description: segment.description }); };
  const save = async (event) => {
    event.preventDefault();
    if (!draft.name.trim()) return setState({ isBusy: false, error: t("segments.name_missing") });
    setState({ isBusy: true, error: null });
    try {
      onChange(await patch(`/segments/${segment.id}`, { name: draft.name.trim(), description: draft.description.trim() }, { ifMatch: segment.version }));
      setDraft(null);
    } catch (error) {
      setState({ isBusy: false, error: errorText(error) });
    }
    return undefined;
  };
  if (!draft) {
    return html`<div class="segment__names"><h1 class="row"><span class="cut">${segment.name}</span>${isEditable && html`<${Button} kind="ghost" size="small" icon="pencil" label=${t("segments.rename")} onClick=${edit} />`}${badges}</h1>
      ${segment.description && html`<p class="muted">${segment.description}</p>`}</div>`;
  }
  const field = (name, max) => html`<input class="input" aria-label=${t(`segments.${name}`)} placeholder=${t(`segments.${name}`)} maxlength=${max} autocomplete="off" autofocus=${name === "name"} value=${draft[name]}
    onInput=${(event) => setDraft({ ...draft, [name]: event.currentTarget.value })} />`;
  return html`<form class="segment__names stack" onSubmit=${save} onKeyDown=${(event) => event.key === "Escape" && setDraft(null)}>
    ${field("name", 120)}${field("description", 500)}${state.error && html`<p class="field__error" role="alert">${state.error}</p>`}
    <span class="row"><${Button} size="small" kind="primary" type="submit" busy=${state.isBusy}>${t("pages.save")}<//><${Button} size="small" onClick=${() => setDraft(null)}>${t("pages.cancel")}<//></span></form>`;
}
