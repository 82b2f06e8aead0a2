/** "Somebody changed this meanwhile": theirs and mine, side by side, and the choice; where the eyes and the keys are. */
import { html, useEffect, useRef } from "../../lib/html.js";
import { t } from "../../lib/i18n.js";
import { Icon } from "../../lib/icons.js";
import { Button } from "../../ui/Button.js";
import { withValue } from "./fieldValue.js";
import { shownValue } from "./shownValue.js";

export function Conflict({ field, customer, conflict, isBusy, error, onTheirs, onMine }) {
  const box = useRef(null);
  useEffect(() => { box.current.focus(); box.current.scrollIntoView({ block: "nearest" }); }, []);
  return html`<div ref=${box} tabindex="-1" class="warning conflict" role="alert">
    <p class="row"><${Icon} name="users" size=${14} /><b>${t("customer.conflict")}</b></p>
    <dl class="conflict__sides">
      <dt>${t("customer.theirs")}</dt><dd>${shownValue(field, customer) || t("customer.empty_field")}</dd>
      <dt>${t("customer.mine")}</dt><dd>${shownValue(field, { ...withValue(customer, field.name, conflict.mine), owner_name: null }) || t("customer.empty_field")}</dd>
    </dl>
    ${error && html`<p class="field__error">${error}</p>`}
    <div class="row"><${Button} size="small" onClick=${onTheirs}>${t("customer.keep_theirs")}<//>
      <${Button} size="small" kind="primary" busy=${isBusy} onClick=${onMine}>${t("customer.use_mine")}<//></div>
  </div>`;
}
