"""Procedures that a practice file lists with their appointment."""

from __future__ import annotations

from datetime import date

from mockod.store.practice_file import Entry, Written
from mockod.vendors.opendental.domain import enums
from mockod.vendors.opendental.domain.procedures import provider_of
from mockod.vendors.opendental.practice.rows import CollectedRows, Mistake


def procedure_fields(
    entry: Entry, apt: int, item: dict[str, str], collected: CollectedRows, today: date, mistake: Mistake
) -> dict[str, Written]:
    """The procedure that one item of an appointment's ``procedures`` stands for. Raises PracticeError."""
    line = entry.fields["procedures"].line
    row = collected.tables["appointment"][apt]
    unknown = set(item) - {"code", "tooth", "surf"}
    code_num = collected.names.get(("procedurecode", item.get("code", "")))
    if unknown or code_num is None:
        what = f"{sorted(unknown)[0]!r} is no field" if unknown else f"no procedure code {item.get('code')!r}"
        raise mistake(line, f"appointments: procedures: {what}")
    status = row.get("AptStatus", enums.AptStatus.Scheduled)
    planned = status == enums.AptStatus.Planned
    done = status == enums.AptStatus.Complete
    moved = apt in collected.relative.get(("appointment", "AptDateTime"), ())
    day = row["AptDateTime"][:10]
    if moved:
        day = f"today{(date.fromisoformat(day) - today).days:+d}"
    code = collected.tables["procedurecode"][code_num]
    provider = provider_of(
        code_default=code.get("ProvNumDefault", 0),
        code_is_hygiene=bool(code.get("IsHygiene", 0)),
        prov_num=row.get("ProvNum", 0),
        prov_hyg=row.get("ProvHyg", 0),
    )
    fields = {
        "PatNum": str(row["PatNum"]),
        ("PlannedAptNum" if planned else "AptNum"): str(apt),
        "CodeNum": str(code_num),
        "ProcFee": str(_fee(collected, code_num, provider)),
        "SiteNum": str(collected.tables["patient"].get(row["PatNum"], {}).get("SiteNum", 0)),
        "ProcStatus": "C" if done else "TP",
        "ProvNum": str(provider),
        "ClinicNum": str(row.get("ClinicNum", 0)),
        "ToothNum": item.get("tooth", ""),
        "Surf": item.get("surf", ""),
        "ProcDate": day,
        "DateTP": day,
        "DateEntryC": day if done else "0001-01-01",
    }
    return {name: Written(line, text) for name, text in fields.items()}


def _fee(collected: CollectedRows, code_num: int, provider: int) -> float:
    """What the provider's fee schedule asks for a code; 0 where it names none."""
    schedule = collected.tables["provider"].get(provider, {}).get("FeeSched", 0)
    return collected.fee(code_num, schedule)
