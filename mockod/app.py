"""create_app: where all parts meet. Vendors, their offices and the control plane become one application."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
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

    from mockod.store.practice_file import PracticeFile


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
    fragments, story = _ready_files(config)
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
            fragments=fragments,
            lists=partial(known[0].lists, config.section(known[0], is_first=True).access),
        )
    except FolderError as exc:
        raise ConfigError(f"--data-dir: {exc}") from exc
    sections = [config.section(vendor, is_first=vendor is known[0]) for vendor in chosen]
    site = Site(
        [VendorRuntime(vendor, section, shared) for vendor, section in zip(chosen, sections, strict=True)],
        token=config.token,
        address=config.host,
        allowed_hosts=config.allowed_hosts,
        cors=read_cors(config.cors),
        at_root=config.at_root,
        hosts=config.host_map,
    )
    try:
        for option, scenario in (("ready-dir", story), ("scenario", config.scenario)):
            if scenario:
                _play(config, site, option, scenario)
    except BaseException:
        site.close()
        raise
    return site


def _play(config: Config, site: Site, option: str, scenario: str) -> None:
    """Play a scenario of an option into the office that the greeting names. Raises ConfigError where it fails."""
    from mockod.control.scenarios import play_at_start  # here, as few applications begin with one

    runtime = site.runtimes[0]
    if runtime.vendor.control().seeding is None:
        raise ConfigError(f"--{option}: {runtime.vendor.title} does not offer scenarios")
    greeting = runtime.vendor.command_line.greet(config.section(runtime.vendor, is_first=runtime.is_first), "")
    played = play_at_start(site.runtimes, scenario, *greeting.keys)
    if played and not played.passed:
        raise ConfigError(f"--{option}: {played.as_text()}")


def _ready_files(config: Config) -> tuple[list[PracticeFile], str]:
    """What the ready folder has: fragments, and the path of a scenario, empty for none.

    Raises ConfigError, or PracticeError with a file's name and line.
    """
    if config.ready_dir is None:
        return [], ""
    from mockod.store.practice_file import PracticeError  # here, as most servers read none
    from mockod.store.ready_folder import FRAGMENT, read_ready_folder

    try:
        files = read_ready_folder(config.ready_dir)
    except (OSError, PracticeError) as exc:
        raise ConfigError(f"--ready-dir: {getattr(exc, 'strerror', None) or exc}") from exc
    stories = [str(file.path) for file in files if file.kind != FRAGMENT]
    if len(stories) + bool(config.scenario) > 1:
        names = " and ".join([*stories, *filter(None, [config.scenario])])
        raise ConfigError(f"--ready-dir: {names}: a scenario begins its office anew, so there can be one")
    return [file.fragment() for file in files if file.kind == FRAGMENT], "".join(stories)


def _sharing(served: Sequence[Vendor]) -> tuple[Sequence[Vendor], str]:
    """The vendors that have tables in every office; and whose offices these are, where they are not everybody's.

    All that are installed have, whichever of them are served, so that an office in a file is good for any of them.
    """
    installed = vendors.installed()
    others = [vendor for vendor in served if vendor not in installed]
    sharing = [*installed, *others] if len(others) < len(served) else served
    return sharing, "" if len(sharing) == len(installed) else ",".join(vendor.name for vendor in sharing)
