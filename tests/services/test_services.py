"""The servers that other tests rely on are real: each does what a stand-in would not."""

import hashlib
import urllib.error
import urllib.request

import psycopg
import pytest
import redis
from botocore.exceptions import ClientError
from playwright.sync_api import Browser, expect

from tests.services import postgres
from tests.services.plugin import S3Server


def test_postgres_keeps_what_a_transaction_commits(postgres_url: str) -> None:
    with psycopg.connect(postgres_url) as connection:
        connection.execute("CREATE TABLE kept (words text)")
        connection.execute("INSERT INTO kept VALUES ('xin chào')")
    with psycopg.connect(postgres_url) as connection:
        assert connection.execute("SELECT words FROM kept").fetchall() == [("xin chào",)]
        connection.execute("DROP TABLE kept")


def test_postgres_has_trigram_search(postgres_url: str) -> None:
    with psycopg.connect(postgres_url) as connection:
        connection.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
        found = connection.execute("SELECT similarity('nguyen van an', 'nguyen van anh')").fetchone()
    assert found is not None
    assert found[0] > 0.7


def test_postgres_wants_a_password(postgres_url: str) -> None:
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(postgres_url, password="wrong")


def test_a_postgres_database_can_be_made_from_another(postgres_server_url: str, worker_name: str) -> None:
    model, copy = f"model_{worker_name}", f"copy_{worker_name}"
    with psycopg.connect(postgres.create_database(postgres_server_url, model)) as connection:
        connection.execute("CREATE TABLE here (n int)")
    with psycopg.connect(postgres.create_database(postgres_server_url, copy, model)) as connection:
        connection.execute("SELECT n FROM here")
    postgres.drop_database(postgres_server_url, copy)
    postgres.drop_database(postgres_server_url, model)


def test_redis_answers_and_passes_messages_on(redis_url: str) -> None:
    with redis.Redis.from_url(redis_url) as client, client.pubsub() as listener:
        assert client.ping()
        listener.subscribe("channel")
        assert listener.get_message(timeout=5)
        client.publish("channel", "hello")
        message = listener.get_message(timeout=5)
        assert message is not None
        assert message["data"] == b"hello"


def test_s3_gives_back_what_was_put(s3_server: S3Server) -> None:
    body = bytes(range(256)) * 4000
    client = s3_server.client()
    client.put_object(Bucket=s3_server.bucket, Key="a/b.wav", Body=body, ContentType="audio/wav")
    found = client.get_object(Bucket=s3_server.bucket, Key="a/b.wav")
    assert found["ContentType"] == "audio/wav"
    assert hashlib.sha256(found["Body"].read()).digest() == hashlib.sha256(body).digest()
    part = client.get_object(Bucket=s3_server.bucket, Key="a/b.wav", Range="bytes=10-19")
    assert part["Body"].read() == body[10:20]


@pytest.mark.parametrize("wrong", ["aws_secret_access_key", "aws_access_key_id"])
def test_s3_refuses_wrong_credentials(s3_server: S3Server, wrong: str) -> None:
    s3_server.client().put_object(Bucket=s3_server.bucket, Key="secret", Body=b"x")
    stranger = s3_server.client(**{wrong: "wrong"})
    with pytest.raises(ClientError) as refusal:
        stranger.get_object(Bucket=s3_server.bucket, Key="secret")
    assert refusal.value.response["ResponseMetadata"]["HTTPStatusCode"] == 403


def test_s3_refuses_a_body_that_is_not_what_was_announced(s3_server: S3Server) -> None:
    with pytest.raises(ClientError) as refusal:
        s3_server.client().put_object(
            Bucket=s3_server.bucket, Key="damaged", Body=b"damaged", ContentMD5="AAAAAAAAAAAAAAAAAAAAAA=="
        )
    assert refusal.value.response["Error"]["Code"] == "BadDigest"


def test_s3_links_work_and_stop_working_when_tampered_with(s3_server: S3Server) -> None:
    client = s3_server.client()
    client.put_object(Bucket=s3_server.bucket, Key="linked", Body=b"linked")
    client.put_object(Bucket=s3_server.bucket, Key="other", Body=b"other")
    link = client.generate_presigned_url(
        "get_object", Params={"Bucket": s3_server.bucket, "Key": "linked"}, ExpiresIn=60
    )
    with urllib.request.urlopen(link) as answer:
        assert answer.read() == b"linked"
    with pytest.raises(urllib.error.HTTPError, match="403"):
        urllib.request.urlopen(link.replace("/linked", "/other"))


def test_the_browser_runs_scripts_and_draws_vietnamese(browser: Browser) -> None:
    page = browser.new_page()
    page.goto("data:text/html;charset=utf-8,<h1 id=greeting></h1><script>greeting.textContent='Xin chào'</script>")
    expect(page.locator("h1")).to_have_text("Xin chào")
    assert page.screenshot().startswith(b"\x89PNG")
    page.close()


def test_the_browser_has_a_microphone_to_grant(browser: Browser) -> None:
    context = browser.new_context(permissions=["microphone"])
    page = context.new_page()
    page.route("http://localhost/", lambda route: route.fulfill(body="<p>secure context</p>"))
    page.goto("http://localhost/")
    tracks = page.evaluate(
        "navigator.mediaDevices.getUserMedia({audio: true}).then(stream => stream.getAudioTracks().length)"
    )
    assert tracks == 1
    context.close()
