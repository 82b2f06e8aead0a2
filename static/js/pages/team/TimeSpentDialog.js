/** Time spent in a dialog, from the supervisor's page: fetched when it is asked for. */
import { html } from "../../lib/html.js";
import { t } from "../../lib/i18n.js";
import { loadStyles } from "../../shell/router.js";
import { Dialog } from "../../ui/Dialog.js";
import { TimeSpent } from "./TimeSpent.js";

await loadStyles(["css/pages/schedule.css"]);

export const TimeSpentDialog = ({ agent, onClose }) => html`<${Dialog} title=${t("time_spent.of", { name: agent.name })} class="dialog--wide" onClose=${onClose}><${TimeSpent} userId=${agent.id} /><//>`;
