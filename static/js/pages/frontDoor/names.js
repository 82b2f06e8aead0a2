/** Steps in words. */
import { formatPhone } from "../../lib/format.js";
import { locale, t } from "../../lib/i18n.js";

export const ICONS = { greeting: "volume-2", recording: "mic", hours: "clock", menu: "grid-3x3", queue: "users", outside: "phone-forwarded", voicemail: "voicemail", say: "phone-off" };

export const wordsOf = (prompt) => {
  const language = locale.value === "vi" ? ["vi", "en"] : ["en", "vi"];
  return language.map((one) => prompt?.[one]?.trim()).find(Boolean) || "";
};

export function nameOf(step, known) {
  const kind = t(`front_door.kinds.${step.kind}`);
  const about = aboutStep(step, known);
  return about ? `${kind}: ${about.length > 34 ? `${about.slice(0, 33)}…` : about}` : kind;
}

function aboutStep(step, known) {
  if (step.kind === "queue") return known.queues.find((one) => one.id === step.queue_id)?.name || t("front_door.queue_of_menu");
  if (step.kind === "hours") return known.calendars.find((one) => one.id === step.calendar_id)?.name || t("front_door.company_hours");
  if (step.kind === "outside") return formatPhone(step.number);
  return wordsOf(step.prompt);
}

export const exitName = (one) => (one.key !== null && one.field.startsWith("keys.") ? t("front_door.key_n", { key: one.key || "?" }) : t(`front_door.exits.${one.field}`));

export const textOf = (problem) => problem.text[locale.value === "vi" ? "vi" : "en"];
