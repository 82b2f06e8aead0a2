/** The waveform of a call's recording, once there is one to play: `{peaks, error}`. */
import { get } from "../lib/api.js";
import { useEffect, useState } from "../lib/html.js";

export function usePeaks(callId, recordingId) {
  const [result, setResult] = useState({ peaks: null, error: null });
  useEffect(() => {
    setResult({ peaks: null, error: null });
    if (!recordingId) return undefined;
    const leaving = new AbortController();
    get(`/calls/${callId}/peaks`, { recording_id: recordingId }, { signal: leaving.signal }).then(
      (peaks) => setResult({ peaks, error: null }),
      (error) => leaving.signal.aborted || setResult({ peaks: null, error }),
    );
    return () => leaving.abort();
  }, [callId, recordingId]);
  return result;
}
