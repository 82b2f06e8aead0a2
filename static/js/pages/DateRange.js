/** When: a named period, or two days of one's own. */
import { boot } from "../lib/boot.js";
import { minute } from "../lib/clock.js";
import { html, useState } from "../lib/html.js";
import { t } from "../lib/i18n.js";
import { dayOf } from "../timeline/days.js";
import { daysOf, periodOf, PERIODS } from "./periods.js";

export function DateRange({ from, to, onChange }) {
  const today = dayOf(minute.value, boot.timezone);
  const [isCustom, setCustom] = useState(false);
  const period = isCustom ? "custom" : periodOf({ from, to }, today);
  const choose = (name) => {
    setCustom(name === "custom");
    onChange(name === "custom" ? { from: from || today, to: to || today } : daysOf(name, today));
  };
  return html`<select class="input filters__select" aria-label=${t("pages.period")} value=${period} onChange=${(event) => choose(event.currentTarget.value)}>
      ${[...PERIODS, "custom"].map((name) => html`<option key=${name} value=${name}>${t(`pages.periods.${name}`)}</option>`)}
    </select>
    ${period === "custom" && html`<span class="filters__days">
      <${Day} label=${t("pages.from")} value=${from} max=${to || today} onChange=${(day) => onChange({ from: day, to })} />
      <span class="dim" aria-hidden="true">–</span>
      <${Day} label=${t("pages.to")} value=${to} min=${from} max=${today} onChange=${(day) => onChange({ from, to: day })} />
    </span>`}`;
}

const Day = ({ label, value, min, max, onChange }) => html`<input type="date" class="input filters__day" aria-label=${label} title=${label}
  value=${value} min=${min || null} max=${max || null} onChange=${(event) => onChange(event.currentTarget.value)} />`;
