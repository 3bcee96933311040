"""Serving over HTTP: all that knows Flask, uvicorn and sockets."""
