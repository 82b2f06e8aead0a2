/** The heading of a day: Hôm nay, Hôm qua, or the weekday with its date. */
import { boot } from "../lib/boot.js";
import { minute } from "../lib/clock.js";
import { html } from "../lib/html.js";
import { locale, t } from "../lib/i18n.js";
import { addDays, dayOf } from "./days.js";

export function Day({ day }) {
  return html`<h2 class="timeline__day">${dayLabel(day, dayOf(minute.value, boot.timezone))}</h2>`;
}

function dayLabel(day, today) {
  if (day === today) return t("timeline.today");
  if (day === addDays(today, -1)) return t("timeline.yesterday");
  const language = locale.value === "vi" ? "vi-VN" : "en-GB";
  const [date, weekday] = [new Date(`${day}T12:00:00Z`), { timeZone: "UTC", weekday: "long" }];
  const name = new Intl.DateTimeFormat(language, weekday).format(date);
  return `${name}, ${day.split("-").reverse().join("/")}`;
}
