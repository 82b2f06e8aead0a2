/** While somebody is typed in: whom we may have already, with why, before anything is saved. */
import { post } from "../../lib/api.js";
import { html, useEffect, useState } from "../../lib/html.js";
import { t } from "../../lib/i18n.js";
import { Icon } from "../../lib/icons.js";
import { Avatar } from "../../ui/Avatar.js";
import { reasonLine } from "../duplicates/Reasons.js";
import { OutsidePerson } from "./Duplicates.js";
import "../duplicates/words.js";

const PAUSE_MS = 350;
const MOST = 3;

/** `body` is what would be saved: {display_name, phones, emails}. */
export function Likely({ body }) {
  const [found, setFound] = useState([]);
  const asked = JSON.stringify({ display_name: body.display_name, phones: body.phones, emails: body.emails });
  useEffect(() => {
    let isCurrent = true;
    const timer = setTimeout(async () => {
      try {
        const items = isWorthAsking(JSON.parse(asked)) ? (await post("/customers/duplicate-check", JSON.parse(asked))).items : [];
        if (isCurrent) setFound(items);
      } catch {
        if (isCurrent) setFound([]); // saving checks again; a warning that fails must not be in the way
      }
    }, PAUSE_MS);
    return () => { isCurrent = false; clearTimeout(timer); };
  }, [asked]);
  if (!found.length) return null;
  return html`<div class="warning" role="status">
    <p class="row"><${Icon} name="users" /><b>${t("duplicates.likely", { count: found.length })}</b></p>
    <ul class="warning__people">${found.slice(0, MOST).map(({ customer, reasons, is_outside: isOutside }) => isOutside ? html`<${OutsidePerson} why=${reasonLine(reasons)} />` : html`<li key=${customer.id}>
      <a class="warning__person" href=${`/customers/${customer.id}`}><${Avatar} name=${customer.display_name} size=${24} />
        <span class="cut"><span class="cut">${customer.display_name}</span><br /><span class="dim cut">${reasonLine(reasons)}</span></span>
        <span class="push muted">${t("customers.open")}</span><${Icon} name="arrow-right" size=${14} /></a></li>`)}</ul>
  </div>`;
}

const isWorthAsking = ({ display_name: name, phones, emails }) =>
  name.trim().split(/\s+/).length > 1 || phones.some((one) => one.replace(/\D/g, "").length >= 8) || emails.some((one) => /@.+\../.test(one));
