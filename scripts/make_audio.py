"""Make every sound the product ships: simulated calls, voicemails, interface sounds and hold music.

    python scripts/make_audio.py            # all of it
    python scripts/make_audio.py speech     # contactcenter/providers/simulator/media/ only
    python scripts/make_audio.py sounds     # static/sounds/ only

Needs espeak-ng (with its Vietnamese and English voices) and ffmpeg (with libopus and libmp3lame) on the PATH,
and numpy, soundfile and soxr from requirements.lock. Neither program is needed to run or test the product:
the results are committed. Debian: `apt-get install espeak-ng ffmpeg`.

The result is the same on every run with the same versions of those programs: nothing is drawn without a fixed
seed, and files carry no dates and no random stream numbers. What is said stands in audio/dialogues.toml.

Simulated calls are Ogg Opus, 8 kHz, two channels: left the agent, right the customer, as a provider's
dual-channel recording. The channels are coded as two independent streams (mapping family 255), because joint
stereo would let each side leak into the other's silence. Voicemails are mono.
"""

import json
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

import numpy as np
import soundfile
from audio import hold_music, interface
from audio.speech import RATE, VOICES, speak

ROOT = Path(__file__).resolve().parent.parent
SCRIPT = Path(__file__).resolve().parent / "audio" / "dialogues.toml"
MEDIA = ROOT / "contactcenter" / "providers" / "simulator" / "media"
SOUNDS = ROOT / "static" / "sounds"
TAIL_SECONDS = 0.9
SPEAKERS = ("agent", "customer")
ROOM_DB = {"agent": -72.0, "customer": -64.0}  # a headset with noise cancelling; a phone somewhere


def make_speech(folder: Path) -> None:
    """Write one .ogg per recording of the script, and index.json, into an emptied `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("*.ogg"):
        old.unlink()
    recordings = tomllib.loads(SCRIPT.read_text(encoding="utf-8"))["recording"]
    index = [make_recording(recording, folder) for recording in recordings]
    text = json.dumps(index, ensure_ascii=False, indent=1)
    (folder / "index.json").write_text(text + "\n", encoding="utf-8")


def make_recording(script: dict, folder: Path) -> dict:
    """Speak, mix and encode one recording; its entry of index.json, with times measured from the pieces."""
    pieces = place(script)
    duration = max(end for *_, end in pieces) + TAIL_SECONDS
    kind = script.get("kind", "dialogue")
    speakers = SPEAKERS if kind == "dialogue" else ("customer",)
    tracks = [mix(pieces, speaker, int(duration * RATE), script["id"]) for speaker in speakers]
    file = f"{script['id']}.ogg"
    encode_opus(np.stack(tracks, axis=1), folder / file)
    return {
        "id": script["id"],
        "file": file,
        "kind": kind,
        "language": script["language"],
        "topic": script["topic"],
        "duration_seconds": round(int(duration * RATE) / RATE, 2),
        "channels": len(speakers),
        "agent_gender": VOICES[script["agent"]].gender if "agent" in script else None,
        "customer_gender": VOICES[script["customer"]].gender,
        "outcome": script["outcome"],
        "summary": script["summary"],
        "lines": [
            {"speaker": who, "start_seconds": round(start, 2), "end_seconds": round(end, 2), "text": text}
            for who, text, _, start, end in sorted(pieces, key=lambda piece: piece[3])
        ],
    }


def place(script: dict) -> list[tuple[str, str, np.ndarray, float, float]]:
    """Each line spoken and put on the clock: (speaker, text, samples, start, end) in seconds."""
    pieces: list[tuple[str, str, np.ndarray, float, float]] = []
    now = 0.0
    for who, gap, text, *spoken in script["lines"]:
        samples = speak(spoken[0] if spoken else text, VOICES[script[who]])
        start, end = now + gap, now + gap + samples.size / RATE
        own = [piece[4] for piece in pieces if piece[0] == who]
        if own and start < max(own):
            raise ValueError(f"{script['id']}: {who} talks over themselves at {start:.1f} s")
        pieces.append((who, text, samples, start, end))
        now = max(now, end)
    return pieces


def mix(pieces: list, speaker: str, size: int, seed_text: str) -> np.ndarray:
    """One person's whole track: their lines over a faint, slowly breathing room."""
    rng = np.random.default_rng([ord(c) for c in seed_text + speaker])
    hiss = np.convolve(rng.standard_normal(size), np.hanning(9), mode="same")
    breath = 1 + 0.3 * np.sin(2 * np.pi * np.arange(size) / RATE / 7 + rng.uniform(0, 6))
    track = hiss / hiss.std() * 10 ** (ROOM_DB[speaker] / 20) * breath
    for who, _, samples, start, _ in pieces:
        if who == speaker:
            first = round(start * RATE)
            track[first : first + samples.size] += samples
    return track


def encode_opus(samples: np.ndarray, path: Path) -> None:
    channels = samples.shape[1]
    options = [
        "-c:a",
        "libopus",
        "-application",
        "voip",
        "-b:a",
        f"{12 * channels}k",
        "-frame_duration",
        "60",
    ]
    _ffmpeg(samples, RATE, [*options, "-mapping_family", "255" if channels == 2 else "0"], path)


def encode_mp3(samples: np.ndarray, rate: int, kilobits: int, path: Path) -> None:
    _ffmpeg(samples[:, None], rate, ["-c:a", "libmp3lame", "-b:a", f"{kilobits}k", "-id3v2_version", "0"], path)


def _ffmpeg(samples: np.ndarray, rate: int, options: list[str], path: Path) -> None:
    with tempfile.TemporaryDirectory() as folder:
        wav = Path(folder) / "in.wav"
        soundfile.write(wav, samples, rate, subtype="PCM_16")
        exact = ["-map_metadata", "-1", "-fflags", "+bitexact", "-flags:a", "+bitexact"]
        command = ["ffmpeg", "-v", "error", "-y", "-i", str(wav), *options, *exact, str(path)]
        subprocess.run(command, check=True)


def make_sounds(folder: Path) -> None:
    """Write the interface sounds (44.1 kHz) and the hold music (16 kHz, for the telephone), all mono MP3."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, samples in interface.sounds().items():
        encode_mp3(samples, interface.RATE, 32, folder / f"{name}.mp3")
    encode_mp3(hold_music.loop(), hold_music.RATE, 48, folder / "hold-music.mp3")


if __name__ == "__main__":
    wanted = sys.argv[1:] or ["speech", "sounds"]
    if "speech" in wanted:
        make_speech(MEDIA)
    if "sounds" in wanted:
        make_sounds(SOUNDS)
