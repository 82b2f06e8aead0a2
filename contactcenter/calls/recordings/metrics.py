"""Figures about recordings for /metrics."""

from prometheus_client import Counter, Gauge

FETCHES = Counter("recording_fetches_total", "Tries to fetch a recording, by result", ["result"])
BYTES = Counter("recording_bytes_total", "Bytes of audio fetched and verified")
FAILED = Gauge("recordings_failed", "Recordings given up, waiting for somebody to retry them")
MISSING = Gauge("recordings_missing", "Answered calls that ended over 30 minutes ago without playable audio")
ORPHANS = Gauge("recording_orphans", "Stored audio without a row (day by day), at the last look")
LOST = Counter("recording_files_lost_total", "Verified recordings whose file was gone")
