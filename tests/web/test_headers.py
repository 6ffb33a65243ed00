"""Every response carries the headers that keep a browser safe."""

from tests.web.conftest import Client
from tests.web.visitor import Visitor


async def test_every_response_is_wrapped_in_safe_headers(client: Client) -> None:
    visitor = await Visitor.open(client)
    for method, path, headers in [
        ("GET", "/api/messages", visitor.headers),
        ("GET", "/api/messages", {}),
        ("GET", "/nowhere", {}),
        ("PATCH", "/api/messages", {}),
        ("GET", "/healthz", {}),
    ]:
        response = await client.request(method, path, headers=headers)
        policy = response.headers["Content-Security-Policy"]
        assert "default-src 'self'" in policy
        assert "object-src 'none'" in policy
        assert "unsafe" not in policy
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert response.headers["Referrer-Policy"] == "no-referrer"
        assert response.headers["Cache-Control"] == "no-store"
        assert "Server" not in response.headers


async def test_no_foreign_origin_is_let_in(client: Client) -> None:
    for origin in ("https://school.example.evil.test", "null", "http://localhost"):
        response = await client.options(
            "/api/conversations",
            headers={"Origin": origin, "Access-Control-Request-Method": "POST"},
        )
        assert response.status == 405
        assert not [name for name in response.headers if name.startswith("Access-Control")]
