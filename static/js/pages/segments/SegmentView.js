/** A saved segment: head with what can be done, its rules, its month, its members and who came and went. */
import { patch } from "../../lib/api.js";
import { formatNumber } from "../../lib/format.js";
import { html, useEffect, useState } from "../../lib/html.js";
import { t } from "../../lib/i18n.js";
import { Icon } from "../../lib/icons.js";
import { addShortcuts } from "../../lib/keys.js";
import { navigate } from "../../shell/router.js";
import { can } from "../../store/session.js";
import { Button } from "../../ui/Button.js";
import { Tabs } from "../../ui/Tabs.js";
import { Ago } from "../../ui/Timer.js";
import { Days } from "./Days.js";
import { Export } from "./Export.js";
import { Log } from "./Log.js";
import { Members } from "./Members.js";
import { Names } from "./Names.js";
import { RulesEditor } from "./RulesEditor.js";
import { RuleTree } from "./RuleTree.js";
import { drivesText, KindBadge, StateBadge } from "./SegmentBadges.js";
import { archive, refresh, restore, setActive } from "./verbs.js";

export function SegmentView({ segment, onChange, onReload }) {
  const [isEditing, setEditing] = useState(false);
  const [tab, setTab] = useState("members");
  const isEditable = can("segments.edit") && !segment.archived_at;
  const hasRules = segment.kind === "rules";
  useEffect(() => (isEditable && hasRules && !isEditing
    ? addShortcuts([{ id: "edit_segment", key: "e", label: "segments.keys.edit", group: "keys.work", run: () => setEditing(true) }]) : undefined), [isEditable, hasRules, isEditing]);
  const save = async (rules) => {
    onChange(await patch(`/segments/${segment.id}`, { rules }, { ifMatch: segment.version }));
    setEditing(false);
  };
  return html`<${Head} segment=${segment} isEditable=${isEditable} onChange=${onChange} />
    ${isEditing ? html`<${RulesEditor} rules=${segment.rules} saveLabel=${t("segments.save_rules")} onSave=${save} onCancel=${() => setEditing(false)} />`
      : html`<div class="segment__columns">
        <div class="segment__main">
          ${hasRules && html`<section class="panel" aria-labelledby="segment-rules"><div class="panel__head"><h2 id="segment-rules">${t("segments.rules")}</h2>
            ${isEditable && html`<span class="push"><${Button} size="small" icon="pencil" shortcut="edit_segment" onClick=${() => setEditing(true)}>${t("segments.edit_rules")}<//></span>`}</div>
            <${RuleTree} rules=${segment.rules} /></section>`}
          <section class="panel segment__people"><${Tabs} name="segment" label=${t("segments.parts")} value=${tab} onChange=${setTab}
              items=${[{ id: "members", label: t("segments.members"), count: formatNumber(segment.size) }, { id: "log", label: t("segments.log") }]} />
            <div id="segment-panel" role="tabpanel" aria-labelledby=${`segment-tab-${tab}`}>
              ${tab === "members" ? html`<${Members} segment=${segment} isEditable=${isEditable} onReload=${onReload} />` : html`<${Log} segment=${segment} />`}</div></section>
        </div>
        <aside class="segment__side" aria-label=${t("segments.about")}>
          <${Figures} segment=${segment} />${!segment.is_partial && html`<${Days} id=${segment.id} size=${segment.size} />`}
        </aside></div>`}`;
}

function Head({ segment, isEditable, onChange }) {
  const { state } = segment.refresh;
  return html`<header class="page__head segment__head">
    <${Names} segment=${segment} isEditable=${isEditable} onChange=${onChange} badges=${html`<${KindBadge} segment=${segment} /><${StateBadge} segment=${segment} />`} />
    <span class="push row row--wrap">
      ${segment.archived_at && can("segments.edit") && html`<${Button} kind="primary" icon="rotate-ccw" onClick=${() => restore(segment, onChange)}>${t("segments.restore")}<//>`}
      ${isEditable && segment.kind === "rules" && html`${state === "failed" && html`<${Button} icon="rotate-cw" onClick=${() => refresh(segment, onChange)}>${t("pages.retry")}<//>`}
        <${Button} icon=${segment.is_active ? "pause" : "play"} onClick=${() => setActive(segment, !segment.is_active, onChange)}>${t(segment.is_active ? "segments.pause" : "segments.resume")}<//>`}
      ${!segment.archived_at && html`<${Export} segment=${segment} />`}
      ${isEditable && html`<${Button} icon="trash-2" label=${t("segments.archive")} onClick=${() => archive(segment, () => navigate("/segments"), () => navigate(`/segments/${segment.id}`))} />`}
    </span></header>
    <${Progress} segment=${segment} />
    ${segment.refresh.state === "failed" && html`<p class="state-late row" role="alert"><${Icon} name="circle-alert" />${t("segments.failed_text")}</p>`}
    ${!segment.is_active && html`<p class="muted row"><${Icon} name="info" />${t("segments.paused_text")}</p>`}`;
}

function Progress({ segment }) {
  const { state, done, total } = segment.refresh;
  if (!segment.is_active || segment.archived_at || !["waiting", "running"].includes(state)) return null;
  return html`<div class="segment__progress" role="status"><progress max=${total || 1} value=${total ? done : null} aria-label=${t("segments.filling")}></progress>
    <span class="muted">${total ? t("segments.filling_n", { done: formatNumber(done), total: formatNumber(total) }) : t("segments.filling")}</span></div>`;
}

const Figures = ({ segment }) => html`<section class="panel segment-figures" aria-label=${t("segments.about")}>
  ${segment.size !== null && html`<p class="segment-figures__size num">${formatNumber(segment.size)}</p><p class="muted">${t("segments.customers", { count: segment.size })}</p>`}
  ${segment.is_partial && html`<p class="muted">${t("segments.partial")}</p>`}
  <dl class="details">
    ${segment.drives_field && html`<div class="details__row"><dt>${t("segments.sets")}</dt><dd>${drivesText(segment)}</dd></div>`}
    ${segment.owner_name && html`<div class="details__row"><dt>${t("segments.owner")}</dt><dd>${segment.owner_name}</dd></div>`}
    ${segment.is_builtin && html`<div class="details__row"><dt>${t("segments.origin")}</dt><dd>${t("segments.builtin")}</dd></div>`}
    <div class="details__row"><dt>${t("segments.changed")}</dt><dd><${Ago} at=${segment.updated_at} /></dd></div>
    ${segment.refresh.at && html`<div class="details__row"><dt>${t("segments.checked")}</dt><dd><${Ago} at=${segment.refresh.at} /></dd></div>`}
  </dl></section>`;
