"""The endpoints of the control plane, as they are for the vendor that is served first."""

from mockod import vendors
from mockod.control.routes import routes_for

STORY = "a-gateway-in-between"
"""A short scenario, for calls whose path names one."""
CONTROL = routes_for(vendors.default().control(), vendors.default().name)
