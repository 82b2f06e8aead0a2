/** A ring in words: who, by how sure a match, from which queue. Used by the card, the notification and the title. */
import { formatPhone } from "../lib/format.js";
import { hasWords, t } from "../lib/i18n.js";

export const numberOf = (identity) => identity?.number_national || formatPhone(identity?.number) || t("caller.anonymous");

/** The name when we know it, else the number: the badge beside it says what kind of stranger. */
export function whoRings(offer) {
  const identity = offer.pop?.identity;
  return identity ? identity.name || numberOf(identity) : t("offer.unknown_yet");
}

/** What was chosen in the menu: words as they came, a bare key as "phím 1". */
export const menuWords = (choice) => (/^[\d*#]+$/.test(choice || "") ? t("call.menu_key", { key: choice }) : choice || "");

export const queueLine = (offer) => [offer.pop?.reason?.queue, menuWords(offer.pop?.reason?.menu_choice)].filter(Boolean).join(" · ");

/** A customer's segment: our own codes in words, a company's own as they wrote it. */
export const segmentWords = (segment) => (segment && hasWords(`segment.${segment}`) ? t(`segment.${segment}`) : segment || "");

const CONFIDENCE = {
  verified: { kind: "accent", icon: "shield-check" },
  single: { kind: "accent", icon: "check" },
  shared: { kind: "waiting", icon: "users" },
  maybe: { kind: "waiting", icon: "circle-help" },
  unknown: { kind: "line", icon: "user-plus" },
};

/** {kind, icon, text} of the badge that says how sure we are. */
export function confidenceOf(identity) {
  if (!identity) return null;
  const count = identity.candidates?.length || 0;
  const level = identity.confidence || "unknown";
  if (!identity.number && level === "unknown") return null; // the name already says that the number is withheld
  return { ...CONFIDENCE[level], text: t(level === "shared" && count > 1 ? "confidence.shared_n" : `confidence.${level}`, { count }) };
}

/** Badges that change how one speaks: [{kind, icon, text}]. */
export function warningsOf(badges, locale) {
  if (!badges) return [];
  const { segment, language, do_not_call: dnc, recording_consent: consent, blocked } = badges;
  return [
    segment && { kind: /vip/i.test(segment) ? "vip" : "line", text: segmentWords(segment) },
    language && language !== locale && { kind: "line", icon: "languages", text: t(`language.${language}`) },
    dnc && { kind: "warn", icon: "bell-off", text: t("badge.do_not_call") },
    consent === false && { kind: "warn", icon: "mic-off", text: t("badge.no_recording") },
    blocked && { kind: "late", icon: "ban", text: t("badge.blocked") },
  ].filter(Boolean);
}
