"""Headers that tell the browser how little this page needs.

The policy allows our own files, and inline scripts and styles that carry this answer's
nonce (`g.csp_nonce`: the import map, the boot data). Twilio's hosts are those its voice
SDK talks to. A view that set a header itself keeps it.
"""

import re
import secrets

from flask import Flask, Response, g, request

from contactcenter.core.settings import Settings

_HOST = re.compile(r"[A-Za-z0-9.\-]+(:\d{1,5})?|\[[0-9a-fA-F:]+\](:\d{1,5})?")

_FIXED = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "microphone=(self), camera=(), geolocation=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def install(app: Flask, settings: Settings) -> None:
    """Give each request a nonce and each answer the headers."""
    app.before_request(_choose_nonce)

    @app.after_request
    def protect(response: Response) -> Response:
        headers = {**_FIXED, "Content-Security-Policy": content_security_policy(csp_nonce(), request.host)}
        if settings.is_secure:
            headers["Strict-Transport-Security"] = "max-age=31536000"
        if not request.path.startswith("/static/"):
            headers["Cache-Control"] = "no-store"  # customers' data stays out of shared and disk caches
        for name, value in headers.items():
            response.headers.setdefault(name, value)
        return response


def csp_nonce() -> str:
    """This answer's nonce, for `<script nonce>` and `<style nonce>`."""
    if "csp_nonce" not in g:
        g.csp_nonce = secrets.token_urlsafe(16)
    return str(g.csp_nonce)


def content_security_policy(nonce: str, host: str) -> str:
    """The policy; `host` is the request's own, for browsers whose 'self' leaves sockets out."""
    sockets = f" ws://{host} wss://{host}" if _HOST.fullmatch(host) else ""
    directives = {
        "default-src": "'none'",
        "script-src": f"'self' 'nonce-{nonce}'",
        "style-src": f"'self' 'nonce-{nonce}'",
        "connect-src": f"'self'{sockets} https://*.twilio.com wss://*.twilio.com",
        "img-src": "'self' data:",
        "font-src": "'self'",
        "media-src": "'self' blob: mediastream: https://sdk.twilio.com",  # the last: the SDK's ring tones
        "manifest-src": "'self'",
        "worker-src": "'self'",
        "form-action": "'self'",
        "base-uri": "'none'",
        "frame-ancestors": "'none'",
    }
    return "; ".join(f"{name} {value}" for name, value in directives.items())


def _choose_nonce() -> None:
    csp_nonce()
