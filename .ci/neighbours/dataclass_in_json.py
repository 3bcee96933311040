"""A dataclass of somebody else's, to JSON and back by dataclasses-json 0.6, which wants a marshmallow 3."""

from dataclasses import dataclass
from importlib.metadata import version

from dataclasses_json import dataclass_json

assert version("dataclasses-json").startswith("0.6."), version("dataclasses-json")


@dataclass_json
@dataclass
class Visit:
    patient: str
    minutes: int


visit = Visit("Allen", 30)
assert visit.to_dict() == {"patient": "Allen", "minutes": 30}
assert Visit.from_json(visit.to_json()) == visit
assert Visit.schema().load({"patient": "Allen", "minutes": 30}) == visit
