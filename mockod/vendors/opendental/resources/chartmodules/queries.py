"""The SQL of the Chart Module's grids."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from mockod.store.transaction import Transaction
from mockod.vendors.opendental.domain.clinical_enums import ProblemStatus
from mockod.vendors.opendental.domain.enums import AptStatus, ProcStatus
from mockod.vendors.opendental.domain.treatment_enums import ReferralType
from mockod.vendors.opendental.resources.refattaches import NAME

_PLANNED = """
SELECT a.ItemOrderPlanned, a.AptNum, a.ProvNum, length(a.Pattern) * 5, a.ProcDescript, a.Note,
  CASE WHEN made.AptDateTime >= '1880-01-01' THEN made.AptDateTime ELSE '' END, coalesce(made.AptStatus, a.AptStatus)
FROM appointment a LEFT JOIN appointment made ON made.AptNum =
  (SELECT m.AptNum FROM appointment m WHERE m.PatNum = a.PatNum AND m.NextAptNum = a.AptNum
   ORDER BY m.AptStatus, m.AptNum LIMIT 1)
WHERE a.PatNum = ? AND a.AptStatus = ? ORDER BY a.ItemOrderPlanned, a.AptNum
"""
_APPOINTMENTS = """
SELECT a.AptNum, a.AptDateTime, a.AptStatus, a.Note, coalesce(p.Abbr, ''), a.ProvNum, length(a.Pattern) * 5,
  coalesce(c.Abbr, ''), a.ClinicNum
FROM appointment a LEFT JOIN provider p ON p.ProvNum = a.ProvNum LEFT JOIN clinic c ON c.ClinicNum = a.ClinicNum
WHERE a.PatNum = ?
"""
_COMMLOGS = """
SELECT l.CommlogNum, l.CommDateTime, coalesce(d.ItemName, ''), l.Note, coalesce(u.UserName, '')
FROM commlog l LEFT JOIN definition d ON d.DefNum = l.CommType LEFT JOIN userod u ON u.UserNum = l.UserNum
WHERE l.PatNum = ?
"""
_PROCEDURES = """
SELECT l.ProcNum, l.ProcDate || ' ' || l.ProcTime, l.ToothNum, l.Surf, coalesce(dx.ItemName, ''),
  coalesce(n.Descript, ''), coalesce(written.Note, l.Note), coalesce(written.Signature, ''),
  l.ProcStatus, coalesce(p.Abbr, ''), l.ProvNum, l.ProcFee,
  coalesce(n.ProcCode, ''), coalesce(n.AbbrDesc, ''), coalesce(c.Abbr, ''), l.ClinicNum
FROM procedurelog l LEFT JOIN procedurecode n ON n.CodeNum = l.CodeNum
LEFT JOIN definition dx ON dx.DefNum = l.Dx
LEFT JOIN procnote written ON written.ProcNoteNum = (SELECT w.ProcNoteNum FROM procnote w
  WHERE w.ProcNum = l.ProcNum ORDER BY w.EntryDateTime DESC, w.ProcNoteNum DESC LIMIT 1)
LEFT JOIN provider p ON p.ProvNum = l.ProvNum LEFT JOIN clinic c ON c.ClinicNum = l.ClinicNum
WHERE l.PatNum = ? AND l.ProcStatus <> ?
"""


def planned(tx: Transaction, pat_num: int) -> list[tuple[Any, ...]]:
    """The stored place, and then what is told of each planned appointment, by place.

    Of the appointments made from one, the lowest status counts, as date and as status (source 6.7).
    """
    return tx.rows(_PLANNED, (pat_num, AptStatus.Planned))


def place(tx: Transaction, places: Sequence[tuple[int, int]]) -> None:
    """Set places of planned appointments: pairs of place and AptNum."""
    tx.update_each("appointment", "ItemOrderPlanned = ? WHERE AptNum = ?", places)


def referred_from(tx: Transaction, pat_num: int) -> str:
    """The name of whoever sent the patient first; nothing, where nobody is known to have."""
    sql = f"""SELECT {NAME} FROM refattach a JOIN referral r ON r.ReferralNum = a.ReferralNum
      WHERE a.PatNum = ? AND a.RefType = ? ORDER BY a.ItemOrder, a.RefAttachNum"""
    return str(tx.value(sql, (pat_num, ReferralType.RefFrom), ""))


def carrier(tx: Transaction, plan_num: int) -> str:
    """The name of a plan's carrier; nothing, where there is none."""
    sql = "SELECT c.CarrierName FROM insplan i JOIN carrier c ON c.CarrierNum = i.CarrierNum WHERE i.PlanNum = ?"
    return str(tx.value(sql, (plan_num,), ""))


def provider(tx: Transaction, prov_num: int) -> str:
    """A provider's abbreviation; nothing, where there is none."""
    return str(tx.value("SELECT Abbr FROM provider WHERE ProvNum = ?", (prov_num,), ""))


def health(tx: Transaction, pat_num: int) -> tuple[str, str, str]:
    """What the office wrote of a patient: the urgent medical note, the medical summary, the service notes."""
    urgent, medical, service = tx.rows(
        "SELECT p.MedUrgNote, coalesce(n.Medical, ''), coalesce(n.Service, '') "
        "FROM patient p LEFT JOIN patientnote n ON n.PatNum = p.PatNum WHERE p.PatNum = ?",
        (pat_num,),
    )[0]
    return urgent, medical, service


def problems(tx: Transaction, pat_num: int) -> list[tuple[str, str]]:
    """Name and note of a patient's problems; those that are over are left out."""
    return tx.rows(
        "SELECT d.DiseaseName, x.PatNote FROM disease x JOIN diseasedef d ON d.DiseaseDefNum = x.DiseaseDefNum "
        "WHERE x.PatNum = ? AND x.ProbStatus = ? ORDER BY x.DiseaseNum",
        (pat_num, ProblemStatus.Active),
    )


def medications(tx: Transaction, pat_num: int) -> list[tuple[str, str]]:
    """Name and note of what a patient takes; what was stopped before today is left out."""
    return tx.rows(
        "SELECT m.MedName, x.PatNote FROM medicationpat x JOIN medication m ON m.MedicationNum = x.MedicationNum "
        "WHERE x.PatNum = ? AND (x.DateStop = '0001-01-01' OR x.DateStop >= ?) ORDER BY x.MedicationPatNum",
        (pat_num, tx.stamp[:10]),
    )


def allergies(tx: Transaction, pat_num: int) -> list[tuple[str, str]]:
    """Name and reaction of what a patient is allergic to."""
    return tx.rows(
        "SELECT d.Description, x.Reaction FROM allergy x JOIN allergydef d ON d.AllergyDefNum = x.AllergyDefNum "
        "WHERE x.PatNum = ? AND x.StatusIsActive = 1 ORDER BY x.AllergyNum",
        (pat_num,),
    )


def appointments(tx: Transaction, pat_num: int) -> list[tuple[Any, ...]]:
    return tx.rows(_APPOINTMENTS, (pat_num,))


def commlogs(tx: Transaction, pat_num: int) -> list[tuple[Any, ...]]:
    return tx.rows(_COMMLOGS, (pat_num,))


def procedures(tx: Transaction, pat_num: int) -> list[tuple[Any, ...]]:
    """All but deleted ones."""
    return tx.rows(_PROCEDURES, (pat_num, ProcStatus.D))
