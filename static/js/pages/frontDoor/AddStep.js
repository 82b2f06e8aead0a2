/** A button that asks what kind of step to add. */
import { html } from "../../lib/html.js";
import { t } from "../../lib/i18n.js";
import { Icon } from "../../lib/icons.js";
import { Menu } from "../../ui/Menu.js";
import { KINDS } from "./draft.js";
import { ICONS } from "./names.js";

export const AddStep = ({ label, onAdd }) => html`<${Menu} triggerClass="btn btn--ghost btn--small btn--icon" label=${label} trigger=${html`<${Icon} name="plus" />`}
  items=${KINDS.map((kind) => ({ label: t(`front_door.kinds.${kind}`), icon: ICONS[kind], hint: "", run: () => onAdd(kind) }))} />`;
