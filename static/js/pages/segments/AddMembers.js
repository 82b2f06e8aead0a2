/** Puts customers on a list: one found by name or number, or all that a search finds. */
import { get } from "../../lib/api.js";
import { html, useEffect, useId, useRef, useState } from "../../lib/html.js";
import { t } from "../../lib/i18n.js";
import { Icon } from "../../lib/icons.js";
import { addMembers } from "./verbs.js";

const PAUSE_MS = 200;
const SHOWN = 8;

export function AddMembers({ id, onChange }) {
  const [text, setText] = useState("");
  const [rows, setRows] = useState(null);
  const [at, setAt] = useState(0);
  const asked = useRef(0);
  const field = useId();
  const q = text.trim();
  useEffect(() => {
    const mine = ++asked.current;
    if (!q) { setRows(null); return undefined; }
    const timer = setTimeout(async () => {
      const page = await get("/customers", { q, limit: SHOWN }).catch(() => ({ items: [] }));
      if (mine === asked.current) { setRows(page.items); setAt(0); }
    }, PAUSE_MS);
    return () => clearTimeout(timer);
  }, [q]);
  const close = () => { setRows(null); setText(""); };
  const options = rows && [...rows.map((one) => ({ key: one.id, label: one.display_name, hint: one.phones?.[0]?.national || one.company || "", source: { customer_ids: [one.id] } })),
    ...(rows.length > 1 ? [{ key: "all", label: t("segments.add_all_found", { q }), hint: "", icon: "users", source: { q } }] : [])];
  const pick = (option) => { close(); addMembers(id, option.source, onChange); };
  const onKey = (event) => {
    if (event.key === "Escape" && rows) { event.preventDefault(); event.stopPropagation(); close(); }
    if (!options?.length) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) { event.preventDefault(); setAt((at + step + options.length) % options.length); }
    if (event.key === "Enter") { event.preventDefault(); pick(options[at]); }
  };
  return html`<div class="field-picker add-members">
    <div class="field-picker__search"><${Icon} name="user-plus" size=${14} /><input class="input" role="combobox" aria-expanded=${String(!!rows)} aria-controls=${`${field}-list`} aria-label=${t("segments.add_member")}
      aria-activedescendant=${options?.length ? `${field}-${at}` : null} placeholder=${t("segments.add_member")} maxlength="100" autocomplete="off" value=${text}
      onInput=${(event) => setText(event.currentTarget.value)} onKeyDown=${onKey} onBlur=${() => setTimeout(() => setRows(null), 150)} /></div>
    ${options && html`<div class="field-picker__panel"><ul class="field-picker__list" id=${`${field}-list`} role="listbox" aria-label=${t("segments.add_member")}>
      ${options.map((option, index) => html`<li key=${option.key} id=${`${field}-${index}`} role="option" aria-selected=${String(index === at)} class="field-picker__option"
        onPointerDown=${(event) => { event.preventDefault(); pick(option); }} onPointerEnter=${() => setAt(index)}><span class="cut">${option.icon && html`<${Icon} name=${option.icon} size=${14} /> `}${option.label}</span><span class="dim num">${option.hint}</span></li>`)}
      ${!options.length && html`<li class="field-picker__none dim">${t("segments.no_customer", { q })}</li>`}</ul></div>`}
  </div>`;
}
