"""Security headers on every kind of response, and doors that stay shut."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient
from starlette.websockets import WebSocketDisconnect

from tests.homes import NewHome
from ui import services
from ui.app import build
from ui.headers import policy

STREAM = "ws://127.0.0.1:8501/_stcore/stream"


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory, new_home: NewHome) -> Iterator[TestClient]:
    """The web process in this one: Streamlit allows one a process, so one for all these tests."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("BERNARD_HOME", str(new_home(tmp_path_factory.mktemp("web") / "home")))
        services.services()
        with TestClient(build(8501), base_url="http://127.0.0.1:8501") as client:
            yield client
        services.close()


def test_every_response_carries_them(client: TestClient) -> None:
    for path in ("/", "/library", "/health", "/document?version=1", "/look/bernard.css", "/none"):
        headers = client.get(path).headers
        assert headers["x-content-type-options"] == "nosniff", path
        assert headers["x-frame-options"] == "DENY", path
        assert headers["referrer-policy"] == "no-referrer", path
        assert "frame-ancestors 'none'" in headers["content-security-policy"], path
        assert "server" not in headers, path


def test_the_pages_policy_lets_nothing_in_from_elsewhere(client: TestClient) -> None:
    directives = dict(
        part.split(" ", 1)
        for part in client.get("/").headers["content-security-policy"].split("; ")
    )
    assert directives["default-src"] == "'self'"
    assert "unsafe" not in directives["script-src"] and "blob:" not in directives["script-src"]
    assert directives["object-src"] == "'none'"
    assert directives["connect-src"] == "'self' ws://127.0.0.1:8501 wss://127.0.0.1:8501"


def test_a_document_needs_no_script_at_all(client: TestClient) -> None:
    response = client.get("/document?version=1")
    assert response.status_code == 404
    assert "default-src 'none'" in response.headers["content-security-policy"]
    assert "script" not in response.text


def test_a_forged_host_cannot_widen_the_policy() -> None:
    assert "evil" not in policy("evil.example; script-src *")
    assert policy("a b").count("ws:") == 0


def test_a_foreign_name_for_this_machine_gets_nothing(client: TestClient) -> None:
    assert client.get("/", headers={"host": "rebound.example"}).status_code == 400
    assert client.get("/document?version=1", headers={"host": "rebound.example"}).status_code == 400


@pytest.mark.parametrize("origin", ["https://evil.example", "http://127.0.0.1:8502", "null", ""])
def test_a_page_of_another_site_cannot_talk_to_it(
    client: TestClient, monkeypatch: pytest.MonkeyPatch, origin: str
) -> None:
    asked: list[str] = []
    monkeypatch.setattr("streamlit.net_util.get_external_ip", lambda: asked.append(origin))
    with (
        pytest.raises(WebSocketDisconnect),
        client.websocket_connect(STREAM, headers={"origin": origin}),
    ):
        pass
    upload = client.put("/_stcore/upload_file/a/b", headers={"origin": origin})
    assert (upload.status_code, asked) == (403, [])


def test_its_own_pages_can(client: TestClient) -> None:
    with client.websocket_connect(STREAM, headers={"origin": "http://127.0.0.1:8501"}):
        pass


def test_metrics_are_not_public(client: TestClient) -> None:
    assert client.get("/_stcore/metrics").status_code == 404


def test_health_says_when_questions_can_be_asked(client: TestClient) -> None:
    assert client.get("/health").json() == {"status": "ready", "mode": "embedded"}
