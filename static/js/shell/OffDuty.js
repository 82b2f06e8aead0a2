/** Available outside one's shift brings no work: that is said beside the status, or one would wait in vain. */
import { get } from "../lib/api.js";
import { minute } from "../lib/clock.js";
import { formatDateTime } from "../lib/format.js";
import { html, useEffect } from "../lib/html.js";
import { t } from "../lib/i18n.js";
import { onEvent } from "../store/live.js";
import { duty } from "../store/presence.js";
import { Badge } from "../ui/Badge.js";
import { isReadyStatus } from "./statusLooks.js";

const ASK_EVERY_MS = 300_000;

export function OffDuty({ status }) {
  const isReady = isReadyStatus(status);
  const turn = Math.floor(minute.value / ASK_EVERY_MS);
  useEffect(() => {
    if (!isReady) { duty.value = null; return undefined; }
    const ask = () => get("/schedule/now").then((told) => { duty.value = told; }, () => {}); // a hint: the next turn asks again
    ask();
    return onEvent("schedule.updated", ask);
  }, [isReady, turn]);
  const reason = duty.value?.off_duty;
  return isReady && reason ? html`<a href="/schedule" class="status__off"><${Badge} kind="late" icon="calendar-clock" title=${offDutyText()}>${t(`status.${reason}`)}<//></a>` : null;
}

/** Why no calls come, and when the next shift begins. */
export const offDutyText = () => [t("status.off_duty_text"), duty.value?.next_shift_at && t("status.next_shift", { time: formatDateTime(duty.value.next_shift_at) })].filter(Boolean).join(" ");
