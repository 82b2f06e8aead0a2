/** The browser tab's title: rings first, then the page, so that a ring is seen in a row of tabs. */
import { effect, signal } from "../lib/html.js";
import { t } from "../lib/i18n.js";
import { offers } from "../store/offers.js";

export const liveTitle = signal("");

export const startTitle = () => effect(() => {
  const [ringing] = offers.value;
  const name = ringing?.pop?.identity?.name || ringing?.pop?.identity?.number_national;
  const parts = [ringing ? `☎ ${t("offer.incoming")}${name ? `: ${name}` : ""}` : liveTitle.value, "Contact Center"];
  document.title = parts.filter(Boolean).join(" · ");
});
