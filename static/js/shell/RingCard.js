/**
 * The incoming card: over the context column, in every tab and on every page. It never takes the focus; screen readers
 * hear it through a live region; keys work whenever one is not typing.
 */
import { secondsSince, secondsUntil } from "../lib/clock.js";
import { errorText } from "../lib/errors.js";
import { formatClock } from "../lib/format.js";
import { html, signal, useEffect } from "../lib/html.js";
import { locale, t } from "../lib/i18n.js";
import { Icon } from "../lib/icons.js";
import { addShortcuts } from "../lib/keys.js";
import { isSoundBlocked, playSound } from "../lib/sound.js";
import { toast } from "../lib/toasts.js";
import { accept, decline, offers } from "../store/offers.js";
import { Badge, Dot } from "../ui/Badge.js";
import { Button } from "../ui/Button.js";
import { Kbd } from "../ui/Kbd.js";
import { Menu } from "../ui/Menu.js";
import { sayOver } from "./ringOver.js";
import { confidenceOf, menuWords, numberOf, queueLine, warningsOf, whoRings } from "./offerWords.js";
import { navigate, place } from "./router.js";

const REASONS = ["busy", "not_ready", "wrong_queue", "technical", "other"];
const declineRequests = signal(0);

export async function takeOffer(offer) {
  if (!offer || offer.busy) return;
  try {
    const call = await accept(offer);
    if (!call && offer.kind === "callback") return void toast(t("offer.not_to_be_called"), { kind: "late" });
    playSound("connected", { volume: 0.4 });
    if (place.value.pathname !== "/console") navigate("/console");
  } catch (error) {
    if (!sayOver(error)) toast(errorText(error), { kind: "late" });
  }
}

async function turnDown(offer, reason) {
  if (!offer || offer.busy) return;
  try {
    await decline(offer, reason);
  } catch (error) {
    if (!sayOver(error)) toast(errorText(error), { kind: "late" });
  }
}

const isAnyRinging = () => offers.value.length > 0;

export function RingCards() {
  const list = offers.value;
  useEffect(() => addShortcuts([
    { id: "accept", key: "a", label: "keys.accept", group: "keys.call", when: isAnyRinging, run: () => takeOffer(offers.value[0]) },
    { id: "decline", key: "d", label: "keys.decline", group: "keys.call", when: isAnyRinging, run: () => { declineRequests.value += 1; } },
  ]), []);
  return html`<div class="rings">
    <div class="sr-only" role="alert" aria-live="assertive">${list.map(announcementOf).join(" ")}</div>
    ${list.map((offer, index) => html`<${RingCard} key=${offer.id} offer=${offer} isFirst=${index === 0} />`)}</div>`;
}

const announcementOf = (offer) => `${t("offer.incoming")}: ${whoRings(offer)}. ${queueLine(offer)}`;

function RingCard({ offer, isFirst }) {
  const left = Math.min(secondsUntil(offer.expires_at), offer.ringSeconds || Infinity);
  return html`<section class="ring" aria-label=${t("offer.incoming")}>
    <div class="ring__head"><${Dot} kind="ringing" /><b>${t("offer.incoming")}</b><span class="push dim cut">${offer.pop?.reason?.queue}</span></div>
    ${offer.pop ? html`<${Who} pop=${offer.pop} offer=${offer} />` : html`<span class="skeleton skeleton--title"></span><span class="skeleton"></span>`}
    <${TimeLeft} left=${left} whole=${offer.ringSeconds || left} />
    <div class="ring__actions">
      <${Button} kind="primary" icon="phone" class="ring__accept" shortcut=${isFirst ? "accept" : null} busy=${offer.busy === "accepting"}
        disabled=${!!offer.busy || left === 0} onClick=${() => takeOffer(offer)}>${t("offer.accept")}<//>
      <${Decline} offer=${offer} isFirst=${isFirst} />
      <span class="ring__left push num dim">${left > 0 ? t("time.seconds_short", { n: left }) : t("offer.expired")}</span>
    </div>
    ${isSoundBlocked.value && html`<${SoundBlocked} />`}
  </section>`;
}

const TimeLeft = ({ left, whole }) => html`<div class="ring__time" role="progressbar" aria-label=${t("offer.time_left")}
    aria-valuemin="0" aria-valuemax=${whole} aria-valuenow=${left}>
  <i style=${{ transform: `scaleX(${Math.min(1, left / Math.max(1, whole))})` }}></i></div>`;

function Decline({ offer, isFirst }) {
  const reasons = REASONS.map((reason) => ({ label: t(`offer.reason_${reason}`), run: () => turnDown(offer, reason) }));
  const trigger = html`<${Icon} name="phone-off" />${t("offer.decline")}${isFirst && html`<${Kbd} id="decline" />`}`;
  return html`<${Menu} align="end" triggerClass="btn ring__decline" openSignal=${isFirst ? declineRequests : undefined}
    trigger=${trigger} items=${[{ heading: t("offer.why") }, ...reasons]} />`;
}

const SoundBlocked = () => html`<button type="button" class="link-btn ring__sound" onClick=${() => playSound("connected", { volume: 0.4 })}>
  <${Icon} name="volume-x" size=${14} />${t("offer.sound_blocked")}</button>`;

function Who({ pop, offer }) {
  const { identity, reason, badges, last_contacts: last } = pop;
  const sure = confidenceOf(identity);
  const shown = [sure && { ...sure, title: identity.reason }, ...warningsOf(badges, locale.value)].filter(Boolean);
  const waited = (pop.waited_s || 0) + secondsSince(offer.created_at);
  const repeated = pop.calls_today > 1 && t("offer.calls_today", { n: pop.calls_today });
  const facts = [identity.name && identity.number && numberOf(identity), repeated, menuWords(reason?.menu_choice)].filter(Boolean);
  return html`<div class="ring__who"><b class="ring__name">${whoRings(offer)}</b>
      ${shown.map((badge) => html`<${Badge} key=${badge.text} kind=${badge.kind} icon=${badge.icon} title=${badge.title}>${badge.text}<//>`)}</div>
    ${reason?.queue_callback && html`<div class="ring__card"><b>${t("offer.queue_callback")}</b></div>`}
    ${reason?.transferred_by && html`<div class="ring__card"><b>${t(pop.kind === "consult" ? "call.asked_by" : "call.transferred_by", { name: reason.transferred_by })}</b>${reason.note && html`<p>${reason.note}</p>`}</div>`}
    ${facts.length > 0 && html`<div class="muted">${facts.join(" · ")}</div>`}
    <div class="ring__wait muted">${t("offer.waited")}
      <b class=${`num ${pop.target_s && waited > pop.target_s ? "state-waiting" : ""}`}>${formatClock(waited)}</b>
      ${last?.[0]?.line && html`<span class="cut">· ${last[0].line}</span>`}</div>`;
}
