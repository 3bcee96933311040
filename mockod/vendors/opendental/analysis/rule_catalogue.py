"""The scheduling rules, each with a number, what it rests on and where a client sees it.

The numbers are those that docstrings and tests cite ("source 6.3"). ``docs/scheduling-rules.md`` is made from this
table: ``python -m mockod.vendors.opendental.analysis.rule_catalogue > docs/scheduling-rules.md``.
"""

from __future__ import annotations

import sys
import textwrap
from dataclasses import dataclass

from mockod.rest.messages import Basis

SECTIONS = {
    1: "Patterns",
    2: "Schedules and blockouts",
    3: "Open time",
    4: "Appointment rules",
    5: "Overlaps",
    6: "Statuses",
    7: "Descriptions",
    8: "Confirmations and times",
    9: "First visits and types",
    10: "History",
    12: "Defaults",
}
INTRODUCTION = """\
# Scheduling rules

The numbers behind `source` in docstrings and tests name the rules below: what the vendor's published program does, told
in our words, as far as mockod follows it. Where the API's own page says otherwise, the page wins. This page is made
from the table in `mockod/vendors/opendental/analysis/rule_catalogue.py`; `mockod coverage` prints the rules with
version, permission and basis.
"""


@dataclass(frozen=True, slots=True)
class Rule:
    """What an office does, and the endpoint where a client first sees it."""

    number: str
    text: str
    seen_in: str
    basis: Basis = Basis.SOURCE

    @property
    def section(self) -> int:
        return int(self.number.partition(".")[0])


