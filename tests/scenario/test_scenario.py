"""A scenario: frozen, re-validated when replaced, the same after writing and reading, and known by its digest."""

from __future__ import annotations

import copy
import json
import pickle
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from pydantic import ValidationError

import sim
from sim.model.world import Worlds
from sim.problems import Path as Dotted
from sim.scenario.laws import Fixed, Lognormal, Uniform, Weibull
from sim.scenario.moments import Moment
from sim.scenario.paths import put, put_all
from sim.scenario.quantities import Days, PerDay

Document = dict[str, Any]

FULL: Document = {
    "name": "everything at once",
    "start": "2021-01-03",
    "horizon": "2021-05-14T12:00:00Z",
    "replications": 20,
    "seed": 9,
    "resolution": "6h",
    "timeline": {"scanning": "2021-02-26", "fix": "2021-03-02T22:00:00Z", "older": "fix + 6d", "before": "fix - 12h"},
    "populations": {
        "big": {
            "organizations": 40,
            "servers_per_organization": {"law": "gamma", "mean": 3, "shape": 2},
            "deployment": "hybrid",
            "tags": ["vip", "us"],
        },
        "tiny": {"organizations": 90, "servers_per_organization": 2, "vulnerable": 0.9, "reachable": 0.8},
        "online": {"organizations": 10, "deployment": "cloud"},
    },
    "remediations": {
        "update": {
            "available": "fix",
            "adoption": {"law": "weibull", "scale": "4d", "shape": 0.7},
            "uptake": 0.9,
            "protects": 0.95,
            "pace": {"fix + 1d": 2, "2021-03-20": 0.5},
            "applies_to": {"deployment": ["on_prem", "hybrid"]},
            "by_population": {"tiny": {"adoption": {"law": "lognormal", "median": "9d", "sigma": 0.8}, "uptake": 0.5}},
        },
        "tool": {"available": "fix + 10d", "adoption": {"law": "exponential", "half_life": "90m"}},
    },
    "campaigns": {
        "spies": {"begins": "2d", "ends": "fix", "aims": {"tags": ["vip"]}, "strategy": "hit_list", "rate": "3/d"},
        "mass": {
            "begins": "scanning",
            "strategy": "permutation",
            "addresses": 2_000,
            "rate": "100/d",
            "pace": {"fix": 3},
            "success": {"one": 0.5, "two": 0.8},
            "works_on": 0.7,
        },
        "noise": {"begins": "start", "strategy": "random", "addresses": 4_000_000_000, "rate": "40/s", "success": 0.2},
    },
    "uncertain": {
        "campaigns.mass.rate": {"law": "lognormal", "median": "100/d", "sigma": 0.5},
        "timeline.fix": {"law": "uniform", "low": "55d", "high": "62d"},
        "remediations.update.adoption.shape": {"law": "uniform", "low": 0.5, "high": 0.9},
    },
    "sources": {"remediations.update.adoption": "a blog, 9 March 2021"},
    "plausible": {"compromised": [0.1, 0.3]},
}


@pytest.fixture
def scenario() -> sim.Scenario:
    return sim.Scenario.from_dict(copy.deepcopy(FULL))


def edited(edit: Callable[[Document], Any]) -> sim.Scenario:
    """The full scenario after an edit of its document."""
    document = copy.deepcopy(FULL)
    edit(document)
    return sim.Scenario.from_dict(document)


# Frozen.


def test_attributes_cannot_be_assigned(scenario: sim.Scenario) -> None:
    blocks: list[tuple[Any, str]] = [
        (scenario, "seed"),
        (scenario.populations["big"], "organizations"),
        (scenario.campaigns["mass"], "rate"),
        (scenario.campaigns["spies"].aims, "tags"),
        (scenario.remediations["update"].by_population["tiny"], "uptake"),
    ]
    for block, name in blocks:
        with pytest.raises(ValidationError, match="frozen"):
            setattr(block, name, 1)
        with pytest.raises(ValidationError):
            block.brand_new = 1
    with pytest.raises(AttributeError):
        scenario.remediations["update"].adoption.shape = 2  # type: ignore[attr-defined]  # the wrong use that is tested


