"""``read_config``: options by name, refused by their name."""

from __future__ import annotations

import pytest

from mockod.config import ConfigError, read_config


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ({"practise": "tiny"}, "practise: there is no such option; practice was meant?"),
        ({"data_dir": "d"}, "data_dir: there is no such option; data-dir was meant?"),
        ({"practise": None}, "practise: there is no such option; practice was meant?"),
        ({"colour": "red"}, "colour: there is no such option"),
    ],
)
def test_a_name_that_is_no_option_is_refused_with_the_nearest_that_is(options, says):
    with pytest.raises(ConfigError) as refused:
        read_config(options)
    assert str(refused.value) == says


def test_a_folder_in_the_place_of_a_file_is_called_a_folder(tmp_path):
    for option, says in (
        ("practice", f"--practice: '{tmp_path}' is a folder; name a practice file in it"),
        ("keys", f"--keys: {tmp_path}: a folder; name a file in it"),
    ):
        with pytest.raises(ConfigError) as refused:
            read_config({option: str(tmp_path)})
        assert str(refused.value) == says


def test_a_file_in_the_place_of_a_folder_is_called_a_file(tmp_path):
    path = tmp_path / "file"
    path.touch()
    with pytest.raises(ConfigError) as refused:
        read_config({"data-dir": str(path)})
    assert str(refused.value) == f"--data-dir: {path}: a file; name a folder"


@pytest.mark.parametrize(
    ("option", "variable"),
    [("port", "MOCKOD_PORT"), ("port", "PORT"), ("mode", "MOCKOD_MODE"), ("offices", "MOCKOD_OFFICES")],
)
def test_a_value_that_came_from_a_variable_is_refused_by_its_name(option, variable):
    with pytest.raises(ConfigError) as refused:
        read_config({option: "xyz"}, variables={option: variable})
    assert str(refused.value).startswith(f"--{option} (from {variable}): 'xyz' is no")
