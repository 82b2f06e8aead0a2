/** The player of one recording: two lanes, and the controls around them. Space plays, arrows move five seconds. */
import { apiUrl } from "../lib/api.js";
import { html, useEffect, useMemo } from "../lib/html.js";
import { t } from "../lib/i18n.js";
import { Button } from "../ui/Button.js";
import { Controls } from "./Controls.js";
import { toLanes } from "./lanes.js";
import { Notice } from "./RecordingState.js";
import { silentRanges, totalSeconds } from "./silence.js";
import { Waveform } from "./Waveform.js";

const STEP_SECONDS = 5;

/** `waveform` is {peaks, error}: a recording can be played while its peaks are missing. */
export function Player({ call, recording, engine, waveform: { peaks, error } }) {
  const lanes = useMemo(() => (peaks ? toLanes(peaks) : []), [peaks]);
  const silence = useMemo(() => (peaks ? silentRanges(peaks.channels, peaks.duration_seconds) : []), [peaks]);
  useEffect(() => {
    engine.setSilence(silence);
    if (peaks?.duration_seconds) engine.setDuration(peaks.duration_seconds);
  }, [engine, silence]);

  if (engine.hasFailed.value) {
    return html`<${Notice} kind="late" icon="circle-alert" title=${t("recording.unplayable")} text=${t("recording.unplayable_text")}>
      <${Button} size="small" icon="rotate-cw" onClick=${engine.retry}>${t("pages.retry")}<//><//>`;
  }
  return html`<div class="player" role="group" aria-label=${t("player.label")} onKeyDown=${(event) => onKey(event, engine)}>
    <${Waveform} lanes=${lanes} silence=${silence} engine=${engine} isLoading=${!peaks && !error} />
    <${Controls} lanes=${lanes} engine=${engine} silentSeconds=${totalSeconds(silence)}
      downloadUrl=${apiUrl(`/calls/${call.id}/recording?download=1&recording_id=${recording.id}`)} />
  </div>`;
}

function onKey(event, engine) {
  if (event.altKey || event.ctrlKey || event.metaKey || event.target.matches("input, select, textarea")) return;
  const act = { ArrowLeft: () => engine.skip(-STEP_SECONDS), ArrowRight: () => engine.skip(STEP_SECONDS), " ": engine.toggle }[event.key];
  if (!act || (event.key === " " && event.target.matches("button, a"))) return;
  event.preventDefault();
  event.stopPropagation();
  act();
}
