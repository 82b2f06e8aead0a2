/** "Add a rule": a list of everything a rule can be about, by group, found while typing. */
import { html, useEffect, useId, useRef, useState } from "../../lib/html.js";
import { labelOf, t } from "../../lib/i18n.js";
import { Icon } from "../../lib/icons.js";
import { Button } from "../../ui/Button.js";
import { factLabel } from "./catalogue.js";

const folded = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").replace(/đ/gi, "d").toLowerCase();

/** `onPick({field, type})` or `onPick({fact})`. */
export function FieldPicker({ known, isDisabled, onPick }) {
  const [isOpen, setOpen] = useState(false);
  const root = useRef(null);
  const close = () => setOpen(false);
  useEffect(() => {
    if (!isOpen) return undefined;
    const outside = (event) => !root.current?.contains(event.target) && close();
    document.addEventListener("pointerdown", outside);
    return () => document.removeEventListener("pointerdown", outside);
  }, [isOpen]);
  const giveBack = () => { close(); root.current?.querySelector("button")?.focus(); };
  return html`<div class="field-picker" ref=${root}>
    <${Button} size="small" icon="plus" disabled=${isDisabled} aria-haspopup="listbox" aria-expanded=${String(isOpen)} onClick=${() => setOpen(!isOpen)}>${t("segments.add_rule")}<//>
    ${isOpen && html`<${Panel} known=${known} onPick=${(picked) => { close(); onPick(picked); }} onClose=${giveBack} />`}
  </div>`;
}

function Panel({ known, onPick, onClose }) {
  const [text, setText] = useState("");
  const [at, setAt] = useState(0);
  const input = useRef(null);
  const list = useRef(null);
  const id = useId();
  useEffect(() => { input.current.focus(); list.current.scrollIntoView?.({ block: "nearest" }); }, []);
  const rows = rowsOf(known, folded(text.trim()));
  useEffect(() => { list.current?.querySelector("[aria-selected=true]")?.scrollIntoView({ block: "nearest" }); }, [at]);
  const onKey = (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && rows.length) { event.preventDefault(); setAt((at + step + rows.length) % rows.length); }
    if (event.key === "Enter") { event.preventDefault(); if (rows[at]) onPick(rows[at].picked); }
    if (event.key === "Escape") { event.preventDefault(); event.stopPropagation(); onClose(); }
    if (event.key === "Tab") onClose();
  };
  return html`<div class="field-picker__panel">
    <div class="field-picker__search"><${Icon} name="search" size=${14} /><input ref=${input} class="input" role="combobox" aria-expanded="true" aria-controls=${`${id}-list`}
      aria-activedescendant=${rows.length ? `${id}-${at}` : null} aria-label=${t("segments.find_field")} placeholder=${t("segments.find_field")} value=${text} maxlength="60" autocomplete="off"
      onInput=${(event) => { setText(event.currentTarget.value); setAt(0); }} onKeyDown=${onKey} /></div>
    <ul class="field-picker__list" id=${`${id}-list`} role="listbox" aria-label=${t("segments.add_rule")} ref=${list}>
      ${rows.map((row, index) => [
        row.group !== rows[index - 1]?.group && html`<li key=${`g${row.group}`} class="field-picker__group" role="presentation">${row.group}</li>`,
        html`<li key=${row.key} id=${`${id}-${index}`} role="option" aria-selected=${String(index === at)} class="field-picker__option"
          onPointerDown=${(event) => { event.preventDefault(); onPick(row.picked); }} onPointerEnter=${() => setAt(index)}>
          <span class="cut">${row.label}</span><span class="dim">${t(`segments.types.${row.type}`)}</span></li>`,
      ])}
      ${!rows.length && html`<li class="field-picker__none dim">${t("segments.no_field", { q: text })}</li>`}
    </ul></div>`;
}

function rowsOf(known, q) {
  const happened = [...known.facts.values()].map((fact) => ({ key: `fact ${fact.code}`, group: t("segments.facts"), label: factLabel(fact), type: "fact", words: `${fact.label_vi} ${fact.label_en}`, picked: { fact: fact.code } }));
  const fields = known.groups.flatMap((group) => [...known.subjects.values()].filter((one) => one.group === group.code)
    .map((one) => ({ key: one.name, group: labelOf(group), label: labelOf(one), type: one.type, words: `${one.label_vi} ${one.label_en}`, picked: { field: one.name, type: one.type } })));
  return [...happened, ...fields].filter((row) => !q || folded(`${row.label} ${row.group} ${row.words}`).includes(q));
}
