"""Serving over HTTP: all that knows Flask, uvicorn and sockets. ``ServerThread`` is the public name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mockod.server.transport import ConnectionCut
    from mockod.server.uvicorn_server import Server, ServerThread, listen

__all__ = ["ConnectionCut", "Server", "ServerThread", "listen"]


def __getattr__(name: str) -> Any:
    """Import uvicorn only where it is asked for: an application without a server needs none."""
    if name == "ConnectionCut":
        from mockod.server.transport import ConnectionCut

        return ConnectionCut
    if name in __all__:
        from mockod.server import uvicorn_server

        return getattr(uvicorn_server, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
