/** The rule that merges by itself: shown to all, switched by those who may. */
import { get, put } from "../../lib/api.js";
import { tellProblem } from "./problem.js";
import { html } from "../../lib/html.js";
import { t } from "../../lib/i18n.js";
import { toast } from "../../lib/toasts.js";
import { can } from "../../store/session.js";
import { useResource } from "../useResource.js";

export function Rule() {
  const { data, set } = useResource(() => get("/duplicates/rule"), []);
  if (!data || !can("customers.audit")) return null;
  const change = async (event) => {
    const wanted = event.currentTarget.checked;
    set({ merges_verified: wanted });
    try {
      set(await put("/duplicates/rule", { merges_verified: wanted }));
      toast(t(wanted ? "duplicates.rule_on" : "duplicates.rule_off"), { kind: "done" });
    } catch (error) {
      set({ merges_verified: !wanted });
      tellProblem(error);
    }
  };
  return html`<label class="check" title=${t("duplicates.rule_hint")}><input type="checkbox" role="switch" checked=${data.merges_verified} onChange=${change} /><span>${t("duplicates.rule")}</span></label>`;
}
