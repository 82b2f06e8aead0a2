/** Available outside one's shift brings no work: that is said beside the status, or one would wait in vain. */
import { get } from "../lib/api.js";
import { minute } from "../lib/clock.js";
import { formatDateTime } from "../lib/format.js";
import { html, useEffect, useState } from "../lib/html.js";
import { t } from "../lib/i18n.js";
import { onEvent } from "../store/live.js";
import { Badge } from "../ui/Badge.js";
import { isReadyStatus } from "./statusLooks.js";

const ASK_EVERY_MS = 300_000;

export function OffDuty({ status }) {
  const [duty, setDuty] = useState(null);
  const isReady = isReadyStatus(status);
  const turn = Math.floor(minute.value / ASK_EVERY_MS);
  useEffect(() => {
    if (!isReady) return undefined;
    const ask = () => get("/schedule/now").then(setDuty, () => {}); // a hint: the next turn asks again
    ask();
    return onEvent("schedule.updated", ask);
  }, [isReady, turn]);
  if (!isReady || !duty?.off_duty) return null;
  const next = duty.next_shift_at && t("status.next_shift", { time: formatDateTime(duty.next_shift_at) });
  return html`<a href="/schedule" class="status__off"><${Badge} kind="late" icon="calendar-clock" title=${[t("status.off_duty_text"), next].filter(Boolean).join(" ")}>${t(`status.${duty.off_duty}`)}<//></a>`;
}