@pytest.mark.parametrize(
    "change",
    [
        lambda mapping: mapping.__setitem__("x", 1),
        lambda mapping: mapping.__delitem__("x"),
        lambda mapping: mapping.update(x=1),
        lambda mapping: mapping.setdefault("x", 1),
        lambda mapping: mapping.pop("x", None),
        lambda mapping: mapping.popitem(),
        lambda mapping: mapping.clear(),
        lambda mapping: mapping.__ior__({"x": 1}),
    ],
)
def test_mappings_cannot_be_changed(scenario: sim.Scenario, change: Callable[[Any], Any]) -> None:
    digest = scenario.digest
    for mapping in (
        scenario.timeline,
        scenario.populations,
        scenario.campaigns,
        scenario.remediations,
        scenario.uncertain,
        scenario.sources,
        scenario.plausible,
        scenario.campaigns["mass"].pace,
        scenario.campaigns["mass"].success,
        scenario.remediations["update"].by_population,
        sim.Scenario.from_dict({"name": "x", "start": "2021-01-01", "horizon": "9d", **SMALL}).timeline,
    ):
        with pytest.raises(TypeError, match=r"a scenario is frozen; scenario\.replace"):
            change(mapping)
    assert scenario.digest == digest


SMALL: Document = {"populations": {"all_of_them": {"organizations": 3}}}


def test_the_document_that_was_read_stays_apart_from_the_scenario() -> None:
    document = copy.deepcopy(FULL)
    scenario = sim.Scenario.from_dict(document)
    assert document == FULL
    digest = scenario.digest
    document["campaigns"]["mass"]["success"]["one"] = 0.1
    document["populations"]["big"]["tags"].append("eu")
    document["populations"].clear()
    scenario.to_dict()["populations"].clear()
    assert scenario.digest == digest
    assert scenario.populations["big"].tags == ("vip", "us")


def test_a_scenario_can_be_pickled_and_copied(scenario: sim.Scenario) -> None:
    for same in (pickle.loads(pickle.dumps(scenario)), copy.deepcopy(scenario), copy.copy(scenario)):
        assert same == scenario
        assert same.digest == scenario.digest
        np.testing.assert_array_equal(sim.simulate(same, 2).compromised_at, sim.simulate(scenario, 2).compromised_at)
        with pytest.raises(TypeError):
            same.timeline["fix"] = Moment()
        with pytest.raises(TypeError):
            same.campaigns["mass"].pace.clear()


# What is read.


def test_quantities_are_held_in_days_and_per_day(scenario: sim.Scenario) -> None:
    assert scenario.resolution == Days(0.25)
    assert scenario.campaigns["noise"].rate == PerDay(40 * 86400)
    assert scenario.campaigns["mass"].success_per_probe == pytest.approx(0.4)
    assert scenario.remediations["update"].adoption == Weibull(4, 0.7)
    assert scenario.uncertain["timeline.fix"] == Uniform(55, 62)
    assert scenario.plausible["compromised"] == (0.1, 0.3)


def joined_by(**actors: Any) -> sim.Scenario:
    """A scenario whose only campaign has actors."""
    campaign = {"begins": "1d", "strategy": "random", "addresses": 20, "rate": "1/d", "actors": actors}
    document = {"name": "x", "start": "2021-01-01", "horizon": "9d", "campaigns": {"c": campaign}, **SMALL}
    return sim.Scenario.from_dict(document)


def test_groups_may_be_there_from_the_beginning_and_nobody_join() -> None:
    """Each has the whole rate: three groups at 1 a day send 24 probes in eight days."""
    scenario = joined_by(first=3)
    assert Worlds(scenario).are_alike
    (attack,) = sim.simulate(scenario, 5).world.attacks
    assert [float(clock.reading(np.array([9.0]))[0]) for clock in attack.clocks] == [8, 8, 8]
    told = {row.path: (row.value, row.unit, row.source) for row in sim.assumptions(scenario)}
    assert told["campaigns.c.actors.first"] == ("3", "count", "assumed")
    assert not any(path.endswith(("arrivals", "until")) for path in told)
    with pytest.raises(sim.InputError, match=r"campaigns\.c\.actors\.first: 2000: brings more than 1000 actors"):
        sim.run(joined_by(first=2000))


