"""create_app: where all parts meet. Vendors, their offices and the control plane become one application."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from mockod import vendors
from mockod.config import Config, ConfigError
from mockod.runtime.shared_offices import SharedOffices
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
    app.extensions["mockod.offices"] = site.shared.offices
    return app


def create_site(config: Config | None = None, served: Sequence[Vendor] | None = None) -> Site:
    """What an application of this configuration answers, whatever the door.

    ``served`` are the vendors to choose from, all there are unless said otherwise. Raises ValueError or OSError where
    the practice cannot be read, ConfigError where another application uses the data folder, or nobody can.
    """
    config = config or Config()
    known = vendors.installed() if served is None else tuple(served)
    chosen = config.chosen(known)
    sharing, made_for = _sharing(chosen)
    try:
        shared = SharedOffices(
            chosen,
            config.section(chosen[0], is_first=chosen[0] is known[0]),
            sharing=sharing,
            made_for=made_for,
            practice=config.practice,
            clock=config.clock,
            data_dir=config.data_dir,
            most_offices=config.offices,
            office_megabytes=config.office_size,
            evict_idle=config.evict_idle,
        )
    except FolderError as exc:
        raise ConfigError(f"--data-dir: {exc}") from exc
    sections = [config.section(vendor, is_first=vendor is known[0]) for vendor in chosen]
    return Site(
        [VendorRuntime(vendor, section, shared) for vendor, section in zip(chosen, sections, strict=True)],
        token=config.token,
        address=config.host,
        allowed_hosts=config.allowed_hosts,
        cors=read_cors(config.cors),
        at_root=config.at_root,
        hosts=config.host_map,
    )


def _sharing(served: Sequence[Vendor]) -> tuple[Sequence[Vendor], str]:
    """The vendors that have tables in every office; and whose offices these are, where they are not everybody's.

    All that are installed have, whichever of them are served, so that an office in a file is good for any of them.
    """
    installed = vendors.installed()
    others = [vendor for vendor in served if vendor not in installed]
    sharing = [*installed, *others] if len(others) < len(served) else served
    return sharing, "" if len(sharing) == len(installed) else ",".join(vendor.name for vendor in sharing)
