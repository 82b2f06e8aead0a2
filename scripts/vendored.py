"""What `make vendor` takes out of which npm package, and the name under which a page imports it."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Vendored:
    """One package: `files` maps a path inside to a name in our folder, `imports` a bare name to that."""

    name: str
    files: dict[str, str]
    imports: dict[str, str] = field(default_factory=dict)
    licence: str = "LICENSE"


FONT = "be-vietnam-pro"
FONT_WEIGHTS = (400, 500, 600)
FONT_SUBSETS = ("vietnamese", "latin-ext", "latin")

ICONS = """
activity arrow-left arrow-right arrow-up-right audio-lines ban bell bell-off building-2 calendar
calendar-clock chart-column check check-check chevron-down chevron-left chevron-right chevron-up circle
circle-alert circle-check circle-dot circle-help circle-user circle-x clock coffee contact copy download
ellipsis ellipsis-vertical external-link eye eye-off file-text flag gauge git-merge globe grid-3x3 grip hand
headphones headset history house inbox info key-round keyboard languages link list-checks list-filter
loader-circle lock log-in log-out mail map-pin menu message-circle message-square mic mic-off monitor moon
panel-left pause pencil phone phone-call phone-forwarded phone-incoming phone-missed phone-off phone-outgoing
pin play plus radio refresh-cw rotate-ccw rotate-cw save search send settings shield-check shopping-bag
skip-back skip-forward sparkles star sticky-note sun tag target ticket timer trash-2 triangle-alert upload
user user-check user-cog user-plus user-round users voicemail volume-2 volume-x wifi wifi-off x zap
""".split()

PACKAGES = (
    Vendored(
        "preact",
        {"dist/preact.mjs": "preact.mjs", "hooks/dist/hooks.mjs": "hooks.mjs"},
        {"preact": "preact.mjs", "preact/hooks": "hooks.mjs"},
    ),
    Vendored(
        "htm",
        {"dist/htm.mjs": "htm.mjs", "preact/index.mjs": "preact.mjs"},
        {"htm": "htm.mjs", "htm/preact": "preact.mjs"},
    ),
    Vendored("@preact/signals", {"dist/signals.mjs": "signals.mjs"}, {"@preact/signals": "signals.mjs"}),
    Vendored(
        "@preact/signals-core",
        {"dist/signals-core.mjs": "signals-core.mjs"},
        {"@preact/signals-core": "signals-core.mjs"},
    ),
    Vendored(
        "socket.io-client",
        {"dist/socket.io.esm.min.js": "socket.io.esm.min.js"},
        {"socket.io-client": "socket.io.esm.min.js"},
    ),
    # A classic script: it defines window.Twilio and is loaded only where an account is set.
    Vendored("@twilio/voice-sdk", {"dist/twilio.min.js": "twilio.min.js"}, licence="LICENSE.md"),
    Vendored(
        f"@fontsource/{FONT}",
        {
            f"files/{FONT}-{subset}-{weight}-normal.woff2": f"{FONT}-{subset}-{weight}.woff2"
            for weight in FONT_WEIGHTS
            for subset in FONT_SUBSETS
        },
    ),
    Vendored("lucide-static", {f"icons/{icon}.svg": f"icons/{icon}.svg" for icon in ICONS}),
)
