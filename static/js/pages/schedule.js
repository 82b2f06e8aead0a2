/** Who works when: the week of shifts, leave, opening hours and holidays. Agents see their own. */
import { html, useEffect } from "../lib/html.js";
import { t } from "../lib/i18n.js";
import { navigate } from "../shell/router.js";
import { can, me } from "../store/session.js";
import { Tabs } from "../ui/Tabs.js";
import { Calendars } from "./schedule/Calendars.js";
import { LeaveList } from "./schedule/LeaveList.js";
import { WeekView } from "./schedule/WeekView.js";
import "./schedule/words.js";
import { TimeSpent } from "./team/TimeSpent.js";

export const css = ["css/pages/_shared.css", "css/pages/schedule.css"];
export const title = () => t("schedule.title");

const TABS = ["week", "leave", "calendars"];

export default function SchedulePage({ query }) {
  const mayEdit = can("schedule.edit");
  const tab = TABS.includes(query.tab) ? query.tab : "week";
  const show = (id) => navigate(`/schedule?tab=${id}`, { replace: true });
  useEffect(() => { document.querySelector(".page")?.scrollTo(0, 0); }, [tab]);
  return html`<div class="page page--wide schedule">
    <header class="page__head"><h1>${t(mayEdit ? "schedule.title" : "schedule.mine")}</h1></header>
    <${Tabs} name="schedule" label=${t("schedule.tabs")} value=${tab} onChange=${show} items=${TABS.map((id) => ({ id, label: t(`schedule.${id}`) }))} />
    <div id="schedule-panel" role="tabpanel" aria-labelledby=${`schedule-tab-${tab}`} class="schedule__panel">
      ${tab === "week" && html`<${WeekView} monday=${query.week} mayEdit=${mayEdit} />${!mayEdit && html`<section class="panel schedule__own"><h2>${t("time_spent.title")}</h2><${TimeSpent} userId=${me.value?.id} /></section>`}`}
      ${tab === "leave" && html`<${LeaveList} mayEdit=${mayEdit} />`}
      ${tab === "calendars" && html`<${Calendars} mayEdit=${mayEdit} />`}
    </div>
  </div>`;
}
