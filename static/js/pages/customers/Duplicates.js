/** "Somebody has that number": who, with a way to their page; saving a second person stays possible. */
import { html } from "../../lib/html.js";
import { t } from "../../lib/i18n.js";
import { Icon } from "../../lib/icons.js";
import { Avatar } from "../../ui/Avatar.js";
import { Button } from "../../ui/Button.js";

export const Duplicates = ({ people, isBusy, onSaveAnyway }) => html`<div class="warning" role="alert">
  <p class="row"><${Icon} name="users" /><b>${t("customers.duplicate", { count: people.length })}</b></p>
  <ul class="warning__people">${people.map((person) => html`<li key=${person.id}>
    <a class="warning__person" href=${`/customers/${person.id}`}><${Avatar} name=${person.display_name} size=${24} /><span class="cut">${person.display_name}</span>
      <span class="push muted">${t("customers.open")}</span><${Icon} name="arrow-right" size=${14} /></a></li>`)}</ul>
  <p class="muted">${t("customers.duplicate_text")}</p>
  <${Button} size="small" busy=${isBusy} onClick=${onSaveAnyway}>${t("customers.save_anyway")}<//>
</div>`;
