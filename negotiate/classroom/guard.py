"""What stands around every page: its headers, the end of its time, and the names under which it is
served.
"""

from __future__ import annotations

import asyncio

from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from starlette.websockets import WebSocket

from negotiate.classroom import gate
from negotiate.classroom.door import Door

LONGEST = 30.0
"""Seconds that a page or a form may take, from its first byte to the last of the answer."""


class Guard:
    """Headers on every answer, an end to every request, and none that was meant for another
    server.
    """

    def __init__(self, app: ASGIApp, names: frozenset[str], door: Door) -> None:
        self.app, self.names, self.door = app, names, door

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
            return
        client = scope["client"]
        self.door.begins(client)
        try:
            async with asyncio.timeout(None if scope["type"] == "websocket" else LONGEST):
                await self._serve(scope, receive, send)
        except TimeoutError:
            self.door.hang_up(client)
        else:
            self.door.ends(client)

    async def _serve(self, scope: Scope, receive: Receive, send: Send) -> None:
        hosts = [value.decode("latin-1") for name, value in scope["headers"] if name == b"host"]
        host = (
            hosts[0]
            if len(hosts) == 1 and gate.own_host(hosts[0], self.names, scope["server"][0])
            else ""
        )
        if scope["type"] == "websocket":
            if host:
                await self.app(scope, receive, send)
            else:
                await WebSocket(scope, receive, send).close(1008)
            return
        headers = [(name.encode(), value.encode()) for name, value in gate.HEADERS.items()]
        headers.append((b"content-security-policy", gate.policy(host).encode("latin-1")))

        async def sent(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message["headers"], *headers]
            await send(message)

        if host:
            await self.app(scope, receive, sent)
        else:
            await Response("This is another server.\n", 421, media_type="text/plain")(
                scope, receive, sent
            )
