/** One line of a person: what it is, how far it can be trusted, and what may be done with it. */
import { formatDate } from "../../lib/format.js";
import { html, useEffect, useState } from "../../lib/html.js";
import { hasWords, t } from "../../lib/i18n.js";
import { Icon } from "../../lib/icons.js";
import { Badge } from "../../ui/Badge.js";
import { Button } from "../../ui/Button.js";
import { Menu } from "../../ui/Menu.js";
import { channelName } from "./Change.js";
import { CopyButton } from "./CopyButton.js";
import { PhoneNumber } from "./PhoneNumber.js";
import { Reveal } from "./Reveal.js";
import { useIdentityActions } from "./useIdentityActions.js";

const ICONS = { phone: "phone", email: "mail", zalo: "message-circle", telegram: "send", facebook: "message-circle", messenger: "message-circle", whatsapp: "message-circle" };

export function IdentityRow({ identity, customer, isEditable, onChange, onReload }) {
  const [revealed, setRevealed] = useState(null);
  useEffect(() => setRevealed(null), [identity.id]);
  const actions = useIdentityActions({ identity, customer, onChange, onReload });
  const isFormer = identity.status === "former";
  const channel = channelName(identity.channel);
  return html`<li class=${`identity ${isFormer ? "identity--former" : ""}`}>
    <${Icon} name=${ICONS[identity.channel] || "link"} size=${14} label=${channel} />
    <span class="identity__value">${identity.is_masked && !revealed
        ? html`<${Reveal} customerId=${customer.id} what=${{ identity_id: identity.id }} label=${channel} shown=${identity.shown} onShown=${setRevealed} />`
        : html`<${Shown} identity=${revealed ? { ...identity, value: revealed.value, e164: revealed.value, national: revealed.national, shown: revealed.national || revealed.value } : identity} />`}
      <span class="dim cut">${[identity.label, ...about(identity, channel)].filter(Boolean).join(" · ")}</span></span>
    <span class="identity__badges"><${Trust} identity=${identity} /></span>
    ${(!identity.is_masked || revealed) && html`<${CopyButton} text=${revealed?.value || identity.value} what=${t("customer.copy")} />`}
    ${isEditable && html`<${Menu} align="end" triggerClass="btn btn--ghost btn--small btn--icon" label=${t("customer.identity_actions", { value: identity.shown })}
      trigger=${html`<${Icon} name="ellipsis" />`} items=${itemsOf(identity, actions)} />`}
    ${isEditable && identity.status === "maybe" && html`<div class="identity__decide">
      <${Button} size="small" icon="check" onClick=${() => actions.change({ status: "known" }, "customer.confirmed")}>${t("profile.confirm")}<//>
      <${Button} size="small" kind="ghost" onClick=${() => actions.change({ status: "former" }, "profile.dismissed")}>${t("profile.dismiss")}<//></div>`}
  </li>`;
}

const Shown = ({ identity }) => identity.channel === "phone" ? html`<${PhoneNumber} phone=${identity} customerId=${identity.customer_id} />` : html`<span class="cut" title=${identity.shown}>${identity.shown}</span>`;

/** What is worth knowing beside the value: which account, and where a line that nobody typed came from. */
function about(identity, channel) {
  const isAccount = !["phone", "email"].includes(identity.channel);
  const hasSource = identity.source && !["manual", "demo"].includes(identity.source) && hasWords(`profile.source.${identity.source}`);
  return [isAccount && channel, hasSource && t(`profile.source.${identity.source}`)];
}

const Trust = ({ identity }) => html`${identity.is_shared && html`<${Badge} kind="waiting" icon="users" title=${t("customer.shared_hint")}>${t("customer.shared")}<//>`}
  ${identity.status === "maybe" && html`<${Badge} kind="waiting" icon="circle-help" title=${t("customer.maybe_hint")}>${t("customer.maybe")}<//>`}
  ${identity.status === "former" && html`<${Badge} icon="history">${t("customer.former")}<//>`}
  ${identity.is_verified && identity.status === "known" && html`<${Badge} kind="accent" icon="shield-check"
      title=${identity.verified_at ? t("profile.verified_on", { date: formatDate(identity.verified_at) }) : t("customer.verified_hint")}>${t("customer.verified")}<//>`}`;

function itemsOf(identity, { change, remove }) {
  const { status, is_shared: isShared, is_verified: isVerified } = identity;
  return [
    status !== "former" && (isVerified
      ? { label: t("profile.unverify"), icon: "circle-x", run: () => change({ is_verified: false }, "profile.unverified") }
      : { label: t("profile.verify"), icon: "shield-check", run: () => change({ is_verified: true }, "profile.verified") }),
    status !== "former" && { label: t(isShared ? "customer.mark_own" : "customer.mark_shared"), icon: isShared ? "user" : "users",
      run: () => change({ is_shared: !isShared }, isShared ? "customer.marked_own" : "customer.marked_shared") },
    status === "known" && { label: t("profile.mark_maybe"), icon: "circle-help", run: () => change({ status: "maybe", is_verified: false }, "profile.marked_maybe") },
    status === "former"
      ? { label: t("customer.mark_current"), icon: "rotate-ccw", run: () => change({ status: "known" }, "customer.marked_current") }
      : { label: t("customer.mark_former"), icon: "history", run: () => change({ status: "former" }, "customer.marked_former") },
    "rule",
    { label: t("customer.remove"), icon: "trash-2", isDanger: true, run: remove },
  ];
}
