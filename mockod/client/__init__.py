"""Client of a running server: one office of it, and everything below ``/_mockod``."""

from mockod.client.client import Client, KeyAuth
from mockod.client.transport import ControlError, NoServer

__all__ = ["Client", "ControlError", "KeyAuth", "NoServer"]
