"""Downloading a recording: the rebuilt address, redirects, inner addresses, every failure."""

import datetime as dt
import ipaddress
import socket
import ssl
import threading
from base64 import b64decode
from pathlib import Path

import pytest
import urllib3
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from contactcenter.core.errors import ProviderError
from contactcenter.core.settings import TwilioSettings
from contactcenter.providers.twilio import media
from contactcenter.providers.twilio.media import RecordingMedia, Target, connect, is_public
from tests.fixtures import secrets
from tests.providers.twilio.conftest import Answer, Asked, Carrier

ACCOUNT, TOKEN = secrets()["account_sid"], secrets()["auth_token"]
RECORDING = "RE20034fb384d45c57863eb2661a664d4c"
PATH = f"/2010-04-01/Accounts/{ACCOUNT}/Recordings/{RECORDING}.wav"
WAV = b"RIFF" + bytes(range(256)) * 1000


def recordings(carrier: Carrier, **addresses: str) -> RecordingMedia:
    settings = TwilioSettings(ACCOUNT, TOKEN, api_url=carrier.url)
    return RecordingMedia(settings, lambda host, _port: [addresses[host.replace(".", "_")]])


def fetch(source: RecordingMedia, channels: int | None = None) -> bytes:
    with source.open(RECORDING, channels) as stream:
        return b"".join(stream.chunks)


def refusal(source: RecordingMedia, channels: int | None = None) -> ProviderError:
    with pytest.raises(ProviderError) as caught:
        fetch(source, channels)
    return caught.value


def test_a_recording_streams_from_the_rebuilt_address(carrier: Carrier) -> None:
    carrier.answer = lambda _: Answer(body=WAV, headers={"Content-Type": "audio/x-wav"})
    with recordings(carrier).open(RECORDING, None) as stream:
        assert (stream.content_type, stream.size) == ("audio/x-wav", len(WAV))
        chunks = list(stream.chunks)
    assert b"".join(chunks) == WAV
    assert max(map(len, chunks)) <= media.CHUNK_BYTES
    (asked,) = carrier.asked
    assert asked.path == PATH
    assert b64decode(asked.headers["Authorization"].removeprefix("Basic ")).decode() == f"{ACCOUNT}:{TOKEN}"


def test_two_channels_are_asked_for_and_one_taken_when_there_are_no_two(carrier: Carrier) -> None:
    def answer(asked: Asked) -> Answer:
        return Answer(400) if asked.path.endswith("=2") else Answer(body=WAV)

    carrier.answer = answer
    assert fetch(recordings(carrier), 2) == WAV
    assert [a.path for a in carrier.asked] == [f"{PATH}?RequestedChannels=2", f"{PATH}?RequestedChannels=1"]


@pytest.mark.parametrize(
    ("status", "code", "is_retryable"),
    [
        (404, "recording_not_ready", True),
        (500, "provider_refused", True),
        (503, "provider_refused", True),
        (429, "provider_refused", True),
        (401, "provider_refused", False),
        (403, "provider_refused", False),
        (410, "provider_refused", False),
        (400, "provider_refused", False),
    ],
)
def test_refusals(carrier: Carrier, status: int, code: str, is_retryable: bool) -> None:
    carrier.answer = lambda _: Answer(status)
    error = refusal(recordings(carrier), 2)
    assert (error.code, error.is_retryable) == (code, is_retryable)


def test_a_body_cut_off_is_an_error_to_retry(carrier: Carrier) -> None:
    carrier.answer = lambda _: Answer(body=WAV, body_cut=100)
    error = refusal(recordings(carrier))
    assert (error.code, error.is_retryable) == ("download_broken", True)


