/** One line of a person: what it is, how far it can be trusted, and what may be done with it. */
import { errorText } from "../../lib/errors.js";
import { html } from "../../lib/html.js";
import { t } from "../../lib/i18n.js";
import { Icon } from "../../lib/icons.js";
import { toast } from "../../lib/toasts.js";
import { Badge } from "../../ui/Badge.js";
import { Menu } from "../../ui/Menu.js";
import { CopyButton } from "./CopyButton.js";
import { changeIdentity, removeIdentity, restoreIdentity } from "./identityVerbs.js";
import { PhoneNumber } from "./PhoneNumber.js";

const ICONS = { phone: "phone", email: "mail", zalo: "message-circle", telegram: "send" };

export function IdentityRow({ identity, customerId, isEditable, onChange, onReload }) {
  const isFormer = identity.status === "former";
  return html`<li class=${`identity ${isFormer ? "identity--former" : ""}`}>
    <${Icon} name=${ICONS[identity.channel] || "link"} size=${14} label=${t(`customer.channels.${identity.channel}`)} />
    <span class="identity__value">${identity.channel === "phone" ? html`<${PhoneNumber} phone=${identity} />` : html`<span class="cut" title=${identity.shown}>${identity.shown}</span>`}
      ${identity.label && html`<span class="dim cut">${identity.label}</span>`}</span>
    <span class="identity__badges"><${Trust} identity=${identity} /></span>
    <${CopyButton} text=${identity.value} what=${t("customer.copy")} />
    ${isEditable && html`<${Menu} align="end" triggerClass="btn btn--ghost btn--small btn--icon" label=${t("customer.identity_actions", { value: identity.shown })}
      trigger=${html`<${Icon} name="ellipsis" />`} items=${actionsOf({ identity, customerId, onChange, onReload })} />`}
  </li>`;
}

const Trust = ({ identity }) => html`${identity.is_shared && html`<${Badge} kind="waiting" icon="users" title=${t("customer.shared_hint")}>${t("customer.shared")}<//>`}
  ${identity.status === "maybe" && html`<${Badge} kind="waiting" icon="circle-help" title=${t("customer.maybe_hint")}>${t("customer.maybe")}<//>`}
  ${identity.status === "former" && html`<${Badge} icon="history">${t("customer.former")}<//>`}
  ${identity.is_verified && !identity.is_shared && identity.status === "known" && html`<${Badge} kind="accent" icon="check" title=${t("customer.verified_hint")}>${t("customer.verified")}<//>`}`;

function actionsOf({ identity, customerId, onChange, onReload }) {
  const attempt = async (work) => {
    try {
      return await work();
    } catch (error) {
      toast(errorText(error), { kind: "late" });
      return null;
    }
  };
  const change = (changes, said) => attempt(async () => {
    onChange(await changeIdentity(customerId, identity.id, changes));
    const before = Object.fromEntries(Object.keys(changes).map((name) => [name, identity[name]]));
    toast(t(said), { kind: "done", undo: () => attempt(async () => onChange(await changeIdentity(customerId, identity.id, before))) });
  });
  const remove = () => attempt(async () => {
    await removeIdentity(customerId, identity.id);
    onReload();
    toast(t("customer.removed", { value: identity.shown }), { kind: "done", undo: () => attempt(async () => onChange(await restoreIdentity(customerId, identity))) });
  });
  return [
    identity.status === "maybe" && { label: t("customer.confirm"), icon: "check", run: () => change({ status: "known" }, "customer.confirmed") },
    identity.status !== "former" && { label: t(identity.is_shared ? "customer.mark_own" : "customer.mark_shared"), icon: identity.is_shared ? "user" : "users",
      run: () => change({ is_shared: !identity.is_shared }, identity.is_shared ? "customer.marked_own" : "customer.marked_shared") },
    identity.status === "former"
      ? { label: t("customer.mark_current"), icon: "rotate-ccw", run: () => change({ status: "known" }, "customer.marked_current") }
      : { label: t("customer.mark_former"), icon: "history", run: () => change({ status: "former" }, "customer.marked_former") },
    "rule",
    { label: t("customer.remove"), icon: "trash-2", isDanger: true, run: remove },
  ];
}
