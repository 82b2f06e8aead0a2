/** Right column: the caller as the pop knows them at once, then the whole profile when it arrives. */
import { html, useEffect } from "../lib/html.js";
import { labelOf, t } from "../lib/i18n.js";
import { Icon } from "../lib/icons.js";
import { contexts, fetchContext } from "../store/customers.js";
import { Avatar } from "../ui/Avatar.js";
import { EmptyState } from "../ui/EmptyState.js";
import { Skeleton } from "../ui/Skeleton.js";
import { ContactHistory } from "./ContactHistory.js";
import { CustomerFacts } from "./CustomerFacts.js";
import { isChoosing, reopenChoice } from "./IdentityChooser.js";
import { OpenItems } from "./OpenItems.js";
import { Stranger } from "./Stranger.js";

export function ContextPanel({ call }) {
  const customerId = call?.customer_id;
  const isWrapping = !!call?.wrap_up;
  useEffect(() => { if (customerId) fetchContext(customerId, { force: isWrapping }); }, [customerId, isWrapping]);
  if (!call) return html`<${EmptyState} icon="contact" title=${t("context.nobody")} text=${t("context.nobody_text")} />`;
  const context = contexts.value[customerId];
  const { identity, next_best_action: advice, open, last_contacts: last } = call.pop || {};
  return html`<div class="context">
    ${customerId ? html`<${Profile} context=${context} call=${call} />` : html`<${Stranger} call=${call} />`}
    ${identity?.candidates?.length > 1 && !isChoosing(call) && html`
      <button type="button" class="link-btn context__other" onClick=${() => reopenChoice(call)}>${t("context.not_them")}</button>`}
    ${advice && html`<p class="context__advice"><${Icon} name="sparkles" /><span>${labelOf(advice, "text")}</span></p>`}
    <${OpenItems} open=${open} />
    <${ContactHistory} last=${last} timeline=${context?.timeline} customerId=${customerId} callId=${call.id} />
  </div>`;
}

function Profile({ context, call }) {
  const { customer_id: customerId, customer: known } = call;
  const name = context?.customer?.display_name || known?.display_name;
  return html`<section class="context__profile">
    <div class="row"><${Avatar} name=${name} size=${40} />
      <div class="stack context__names"><b class="cut">${name}</b>
        <a href=${`/customers/${customerId}`}>${t("context.open_profile")}</a></div></div>
    <${ProfileBody} context=${context} customerId=${customerId} /></section>`;
}

function ProfileBody({ context, customerId }) {
  if (context?.customer) return html`<${CustomerFacts} customer=${context.customer} />`;
  if (context?.state !== "failed") return html`<${Skeleton} lines=${4} />`;
  return html`<p class="note-line note-line--late"><span>${t("context.failed")}</span>
    <button type="button" class="link-btn" onClick=${() => fetchContext(customerId)}>${t("ui.retry")}</button></p>`;
}