@pytest.mark.parametrize(
    ("actors", "missing", "written"),
    [({"arrivals": "1/d"}, "until", "arrivals"), ({"first": 2, "until": "5d"}, "arrivals", "until")],
)
def test_groups_join_at_a_rate_until_a_moment(actors: Document, missing: str, written: str) -> None:
    message = rf"campaigns\.c\.actors\.{missing}: missing key; {written} needs it"
    with pytest.raises(sim.InputError, match=message):
        joined_by(**actors)
    scenario = joined_by(arrivals="1/d", until="5d")
    assert not Worlds(scenario).are_alike
    told = {row.path: row.unit for row in sim.assumptions(scenario)}
    assert (told["campaigns.c.actors.arrivals"], told["campaigns.c.rate"]) == ("groups a day", "probes a day")


def test_defaults_are_those_of_the_design() -> None:
    campaign = {"c": {"begins": "1d", "strategy": "hit_list", "rate": "1/d"}}
    remedy = {"r": {"available": "1d", "adoption": {"law": "fixed", "value": "1d"}}}
    document = {"name": "x", "start": "2021-01-01", "horizon": "9d", "campaigns": campaign, "remediations": remedy}
    scenario = sim.Scenario.from_dict({**document, **SMALL})
    population = scenario.populations["all_of_them"]
    assert (population.servers_per_organization, population.deployment, population.tags) == (1, "on_prem", ())
    assert (population.vulnerable, population.reachable) == (1, 1)
    assert (scenario.remediations["r"].uptake, scenario.remediations["r"].protects) == (1, 1)
    found = scenario.campaigns["c"]
    assert (found.success, found.works_on, found.ends) == (1, 1, None)
    assert found.aims.matches("all_of_them", population)
    assert (scenario.seed, scenario.replications, scenario.resolution) == (0, 200, None)
    assert sim.Scenario.from_dict({**document, **SMALL, "campaigns": {}, "remediations": {}}).timeline == {}


# Replace.


def test_replace_gives_a_changed_copy_and_leaves_the_original_alone(scenario: sim.Scenario) -> None:
    before = scenario.to_dict()
    changed = scenario.replace({"campaigns.noise.rate": "7/d", "seed": 4, "populations.big.tags": ["vip", "eu"]})
    assert changed.campaigns["noise"].rate == PerDay(7)
    assert changed.seed == 4
    assert changed.populations["big"].tags == ("vip", "eu")
    assert scenario.to_dict() == before
    assert changed.digest != scenario.digest
    assert scenario.replace({}).digest == scenario.digest


