/** What may be done with the company's own fields: put in order, archive, take back; each can be undone. */
import { patch, put } from "../../lib/api.js";
import { errorText } from "../../lib/errors.js";
import { labelOf, t } from "../../lib/i18n.js";
import { toast } from "../../lib/toasts.js";

export function useFieldActions({ fields, onChange, onReload }) {
  const attempt = async (work) => {
    try {
      return await work();
    } catch (error) {
      toast(errorText(error), { kind: "late" });
      onReload();
      return null;
    }
  };
  const replace = (field) => onChange(fields.map((one) => (one.id === field.id ? field : one)));
  const order = (ids) => attempt(async () => onChange((await put("/customer-fields/custom/order", { ids })).items));
  const archive = (field, isArchived) => attempt(async () => {
    const saved = await patch(`/customer-fields/custom/${field.id}`, { is_archived: isArchived }, { ifMatch: field.version });
    replace(saved);
    toast(t(isArchived ? "fields.archived" : "fields.restored", { field: labelOf(field) }), { kind: "done", undo: () => attempt(async () => {
      await patch(`/customer-fields/custom/${field.id}`, { is_archived: !isArchived }, { ifMatch: saved.version });
      onReload();
    }) });
  });
  return {
    archive,
    /** One place up (-1) or down (+1) among those in use. */
    move: (field, step) => {
      const ids = fields.filter((one) => !one.is_archived).map((one) => one.id);
      const at = ids.indexOf(field.id);
      ids.splice(at, 1);
      ids.splice(at + step, 0, field.id);
      return order(ids);
    },
    saved: (field) => onChange(fields.some((one) => one.id === field.id) ? fields.map((one) => (one.id === field.id ? field : one)) : [...fields, field]),
  };
}
