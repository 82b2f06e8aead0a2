/** Copies a text and says so. */
import { html, useEffect, useRef, useState } from "../../lib/html.js";
import { t } from "../../lib/i18n.js";
import { Icon } from "../../lib/icons.js";
import { copyText } from "./copyText.js";

export function CopyButton({ text, what }) {
  const [isCopied, setCopied] = useState(false);
  const timer = useRef(0);
  useEffect(() => () => clearTimeout(timer.current), []);
  const copy = async () => {
    if (!(await copyText(text))) return;
    setCopied(true);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => setCopied(false), 1600);
  };
  return html`<button type="button" class="copy" aria-label=${what} title=${what} onClick=${copy}><${Icon} name=${isCopied ? "check" : "copy"} size=${14} />
    <span class="sr-only" role="status">${isCopied && t("customer.copied")}</span></button>`;
}
