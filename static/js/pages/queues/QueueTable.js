/** Queues as rows; on a phone each row becomes a card. */
import { html } from "../../lib/html.js";
import { t } from "../../lib/i18n.js";
import { Icon } from "../../lib/icons.js";
import { Badge } from "../../ui/Badge.js";
import { Menu } from "../../ui/Menu.js";

const COLUMNS = ["name", "strategy", "members", "waiting", "target", "overflow"];

export const QueueTable = ({ queues, isEditable, onEdit, onArchive }) => html`<table class="table table--cards queues">
  <thead><tr>${COLUMNS.map((id) => html`<th key=${id} scope="col">${t(`routing.columns.${id}`)}</th>`)}${isEditable && html`<th scope="col"><span class="sr-only">${t("routing.columns.actions")}</span></th>`}</tr></thead>
  <tbody>${queues.map((queue) => html`<tr key=${queue.id} class="table__row">
    <td class="queues__name"><span class="row row--wrap"><button type="button" class="table__link" onClick=${() => onEdit(queue)}>${queue.name}</button>
      ${queue.menu_key && html`<kbd class="kbd">${queue.menu_key}</kbd>`}${queue.is_default && html`<${Badge} kind="line">${t("routing.default")}<//>`}${queue.closed_at && html`<${Badge} kind="late" icon="ban">${t("routing.shut")}<//>`}</span>
      ${queue.warnings.map((one) => html`<span key=${one.code} class="queues__warning"><${Icon} name="triangle-alert" size=${14} />${t(`routing.warning.${one.code}`)}</span>`)}</td>
    <td data-label=${t("routing.columns.strategy")}>${t(`routing.strategy.${queue.strategy}`)}</td>
    <td data-label=${t("routing.columns.members")} class="num">${t("routing.available_of", { free: queue.agents_available, n: queue.members.length })}</td>
    <td data-label=${t("routing.columns.waiting")} class="num">${queue.waiting}</td>
    <td data-label=${t("routing.columns.target")} class="num">${t("routing.target_text", { n: queue.target_seconds })}</td>
    <td data-label=${t("routing.columns.overflow")} class="dim">${nextOf(queue, queues)}</td>
    ${isEditable && html`<td class="table__number"><${Menu} align="end" triggerClass="btn btn--ghost btn--small btn--icon" label=${t("routing.actions_of", { name: queue.name })} trigger=${html`<${Icon} name="ellipsis" />`}
      items=${[{ label: t("routing.edit", { name: queue.name }), icon: "pencil", run: () => onEdit(queue) }, { label: t("routing.archive"), icon: "trash-2", isDanger: true, isDisabled: queue.is_default, run: () => onArchive(queue) }]} /></td>`}
  </tr>`)}</tbody>
</table>`;

function nextOf(queue, queues) {
  const target = queues.find((one) => one.id === queue.overflow_queue_id);
  return target ? t("routing.overflow_text", { n: queue.overflow_after_seconds, queue: target.name }) : t("routing.voicemail_text", { n: queue.max_wait_seconds });
}
