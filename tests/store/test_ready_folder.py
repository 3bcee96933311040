"""A ready folder: fragments that are merged into the practice before anybody is served."""

from __future__ import annotations

import json

import pytest

from conftest import MONDAY
from mockod.app import create_app
from mockod.config import Config, ConfigError, read_config
from mockod.simulation.clock import Clock
from mockod.store.practice_file import PracticeError
from mockod.store.ready_folder import read_ready_folder

ANA = "patients:\n  - {PatNum: 77, LName: Rivera, FName: Ana}\n"
MOVED = "patients:\n  - {PatNum: 77, City: Salem}\n"


def keys(office: str = "office") -> dict[str, str]:
    return {"Authorization": f"ODFHIR any/{office}"}


@pytest.fixture
def folder(tmp_path):
    ready = tmp_path / "ready.d"
    ready.mkdir()
    return ready


def serve(folder, **options):
    config = Config(practice="tiny", clock=Clock.frozen(MONDAY), ready_dir=folder, **options)
    return create_app(config).test_client()


def city(client, office: str = "office") -> str | None:
    """Of patient 77; None where the office has no such patient."""
    answer = client.get("/api/v1/patients/77", headers=keys(office))
    return answer.json["City"] if answer.status_code == 200 else None


class TestReading:
    def test_files_come_by_name(self, folder):
        for name in ("20-b.yml", "10-a.yaml", "30-c.json"):
            (folder / name).write_text("{}")

        assert [file.path.name for file in read_ready_folder(folder)] == ["10-a.yaml", "20-b.yml", "30-c.json"]

    def test_names_with_a_dot_before_them_are_passed_over(self, folder):
        """Kubernetes mounts a ConfigMap as links into a folder ..data."""
        (folder / "..data").mkdir()
        (folder / "..data" / "10-ana.yaml").write_text(ANA)
        (folder / "10-ana.yaml").symlink_to("..data/10-ana.yaml")
        (folder / ".gitkeep").touch()

        assert [file.path.name for file in read_ready_folder(folder)] == ["10-ana.yaml"]

    @pytest.mark.parametrize(
        ("content", "kind"),
        [
            (ANA, "fragment"),
            ("", "fragment"),
            ("- a list\n", "fragment"),
            ("patients: [\n", "fragment"),
            ("story: Somebody calls\nsteps: []\n", "scenario"),
            ("practice: demo\nclock: now\nsteps:\n  - {say: a, get: patients}\n", "scenario"),
            (json.dumps({"practice": "demo", "story": "b"}), "scenario"),
            ("patients:\n  - {LName: story}\nnotes: {steps: 1}\n", "fragment"),
        ],
    )
    def test_words_at_the_top_say_what_a_file_is(self, folder, content, kind):
        (folder / "a.yaml").write_text(content)

        assert read_ready_folder(folder)[0].kind == kind

    @pytest.mark.parametrize("name", ["notes.txt", "ana.yaml.bak", "ana"])
    def test_another_ending_is_refused_and_not_passed_over(self, folder, name):
        (folder / name).write_text(ANA)

        with pytest.raises(PracticeError, match=r"files that end in \.yaml, \.yml, \.json belong here"):
            read_ready_folder(folder)

    def test_a_folder_in_it_is_refused(self, folder):
        (folder / "more.yaml").mkdir()

        with pytest.raises(PracticeError, match="belong here"):
            read_ready_folder(folder)


