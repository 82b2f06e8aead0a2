/** "Export" beside a list: the dialog is fetched when it is wanted. `selection` as in ExportDialog.js. */
import { html, useState } from "../../lib/html.js";
import { t } from "../../lib/i18n.js";
import { can } from "../../store/session.js";
import { Button } from "../../ui/Button.js";
import "./words.js";

export function ExportButton({ selection, title }) {
  const [Dialog, setDialog] = useState(null);
  if (!can("customers.export")) return null;
  const open = async () => {
    const { ExportDialog } = await import("./ExportDialog.js");
    setDialog(() => ExportDialog);
  };
  return html`<${Button} icon="download" onClick=${open}>${t("exports.short")}<//>
    ${Dialog && html`<${Dialog} selection=${selection} title=${title} onClose=${() => setDialog(null)} />`}`;
}