@pytest.mark.parametrize(
    ("path", "value", "found"),
    [
        ("campaigns.noise.ends", "50d", lambda s: s.campaigns["noise"].ends == Moment(offset=50)),
        ("campaigns.mass.success.one", 0.25, lambda s: s.campaigns["mass"].success_per_probe == 0.2),
        ("campaigns.mass.pace.fix", 9, lambda s: s.campaigns["mass"].pace["fix"] == 9),
        ("remediations.update.adoption.scale", "2d", lambda s: s.remediations["update"].adoption == Weibull(2, 0.7)),
        ("remediations.tool.by_population.big.uptake", 0.1, lambda s: s.remediations["tool"].seen_by("big").uptake < 1),
        ("remediations.tool.applies_to.tags", ["vip"], lambda s: s.remediations["tool"].applies_to.tags == ("vip",)),
        ("populations.tiny.organizations", 100, lambda s: s.populations["tiny"].organizations == 100),
        ("populations.tiny.vulnerable", 1, lambda s: s.populations["tiny"].vulnerable == 1),
        ("timeline.older", "fix + 1d", lambda s: s.timeline["older"] == Moment("fix", 1)),
        ("horizon", "80d", lambda s: s.horizon == Moment(offset=80)),
        ("plausible.compromised", [0, 1], lambda s: s.plausible["compromised"] == (0, 1)),
        ("campaigns.new", {"begins": "1d", "strategy": "hit_list", "rate": "1/d"}, lambda s: len(s.campaigns) == 4),
        ("campaigns", {}, lambda s: s.campaigns == {}),
        ("campaigns.noise.rate", PerDay(7), lambda s: s.campaigns["noise"].rate == 7),
        (
            "uncertain.campaigns.mass.rate",
            Uniform(PerDay(1), PerDay(2)),
            lambda s: row(s, "mass.rate") == Uniform(1, 2),
        ),
        ("uncertain.campaigns.mass.rate.median", "70/d", lambda s: row(s, "mass.rate") == Lognormal(70, 0.5)),
        ("uncertain.campaigns.mass.rate.median", PerDay(70), lambda s: row(s, "mass.rate") == Lognormal(70, 0.5)),
        (
            "uncertain.campaigns.mass.works_on",
            Uniform(0.5, 0.9),
            lambda s: row(s, "mass.works_on") == Uniform(0.5, 0.9),
        ),
        ("uncertain.campaigns.mass.pace.fix", Uniform(1, 4), lambda s: row(s, "mass.pace.fix") == Uniform(1, 4)),
        ("remediations.tool.adoption", Weibull(Days(2), 3), lambda s: s.remediations["tool"].adoption == Weibull(2, 3)),
    ],
)
@pytest.mark.filterwarnings("ignore::sim.ScenarioWarning")
def test_a_path_reaches_every_value(
    scenario: sim.Scenario, path: str, value: Any, found: Callable[[Any], bool]
) -> None:
    assert not found(scenario)
    assert found(scenario.replace({path: value}))


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"campaigns.noise.rate": 3}, "campaigns.noise.rate: 3: a bare number is not a rate"),
        ({"campaigns.noise.rat": "3/d"}, "campaigns.noise.rat: '3/d': unknown key; did you mean 'rate'?"),
        ({"campaigns.nois.rate": "3/d"}, "campaigns.nois.rate: there is no 'nois' in campaigns; did you mean 'noise'?"),
        ({"campaing.noise.rate": "3/d"}, "campaing.noise.rate: unknown path; did you mean 'campaigns'?"),
        ({"seed.x": 3}, "seed.x: 3: there is nothing below 'seed'"),
        ({"horizon": "2021-01-03"}, "horizon: 2021-01-03: is not after start (2021-01-03)"),
        ({"campaigns.spies.ends": "1d"}, "campaigns.spies.ends: 1d: is before the campaign begins (2d)"),
        ({"populations.tiny.reachable": 1.5}, "populations.tiny.reachable: 1.5: is outside [0, 1]"),
        (
            {"uncertain.campaigns.mass.rat": {"law": "fixed", "value": "1/d"}},
            "uncertain.campaigns.mass.rat: {'law': 'fixed', 'value': '1/d'}: no 'rat' in campaigns.mass; did you mean",
        ),
        (
            {"uncertain.campaigns.mas.rate.median": "1/d"},
            "uncertain.campaigns.mas.rate.median: '1/d': is not a law, and there is no row in uncertain of which it "
            "could be a parameter; did you mean 'campaigns.mass.rate'?",
        ),
        (
            {"uncertain.campaigns.mass.rate.medain": "1/d"},
            "uncertain.campaigns.mass.rate.medain: '1/d': unknown parameter; lognormal takes median, sigma",
        ),
        ({"uncertain.campaigns.mass.rate": "1/d"}, "uncertain.campaigns.mass.rate: '1/d': is not a law"),
        ({"uncertain.campaigns.mass.rate.median": "1d"}, "uncertain.campaigns.mass.rate.median: '1d': is not a rate"),
        ({"uncertain.seed": {"law": "fixed", "value": 1}}, "uncertain.seed: {'law': 'fixed', 'value': 1}: seed cannot"),
        ({"uncertain": None}, "uncertain: None: is not a mapping; write keys and values"),
        ({"uncertain": 3}, "uncertain: 3: is not a mapping"),
        ({"populations": None}, "populations: None: is not a mapping"),
    ],
)
def test_replace_validates_again(scenario: sim.Scenario, changes: Document, message: str) -> None:
    digest = scenario.digest
    with pytest.raises(sim.InputError) as caught:
        scenario.replace(changes)
    assert str(caught.value).startswith(message)
    assert scenario.digest == digest


