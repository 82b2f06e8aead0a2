/** How much of a weekly shift to take away. */
import { html } from "../../lib/html.js";
import { t } from "../../lib/i18n.js";
import { Button } from "../../ui/Button.js";
import { Dialog } from "../../ui/Dialog.js";
import { shortDay } from "./week.js";

export const RemoveShift = ({ day, onPick, onClose }) => html`<${Dialog} title=${t("shift.remove_title")} onClose=${onClose}>
  <div class="stack">
    <${Button} autofocus onClick=${() => onPick("day")}>${t("shift.remove_day", { day: shortDay(day, true) })}<//>
    <${Button} onClick=${() => onPick("following")}>${t("shift.remove_following", { day: shortDay(day, true) })}<//>
    <${Button} kind="danger" onClick=${() => onPick("all")}>${t("shift.remove_all")}<//>
  </div><//>`;
