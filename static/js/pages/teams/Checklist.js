/**
 * Choose several of many: type to find, arrows to move, Space to tick, Enter on the search takes the first.
 * `options`: [{id, name, hint}]. Those chosen when it opens stand first.
 */
import { html, useId, useMemo, useRef, useState } from "../../lib/html.js";
import { t } from "../../lib/i18n.js";
import { Icon } from "../../lib/icons.js";
import { plain } from "../../lib/plain.js";
import { Avatar } from "../../ui/Avatar.js";

export function Checklist({ label, options, chosen, onChange }) {
  const id = useId();
  const box = useRef(null);
  const [text, setText] = useState("");
  const first = useMemo(() => new Set(chosen), []);
  const sorted = useMemo(() => [...options].sort((a, b) => Number(first.has(b.id)) - Number(first.has(a.id))), [options]);
  const shown = sorted.filter((one) => plain(`${one.name} ${one.hint}`).includes(plain(text.trim())));
  const toggle = (one) => onChange(chosen.includes(one.id) ? chosen.filter((other) => other !== one.id) : [...chosen, one.id]);
  const ticks = () => [...box.current.querySelectorAll("input[type=checkbox]")];
  const onSearchKey = (event) => {
    if (event.key === "ArrowDown") { event.preventDefault(); ticks()[0]?.focus(); }
    if (event.key === "Enter") { event.preventDefault(); if (text.trim() && shown[0]) { toggle(shown[0]); setText(""); } }
    if (event.key === "Escape" && text) { event.preventDefault(); event.stopPropagation(); setText(""); }
  };
  const onListKey = (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const all = ticks();
    const next = all.indexOf(document.activeElement) + step;
    if (next < 0) box.current.querySelector("input[type=search]").focus(); else all[Math.min(next, all.length - 1)].focus();
  };
  return html`<fieldset class="checklist" ref=${box}><legend class="field__label">${label} <span class="dim num">${t("teams.chosen", { n: chosen.length, of: options.length })}</span></legend>
    <div class="search-field checklist__search"><${Icon} name="search" /><input type="search" class="input" aria-label=${t("teams.find")} placeholder=${t("teams.find")} aria-controls=${id} maxlength="100" autocomplete="off"
      value=${text} onInput=${(event) => setText(event.currentTarget.value)} onKeyDown=${onSearchKey} /></div>
    <ul class="checklist__list" id=${id} onKeyDown=${onListKey}>${shown.map((one) => html`<li key=${one.id}><label class="checklist__one">
      <input type="checkbox" checked=${chosen.includes(one.id)} onChange=${() => toggle(one)} /><${Avatar} name=${one.name} size=${24} /><span class="cut">${one.name}</span><span class="push dim cut">${one.hint}</span></label></li>`)}
      ${!shown.length && html`<li class="dim checklist__none" role="status">${t("teams.nobody_found")}</li>`}</ul></fieldset>`;
}