def test_replace_reports_every_problem_of_all_changes(scenario: sim.Scenario) -> None:
    with pytest.raises(sim.InputError) as caught:
        scenario.replace({"seed": -1, "campaigns.noise.rate": 3})
    assert [each.path for each in caught.value.problems] == [("seed",), ("campaigns", "noise", "rate")]


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("campaigns.mass.rate", "50/d"),
        (" campaigns.mass.rate ", "50/d"),
        ("campaigns.mass", {"begins": "1d", "strategy": "permutation", "rate": "1/d"}),
        ("campaigns", {}),
    ],
)
def test_replace_removes_the_uncertain_rows_it_covers(scenario: sim.Scenario, path: str, value: Any) -> None:
    with pytest.warns(sim.ScenarioWarning, match=r"campaigns\.mass\.rate is set to .*, so its uncertain row is rem"):
        changed = scenario.replace({path: value})
    assert list(changed.uncertain) == ["timeline.fix", "remediations.update.adoption.shape"]
    assert len(scenario.uncertain) == 3
    assert "campaigns.mass.rate" not in sim.simulate(changed).world.drawn


def row(scenario: sim.Scenario, path: str) -> Any:
    """The law of an uncertain value of a campaign, if there is one."""
    return scenario.uncertain.get(f"campaigns.{path}")


def test_the_longest_row_is_the_one_that_a_path_names() -> None:
    """`fix + 2d` is written with spaces or without; a part of a law in a list is counted from 0."""
    before = sim.load("proxylogon")
    pace = "campaigns.mass_scan.pace.fix + 2d"
    changed = before.replace({"uncertain.campaigns.mass_scan.pace.fix+2d.high": 0.4})
    assert changed.uncertain[pace] == Uniform(0, 0.4)
    assert list(changed.uncertain) == list(before.uncertain)
    exploitation = "timeline.exploitation"
    flaw = sim.load("next_flaw").replace({f"uncertain.{exploitation}.components.0.share": 0.2})
    assert [part.share for part in flaw.uncertain[exploitation].components] == [0.2, 0.71]
    waves = before.replace(
        {f"remediations.security_update.available.{wave}.share": share for wave, share in enumerate((0.5, 0.4, 0.1))}
    )
    assert [each["share"] for each in waves.to_dict()["remediations"]["security_update"]["available"]] == [
        0.5,
        0.4,
        0.1,
    ]
    with pytest.raises(sim.InputError, match=r"there is nothing below .*available\.3"):
        before.replace({"remediations.security_update.available.3.share": 0.5})


def test_a_value_and_its_law_can_be_changed_together(scenario: sim.Scenario) -> None:
    changes = {"uncertain.campaigns.mass.rate": {"law": "fixed", "value": "5/d"}, "campaigns.mass.rate": "5/d"}
    for order in (changes, dict(reversed(changes.items()))):
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            changed = scenario.replace(order)
        assert row(changed, "mass.rate") == Fixed(5)
        assert changed.campaigns["mass"].rate == PerDay(5)


def test_a_changed_law_has_no_source_any_more_unless_it_comes_with_one() -> None:
    before, path = sim.load("proxylogon"), "uncertain.aftermath.pivot.probability"
    assert path in before.sources
    assert path not in before.replace({f"{path}.high": 0.1}).sources
    changed = before.replace({f"sources.{path}": "a new report", path: {"law": "fixed", "value": 0.1}})
    assert changed.sources[path] == "a new report"
    assert not any(each.startswith("uncertain.") for each in before.replace({"uncertain": {}}).sources)


def test_replace_keeps_the_other_uncertain_rows_without_a_word(scenario: sim.Scenario) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        changed = scenario.replace(
            {"campaigns.mass.works_on": 0.5, "timeline.older": "4d", "campaigns.noise.rate": "1/d"}
        )
    assert changed.uncertain == scenario.uncertain


