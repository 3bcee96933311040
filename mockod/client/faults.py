"""Faults of an office: ordered, listed, ended."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Unpack, cast

from mockod.client import moments
from mockod.client.records import Fault, FaultOptions
from mockod.client.transport import Transport


class Faults:
    """``client.faults``: outages, latency, lost answers. To iterate is to list those at work."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def add(self, kind: str, **options: Unpack[FaultOptions]) -> Fault:
        """Order one: ``add("slow", path="appointments/*", seconds=2, times=1)``."""
        order = {"kind": kind, **options}
        for name in order.keys() & {"begins", "ends"}:
            order[name] = moments.spelled(cast(moments.Moment, order[name]))
        return Fault.of(self._transport.ask("POST", "faults", order).data)

    def list(self) -> list[Fault]:
        """Those at work."""
        return [Fault.of(fault) for fault in self._transport.ask("GET", "faults").data]

    def __iter__(self) -> Iterator[Fault]:
        return iter(self.list())

    def kinds(self) -> Mapping[str, str]:
        """Every kind of fault, and what it does."""
        return cast(Mapping[str, str], self._transport.ask("GET", "faults/kinds").data)

    def end(self, fault: Fault | int) -> None:
        """End one, by its number."""
        number = fault.number if isinstance(fault, Fault) else fault
        self._transport.ask("DELETE", "faults", query={"number": number})

    def clear(self) -> None:
        """End all of them."""
        self._transport.ask("DELETE", "faults")
