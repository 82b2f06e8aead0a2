"""What `/metrics` tells about webhooks. A refused one leaves no other trace."""

from prometheus_client import Counter

_REQUESTS = Counter("webhook_requests", "Webhook requests by outcome.", ["provider", "outcome"])


def count(provider: str, outcome: str) -> None:
    """Count one request; `provider` is one we have, never a caller's text.

    Outcomes: handled, repeated, ignored, polled, failed, unavailable, forged, malformed, too_large.
    """
    _REQUESTS.labels(provider, outcome).inc()