RULES = (
    Rule(
        "1.1",
        "A pattern's X is the provider's time, its slash the assistant's; both take the operatory.",
        "POST appointments",
    ),
    Rule("1.2", "A mark is five minutes, 108 of them at most.", "POST appointments"),
    Rule(
        "1.3",
        "The secondary pattern tells another provider's time; it lengthens nothing and meets nobody.",
        "POST appointments",
    ),
    Rule(
        "1.4",
        "Procedure codes are timed in marks of the book, ten minutes unless a preference says otherwise, and by "
        "`/X/` where nothing is said; appointments and their types in five minutes.",
        "POST appointments",
    ),
    Rule(
        "1.5",
        "A pattern in marks of 5, 10 or 15 minutes becomes one of five minutes by repeating each mark one, "
        "two or three times, and goes back by keeping the first of each group. No pattern becomes one slash.",
        "POST appointments",
    ),
    Rule(
        "1.6",
        "A recall's pattern is in marks of the book too; without one it takes `//XX//`, or `///XXX///` where a "
        "mark is fifteen minutes.",
        "POST asapcomms",
    ),
    Rule(
        "1.7",
        "Several procedures fuse into one pattern: the longest lead of slashes, all middles in order, the "
        "longest tail of slashes; at most 39 marks. A pattern of slashes alone counts for the lead only.",
        "POST appointments",
    ),
    Rule(
        "1.8",
        "A provider's own time for a code wins over the code's; for hygiene codes the hygienist is that provider.",
        "POST appointments",
    ),
    Rule(
        "1.9",
        "Without procedures the length is a preference, in slashes; /XX/ where it is 0.",
        "POST appointments/Planned",
    ),
    Rule(
        "1.10",
        "A new appointment's time is locked where a preference says so; procedures do not change a locked time.",
        "PUT appointments/{AptNum}",
    ),
    Rule("1.11", "Where nothing says how long, the API books `/XX/`.", "POST appointments", Basis.DOCUMENTED),
    Rule(
        "1.12",
        "An office that wants procedures plans no appointment without; the API books one all the same.",
        "POST appointments/Planned",
        Basis.ASSUMED,
    ),
    Rule(
        "2.1",
        "Schedules are of the practice, a provider, an employee, a blockout, or a time held by an ASAP message.",
        "GET schedules",
    ),
    Rule(
        "2.2",
        "Schedules of the practice tell holidays and notes; they take no time away from any search.",
        "GET schedules",
    ),
    Rule("2.4", "A schedule is linked to any number of operatories, or to none.", "GET scheduleops"),
    Rule(
        "2.7",
        "Who works in an operatory at a time is the first provider scheduled there in the wanted role "
        "(dentist or hygienist), a preferred one before others, else the operatory's own.",
        "POST appointments/WebSched",
    ),
    Rule("2.8", "An appointment's clinic is its operatory's, else the patient's.", "POST appointments"),
    Rule(
        "2.9",
        "An operatory says whether it is hidden, for hygiene, for Web Sched and for prospective patients. The "
        "office's order of operatories is ItemOrder.",
        "GET operatories",
    ),
    Rule(
        "2.10",
        "A blockout says by `NS` in its type that nothing is scheduled on it. Linked to no operatory, it "
        "blocks nothing.",
        "POST appointments",
    ),
    Rule(
        "2.11",
        "An `NS` blockout stops an appointment that overlaps it in its operatory; where the appointment's "
        "type belongs on certain blockouts, so does any other.",
        "POST appointments",
    ),
    Rule(
        "2.13",
        "Schedules from a first to a last day come by time of day alone, each once with all its operatories.",
        "GET schedules",
    ),
    Rule(
        "3.1",
        "Slots: five-minute cells of a day, marked by the provider's schedules and unmarked by every "
        "appointment that is not on the Unscheduled List or planned, in any operatory, by its whole pattern. "
        "With an operatory, only schedules linked to it count. Blockouts and holidays play no part. A run up "
        "to midnight is not told, nor one of the first cell alone; an appointment past midnight blocks "
        "nothing that day; minutes are floored to five. A slot names the operatory asked for, else the "
        "provider's own, else the first linked that day, which then sticks, else 0.",
        "GET appointments/Slots",
    ),
    Rule(
        "3.3",
        "Web Sched: schedules in the operatories linked to a reason are cut into pieces of the appointment's "
        "length, mark by mark, around blockouts and appointments, inside the reason's own blockouts where it "
        "has any, and not where the provider's own time is wanted elsewhere. One time is told once per "
        "provider.",
        "GET appointments/SlotsWebSched",
    ),
    Rule(
        "3.4",
        "What is booked by Web Sched must still be free in that operatory: of appointments but those off the book, "
        "and of blockouts.",
        "POST appointments/WebSched",
    ),
    Rule(
        "4.1", "A rule has a description, a first and a last code, and counts while it is enabled.", "POST appointments"
    ),
    Rule(
        "4.2",
        "A rule covers codes from its first to its last, both included. The first covered code's first rule is told.",
        "POST appointments",
    ),
    Rule(
        "4.3",
        "Two appointments of a day double-book a provider where an X of one meets an X of the other, in any "
        "operatory. The provider is the hygienist where the appointment is for hygiene. The codes that count "
        "are those of all appointments met and of the one that meets them.",
        "POST appointments",
    ),
    Rule("4.4", "Without codes nothing is refused.", "POST appointments"),
    Rule(
        "4.5",
        "An office looks when an appointment is made, moved or brought back, not at other changes, nor when "
        "procedures are attached; without rules it does not look.",
        "PUT appointments/{AptNum}",
        Basis.ASSUMED,
    ),
    Rule("4.6", "With marks of ten minutes only every second character is looked at.", "POST appointments"),
    Rule(
        "5.1",
        "Overlaps with appointments and blockouts are allowed unless the preference ApptsAllowOverlap is 0.",
        "POST appointments",
    ),
    Rule(
        "5.2",
        "Where overlaps are forbidden, an appointment may not share its operatory with another of the same "
        "day, a broken one included. Touching is not overlapping.",
        "POST appointments",
    ),
    Rule("5.5", "Nobody checks whether a patient is in two places at a time.", "POST appointments"),
    Rule("5.6", "One that ends when another begins does not overlap it.", "POST appointments"),
    Rule(
        "6.1",
        "The Unscheduled List takes the operatory and leaves date, providers and procedures.",
        "PUT appointments/{AptNum}",
    ),
    Rule(
        "6.3",
        "Breaking sets Broken. Where the office bills it, a completed procedure of today is added, attached "
        "to nothing, and history says Missed or Cancelled instead of Changed; where it logs it, a commlog is "
        "written with the same note. Sending it on to the Unscheduled List is a second change.",
        "PUT appointments/{AptNum}/Break",
    ),
    Rule(
        "6.4",
        "Completing takes the patient's plans anew and completes attached treatment, dated by the appointment, "
        "with the code's own note; saving a complete one completes what was attached since.",
        "PUT appointments/{AptNum}",
    ),
    Rule(
        "6.5", "Undoing that, or a break, takes the plans anew and changes no procedure.", "PUT appointments/{AptNum}"
    ),
    Rule(
        "6.6",
        "A broken appointment that is moved stays broken, as the API has no automation.",
        "PUT appointments/{AptNum}",
        Basis.ASSUMED,
    ),
    Rule(
        "6.7",
        "A plan is in no operatory, dated by the day it is made, and has a place in its patient's order. "
        "Scheduling copies it and leaves it alone; its procedures go on the copy and stay planned, but for those "
        "on another appointment. The chart tells all plans, with date and status of what was made from each.",
        "POST appointments/SchedulePlanned",
    ),
    Rule(
        "6.8",
        "A procedure is done by the code's own provider, else the hygienist for hygiene, else the dentist; until "
        "it is complete it follows its appointment's provider and clinic, planned treatment its date too.",
        "PUT appointments/{AptNum}",
    ),
    Rule(
        "6.9",
        "InsPlan1 and InsPlan2 are the patient's first two plans that are not medical, by ordinal; open appointments "
        "follow every change of coverage, of a subscriber's plan, and of a plan that becomes medical.",
        "POST patplans",
    ),
    Rule(
        "6.10",
        "The ASAP list holds priority ASAP in Scheduled, UnschedList, Broken and Planned; a planned one until "
        "an appointment is made from it. A provider matches as dentist or hygienist.",
        "GET appointments/ASAP",
    ),
    Rule(
        "6.11",
        "Notes to a patient's day have no procedures and cannot be broken; they hold their time.",
        "POST appointments",
    ),
    Rule("6.14", "An attached procedure takes its appointment's date.", "PUT procedurelogs/{ProcNum}"),
    Rule(
        "7.1",
        "A description lists the procedures attached (planned ones for a planned appointment), with commas.",
        "GET appointments/{AptNum}",
    ),
    Rule(
        "7.2",
        "Each is the code's abbreviation after tooth, surface, quadrant, sextant or arch, by the code's area.",
        "GET appointments/{AptNum}",
    ),
    Rule(
        "7.3",
        "Teeth are numbered as in the United States, unless the office prefers the international numbers.",
        "GET appointments/{AptNum}",
    ),
    Rule("7.4", "Procedures stand in the order of their numbers.", "GET appointments/{AptNum}"),
    Rule(
        "8.1",
        "Without a confirmation status it is the first that is not hidden; without any provider the first who is not.",
        "POST appointments",
    ),
    Rule(
        "8.2",
        "Three preferences name the confirmation statuses that stamp arrived, seated and dismissed.",
        "PUT appointments/{AptNum}/Confirm",
    ),
    Rule(
        "8.3",
        "Four preferences name the statuses of electronic confirmations: sent, accepted, declined, failed.",
        "PUT appointments/{AptNum}/Confirm",
    ),
    Rule(
        "8.4",
        "A time of arrival that is not known is midnight of the appointment's day where the row was written so, "
        "else no date.",
        "POST appointments",
    ),
    Rule(
        "8.5",
        "A patient who is asked to come early is asked by so many minutes; otherwise a move keeps what was asked.",
        "POST appointments",
    ),
    Rule(
        "9.1",
        "The API's patients are not new unless it is said; Web Sched's are where the reason is one of new patients.",
        "POST appointments/WebSched",
    ),
    Rule(
        "9.2",
        "The date of the first visit stands once any procedure was completed, but for bills of broken "
        "appointments. Before, a new patient's appointment sets it, completed treatment does if it is blank, "
        "recent or to come, and added procedures do if it is blank.",
        "POST appointments",
    ),
    Rule(
        "9.3",
        "A type has a name, a colour, a pattern, codes, codes it requires, and the blockouts it belongs on.",
        "GET appointmenttypes",
    ),
    Rule(
        "9.4",
        "A type's codes are met by the patient's planned treatment that is on no appointment, else by new "
        "procedures; the type gives length and colour. Notes to a patient's day take nothing.",
        "POST appointments",
    ),
    Rule("9.5", "No type changes nothing else.", "POST appointments"),
    Rule(
        "9.9",
        "A Web Sched booking takes dentist and hygienist from the time's place, else the patient's provider; "
        "hygiene and clinic from the operatory; confirmation from a preference; the reason as its note.",
        "POST appointments/WebSched",
    ),
    Rule("9.10", "No colour of its own is told as `0,0,0`.", "GET appointments/{AptNum}"),
    Rule(
        "10.1",
        "History keeps the row as it is after it was made or changed, with the time and what was done.",
        "GET histappointments",
    ),
    Rule(
        "10.2", "A change that changes nothing is neither stamped nor kept; any other is both.", "GET histappointments"
    ),
    Rule(
        "10.3",
        "Signals tell of an appointment that lies near: by its provider, hygienist, operatory and patient; of what it "
        "was before, those that differ.",
        "GET signalods",
    ),
    Rule(
        "10.4",
        "Signals are listed by number: those after the time asked for and before this second.",
        "GET signalods",
    ),
    Rule(
        "10.5",
        "A subscription is looked after every second; it is told what changed from its last poll on and before this "
        "second, in the order of the changes, a thousand rows at a time; deleted appointments are read off history.",
        "GET subscriptions",
    ),
    Rule(
        "10.7",
        "Lists: by date, both ends included; DateTStamp counts the very second; appointments by time and number, "
        "all statuses; procedures the newest first; most others by their number, hidden rows too.",
        "GET appointments",
    ),
    Rule(
        "12.3",
        "Preferences that an office does not set have the values in `resources/preferences.py`.",
        "GET preferences",
    ),
)


def as_markdown() -> str:
    """The page that people read."""
    parts = [INTRODUCTION]
    for number, title in SECTIONS.items():
        parts.append(f"\n## {number}. {title}\n\n")
        for rule in RULES:
            if rule.section == number:
                told = textwrap.fill(f"- **{rule.number}** {rule.text}", 120, subsequent_indent="  ")
                parts.append(f"{told}\n")
    return "".join(parts)


if __name__ == "__main__":
    sys.stdout.write(as_markdown())