def test_a_download_has_a_total_time(carrier: Carrier, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(media, "TOTAL_SECONDS", -1.0)
    carrier.answer = lambda _: Answer(body=WAV)
    error = refusal(recordings(carrier))
    assert (error.code, error.is_retryable) == ("download_too_slow", True)


def test_a_silent_host(carrier: Carrier, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(media, "READ_SECONDS", 0.2)
    carrier.answer = lambda _: Answer(delay=5)
    error = refusal(recordings(carrier))
    assert (error.code, error.is_retryable) == ("provider_unreachable", True)


def test_a_redirect_on_the_stand_in_itself_is_followed_without_credentials(carrier: Carrier) -> None:
    def answer(asked: Asked) -> Answer:
        return Answer(body=WAV) if asked.path == "/media/1" else Answer(302, headers={"Location": "/media/1"})

    carrier.answer = answer
    assert fetch(recordings(carrier)) == WAV
    assert "Authorization" in carrier.asked[0].headers
    assert "Authorization" not in carrier.asked[1].headers


@pytest.mark.parametrize(
    "location",
    [
        "http://media.twilio.com/x",
        "https://media.twilio.com:8443/x",
        "https://user:pw@media.twilio.com/x",
        "https://twilio.com.evil.example/x",
        "https://eviltwilio.com/x",
        "https://evil.example/.twilio.com",
        "https://127.0.0.1/x",
        "https://[::1]/x",
        "https://2130706433/x",
        "https://media.twilio.com:x/x",
        "ftp://media.twilio.com/x",
        "file:///etc/passwd",
        "//169.254.169.254/latest/meta-data",
        "http://127.0.0.1:1/x",
    ],
)
def test_a_redirect_elsewhere_is_refused(carrier: Carrier, location: str) -> None:
    carrier.answer = lambda _: Answer(302, headers={"Location": location})
    error = refusal(recordings(carrier))
    assert (error.code, error.is_retryable) == ("redirect_refused", False)
    assert len(carrier.asked) == 1


@pytest.mark.parametrize(
    "address", ["127.0.0.1", "10.0.0.5", "169.254.169.254", "100.64.0.1", "::1", "fd00::1", "0.0.0.0"]
)
def test_an_allowed_name_with_an_inner_address_is_refused(carrier: Carrier, address: str) -> None:
    carrier.answer = lambda _: Answer(302, headers={"Location": "https://bucket.s3.amazonaws.com/x"})
    error = refusal(recordings(carrier, bucket_s3_amazonaws_com=address))
    assert (error.code, error.is_retryable) == ("address_refused", False)


def test_an_endless_redirect_ends(carrier: Carrier) -> None:
    carrier.answer = lambda _: Answer(302, headers={"Location": "/again"})
    error = refusal(recordings(carrier))
    assert error.code == "too_many_redirects"
    assert len(carrier.asked) == media.MAX_REDIRECTS + 1


def test_no_id_of_another_shape_is_put_into_an_address(carrier: Carrier) -> None:
    for odd in ("", "../../Calls", RECORDING + "/..", "CA" + "1" * 32, "http://127.0.0.1/"):
        with pytest.raises(ProviderError), recordings(carrier).open(odd, None):
            pass
    assert carrier.asked == []


def test_without_a_stand_in_the_carriers_own_host_must_be_public() -> None:
    source = RecordingMedia(TwilioSettings(ACCOUNT, TOKEN), lambda _host, _port: ["127.0.0.1"])
    assert refusal(source).code == "address_refused"


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("54.172.60.0", True),
        ("2600:1f18::1", True),
        ("127.0.0.1", False),
        ("::ffff:127.0.0.1", False),
        ("::ffff:8.8.8.8", True),
        ("2002:7f00:1::", False),
        ("224.0.0.1", False),
        ("192.168.1.1", False),
        ("fe80::1", False),
        ("0177.0.0.1", False),
        ("", False),
    ],
)
def test_which_addresses_are_public(address: str, expected: bool) -> None:
    assert is_public(address) is expected


# TLS to a checked address


def certificate(folder: Path, name: str) -> Path:
    """A self-signed certificate for a host name, with its key, in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    start = dt.datetime.now(dt.UTC) - dt.timedelta(hours=1)
    built = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(start)
        .not_valid_after(start + dt.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = folder / f"{name}.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path.write_bytes(built.public_bytes(serialization.Encoding.PEM) + private)
    return path


def serve_once(pem: Path) -> tuple[int, list[str], threading.Thread]:
    """One TLS answer on loopback; the names that were asked for by SNI."""
    names: list[str] = []
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem)
    context.sni_callback = lambda _socket, name, _context: names.append(name or "")  # type: ignore[assignment]
    listener = socket.create_server(("127.0.0.1", 0))
    listener.settimeout(10)

    def serve() -> None:
        with listener:
            raw, _ = listener.accept()
            raw.settimeout(10)
            try:
                with context.wrap_socket(raw, server_side=True) as connection:
                    connection.recv(4096)
                    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok")
            except OSError:
                raw.close()

    thread = threading.Thread(target=serve)
    thread.start()
    return listener.getsockname()[1], names, thread


def test_the_connection_goes_to_the_checked_address_with_the_name_kept(tmp_path: Path) -> None:
    pem = certificate(tmp_path, "media.twilio.com")
    port, names, thread = serve_once(pem)
    response = connect(Target("https", "media.twilio.com", port, "/x", "127.0.0.1"), {}, ca_file=str(pem))
    assert response.read() == b"ok"
    response.close()
    thread.join()
    assert names == ["media.twilio.com"]
    assert ipaddress.ip_address("127.0.0.1").is_loopback


def test_a_certificate_of_another_name_is_refused(tmp_path: Path) -> None:
    pem = certificate(tmp_path, "evil.example")
    port, _, thread = serve_once(pem)
    with pytest.raises(urllib3.exceptions.HTTPError):
        connect(Target("https", "media.twilio.com", port, "/x", "127.0.0.1"), {}, ca_file=str(pem))
    thread.join()
