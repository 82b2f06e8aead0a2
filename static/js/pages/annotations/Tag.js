/** One tag: a coloured dot beside its word. `onRemove` gives it a button. */
import { html } from "../../lib/html.js";
import { t } from "../../lib/i18n.js";
import { Icon } from "../../lib/icons.js";

export const Tag = ({ tag, onRemove }) => html`<span class=${`tag tag--${tag.colour}`}>
  <a class="tag__name" href=${`/customers?tag=${tag.id}`} title=${t("tags.filter", { name: tag.name })}>${tag.name}</a>
  ${onRemove && html`<button type="button" class="tag__remove" aria-label=${t("tags.remove", { name: tag.name })} title=${t("tags.remove", { name: tag.name })} onClick=${onRemove}><${Icon} name="x" size=${12} /></button>`}</span>`;
