/** Screens on the wall: those there are with when each last looked, a new one with its link, an end for any of them. */
import { del, get, post } from "../../lib/api.js";
import { errorText } from "../../lib/errors.js";
import { formatDate } from "../../lib/format.js";
import { html, useState } from "../../lib/html.js";
import { locale, t } from "../../lib/i18n.js";
import { toast } from "../../lib/toasts.js";
import { Badge } from "../../ui/Badge.js";
import { Button } from "../../ui/Button.js";
import { Confirm, Dialog } from "../../ui/Dialog.js";
import { Field, TextField } from "../../ui/Field.js";
import { Skeleton } from "../../ui/Skeleton.js";
import { Ago } from "../../ui/Timer.js";
import { useResource } from "../useResource.js";

export function ScreensDialog({ queues, onClose }) {
  const screens = useResource(() => get("/screens").then((body) => body.items), []);
  const [made, setMade] = useState(null);
  const [ending, setEnding] = useState(null);
  const end = async () => {
    try { await del(`/screens/${ending.id}`); toast(t("wall.screen_ended", { name: ending.name }), { kind: "done" }); } catch (error) { toast(errorText(error), { kind: "late" }); }
    screens.reload();
  };
  return html`<${Dialog} title=${t("wall.screens")} onClose=${onClose} class="dialog--screens"><div class="stack">
    <p class="muted">${t("wall.screens_text")}</p>
    ${made ? html`<${Link} made=${made} onAgain=${() => setMade(null)} />` : html`<${NewScreen} queues=${queues} onMade=${(one) => { setMade(one); screens.reload(); }} />`}
    ${!screens.data && html`<${Skeleton} lines=${2} />`}
    ${screens.data?.length > 0 && html`<ul class="screens" aria-label=${t("wall.screens")}>${screens.data.map((one) => html`<${Row} key=${one.id} screen=${one} onEnd=${() => setEnding(one)} />`)}</ul>`}
    ${ending && html`<${Confirm} title=${t("wall.end_title", { name: ending.name })} text=${t("wall.end_text")} action=${t("wall.end_screen")} onConfirm=${end} onClose=${() => setEnding(null)} />`}
  </div><//>`;
}

const Row = ({ screen, onEnd }) => html`<li class="screens__one"><span class="row row--wrap"><b>${screen.name}</b>${!screen.is_live && html`<${Badge}>${t("wall.ended")}<//>`}</span>
  ${screen.is_live ? html`<${Button} size="small" kind="ghost" icon="ban" onClick=${onEnd}>${t("wall.end_screen")}<//>` : html`<span></span>`}
  <span class="dim">${t("wall.made_by", { name: screen.created_by_name || "" })} · ${t("wall.until", { date: formatDate(screen.expires_at) })} · ${screen.last_seen_at ? html`${t("wall.last_seen")} <${Ago} at=${screen.last_seen_at} />` : t("wall.never_seen")}</span></li>`;

function Link({ made, onAgain }) {
  const copy = async () => {
    try { await navigator.clipboard.writeText(made.url); toast(t("wall.copied"), { kind: "done" }); } catch { toast(t("wall.copy_failed"), { kind: "late" }); }
  };
  return html`<div class="warning"><p>${t("wall.link_once", { name: made.name })}</p>
    <div class="screens__link"><input class="input mono" readonly aria-label=${t("wall.link")} value=${made.url} onFocus=${(event) => event.currentTarget.select()} />
      <${Button} icon="copy" onClick=${copy}>${t("wall.copy")}<//><a class="btn" href=${made.url} target="_blank" rel="noopener">${t("wall.open_screen")}</a></div>
    <button type="button" class="link-btn" onClick=${onAgain}>${t("wall.another_screen")}</button></div>`;
}

function NewScreen({ queues, onMade }) {
  const [form, setForm] = useState({ name: "", queue_ids: [], rotate_seconds: 20, shows_names: false, theme: "dark", days: 90 });
  const [problem, setProblem] = useState({ isBusy: false, error: null });
  const change = (part) => setForm({ ...form, ...part });
  const flip = (id) => change({ queue_ids: form.queue_ids.includes(id) ? form.queue_ids.filter((one) => one !== id) : [...form.queue_ids, id] });
  const save = async (event) => {
    event.preventDefault();
    setProblem({ isBusy: true, error: null });
    try {
      onMade(await post("/screens", { ...form, name: form.name.trim(), rotate_seconds: Number(form.rotate_seconds), days: Number(form.days), locale: locale.value }));
    } catch (error) {
      setProblem({ isBusy: false, error: errorText(error) });
    }
  };
  const number = (name, min, max) => html`<${TextField} label=${t(`wall.${name}`)} type="number" min=${min} max=${max} value=${form[name]} onInput=${(event) => change({ [name]: event.currentTarget.value })} />`;
  return html`<form class="stack form" onSubmit=${save} novalidate>
    <${TextField} label=${t("wall.screen_name")} hint=${t("wall.screen_name_hint")} maxlength="80" required autofocus autocomplete="off" value=${form.name} onInput=${(event) => change({ name: event.currentTarget.value })} />
    ${queues.length > 1 && html`<fieldset class="screens__queues"><legend class="field__label">${t("wall.screen_queues")}</legend>${queues.map((queue) => html`<label key=${queue.id} class="check"><input type="checkbox" checked=${form.queue_ids.includes(queue.id)} onChange=${() => flip(queue.id)} /><span>${queue.name}</span></label>`)}</fieldset>`}
    <div class="screens__queues">${number("rotate_seconds", 5, 600)}${number("days", 1, 366)}
      <${Field} label=${t("wall.theme")}>${(attributes) => html`<select class="input" ...${attributes} value=${form.theme} onChange=${(event) => change({ theme: event.currentTarget.value })}>${["dark", "light", "auto"].map((one) => html`<option key=${one} value=${one}>${t(`settings.account.themes.${one}`)}</option>`)}</select>`}<//>
      <label class="check"><input type="checkbox" checked=${form.shows_names} onChange=${(event) => change({ shows_names: event.currentTarget.checked })} /><span>${t("wall.shows_names")}</span></label></div>
    ${problem.error && html`<p class="field__error" role="alert">${problem.error}</p>`}
    <div class="form__foot"><${Button} kind="primary" type="submit" icon="monitor" busy=${problem.isBusy} disabled=${!form.name.trim()}>${t("wall.make_screen")}<//></div></form>`;
}
