/** What may be done with a line, and taking it back. Somebody else's change in between is shown before anything is done. */
import { get, post } from "../../lib/api.js";
import { errorText } from "../../lib/errors.js";
import { t } from "../../lib/i18n.js";
import { toast } from "../../lib/toasts.js";
import { changeIdentity, removeIdentity } from "./identityVerbs.js";

/** @returns {{change: (changes: object, said: string) => Promise<void>, remove: () => Promise<void>}} */
export function useIdentityActions({ identity, customer, onChange, onReload }) {
  const attempt = async (work) => {
    try {
      return await work();
    } catch (error) {
      toast(error.status === 412 ? t("profile.look_again") : errorText(error), { kind: "late" });
      if (error.status === 412) onReload();
      return null;
    }
  };
  const change = (changes, said) => attempt(async () => {
    const saved = await changeIdentity(customer, identity.id, changes);
    onChange(saved);
    const before = { status: identity.status, ...Object.fromEntries(Object.keys(changes).map((name) => [name, identity[name]])) };
    toast(t(said), { kind: "done", undo: () => attempt(async () => onChange(await changeIdentity(saved, identity.id, before))) });
  });
  const remove = () => attempt(async () => {
    await removeIdentity(customer, identity.id);
    onReload();
    toast(t("customer.removed", { value: identity.shown }), { kind: "done", undo: () => attempt(async () => onChange(await takeBackRemoval(customer, identity))) });
  });
  return { change, remove };
}

/** The server keeps what was removed, with its label and state: the last change of that line is undone. */
async function takeBackRemoval(customer, identity) {
  const { items } = await get(`/customers/${customer.id}/history`, { field: "identity", limit: 20 });
  const removal = items.find((one) => one.new === null && one.old?.channel === identity.channel && one.old?.value === identity.value);
  return post(`/customers/${customer.id}/history/${removal.id}/undo`, {});
}