class TestServing:
    def test_each_fragment_sees_what_those_before_it_did(self, folder):
        (folder / "10.yaml").write_text(ANA)
        (folder / "20.yaml").write_text(MOVED)

        assert city(serve(folder)) == "Salem"

    def test_every_office_begins_so_and_goes_back_to_it(self, folder):
        (folder / "10.yaml").write_text(ANA)
        (folder / "20.json").write_text(json.dumps({"patients": [{"PatNum": 77, "City": "Salem"}]}))
        client = serve(folder)
        client.put("/api/v1/patients/77", json={"City": "Bend"}, headers=keys("one"))

        assert (city(client, "one"), city(client, "two")) == ("Bend", "Salem")
        client.post("/_mockod/reset?office=one")
        assert city(client, "one") == "Salem"

    def test_rows_go_too(self, folder):
        (folder / "10.yaml").write_text("remove: {schedules: all}\n")
        client = serve(folder)

        slots = client.get("/api/v1/appointments/Slots?ProvNum=1&OpNum=1", headers=keys())
        assert slots.json == []

    def test_dates_are_those_of_each_office(self, folder):
        (folder / "10.yaml").write_text(
            "appointments:\n  - {AptNum: 9, PatNum: 1, AptDateTime: tomorrow 9:00, ProvNum: 1, Op: 1}\n"
        )
        client = serve(folder)
        client.put("/_mockod/clock?office=later", json={"mode": "frozen", "now": "2026-06-01 07:00:00"})
        made = [client.get("/api/v1/appointments/9", headers=keys(office)).json for office in ("now", "later")]

        assert [apt["AptDateTime"] for apt in made] == ["2026-03-03 09:00:00", "2026-06-02 09:00:00"]

    def test_offices_with_another_practice_have_that_alone(self, folder):
        (folder / "10.yaml").write_text(ANA)
        client = serve(folder)
        client.post("/_mockod/offices", json={"office": "other", "practice": "demo"})
        client.post("/_mockod/offices", json={"office": "same", "practice": "tiny"})
        client.put("/_mockod/offices/practice?office=own", data="patients: []\n", content_type="application/yaml")

        assert [city(client, office) for office in ("other", "same", "own")] == [None, "", None]

    def test_an_office_in_a_file_stays_as_it_is_until_it_is_reset(self, folder, tmp_path):
        first = serve(folder, data_dir=tmp_path / "offices")
        assert city(first) is None
        first.application.extensions["mockod.site"].close()

        (folder / "10.yaml").write_text(ANA)
        second = serve(folder, data_dir=tmp_path / "offices")
        assert (city(second), city(second, "new")) == (None, "")
        second.post("/_mockod/reset?office=office")
        assert city(second) == ""
        second.application.extensions["mockod.site"].close()

    def test_a_scenario_is_played_into_the_office_of_the_greeting(self, folder):
        (folder / "10.yaml").write_text(ANA)
        (folder / "20.yaml").write_text(
            "story: Somebody moves\npractice: tiny\nsteps:\n"
            "  - {say: She is known, get: patients/77, answer: {FName: Ana}}\n"
            "  - {say: She lives in Salem now, put: patients/77, body: {City: Salem}}\n"
        )

        served = serve(folder)

        assert (city(served, "demo-customer"), city(served, "another")) == ("Salem", "")

    def test_of_two_scenarios_neither_is_played(self, folder):
        for name in ("10.yaml", "20.yaml"):
            (folder / name).write_text("story: a\nsteps:\n  - {say: b, get: patients}\n")

        with pytest.raises(ConfigError, match=r"10\.yaml and .*20\.yaml: a scenario begins its office anew"):
            serve(folder)

    def test_an_empty_folder_is_nothing(self, folder):
        assert serve(folder).get("/_mockod/ready").json == {"ready": True, "practice": "tiny"}


class TestMistakes:
    @pytest.mark.parametrize(
        ("content", "reason"),
        [
            ("patients:\n  - {LName: Rivera, Shoe: 42}\n", r"10\.yaml:2: .*Shoe"),
            ("patients: [\n", r"10\.yaml:\d: "),
            ("appointments:\n  - {PatNum: 999, AptDateTime: tomorrow, Op: 1}\n", r"10\.yaml:2: .*999"),
            ("story: a\nsteps: []\n", r"10\.yaml:2: "),
            ("story: a\nsteps:\n  - {say: b, get: patients/999}\n", r"(?s)--ready-dir: .*failed at step 1"),
        ],
    )
    def test_one_stops_the_start_with_the_name_of_its_file(self, folder, content, reason):
        (folder / "10.yaml").write_text(content)

        with pytest.raises(ValueError, match=reason):
            serve(folder)

    def test_an_office_larger_than_it_may_be_stops_it_too(self, folder):
        row = f"  - {{PatNum: 1, CommDateTime: today 9:00, Note: {'x' * 60_000}}}\n"
        (folder / "10.yaml").write_text(f"commlogs:\n{row * 20}")

        with pytest.raises(ValueError, match="--office-size: the practice tiny takes"):
            serve(folder, office_size=1)

    def test_a_folder_that_is_not_there_is_told(self, tmp_path):
        with pytest.raises(ConfigError, match=r"^--ready-dir: .*nowhere: there is no such folder$"):
            read_config({"ready-dir": str(tmp_path / "nowhere")})
