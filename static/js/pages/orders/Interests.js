/** What a customer wants: products with one to five stars. */
import { get, put } from "../../lib/api.js";
import { errorText } from "../../lib/errors.js";
import { html } from "../../lib/html.js";
import { t } from "../../lib/i18n.js";
import { toast } from "../../lib/toasts.js";
import { Button } from "../../ui/Button.js";
import { Skeleton } from "../../ui/Skeleton.js";
import { LoadFailed } from "../LoadFailed.js";
import { useResource } from "../useResource.js";
import { findProducts, shownProduct } from "./find.js";
import { Level } from "./Level.js";
import { Picker } from "./Picker.js";

const FIRST_LEVEL = 3;

export function Interests({ customerId, isEditable }) {
  const { data, error, reload, set } = useResource(() => get(`/customers/${customerId}/interests`), [customerId]);
  const items = data?.items || [];
  const keep = async (wanted) => {
    const before = data;
    set({ items: wanted });
    try {
      set(await put(`/customers/${customerId}/interests`, { items: wanted.map((one) => ({ product_id: one.product_id, level: one.level })) }));
    } catch (problem) {
      set(before);
      toast(errorText(problem), { kind: "late" });
    }
  };
  const add = (product) => items.some((one) => one.product_id === product.id) || keep([...items, { product_id: product.id, name: product.name, level: FIRST_LEVEL }]);
  const rate = (item, level) => keep(items.map((one) => (one === item ? { ...one, level } : one)));
  const remove = (item) => {
    keep(items.filter((one) => one !== item));
    toast(t("orders.interest_removed", { name: item.name }), { kind: "done", undo: () => keep(items) });
  };
  return html`<section class="panel" aria-labelledby="customer-interests"><div class="panel__head"><h2 id="customer-interests">${t("orders.interests")}</h2></div>
    ${error && !data ? html`<${LoadFailed} error=${error} onRetry=${reload} />` : !data ? html`<${Skeleton} lines=${3} />` : html`
      ${!items.length && html`<p class="muted">${t("orders.no_interests")}</p>`}
      <ul class="interests">${items.map((item) => html`<li key=${item.product_id} class="interests__row"><span class="cut" title=${item.name}>${item.name}</span>
        <${Level} name=${item.name} level=${item.level} onChange=${isEditable ? (level) => rate(item, level) : null} />
        ${isEditable && html`<${Button} kind="ghost" size="small" icon="x" label=${t("orders.remove_interest", { name: item.name })} onClick=${() => remove(item)} />`}</li>`)}</ul>
      ${isEditable && html`<${Picker} isBare label=${t("orders.add_interest")} placeholder=${t("orders.add_interest")} find=${findProducts} shown=${shownProduct} onPick=${add} />`}`}
  </section>`;
}
