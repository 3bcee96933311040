"""create_app: where all parts meet. Vendors, their offices and the control plane become a Flask application."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Flask

from mockod import vendors
from mockod.config import Config
from mockod.runtime.vendor_runtime import VendorRuntime
from mockod.server.site import Site
from mockod.server.wsgi import flask_app
from mockod.vendors.vendor import Vendor


def create_app(config: Config | None = None, served: Sequence[Vendor] | None = None) -> Flask:
    """A WSGI application for this configuration. Raises ValueError or OSError where the practice cannot be read.

    ``served`` are the vendors to serve, all there are unless said otherwise; the configuration's practice is that of
    the first.
    """
    config = config or Config()
    first, *others = vendors.installed() if served is None else served
    runtimes = [_runtime(config, first, is_first=True), *(_runtime(config, other, is_first=False) for other in others)]
    app = flask_app(Site(runtimes, config.token, (config.host, *config.allowed_hosts)))
    app.extensions["mockod.offices"] = runtimes[0].offices
    return app


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
        evict_idle=config.evict_idle,
    )
