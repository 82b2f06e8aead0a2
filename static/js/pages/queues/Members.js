/** Who serves a queue: in order from the top, each with a weight where the work goes in turn. */
import { html } from "../../lib/html.js";
import { t } from "../../lib/i18n.js";
import { Button } from "../../ui/Button.js";

export function Members({ members, people, isWeighted, error, onChange }) {
  const others = people.filter((one) => !members.some((member) => member.agent_id === one.agent_id));
  const nameOf = (member) => member.name || people.find((one) => one.agent_id === member.agent_id)?.name || "";
  const move = (at, step) => {
    const next = [...members];
    next.splice(at + step, 0, next.splice(at, 1)[0]);
    onChange(next);
  };
  return html`<div class="stack">
    ${members.length ? html`<ol class="members">${members.map((member, at) => html`<li key=${member.agent_id} class="members__one"><span class="cut">${nameOf(member)}</span>
        ${isWeighted && html`<label class="members__weight"><span>${t("routing.member.weight")}</span><input class="input" type="number" min="0" max="100" value=${member.weight}
          onInput=${(event) => onChange(members.map((one) => (one === member ? { ...one, weight: event.currentTarget.value } : one)))} /></label>`}
        <${Button} kind="ghost" size="small" icon="chevron-up" label=${t("routing.member.up", { name: nameOf(member) })} disabled=${at === 0} onClick=${() => move(at, -1)} />
        <${Button} kind="ghost" size="small" icon="chevron-down" label=${t("routing.member.down", { name: nameOf(member) })} disabled=${at === members.length - 1} onClick=${() => move(at, 1)} />
        <${Button} kind="ghost" size="small" icon="x" label=${t("routing.member.remove", { name: nameOf(member) })} onClick=${() => onChange(members.filter((one) => one !== member))} /></li>`)}</ol>`
      : html`<p class="state-late">${t("routing.member.none")}</p>`}
    ${others.length > 0 && html`<select class="input" aria-label=${t("routing.member.add")} value="" onChange=${(event) => { const { value } = event.currentTarget; if (value) onChange([...members, { agent_id: value, weight: 1 }]); event.currentTarget.value = ""; }}>
      <option value="">${t("routing.member.choose")}</option>${others.map((one) => html`<option key=${one.agent_id} value=${one.agent_id}>${one.name}</option>`)}</select>`}
    ${error && html`<p class="field__error" role="alert">${error}</p>`}</div>`;
}
