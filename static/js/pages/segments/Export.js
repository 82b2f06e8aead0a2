/** Exports the members of a segment as a file; the dialog is fetched when it is wanted. */
import { html, useState } from "../../lib/html.js";
import { t } from "../../lib/i18n.js";
import { can } from "../../store/session.js";
import { Button } from "../../ui/Button.js";

export function Export({ segment }) {
  const [Dialog, setDialog] = useState(null);
  if (!can("customers.export")) return null;
  const open = async () => {
    const { ExportDialog } = await import("../imports/ExportDialog.js");
    setDialog(() => ExportDialog);
  };
  return html`<${Button} icon="download" disabled=${segment.size === 0} why=${t("segments.nothing_to_export")} onClick=${open}>${t("segments.export")}<//>
    ${Dialog && html`<${Dialog} selection=${{ segment_id: segment.id }} title=${segment.name} onClose=${() => setDialog(null)} />`}`;
}
