/** The list behind the bell: the newest first, read by opening them or all at once. */
import { get, post } from "../lib/api.js";
import { html, useEffect, useRef } from "../lib/html.js";
import { t } from "../lib/i18n.js";
import { Icon } from "../lib/icons.js";
import { LoadFailed } from "../pages/LoadFailed.js";
import { MoreRows } from "../pages/MoreRows.js";
import { useList } from "../pages/useList.js";
import "../pages/words.js";
import { onEvent } from "../store/events.js";
import { unread } from "../store/notices.js";
import { Button } from "../ui/Button.js";
import { Skeleton } from "../ui/Skeleton.js";
import { Ago } from "../ui/Timer.js";
import { placeOf } from "./Bell.js";
import { loadStyles, navigate } from "./router.js";

await loadStyles(["css/pages/_shared.css"]);

const ICONS = { mention: "message-square", task_due: "clock", task_assigned: "user-check", missed_due: "phone-missed", missed_assigned: "phone-missed", callback_handed_on: "phone-outgoing", callback_taken_over: "phone-outgoing", lead_assigned: "target", lead_due: "clock", lead_recalled: "history", handed_over: "users", work_stuck: "circle-alert", hand_raised: "hand", floor_note: "message-square" };

const read = (ids) => post("/notifications/read", ids ? { ids } : {}).then((answer) => { unread.value = answer.unread; }).catch(() => {});

export function BellList({ onClose }) {
  const list = useList((cursor) => get("/notifications", { limit: 20, cursor }), {});
  const box = useRef(null);
  useEffect(() => {
    box.current.focus();
    const outside = (event) => !box.current?.parentElement.contains(event.target) && onClose();
    document.addEventListener("pointerdown", outside);
    const stops = ["notification.created", "resync"].map((type) => onEvent(type, () => list.reload()));
    return () => { document.removeEventListener("pointerdown", outside); stops.forEach((stop) => stop()); };
  }, []);
  const now = () => new Date().toISOString();
  const open = (one) => {
    if (!one.read_at) read([one.id]);
    onClose();
    const place = placeOf(one);
    if (place) navigate(place);
  };
  const readAll = () => { read(null); list.change((items) => items.map((one) => ({ ...one, read_at: one.read_at || now() }))); };
  const onKey = (event) => {
    if (event.key === "Escape") { event.stopPropagation(); onClose(); box.current.parentElement.querySelector("button").focus(); }
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const rows = [...box.current.querySelectorAll(".notice")];
    rows[Math.max(0, Math.min(rows.length - 1, rows.indexOf(document.activeElement) + step))]?.focus();
  };
  const items = list.items.value;
  return html`<div ref=${box} class="menu__panel menu__panel--end bell__panel" role="dialog" aria-label=${t("bell.title")} tabindex="-1" onKeyDown=${onKey}>
    <div class="bell__head"><b>${t("bell.title")}</b>${unread.value > 0 && html`<span class="push"><${Button} kind="ghost" size="small" icon="check-check" onClick=${readAll}>${t("bell.read_all")}<//></span>`}</div>
    ${list.isLoading.value ? html`<div class="bell__wait"><${Skeleton} lines=${4} /></div>`
    : list.error.value && !items.length ? html`<${LoadFailed} error=${list.error.value} onRetry=${list.restart} />`
    : !items.length ? html`<p class="bell__wait muted">${t("bell.nothing")}</p>`
    : html`<ul>${items.map((one) => html`<li key=${one.id}><button type="button" class=${`menu__item notice ${one.read_at ? "" : "notice--new"}`} onClick=${() => open(one)}>
        <${Icon} name=${ICONS[one.kind]} /><span class="notice__body"><span>${t(`bell.${one.kind}`, { who: one.actor_name || "", text: one.text, count: one.count })}</span>
          <span class="dim">${one.customer_name && `${one.customer_name} · `}<${Ago} at=${one.at} /></span></span>
        ${!one.read_at && html`<span class="dot dot--live" role="img" aria-label=${t("bell.new")}></span>`}</button></li>`)}</ul><${MoreRows} list=${list} />`}
  </div>`;
}
