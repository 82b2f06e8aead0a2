/** What a ring does outside the page's own picture: sound, an OS notification when nobody looks, a word when it is over. */
import { effect, signal, untracked } from "../lib/html.js";
import { hasWords, t } from "../lib/i18n.js";
import { playSound, startRing } from "../lib/sound.js";
import { toast } from "../lib/toasts.js";
import { onEvent } from "../store/events.js";
import { isRinging, offers } from "../store/offers.js";
import { queueLine, whoRings } from "./offerWords.js";

/** "default" until asked, then "granted" or "denied"; "unsupported" where there is none. */
export const notificationState = signal(globalThis.Notification?.permission ?? "unsupported");

/** Ask, because somebody pressed the button that says so. */
export async function askForNotifications() {
  notificationState.value = await Notification.requestPermission();
}

export function startRinging() {
  let stopRing = null;
  effect(() => {
    if (isRinging.value && !stopRing) stopRing = startRing();
    if (!isRinging.value) { stopRing?.(); stopRing = null; }
  });
  startNotifications();
  onEvent("local.ring_over", sayRingOver);
  onEvent("local.bridge_failed", () => toast(t("offer.bridge_failed"), { kind: "late", seconds: 8 }));
}

function startNotifications() {
  const shown = new Map();
  effect(() => {
    const ringing = offers.value;
    untracked(() => {
      for (const offer of ringing) if (offer.pop && !shown.has(offer.id)) shown.set(offer.id, notify(offer));
      for (const [id, notification] of shown) {
        if (ringing.some((offer) => offer.id === id)) continue;
        notification?.close();
        shown.delete(id);
      }
    });
  });
}

/** The same tag in every tab, so that the system shows one. */
function notify(offer) {
  if (!document.hidden || notificationState.value !== "granted") return null;
  try {
    const options = { body: queueLine(offer), tag: offer.id, requireInteraction: true, silent: true };
    const notification = new Notification(`${t("offer.incoming")}: ${whoRings(offer)}`, options);
    notification.onclick = () => { window.focus(); notification.close(); };
    return notification;
  } catch {
    return null; // phones allow notifications only from a service worker; the ring itself is heard
  }
}

function sayRingOver({ state, reason }) {
  const key = [`offer_over.${reason}`, `offer_over.${state}`].find(hasWords);
  if (!key) return;
  toast(t(key), { kind: state === "timed_out" ? "late" : state === "accepted" ? "done" : "ringing" });
  if (state === "canceled") playSound("ended", { volume: 0.3 });
}
