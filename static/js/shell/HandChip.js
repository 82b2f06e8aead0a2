/** Ask a supervisor for help, from any page; who leads sees how many ask. */
import { errorText } from "../lib/errors.js";
import { html, useEffect } from "../lib/html.js";
import { t } from "../lib/i18n.js";
import { Icon } from "../lib/icons.js";
import { addShortcuts } from "../lib/keys.js";
import { toast } from "../lib/toasts.js";
import { hands, myHand, toggleHand } from "../store/hands.js";
import { isSupervisor } from "../store/session.js";

const press = () => toggleHand().catch((error) => toast(errorText(error), { kind: "late" }));

export function HandChip() {
  useEffect(() => addShortcuts([{ id: "hand", key: "r", label: "keys.hand", group: "keys.call", when: () => !isSupervisor.value, run: press }]), []);
  const count = hands.value.length;
  if (isSupervisor.value) {
    return count > 0 && html`<a class="chip hand hand--up" href="/supervisor" title=${t("hand.to_answer", { count })}><${Icon} name="hand" size=${14} /><b class="num" role="status">${count}</b></a>`;
  }
  const name = myHand.value?.coming_name;
  const words = myHand.value && (name ? t("hand.coming", { name: name.split(" ").at(-1) }) : t("hand.up"));
  return html`<button type="button" class=${`chip hand ${words ? "hand--up" : ""}`} aria-pressed=${String(!!words)} aria-label=${words ? `${words}. ${t("hand.lower")}` : t("hand.raise")}
    title=${t(words ? "hand.lower" : "hand.raise")} onClick=${press}><${Icon} name="hand" size=${14} /><span class="hand__text" role="status">${words}</span></button>`;
}
