"""Where the unit test of a module is."""

import pathlib

ROOT = pathlib.Path(__file__).parents[2]
UNIT = ROOT / "tests" / "unit"


def test_a_unit_test_of_the_endpoint_or_of_devcloud_stands_where_its_module_does():
    astray = []
    for part in ("gce_api", "devcloud"):
        for test in (UNIT / part).rglob("test_*.py"):
            module = ROOT / test.relative_to(UNIT).with_name(test.name.removeprefix("test_"))
            if not any(map(pathlib.Path.is_file, (module, module.with_suffix("") / "__init__.py"))):
                astray.append(f"{test.relative_to(ROOT)}: there is no {module.relative_to(ROOT)}")
    assert not astray
