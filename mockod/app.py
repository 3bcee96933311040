"""create_app: where all parts meet. Vendors, their offices and the control plane become one application."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from mockod import vendors
from mockod.config import Config, ConfigError
from mockod.runtime.vendor_runtime import VendorRuntime
from mockod.server.cors import read_cors
from mockod.server.site import Site
from mockod.store.folder_lock import FolderError
from mockod.vendors.vendor import Vendor

if TYPE_CHECKING:
    from flask import Flask


def create_app(config: Config | None = None, served: Sequence[Vendor] | None = None) -> Flask:
    """A Flask application for this configuration; ``served`` and errors as of ``create_site``."""
    from mockod.server.wsgi import flask_app  # here, as ``mockod serve`` starts without Flask

    site = create_site(config, served)
    app = flask_app(site)
    app.extensions["mockod.offices"] = site.runtimes[0].offices
    return app


def create_site(config: Config | None = None, served: Sequence[Vendor] | None = None) -> Site:
    """What an application of this configuration answers, whatever the door.

    ``served`` are the vendors to serve, all there are unless said otherwise; the configuration's practice is that of
    the first. Raises ValueError or OSError where the practice cannot be read, ConfigError where another application
    uses the data folder, or nobody can.
    """
    config = config or Config()
    runtimes: list[VendorRuntime] = []
    try:
        for vendor in vendors.installed() if served is None else served:
            runtimes.append(_runtime(config, vendor, is_first=not runtimes))
    except BaseException as exc:
        for runtime in runtimes:
            runtime.offices.close()
        if isinstance(exc, FolderError):
            raise ConfigError(f"--data-dir: {exc}") from exc
        raise
    site = Site(
        runtimes,
        token=config.token,
        address=config.host,
        allowed_hosts=config.allowed_hosts,
        cors=read_cors(config.cors),
    )
    if config.scenario:
        try:
            _play(config, site)
        except BaseException:
            site.close()
            raise
    return site


def _play(config: Config, site: Site) -> None:
    """Play the configuration's scenario into the office that the greeting names. Raises ConfigError where it fails."""
    from mockod.control.scenarios import play_at_start  # here, as few applications begin with one

    runtime = site.runtimes[0]
    if runtime.vendor.control().seeding is None:
        raise ConfigError(f"--scenario: {runtime.vendor.title} does not offer scenarios")
    greeting = runtime.vendor.command_line.greet(config.section(runtime.vendor, is_first=True), "")
    played = play_at_start(runtime, config.scenario, *greeting.keys)
    if played and not played.passed:
        raise ConfigError(f"--scenario: {played.as_text()}")


def _runtime(config: Config, vendor: Vendor, *, is_first: bool) -> VendorRuntime:
    """A vendor at work. In a data directory every vendor but the first has a folder of its own."""
    data_dir = config.data_dir
    return VendorRuntime(
        vendor,
        config.section(vendor, is_first=is_first),
        practice=config.practice if is_first else "",
        clock=config.clock,
        data_dir=data_dir if is_first or data_dir is None else data_dir / vendor.name,
        most_offices=config.offices,
        office_megabytes=config.office_size,
        evict_idle=config.evict_idle,
    )
