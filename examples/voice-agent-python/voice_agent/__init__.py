"""A voice agent that books appointments at a dental office over the Open Dental API."""

from voice_agent.agent import Agent, Appointment, Caller, Offer, TimeTaken
from voice_agent.changes import ChangeReceiver
from voice_agent.open_dental import OfficeUnavailable, OpenDental, OutcomeUnknown, Refused

__all__ = [
    "Agent",
    "Appointment",
    "Caller",
    "ChangeReceiver",
    "Offer",
    "OfficeUnavailable",
    "OpenDental",
    "OutcomeUnknown",
    "Refused",
    "TimeTaken",
]
