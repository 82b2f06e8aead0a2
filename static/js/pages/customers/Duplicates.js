/** "Somebody has that number": who, with a way to their page; saving a second person stays possible. Of another team's only that. */
import { html } from "../../lib/html.js";
import { t } from "../../lib/i18n.js";
import { Icon } from "../../lib/icons.js";
import { Avatar } from "../../ui/Avatar.js";
import { Button } from "../../ui/Button.js";

/** Somebody whom another team takes care of, and whom one does not see. */
export const OutsidePerson = ({ why }) => html`<li class="warning__person"><${Icon} name="lock" size=${14} class="dim" />
  <span class="cut">${t("customers.outside")}${why && html`<br /><span class="dim cut">${why}</span>`}</span></li>`;

export const Duplicates = ({ people, isBusy, onSaveAnyway }) => html`<div class="warning" role="alert">
  <p class="row"><${Icon} name="users" /><b>${t("customers.duplicate", { count: people.length })}</b></p>
  <ul class="warning__people">${people.map((person) => person.is_outside ? html`<${OutsidePerson} />` : html`<li key=${person.id}>
    <a class="warning__person" href=${`/customers/${person.id}`}><${Avatar} name=${person.display_name} size=${24} /><span class="cut">${person.display_name}</span>
      <span class="push muted">${t("customers.open")}</span><${Icon} name="arrow-right" size=${14} /></a></li>`)}</ul>
  <p class="muted">${t(people.every((one) => one.is_outside) ? "customers.outside_text" : "customers.duplicate_text")}</p>
  <${Button} size="small" busy=${isBusy} onClick=${onSaveAnyway}>${t("customers.save_anyway")}<//>
</div>`;
