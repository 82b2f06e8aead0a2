/** A search box that searches while one types. */
import { html, useEffect, useRef } from "../lib/html.js";
import { t } from "../lib/i18n.js";
import { addShortcuts } from "../lib/keys.js";
import { Icon } from "../lib/icons.js";
import { Kbd } from "../ui/Kbd.js";
import { useTyped } from "./useTyped.js";

export function SearchField({ value, label, placeholder, onSearch }) {
  const [text, type] = useTyped(value, onSearch);
  const input = useRef(null);
  useEffect(() => addShortcuts([{ id: "search_here", key: "/", label: "pages.keys.search_here", group: "keys.everywhere", run: () => input.current?.focus() }]), []);
  return html`<div class="search-field" role="search">
    <${Icon} name="search" />
    <input ref=${input} type="search" class="input" aria-label=${label} placeholder=${placeholder} value=${text} maxlength="100" autocomplete="off"
      onInput=${(event) => type(event.currentTarget.value)} />
    ${!text && html`<${Kbd} id="search_here" />`}
    ${text && html`<button type="button" class="search-field__clear" aria-label=${t("pages.clear_search")} onClick=${() => { type(""); input.current.focus(); }}><${Icon} name="x" size=${14} /></button>`}
  </div>`;
}