def moved(scenario: sim.Scenario, changes: Document) -> list[str]:
    """The warnings that a change gives."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        scenario.replace(changes)
    return [str(each.message) for each in caught]


def test_a_moved_moment_leaves_no_uncertain_one_behind_without_a_word() -> None:
    """The law of a moment counts from the start, whatever the moment is written relative to."""
    scenario, law = sim.load("next_flaw"), "uncertain.timeline.exploitation"
    (note,) = moved(scenario, {"timeline.disclosure": "100d"})
    assert note == (
        "timeline.exploitation is written as disclosure + 15d, and disclosure moves, from 90d to 100d after the start, "
        "but the law of timeline.exploitation counts from the start and stays; "
        "change uncertain.timeline.exploitation too"
    )
    assert not moved(scenario, {"timeline.disclosure": "90d", "seed": 9})
    assert not moved(scenario, {"start": "2028-01-13"})
    assert not moved(scenario, {"timeline.disclosure": "100d", f"{law}.components.1.after": "100d"})
    (note,) = moved(scenario, {"timeline.disclosure": "100d", "timeline.exploitation": "disclosure + 9d"})
    assert note.endswith("so its uncertain row is removed")


def test_a_moment_that_moves_with_another_takes_no_uncertain_one_along(scenario: sim.Scenario) -> None:
    laws = {"law": "fixed", "value": "70d"}
    changed = scenario.replace({"campaigns.spies.ends": "older + 2d", "uncertain.campaigns.spies.ends": laws})
    (note,) = [each for each in moved(changed, {"timeline.fix": "60d"}) if "is removed" not in each]
    assert note.startswith("campaigns.spies.ends is written as older + 2d, and older moves, from ")
    (note,) = moved(changed, {"start": "2021-01-02"})
    assert note.startswith("campaigns.spies.ends is written as older + 2d, and older moves, from ")


def test_a_fixed_value_replaces_an_uncertain_one_in_every_world(scenario: sim.Scenario) -> None:
    with pytest.warns(sim.ScenarioWarning):
        changed = scenario.replace({"timeline.fix": "57d"})
    assert {sim.simulate(changed, replication).world.moments["fix"] for replication in range(3)} == {57.0}
    assert len({sim.simulate(scenario, replication).world.moments["fix"] for replication in range(3)}) == 3


# Written and read again.


def test_numbers_of_one_block_are_put_in_together_as_one_by_one(scenario: sim.Scenario) -> None:
    drawn: dict[Dotted, float] = {
        ("campaigns", "mass", "rate"): 90.0,
        ("campaigns", "mass", "success", "one"): 0.25,
        ("campaigns", "mass", "success", "two"): 0.5,
        ("campaigns", "mass", "pace", "fix"): 2.0,
        ("populations", "tiny", "organizations"): 70.0,
        ("remediations", "update", "by_population", "tiny", "adoption", "median"): 8.0,
        ("remediations", "update", "by_population", "tiny", "adoption", "sigma"): 0.5,
        ("timeline", "fix"): 58.0,
    }
    one_by_one = scenario
    for path, number in drawn.items():
        one_by_one = put(one_by_one, path, number)
    together = put_all(scenario, drawn)
    assert together.to_dict() == one_by_one.to_dict()
    assert together.campaigns["mass"].success_per_probe == 0.125


def test_of_numbers_that_are_put_in_together_the_wrong_one_is_named(scenario: sim.Scenario) -> None:
    drawn: dict[Dotted, float] = {("campaigns", "mass", "rate"): 90.0, ("campaigns", "mass", "works_on"): 1.5}
    with pytest.raises(sim.InputError) as error:
        put_all(scenario, drawn)
    assert [problem.path for problem in error.value.problems] == [("campaigns", "mass", "works_on")]


def test_a_scenario_survives_its_document(scenario: sim.Scenario) -> None:
    document = scenario.to_dict()
    assert document["populations"]["tiny"] == FULL["populations"]["tiny"]
    again = sim.Scenario.from_dict(json.loads(json.dumps(document)))
    assert again == scenario
    assert again.digest == scenario.digest
    assert list(again.populations) == list(scenario.populations)


def test_a_saved_scenario_is_the_same_when_loaded(scenario: sim.Scenario, tmp_path: Path) -> None:
    scenario.save(tmp_path / "scenario.yaml")
    again = sim.load(tmp_path / "scenario.yaml")
    assert again == scenario
    assert again.digest == scenario.digest
    again.save(tmp_path / "again.yaml")
    assert (tmp_path / "again.yaml").read_bytes() == (tmp_path / "scenario.yaml").read_bytes()


TEXTS = [" a ", "é", "😀", '"', "- a", "a: b", "#x", "*x", "!x", "{a"]
TEXTS += ["null", "true", "1_000", "0x1", "2021-03-02", "6:00"]


@pytest.mark.parametrize("text", TEXTS)
def test_texts_that_look_like_something_else_survive_saving(scenario: sim.Scenario, tmp_path: Path, text: str) -> None:
    changed = scenario.replace({"name": text, "populations.big.tags": [text, "vip"], "sources": {"seed": text}})
    changed.save(tmp_path / "scenario.yaml")
    again = sim.load(tmp_path / "scenario.yaml")
    assert again == changed
    assert again.digest == changed.digest
    assert (again.name, again.populations["big"].tags, again.sources["seed"]) == (text, (text, "vip"), text)


def test_a_program_may_write_a_config_as_json(scenario: sim.Scenario, tmp_path: Path) -> None:
    for indent in (None, 1, "\t"):
        (tmp_path / "scenario.json").write_text(json.dumps(FULL, indent=indent), encoding="utf-8")
        assert sim.load(tmp_path / "scenario.json") == scenario


def test_json_with_characters_beyond_the_basic_plane_is_read_as_it_was_meant(tmp_path: Path) -> None:
    document = copy.deepcopy(FULL)
    document["name"] = "races 😀"
    document["populations"]["big"]["tags"] = ["vip", "😀"]
    (tmp_path / "scenario.json").write_text(json.dumps(document), encoding="utf-8")
    loaded = sim.load(tmp_path / "scenario.json")
    assert loaded.name == "races 😀"
    assert loaded.digest == sim.Scenario.from_dict(document).digest


# The digest.


@pytest.mark.parametrize(
    "edit",
    [
        lambda d: d.update(name="another name"),
        lambda d: d.pop("sources"),
        lambda d: d.pop("plausible"),
        lambda d: d["plausible"].update(still_exposed=[0, 1]),
        lambda d: d.update(resolution="360m"),
        lambda d: d["timeline"].update(older="fix + 144h"),
        lambda d: d["timeline"].update(older="fix+6d"),
        lambda d: d["timeline"].update(fix="2021-03-02T23:00:00+01:00"),
        lambda d: d["timeline"].update(scanning="2021-02-26T00:00:00Z"),
        lambda d: d["campaigns"]["spies"].update(begins="48h"),
        lambda d: d["campaigns"]["spies"].update(begins="start + 2d"),
        lambda d: d["campaigns"]["noise"].update(rate="2_400/min"),
        lambda d: d["campaigns"]["noise"].update(works_on=1.0),
        lambda d: d["campaigns"]["spies"]["aims"].update(tags="vip"),
        lambda d: d["campaigns"]["mass"].update(addresses=2e3),
        lambda d: d["campaigns"]["mass"].update(pace={"fix": "3"}),
        lambda d: d["populations"]["tiny"].update(deployment="on_prem", tags=[]),
        lambda d: d["remediations"]["update"].update(pace={"fix+24h": 2.0, "2021-03-20T00:00:00Z": 0.5}),
        lambda d: d["remediations"]["update"]["adoption"].update(scale="96h"),
        lambda d: d["uncertain"]["timeline.fix"].update(low="7w 6d"),
        lambda d: d.update(dict(reversed(d.items()))),
        lambda d: d["campaigns"].update(mass=dict(reversed(d["campaigns"]["mass"].items()))),
    ],
)
def test_the_digest_ignores_layout_units_and_what_no_number_depends_on(
    scenario: sim.Scenario, edit: Callable[[Document], Any]
) -> None:
    assert edited(edit).digest == scenario.digest


@pytest.mark.parametrize(
    "edit",
    [
        lambda d: d.update(start="2021-01-04"),
        lambda d: d.update(horizon="2021-05-14T12:00:01Z"),
        lambda d: d.update(replications=21),
        lambda d: d.update(seed=0),
        lambda d: d.pop("resolution"),
        lambda d: d["timeline"].update(older="fix + 7d"),
        lambda d: d["timeline"].update(new="3d"),
        lambda d: d["populations"]["big"].update(organizations=41),
        lambda d: d["populations"]["big"]["servers_per_organization"].update(shape=2.5),
        lambda d: d["populations"]["big"].update(servers_per_organization=3),
        lambda d: d["populations"]["big"].update(deployment="on_prem"),
        lambda d: d["populations"]["big"]["tags"].append("eu"),
        lambda d: d["populations"]["tiny"].update(vulnerable=0.91),
        lambda d: d["populations"]["tiny"].update(reachable=0.81),
        lambda d: d["populations"].update(more={"organizations": 1}),
        lambda d: d["populations"].update(renamed=d["populations"].pop("online")),
        lambda d: d["remediations"]["update"].update(available="fix + 1h"),
        lambda d: d["remediations"]["update"]["adoption"].update(scale="4d 1s"),
        lambda d: d["remediations"]["update"].update(uptake=0.91),
        lambda d: d["remediations"]["update"].update(protects=0.96),
        lambda d: d["remediations"]["update"]["pace"].update({"fix + 1d": 2.1}),
        lambda d: d["remediations"]["update"]["applies_to"].update(deployment=["hybrid", "on_prem", "cloud"]),
        lambda d: d["remediations"]["update"].pop("by_population"),
        lambda d: d["remediations"].pop("tool"),
        lambda d: d["campaigns"]["spies"].update(begins="49h"),
        lambda d: d["campaigns"]["spies"].pop("ends"),
        lambda d: d["campaigns"]["spies"].pop("aims"),
        lambda d: d["campaigns"]["mass"].update(strategy="random"),
        lambda d: d["campaigns"]["mass"].update(addresses=2_001),
        lambda d: d["campaigns"]["mass"].update(rate="101/d"),
        lambda d: d["campaigns"]["mass"]["pace"].update(fix=4),
        lambda d: d["campaigns"]["mass"]["success"].update(one=0.51),
        lambda d: d["campaigns"]["mass"].update(works_on=0.71),
        lambda d: d["campaigns"].update(dict(reversed(d["campaigns"].items()))) or d["campaigns"].pop("noise"),
        lambda d: d["uncertain"].pop("timeline.fix"),
        lambda d: d["uncertain"]["timeline.fix"].update(high="63d"),
    ],
)
def test_the_digest_changes_with_everything_else(scenario: sim.Scenario, edit: Callable[[Document], Any]) -> None:
    assert edited(edit).digest != scenario.digest


def test_the_digest_is_sixteen_hexadecimal_digits_that_stay(scenario: sim.Scenario) -> None:
    assert len(scenario.digest) == 16
    assert int(scenario.digest, 16) > 0
    document = {"name": "x", "start": "2021-01-01", "horizon": "9d", **SMALL}
    assert sim.Scenario.from_dict(document).digest == "88f8d839b2b757e5"


def test_a_changed_value_has_no_source_any_more() -> None:
    document = sim.load("first_steps").to_dict()
    sources = {
        "timeline": "a calendar",
        "campaigns.mass_scan.rate": "a log",
        "uncertain.campaigns.mass_scan.rate": "two logs",
    }
    scenario = sim.Scenario.from_dict(document | {"sources": sources})
    with pytest.warns(sim.ScenarioWarning):
        changed = scenario.replace({"timeline.fix": "20d", "campaigns.mass_scan.rate": "1/d"})
    told = {row.path: row.source for row in sim.assumptions(changed)}
    assert (told["timeline.fix"], told["timeline.scanning"], told["campaigns.mass_scan.rate"]) == (
        "assumed",
        "a calendar",
        "assumed",
    )
    assert "uncertain.campaigns.mass_scan.rate" not in changed.sources
