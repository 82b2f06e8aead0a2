/** Calls as dense rows. A row opens in place to be heard and read; on a phone rows become cards. */
import { html, useState } from "../../lib/html.js";
import { t } from "../../lib/i18n.js";
import { CallRow } from "./CallRow.js";

const COLUMNS = ["what", "who", "number", "when", "agent", "queue", "outcome", "wait", "talk", "rating"];
const NUMBERS = ["wait", "talk", "rating"];

export function CallTable({ calls, columns = COLUMNS }) {
  const [openId, setOpenId] = useState(null);
  return html`<div class="calls-scroll"><table class="table table--cards calls">
    <thead><tr>
      ${columns.map((name) => html`<th key=${name} scope="col" class=${`calls__${name} ${NUMBERS.includes(name) ? "table__number" : ""}`}>${t(`calls.columns.${name}`)}</th>`)}
      <th scope="col"><span class="sr-only">${t("calls.columns.listen")}</span></th>
    </tr></thead>
    <tbody>${calls.map((call) => html`<${CallRow} key=${call.id} call=${call} columns=${columns} isOpen=${openId === call.id}
      onToggle=${() => setOpenId(openId === call.id ? null : call.id)} />`)}</tbody>
  </table></div>`;
}
