/** A yes-or-no field that changes at a click and can be taken back. */
import { errorText } from "../../lib/errors.js";
import { html, useState } from "../../lib/html.js";
import { t } from "../../lib/i18n.js";
import { toast } from "../../lib/toasts.js";
import { saveField } from "./saveField.js";

export function Switch({ name, customer, isEditable, onChange }) {
  const [isBusy, setBusy] = useState(false);
  const isOn = !!customer[name];
  const set = async (value, base) => {
    setBusy(true);
    try {
      const saved = await saveField(base, name, value);
      onChange(saved.customer);
      return saved.customer;
    } catch (error) {
      toast(errorText(error), { kind: "late" });
      return null;
    } finally {
      setBusy(false);
    }
  };
  const flip = async () => {
    const saved = await set(!isOn, customer);
    if (saved) toast(t(`customer.${name}_${isOn ? "off" : "on"}`), { kind: "done", undo: () => set(isOn, saved) });
  };
  return html`<label class="switch"><input type="checkbox" role="switch" checked=${isOn} disabled=${!isEditable || isBusy} onChange=${flip} />
    <span class="switch__track" aria-hidden="true"></span><span>${t(`customer.${name}`)}<span class="switch__hint dim">${t(`customer.${name}_hint`)}</span></span></label>`;
}
