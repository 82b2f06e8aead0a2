/** The groups and lists a customer is in, each with why; and whose word counts for their status and class. */
import { get, post } from "../../lib/api.js";
import { errorText } from "../../lib/errors.js";
import { html, useEffect, useState } from "../../lib/html.js";
import { t } from "../../lib/i18n.js";
import { Icon } from "../../lib/icons.js";
import { toast } from "../../lib/toasts.js";
import { loadStyles } from "../../shell/router.js";
import { Skeleton } from "../../ui/Skeleton.js";
import { Ago } from "../../ui/Timer.js";
import { fetchAgents } from "../people.js";
import { RuleTree } from "../segments/RuleTree.js";
import { useResource } from "../useResource.js";
import "../segments/words.js";

const SETTLED_MS = 2500; // rules are looked at about a second after somebody changed

export function SegmentsPanel({ customer, isEditable, onReload }) {
  const { data, error, reload, set } = useResource(() => get(`/customers/${customer.id}/segments`), [customer.id]);
  useEffect(() => { loadStyles(["css/pages/segments.css"]); }, []);
  useEffect(() => {
    reload();
    const timer = setTimeout(reload, SETTLED_MS);
    return () => clearTimeout(timer);
  }, [customer.version]);
  const follow = async (field) => {
    try {
      set(await post(`/customers/${customer.id}/follow-rules`, { field }));
      onReload?.();
    } catch (problem) {
      toast(errorText(problem), { kind: "late" });
    }
  };
  return html`<section class="panel" aria-labelledby="customer-segments"><h2 id="customer-segments">${t("segments.title")}</h2>
    ${!data ? !error && html`<${Skeleton} lines=${2} />` : html`
      ${data.items.length ? html`<ul class="customer-segments">${data.items.map((one) => html`<${Membership} key=${one.id} customer=${customer} segment=${one} />`)}</ul>`
        : html`<p class="muted">${t("segments.in_none")}</p>`}
      ${data.driven.filter((one) => one.is_by_hand && one.value !== one.by_rules).map((one) => html`<p key=${one.field} class="customer-segments__hand muted">
        ${t("segments.by_hand", { field: t(`segments.drives.${one.field}`), value: valueOf(one.field, one.value), rules: valueOf(one.field, one.by_rules) })}
        ${isEditable && html` <button type="button" class="link-btn" onClick=${() => follow(one.field)}>${t("segments.follow")}</button>`}</p>`)}`}
  </section>`;
}

function valueOf(field, value) {
  if (!value) return t("segments.nothing");
  return field === "status" ? t(`customers.statuses.${value}`) : t(`segments.classes.${value}`);
}

function Membership({ customer, segment }) {
  const [isOpen, setOpen] = useState(false);
  const isRules = segment.kind === "rules";
  return html`<li><div class="row customer-segments__row">
      <a class="cut" href=${`/segments/${segment.id}`}>${segment.name}</a><span class="dim push" title=${t("segments.since")}><${Ago} at=${segment.entered_at} /></span>
      ${isRules && html`<button type="button" class="link-btn row" aria-expanded=${String(isOpen)} onClick=${() => setOpen(!isOpen)}>${t("segments.why")}<${Icon} name=${isOpen ? "chevron-up" : "chevron-down"} size=${14} /></button>`}</div>
    ${isOpen && html`<${Why} customer=${customer} segment=${segment} />`}</li>`;
}

function Why({ customer, segment }) {
  useEffect(() => { fetchAgents(); }, []);
  const { data, error } = useResource(() => get(`/segments/${segment.id}/why/${customer.id}`), [segment.id, customer.id, customer.version]);
  if (error) return html`<p class="state-late">${errorText(error)}</p>`;
  return data ? html`<${RuleTree} rules=${data.rules} />` : html`<${Skeleton} lines=${2} />`;
}
