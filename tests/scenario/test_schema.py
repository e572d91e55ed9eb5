"""The JSON Schema for editors agrees with the validator, as far as a schema can see; docs/config.md with both."""

from __future__ import annotations

import copy
import importlib.util
import inspect
import json
import re
import subprocess
import sys
import warnings
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

import sim
from sim.scenario import blocks as block_module
from sim.scenario.config import shipped
from sim.scenario.grammar import Block, fields_of
from sim.scenario.laws import LAWS
from sim.scenario.paths import NOT_UNCERTAIN, children, find, split, unit_of
from sim.scenario.reading import Fields
from sim.scenario.scenario import written_form
from sim.scenario.schema import DRAWN, PARAMETERS, as_text, scenario_schema

Document = dict[str, Any]
SCHEMA = scenario_schema()
BLOCKS: dict[str, type[Block]] = {
    name: block
    for name, block in inspect.getmembers(block_module, inspect.isclass)
    if issubclass(block, Block) and block.__module__ == block_module.__name__
}
REMOVED = object()


@cache
def editor() -> Any:
    """What an editor checks with. It takes seconds to import, which only those who run these tests wait for."""
    from jsonschema import Draft7Validator  # type: ignore[import-untyped]  # ships no types

    return Draft7Validator(SCHEMA)


def accepts(document: Document) -> bool:
    """Whether the validator accepts a document."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", sim.ScenarioWarning)
        try:
            sim.Scenario.from_dict(copy.deepcopy(document))
        except sim.InputError:
            return False
    return True


def complaints(document: Document) -> list[str]:
    """What an editor would mark in a document."""
    return [f"{error.json_path}: {error.message[:300]}" for error in editor().iter_errors(document)]


# What stands in a file, as editors see it: YAML's core types, in which dates and `4_000` are texts.
CORE = (
    (re.compile(r"|~|null|Null|NULL"), lambda _: None),
    (re.compile(r"true|True|TRUE|false|False|FALSE"), lambda text: text.lower() == "true"),
    (re.compile(r"[-+]?[0-9]+"), int),
    (re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?"), float),
)


def as_editors_see(text: str) -> Any:
    """A YAML text in YAML's core types."""

    def plain(node: Any) -> Any:
        if node.id == "mapping":
            return {key.value: plain(value) for key, value in node.value}
        if node.id == "sequence":
            return [plain(each) for each in node.value]
        read = next((read for form, read in CORE if form.fullmatch(node.value)), str)
        return node.value if node.style else read(node.value)

    return plain(YAML(typ="safe", pure=True).compose(text))


FULL: Document = {
    "name": "everything",
    "start": "2021-01-03",
    "horizon": "2021-05-14",
    "replications": 20,
    "seed": 0,
    "resolution": "6h",
    "timeline": {
        "fix": "2021-03-02T22:00:00Z",
        "leak": "fix - 1w 2d",
        "siren": {"when": "compromised", "reaches": "1_000", "population": "firms", "then": "12h"},
        "later": "siren + 2d",
    },
    "populations": {
        "firms": {
            "organizations": "4_000",
            "servers_per_organization": {"law": "geometric", "mean": 2, "at_most": 9},
            "deployment": "hybrid",
            "tags": ["vip", "us"],
            "vulnerable": 0.9,
            "reachable": "0.95",
            "mailboxes_per_organization": 900,
            "cloud_mailbox_share": 0.6,
        },
        "shops": {"organizations": 10, "servers_per_organization": 2, "tags": "us"},
    },
    "remediations": {
        "update": {
            "available": [{"share": 0.6, "at": "fix"}, {"share": 0.4, "at": "fix + 6d"}],
            "adoption": {
                "law": "mixture",
                "components": [
                    {"share": 0.1, "law": "fixed", "value": "1d"},
                    {"share": 0.6, "after": "2d", "law": "weibull", "scale": "4d", "shape": 0.7, "at_most": "30d"},
                    {"share": 0.3, "law": "empirical", "points": [["1d", 0.1], ["7d", 0.6]]},
                ],
            },
            "uptake": 0.97,
            "protects": 1,
            "evicts": 0.0,
            "pace": {"leak": 2.0, "2021-03-20": 1.5, "fix + 30d": 1},
            "prerequisite": {"share": 0.3, "delay": {"law": "lognormal", "median": "2d", "sigma": 0.8}},
            "rings": [{"share": 0.1}, {"share": 0.9, "after": "7d"}],
            "stagger": "12h",
            "window": {"opens": "third fri 22:30", "lasts": "6h", "timezone": "Europe/Berlin"},
            "freeze": [{"from": "fix + 4w", "until": "fix + 5w"}],
            "applies_to": {"deployment": ["on_prem", "hybrid"]},
            "by_population": {
                "shops": {
                    "available": "fix",
                    "adoption": {"law": "exponential", "half_life": "3d"},
                    "window": [{"opens": "Tuesday 6:30", "lasts": "2h"}, {"opens": "SAT 22:00", "lasts": "6h"}],
                    "pace": {"leak": 1},
                    "rings": [{"share": 1, "after": "1d"}],
                    "stagger": "1h",
                    "freeze": {"from": "90d", "until": "95d"},
                    "protects": {"scan": 0.9, "others": 0.5},
                    "until": {"law": "fixed", "value": "14d"},
                }
            },
        },
        "by_hand": {
            "available": "fix",
            "adoption": {"law": "fixed", "value": "1d"},
            "crew": {
                "technicians": 4,
                "hours_per_server": {"law": "gamma", "mean": "90m", "shape": 3},
                "window": [{"opens": "daily 08:00", "lasts": "9h"}, {"opens": "second tue + 3d 20:00", "lasts": "2d"}],
                "order": ["vip", "random"],
            },
        },
    },
    "campaigns": {
        "scan": {
            "begins": "leak",
            "ends": "fix + 60d",
            "aims": {"tags": "us", "populations": ["firms", "shops"], "deployment": "hybrid"},
            "strategy": "permutation",
            "addresses": "400_000",
            "rate": "150_000/d",
            "pace": {"fix": 3.0},
            "ramp": "2d",
            "success": {"CVE-2021-26855": 0.5, "CVE-2021-27065": 0.8},
            "works_on": 0.5,
            "actors": {"first": 1, "arrivals": "0.4/d", "until": "fix + 20d"},
            "dwell": {"law": "exponential", "mean": "4h"},
        },
        "spies": {
            "entry": "foothold",
            "begins": "14d",
            "strategy": "hit_list",
            "rate": "40/s",
            "growth": {"doubling": "2d", "limit": 10},
            "success": 0.25,
            "priority": {"vip": 5},
        },
        "worm": {
            "begins": "20d",
            "strategy": "worm",
            "aims": {"populations": "firms"},
            "initially_compromised": {"firms": 3},
            "addresses": 4_294_967_296,
            "rate": "6/s",
        },
    },
    "aftermath": {
        "disclosure": "fix",
        "detection": {"law": "gamma", "mean": "10d", "shape": 2},
        "cleanup": {"law": "uniform", "low": "1d", "high": "9d"},
        "cleanup_share": 0.8,
        "cleanup_protects": 0.6,
        "reinfection": False,
        "pivot": {"probability": 0.1, "delay": {"law": "loglogistic", "median": "14d", "shape": 2}},
        "by_population": {
            "shops": {
                "disclosure": "leak",
                "detection": {"law": "exponential", "mean": "2d"},
                "reinfection": True,
                "reaction": {"law": "exponential", "mean": "1d"},
            }
        },
    },
    "uncertain": {
        "campaigns.scan.rate": {"law": "lognormal", "median": "150_000/d", "sigma": 0.5},
        "campaigns.scan.success.CVE-2021-26855": {"law": "uniform", "low": 0.1, "high": 1},
        "campaigns.scan.pace.fix": {"law": "uniform", "low": 0, "high": "1_0"},
        "timeline.fix": {"law": "uniform", "low": "55d", "high": "2021-03-06"},
        "remediations.update.adoption.components.1.scale": {"law": "gamma", "mean": "4d", "shape": 3},
        "remediations.update.available.1.at": {"law": "fixed", "value": "70d"},
        "populations.firms.servers_per_organization.mean": {"law": "uniform", "low": 1, "high": 3},
        "remediations.update.by_population.shops.protects.others": {"law": "uniform", "low": 0, "high": 1},
        "remediations.update.by_population.shops.until.value": {"law": "uniform", "low": "1d", "high": "9d"},
        "aftermath.by_population.shops.reaction.mean": {"law": "fixed", "value": "3d"},
    },
    "about": {"what": "A mail server", "when": "spring", "whom": "firms", "kind": "happened"},
    "labels": {"populations.firms": "law firms", "timeline.fix": "the fix", "campaigns.scan": "mass scanning"},
    "translations": {
        "de": {"about.what": "ein Mailserver", "populations.firms": "Kanzleien", "timeline.fix": "das Update"}
    },
    "sources": {
        "remediations.update.adoption": "a blog",
        "uncertain.timeline.fix": "a guess",
        "start": "the timeline",
    },
    "plausible": {"compromised": [0.1, 0.3], "protected_in_time": [0, 1]},
}


def at(document: Document, path: str) -> Any:
    """What stands at a path of a document; the parts of the path stand between slashes."""
    node: Any = document
    for part in filter(None, path.split("/")):
        node = node[int(part)] if isinstance(node, list) else node[part]
    return node


def changed(path: str, value: Any) -> Document:
    """The full document with another value at a path."""
    document = copy.deepcopy(FULL)
    parent, _, key = path.rpartition("/")
    node = at(document, parent)
    if value is REMOVED:
        del node[key]
    else:
        node[int(key) if isinstance(node, list) else key] = value
    return document


# The committed files


def test_the_committed_schema_is_up_to_date(root: Path) -> None:
    committed = (root / "configs" / "scenario.schema.json").read_text(encoding="utf-8")
    assert committed == as_text(SCHEMA), "make generated brings configs/scenario.schema.json up to date"
    assert json.loads(committed) == SCHEMA


def test_the_page_on_configs_is_up_to_date(root: Path) -> None:
    spec = importlib.util.spec_from_file_location("make_config", root / "docs" / "make_config.py")
    assert spec is not None
    assert spec.loader is not None
    make_config = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(make_config)
    committed = (root / "docs" / "config.md").read_text(encoding="utf-8")
    assert committed == make_config.page(), "make generated brings docs/config.md up to date"


def test_the_schema_is_one() -> None:
    type(editor()).check_schema(SCHEMA)
    assert editor().is_valid(FULL)


def test_the_command_prints_it_or_writes_it(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "sim.cli", "schema"]
    printed = subprocess.run(command, capture_output=True, check=True, cwd=tmp_path)
    assert printed.stdout.decode("utf-8") == as_text(SCHEMA)
    subprocess.run([*command, "--out", "new/folder"], capture_output=True, check=True, cwd=tmp_path)
    assert (tmp_path / "new" / "folder" / "scenario.schema.json").read_bytes() == printed.stdout
    (tmp_path / "file").touch()
    refused = subprocess.run([*command, "--out", "file"], capture_output=True, text=True, cwd=tmp_path)
    assert (refused.returncode, refused.stdout) == (2, "")
    assert refused.stderr.startswith("error: --out file")


# Every block is in the schema, with its texts and defaults


def test_blocks_and_definitions_are_the_same() -> None:
    laws = {*DRAWN, *(law.replace("Law", "Component") for law in DRAWN), "LawName", *PARAMETERS}
    assert set(SCHEMA["definitions"]) == set(BLOCKS) | laws
    assert not set(BLOCKS) & laws


@pytest.mark.parametrize("name", ["Scenario", *BLOCKS])
def test_every_key_of_a_block_is_in_the_schema(name: str) -> None:
    block: type[Block] = Fields if name == "Scenario" else BLOCKS[name]
    schema = SCHEMA if name == "Scenario" else SCHEMA["definitions"][name]
    assert list(schema["properties"]) == list(fields_of(block))
    assert schema.get("required", []) == [key for key, info in fields_of(block).items() if info.is_required()]
    assert schema["additionalProperties"] is False
    for key, info in fields_of(block).items():
        default = None if info.is_required() else written_form(info.get_default(call_default_factory=True))
        assert schema["properties"][key].get("default") == (None if default in ([], {}) else default), key


def properties(node: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Every key that a schema describes, wherever in it."""
    if isinstance(node, list):
        for index, each in enumerate(node):
            yield from properties(each, f"{path}/{index}")
    if isinstance(node, dict):
        if "if" in node:  # that only asks which law it is
            node = {key: value for key, value in node.items() if key != "if"}
        for key, value in node.items():
            if key in ("properties", "patternProperties"):
                yield from ((f"{path}/{name}", each) for name, each in value.items())
            yield from properties(value, f"{path}/{key}")


def test_every_key_says_what_it_means() -> None:
    found = dict(properties(SCHEMA))
    assert len(found) > 200
    for path, schema in found.items():
        assert re.fullmatch(r"\S.*[.]", schema.get("description", "")), path


def test_descriptions_say_unit_and_default() -> None:
    campaign = SCHEMA["definitions"]["Remediation"]["properties"]
    assert campaign["stagger"]["description"] == (
        "Each further server of the same organization follows this much later. "
        "A number with its unit: 90m, 6h, 14d, 2w, '2w 3d', 10 days or 1 month (of 30 days). Default: 0d."
    )


# Valid documents


@pytest.mark.parametrize("name", sorted(shipped()))
def test_shipped_scenarios_pass_as_editors_see_them(name: str) -> None:
    document = as_editors_see(shipped()[name].read_text(encoding="utf-8"))
    assert complaints(document) == []
    assert accepts(document)
    assert complaints(sim.load(name).to_dict()) == []


def test_editors_see_dates_and_grouped_numbers_as_texts() -> None:
    seen = as_editors_see("{a: 2021-03-02, b: 4_000, c: 4000, d: 0.5, e: 1e3, f: '1', g: yes, h: true, i: , j: 90m}")
    assert list(seen.values()) == ["2021-03-02", "4_000", 4000, 0.5, 1000.0, "1", "yes", True, None, "90m"]


def test_everything_passes() -> None:
    assert complaints(FULL) == []
    assert accepts(FULL)
    assert complaints(sim.Scenario.from_dict(FULL).to_dict()) == []


def test_everything_is_everything() -> None:
    """The full document has every key of every block; `Override` repeats those of `Remediation`."""
    written = {key for path, _ in walk(FULL) for key in path.split("/")}
    every: list[type[Block]] = [Fields, *BLOCKS.values()]
    assert {key for block in every for key in fields_of(block)} <= written
    laws = [value for path, value in walk(FULL) if path.endswith("/law")]
    assert set(laws) == set(LAWS)


def walk(node: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Everything below a node of a document, by path."""
    entries = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    for key, value in entries:
        yield f"{path}/{key}".strip("/"), value
        yield from walk(value, f"{path}/{key}".strip("/"))


WRITTEN_OTHERWISE: list[tuple[str, Any]] = [
    ("start", "2021-01-03T06:00:00+01:00"),
    ("start", "2021-01-03 06:00"),
    ("horizon", "2w 3d"),
    ("horizon", "2 months 3 days"),
    ("campaigns/scan/rate", "100 per month"),
    ("horizon", "start + 90d"),
    ("horizon", "1_000 h"),
    ("seed", "1_000"),
    ("replications", "1e1"),
    ("replications", 2.0),
    ("resolution", None),
    ("aftermath", None),
    ("timeline/leak", "fix -  1d"),
    ("timeline/leak", "start"),
    ("timeline/leak", " 1.5d "),
    ("timeline/siren/reaches", 3),
    ("timeline/siren/reaches", 0.05),
    ("timeline/siren/reaches", "0.05"),
    ("timeline/siren/reaches", 1.0),
    ("timeline/siren/population", None),
    ("populations/firms/tags", []),
    ("populations/firms/tags", "vip"),
    ("populations/firms/vulnerable", "1"),
    ("populations/firms/vulnerable", 1),
    ("populations/firms/vulnerable", "1e-3"),
    ("populations/firms/servers_per_organization", "1_0"),
    ("populations/firms/cloud_mailbox_share", None),
    ("remediations/update/available", "2021-03-02"),
    ("remediations/update/pace", {}),
    ("remediations/update/pace", {"2021-03-02T22:00:00Z": 0, "3d": "1_000.5"}),
    ("remediations/update/prerequisite", None),
    ("remediations/update/applies_to", {}),
    ("remediations/update/applies_to", {"tags": None, "populations": "firms"}),
    ("remediations/update/by_population/shops/uptake", None),
    ("remediations/update/by_population/shops/window", None),
    ("remediations/update/window/opens", " fri  9:00 "),
    ("remediations/update/window/opens", "Daily 9:00"),
    ("remediations/update/window/opens", "LAST sunday 2:00"),
    ("remediations/update/window/opens", "first Mon-1w 2d 2:00"),
    ("remediations/update/window/timezone", "America/Port-au-Prince"),
    ("remediations/update/window/timezone", " Etc/GMT+5"),
    ("remediations/update/freeze", []),
    ("remediations/update/freeze", {"from": "start", "until": "2021-01-05T12:00:00Z"}),
    ("remediations/update/by_population/shops/freeze", []),
    ("remediations/update/by_population/shops/freeze", None),
    ("remediations/update/window", [{"opens": "mon 0:00", "lasts": "7d"}]),
    ("remediations/update/window", []),
    ("remediations/update/rings", []),
    ("remediations/update/rings/0/after", "0d"),
    ("remediations/update/by_population/shops/rings", []),
    ("remediations/update/by_population/shops/rings", None),
    ("remediations/update/by_population/shops/window", []),
    ("campaigns/scan/ends", None),
    ("campaigns/scan/success", 0),
    ("campaigns/scan/success", "0.5"),
    ("campaigns/scan/rate", "4 / min"),
    ("campaigns/scan/rate", "1e3/d"),
    ("campaigns/scan/dwell", None),
    ("campaigns/scan/addresses", 400000),
    ("campaigns/spies/priority", {}),
    ("campaigns/spies/growth", None),
    ("sources", {"populations.firms": "", "uncertain": "a guess"}),
    ("plausible/compromised", [0, "1"]),
]


@pytest.mark.parametrize(("path", "value"), WRITTEN_OTHERWISE)
def test_other_ways_of_writing_pass_both(path: str, value: Any) -> None:
    document = changed(path, value)
    if path in ("horizon", "start"):
        document["uncertain"], document["sources"] = {}, {}
        document["timeline"]["fix"] = "10d"
    if path == "remediations/update/available":
        del document["uncertain"]["remediations.update.available.1.at"]
    if path == "aftermath":
        del document["uncertain"]["aftermath.by_population.shops.reaction.mean"]
    if path == "campaigns/scan/success":
        del document["uncertain"]["campaigns.scan.success.CVE-2021-26855"]
    if path == "populations/firms/servers_per_organization":
        del document["uncertain"]["populations.firms.servers_per_organization.mean"]
    assert accepts(document)
    assert complaints(document) == []


# Invalid documents that a schema can see

LAW = "remediations/update/prerequisite/delay"
UNKNOWN_KEYS = [
    "",
    "timeline/siren",
    "populations/firms",
    "populations/firms/servers_per_organization",
    "remediations/update",
    "remediations/update/available/0",
    "remediations/update/adoption",
    "remediations/update/adoption/components/0",
    "remediations/update/prerequisite",
    LAW,
    "remediations/update/rings/0",
    "remediations/update/window",
    "remediations/update/freeze/0",
    "remediations/update/applies_to",
    "remediations/update/by_population/shops",
    "remediations/update/by_population/shops/window/1",
    "campaigns/scan",
    "campaigns/scan/aims",
    "campaigns/scan/actors",
    "campaigns/scan/dwell",
    "campaigns/spies/growth",
    "aftermath",
    "aftermath/pivot",
    "aftermath/pivot/delay",
    "aftermath/by_population/shops",
    "remediations/update/by_population/shops/until",
    "uncertain",
    "uncertain/campaigns.scan.rate",
    "sources",
    "plausible",
]
MISSING_KEYS = [
    "name",
    "start",
    "horizon",
    "populations",
    "timeline/siren/when",
    "timeline/siren/reaches",
    "populations/firms/organizations",
    "remediations/update/available",
    "remediations/update/available/0/at",
    "remediations/update/available/0/share",
    "remediations/update/adoption",
    "remediations/update/prerequisite/share",
    "remediations/update/prerequisite/delay",
    "remediations/update/rings/1/share",
    "remediations/update/window/opens",
    "remediations/update/window/lasts",
    "remediations/update/freeze/0/from",
    "remediations/update/freeze/0/until",
    "remediations/update/by_population/shops/freeze/from",
    "campaigns/scan/begins",
    "campaigns/scan/strategy",
    "campaigns/scan/rate",
    "campaigns/spies/growth/doubling",
    "campaigns/spies/growth/limit",
    "aftermath/pivot/probability",
    "aftermath/pivot/delay",
    f"{LAW}/law",
    f"{LAW}/median",
    f"{LAW}/sigma",
    "remediations/update/adoption/components",
    "remediations/update/adoption/components/0/share",
    "remediations/update/adoption/components/0/law",
    "remediations/update/adoption/components/0/value",
    "remediations/update/adoption/components/1/scale",
    "remediations/update/adoption/components/2/points",
    "remediations/update/by_population/shops/adoption/half_life",
    "campaigns/scan/dwell/mean",
    "uncertain/campaigns.scan.rate/law",
    "uncertain/campaigns.scan.rate/median",
]
BARE_NUMBERS = [
    path
    for path, value in walk(FULL)
    if isinstance(value, str) and re.fullmatch(r"[\d_.]+(d|h|/d|/s)|.*20\d\d-.*|fix.*|leak", value)
] + ["horizon", "resolution"]
SHARES = [
    "populations/firms/vulnerable",
    "populations/firms/reachable",
    "populations/firms/cloud_mailbox_share",
    "remediations/update/available/0/share",
    "remediations/update/uptake",
    "remediations/update/protects",
    "remediations/update/evicts",
    "remediations/update/prerequisite/share",
    "remediations/update/rings/0/share",
    "remediations/update/by_population/shops/uptake",
    "remediations/update/adoption/components/0/share",
    "remediations/update/adoption/components/2/points/0/1",
    "campaigns/scan/success/CVE-2021-26855",
    "campaigns/spies/success",
    "campaigns/scan/works_on",
    "aftermath/cleanup_share",
    "aftermath/cleanup_protects",
    "remediations/update/by_population/shops/protects",
    "remediations/update/by_population/shops/protects/scan",
    "aftermath/pivot/probability",
    "plausible/compromised/0",
]
WORDS = [
    "timeline/siren/when",
    "populations/firms/deployment",
    "remediations/update/applies_to/deployment/0",
    "campaigns/scan/aims/deployment",
    "campaigns/scan/strategy",
    "campaigns/spies/entry",
    f"{LAW}/law",
    "remediations/update/adoption/law",
    "remediations/update/adoption/components/0/law",
    "uncertain/timeline.fix/law",
]
MAPPINGS = [
    "timeline",
    "populations",
    "populations/firms",
    "remediations",
    "remediations/update",
    "remediations/update/prerequisite",
    "remediations/update/adoption",
    "remediations/update/pace",
    "remediations/update/applies_to",
    "remediations/update/by_population",
    "remediations/update/by_population/shops",
    "campaigns",
    "campaigns/scan",
    "campaigns/scan/aims",
    "campaigns/scan/actors",
    "campaigns/scan/dwell",
    "campaigns/spies/growth",
    "campaigns/spies/priority",
    "aftermath",
    "aftermath/pivot",
    "aftermath/by_population",
    "aftermath/by_population/shops",
    "aftermath/by_population/shops/reaction",
    "uncertain",
    "uncertain/timeline.fix",
    "sources",
    "plausible",
]
WRONG: list[tuple[str, Any]] = [
    *((f"{path}/unheard_of".strip("/"), 1) for path in UNKNOWN_KEYS),
    *((path, REMOVED) for path in MISSING_KEYS),
    *((path, 4) for path in BARE_NUMBERS),
    *((path, 1.5) for path in SHARES),
    *((path, "50 %") for path in SHARES),
    *((path, "on_perm") for path in WORDS),
    *((path, True) for path in WORDS),
    *((path, "text") for path in MAPPINGS),
    *((path, []) for path in MAPPINGS),
    ("name", 3),
    ("name", " "),
    ("start", 14),
    ("start", "14d"),
    ("start", "fix + 2d"),
    ("horizon", True),
    ("horizon", "-3d"),
    ("horizon", "three years"),
    ("horizon", ["3d"]),
    ("replications", 0),
    ("replications", "0"),
    ("replications", 1.5),
    ("seed", -1),
    ("seed", "1.5"),
    ("seed", True),
    ("resolution", "6 hourss"),
    ("aftermath/reinfection", "yes"),
    ("aftermath/reinfection", 1),
    ("aftermath/by_population/shops/reinfection", "true"),
    ("remediations/update/by_population/shops/until", 14),
    ("remediations/update/by_population/shops/until", "two weeks"),
    ("remediations/update/by_population/shops/protects", {}),
    ("resolution", "6h30"),
    ("timeline/2nd", "3d"),
    ("timeline/all", "3d"),
    ("timeline/fix 1", "3d"),
    ("timeline/fix", None),
    ("timeline/fix", "fix +"),
    ("timeline/fix", "leak * 2"),
    ("timeline/siren/reaches", 0),
    ("timeline/siren/reaches", 0.0),
    ("timeline/siren/reaches", 1.5),
    ("timeline/siren/reaches", "5 %"),
    ("timeline/siren/reaches", True),
    ("timeline/siren/then", "-1d"),
    ("timeline/siren/population", 3),
    ("populations", {}),
    ("populations/start", {"organizations": 3}),
    ("populations/firms/organizations", "many"),
    ("populations/firms/organizations", -3),
    ("populations/firms/organizations", 2.5),
    ("populations/firms/organizations", 10**13),
    ("populations/firms/servers_per_organization", -1),
    ("populations/firms/servers_per_organization", "2d"),
    ("populations/firms/servers_per_organization/mean", "2d"),
    ("populations/firms/tags", 3),
    ("populations/firms/tags", [3]),
    ("remediations/update/available", []),
    ("remediations/update/available", {"share": 1, "at": "fix"}),
    ("remediations/update/window", "sat 22:00"),
    ("remediations/update/window/opens", "sat 24:00"),
    ("remediations/update/window/opens", "22:00"),
    ("remediations/update/window/opens", "caturday 22:00"),
    ("remediations/update/window/opens", "fifth fri 22:00"),
    ("remediations/update/window/opens", "daily + 1d 22:00"),
    ("remediations/update/window/opens", "sat + 1d 22:00"),
    ("remediations/update/window/opens", "third 22:00"),
    ("remediations/update/window/timezone", 3),
    ("remediations/update/window/timezone", "New York"),
    ("remediations/update/freeze", "holidays"),
    ("remediations/update/freeze", ["2021-04-01"]),
    ("remediations/update/freeze/0/from", "soon after"),
    ("remediations/update/freeze/0/until", 3),
    ("remediations/update/stagger", None),
    ("remediations/update/pace/later", "soon"),
    ("remediations/update/pace/leak", -1),
    ("remediations/update/pace/5", 1),
    ("remediations/update/adoption/components", []),
    ("remediations/update/adoption/components/0/after", 3),
    ("remediations/update/adoption/components/2/points", [["1d", 0.5]]),
    ("remediations/update/adoption/components/2/points/0", ["1d"]),
    ("remediations/update/adoption/components/2/points/0", ["1d", 0.1, 3]),
    ("remediations/update/by_population/shops/applies_to", {}),
    ("remediations/update/by_population/shops/adoption/mean", "3d"),
    (f"{LAW}/sigma", 0),
    (f"{LAW}/sigma", "2d"),
    (f"{LAW}/at_most", 5),
    (f"{LAW}/law", "at_most"),
    ("campaigns/scan/addresses", 0),
    ("campaigns/scan/rate", "100"),
    ("campaigns/scan/rate", "100/months"),
    ("campaigns/scan/rate", "-1/d"),
    ("campaigns/scan/success", {}),
    ("campaigns/spies/priority/vip", 0),
    ("campaigns/spies/growth/limit", 0),
    ("uncertain/campaigns.scan.rat", {"law": "fixed", "value": "3/d"}),
    ("uncertain/campaigns.scan.begins.x", {"law": "fixed", "value": "3d"}),
    ("uncertain/campaigns.scan.strategy", {"law": "fixed", "value": 3}),
    ("uncertain/horizon", {"law": "fixed", "value": "300d"}),
    ("uncertain/timeline.fix", "3d"),
    ("uncertain/timeline.fix/low", "start + 3d"),
    ("uncertain/campaigns.scan.rate/median", "3d"),
    ("sources/start", 3),
    ("sources/campaign.scan", "a blog"),
    ("plausible/compromise", [0, 1]),
    ("plausible/compromised", 0.2),
    ("plausible/compromised", [0.2]),
    ("plausible/compromised", [0.1, 0.2, 0.3]),
    ("remediations/update/uptake", -0.1),
    ("remediations/update/uptake", True),
    ("remediations/update/uptake", "1.5"),
    ("remediations/update/uptake", "half"),
    ("remediations/update/uptake", [0.5]),
]


@pytest.mark.parametrize(("path", "value"), WRONG)
def test_what_a_schema_can_see_is_refused_by_both(path: str, value: Any) -> None:
    document = changed(path, value)
    assert not accepts(document)
    assert not editor().is_valid(document)


# Whatever the schema refuses the validator refuses, and what it lets pass unseen hangs together or not

DURATIONS = st.sampled_from(
    ["90m", "6h", "14d", "2w", "2w 3d", " 36 h ", "1.5d", "1_000s", "5min", "1e1d", "10 days", "1 month", "2 hrs"]
)
RATES = st.sampled_from(["40/s", "6/min", "10/h", "250_000/d", "1/w", "0.5 / d", "1e3/d"])
NUMBERS = st.sampled_from([1, 2.5, 7, "1_000", "3", 1e3])
DATES = st.sampled_from(["2021-02-10", "2021-02-10T12:00:00Z", "2021-02-10 06:00", "30d", "2w 3d"])
PROBABILITIES = st.sampled_from([0, 1, 0.5, 0.25, "0.75", "1", 1e-3, "1e-3"])
COUNTS = st.sampled_from([1, 20, 300, "4_000", 2.0])
MOMENTS = st.sampled_from(
    ["2021-03-02", "2021-03-02T22:00:00Z", "14d", "fix", "fix + 8d", " leak - 1d", "start + 2w 3d", "fix + 10 days"]
)
ORDERED = {"durations": ("6h", "14d"), "rates": ("1/d", "40/s"), "numbers": (1, "1_000"), "dates": ("9d", "2021-04-01")}
OF = {"durations": DURATIONS, "rates": RATES, "numbers": NUMBERS, "dates": DATES}


@st.composite
def some(draw: st.DrawFn, needed: dict[str, Any], optional: dict[str, Any]) -> Document:
    """A mapping with all needed keys, and any of the optional ones."""
    keys = draw(st.sets(st.sampled_from(sorted(optional)))) if optional else set()
    chosen = {**needed, **{key: value for key, value in optional.items() if key in keys}}
    return {key: draw(value) for key, value in chosen.items()}


def laws(unit: str, *, certain: bool = False, depth: int = 1) -> st.SearchStrategy[Document]:
    """Laws of durations, rates, numbers or dates; a certain one is not never."""
    value, (low, high) = OF[unit], ORDERED[unit]
    cut = {} if certain else {"at_most": value}
    shape = st.sampled_from([0.5, 2, "1_0"])

    def law(name: str, **parameters: Any) -> st.SearchStrategy[Document]:
        return some({"law": st.just(name), **parameters}, cut)

    kinds = [
        law("fixed", value=value),
        law("uniform", low=st.just(low), high=st.just(high)),
        law("exponential", mean=value),
        law("exponential", half_life=value),
        law("weibull", scale=value, shape=shape),
        law("lognormal", median=value, sigma=shape),
        law("gamma", mean=value, shape=shape),
        law("loglogistic", median=value, shape=shape),
        law("geometric", mean=st.just(high)),
        law("empirical", points=st.just([[low, 0.1], [high, 1 if certain else 0.6]])),
    ]
    if depth:
        share = st.just({"share": 0.5 if certain else 0.25})
        part = st.tuples(share, some({}, {"after": value}), laws(unit, certain=certain, depth=depth - 1))
        parts = st.lists(part.map(lambda each: {**each[0], **each[1], **each[2]}), min_size=2, max_size=2)
        kinds.append(law("mixture", components=parts))
    return st.one_of(kinds)


DELAYS = laws("durations")
TAGS = st.sampled_from(["vip", ["vip"], ["us", "vip"], []])
FILTERS = some(
    {},
    {
        "populations": st.sampled_from(["firms", ["firms", "shops"]]),
        "deployment": st.sampled_from(["hybrid", ["on_prem", "hybrid"]]),
        "tags": st.sampled_from(["vip", ["us", "vip"]]),
    },
)
OPENINGS = ["sat 22:00", "Monday 6:30", "daily 1:00", "last sun 2:00", "second tue + 3d 20:00", "third fri - 1w 22:30"]
WINDOW = some(
    {"opens": st.sampled_from(OPENINGS), "lasts": st.just("6h")},
    {"timezone": st.sampled_from(["UTC", "Europe/Berlin", "Australia/Lord_Howe"])},
)
FREEZE = st.fixed_dictionaries(
    {"from": st.sampled_from(["start", "leak"]), "until": st.sampled_from(["fix", "2021-04-09"])}
)
PACES = st.dictionaries(MOMENTS, NUMBERS, max_size=2)
OFFER = {
    "uptake": PROBABILITIES,
    "protects": st.one_of(PROBABILITIES, some({"others": PROBABILITIES}, {"scan": PROBABILITIES})),
    "until": st.one_of(MOMENTS, DELAYS),
    "evicts": PROBABILITIES,
    "pace": PACES,
    "prerequisite": st.fixed_dictionaries({"share": PROBABILITIES, "delay": DELAYS}),
    "rings": st.sampled_from([[], [{"share": 1, "after": "2d"}], [{"share": 0.5}, {"share": "0.5", "after": "3h"}]]),
    "stagger": DURATIONS,
    "window": st.one_of(WINDOW, st.lists(WINDOW, max_size=2)),
    "freeze": st.one_of(FREEZE, st.lists(FREEZE, max_size=1)),
}
AVAILABLE = st.one_of(
    MOMENTS,
    st.tuples(MOMENTS, MOMENTS).map(lambda pair: [{"share": 0.25, "at": pair[0]}, {"share": "0.75", "at": pair[1]}]),
)
POPULATION = {
    "vulnerable": PROBABILITIES,
    "reachable": PROBABILITIES,
    "tags": TAGS,
    "mailboxes_per_organization": COUNTS,
    "servers_per_organization": st.one_of(COUNTS, laws("numbers")),
}
REMEDIATION = some(
    {"available": AVAILABLE, "adoption": DELAYS},
    {
        **OFFER,
        "applies_to": FILTERS,
        "by_population": some({}, {"firms": some({}, {**OFFER, "available": AVAILABLE, "adoption": DELAYS})}),
    },
)
CAMPAIGN = {
    "begins": st.sampled_from(["start", "3d", "2021-01-05"]),
    "rate": RATES,
}
CAMPAIGN_OPTIONS = {
    "entry": st.sampled_from(["vulnerability", "foothold"]),
    "ends": st.sampled_from(["horizon", "fix + 60d", None]),
    "aims": FILTERS,
    "pace": PACES,
    "success": st.one_of(PROBABILITIES, st.dictionaries(st.sampled_from(["web", "root"]), PROBABILITIES, min_size=1)),
    "works_on": PROBABILITIES,
    "actors": st.one_of(
        some({"arrivals": st.just("0.1/d"), "until": MOMENTS}, {"first": COUNTS}), some({}, {"first": COUNTS})
    ),
    "dwell": DELAYS,
}
CAMPAIGNS = st.one_of(
    some(
        {**CAMPAIGN, "strategy": st.sampled_from(["random", "permutation"]), "addresses": st.just("10_000_000_000")},
        {**CAMPAIGN_OPTIONS, "ramp": DURATIONS},
    ),
    some(
        {**CAMPAIGN, "strategy": st.just("hit_list")},
        {
            **CAMPAIGN_OPTIONS,
            "growth": st.fixed_dictionaries({"doubling": DURATIONS, "limit": NUMBERS}),
            "priority": st.dictionaries(st.sampled_from(["vip", "us"]), NUMBERS),
        },
    ),
)
ALARMS = some(
    {"when": st.sampled_from(["compromised", "tenants_reached"]), "reaches": st.sampled_from([1, "1_000", 0.2, "0.5"])},
    {"population": st.just("firms"), "then": DURATIONS},
)
DOCUMENTS = some(
    {
        "name": st.sampled_from(["x", "Zürich, 2021"]),
        "start": st.sampled_from(["2021-01-03", "2021-01-03T01:00:00+01:00"]),
        "horizon": st.sampled_from(["2021-12-31", "52w", "start + 300d"]),
        "timeline": st.fixed_dictionaries(
            {"fix": st.sampled_from(["2021-03-02", "58d"]), "leak": st.just("fix - 9d")},
            optional={"siren": ALARMS},
        ),
        "populations": st.fixed_dictionaries(
            {
                "firms": some({"organizations": COUNTS}, POPULATION),
                "shops": some(
                    {"organizations": COUNTS, "deployment": st.just("hybrid")},
                    {**POPULATION, "cloud_mailbox_share": PROBABILITIES},
                ),
            }
        ),
        "campaigns": st.fixed_dictionaries({"scan": CAMPAIGNS}),
    },
    {
        "replications": COUNTS,
        "seed": st.one_of(COUNTS, st.just(0)),
        "resolution": st.sampled_from(["6h", "1d", None]),
        "remediations": st.dictionaries(st.sampled_from(["update", "work-around"]), REMEDIATION, max_size=2),
        "aftermath": some(
            {"detection": DELAYS},
            {
                "disclosure": MOMENTS,
                "cleanup": DELAYS,
                "cleanup_share": PROBABILITIES,
                "cleanup_protects": PROBABILITIES,
                "reinfection": st.booleans(),
                "reaction": DELAYS,
                "by_population": some({}, {"shops": some({}, {"reaction": DELAYS, "reinfection": st.booleans()})}),
                "pivot": st.fixed_dictionaries({"probability": PROBABILITIES, "delay": DELAYS}),
            },
        ),
        "uncertain": some(
            {},
            {
                "campaigns.scan.rate": laws("rates", certain=True),
                "populations.firms.organizations": st.just({"law": "uniform", "low": 1, "high": "2_000"}),
                "timeline.fix": laws("dates", certain=True),
            },
        ),
        "sources": some({}, {"campaigns.scan": st.just("a blog"), "timeline.fix": st.just("the vendor")}),
        "plausible": some({}, {"compromised": st.just([0.1, "1"]), "still_exposed": st.just([0, 0.5])}),
    },
)
JUNK = st.sampled_from(
    [
        None,
        True,
        -1,
        0,
        1,
        1.5,
        10**13,
        "",
        "x",
        "3",
        "0.5",
        "5d",
        "5/d",
        "fix + 1d",
        "2021-02-03",
        [],
        ["x"],
        {},
        {"x": 1},
    ]
)


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(DOCUMENTS)
def test_generated_documents_pass_both(document: Document) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", sim.ScenarioWarning)
        scenario = sim.Scenario.from_dict(copy.deepcopy(document))
    assert complaints(document) == []
    assert complaints(scenario.to_dict()) == []


@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(DOCUMENTS, st.data())
def test_what_the_schema_refuses_the_validator_refuses(document: Document, data: st.DataObject) -> None:
    paths = [path for path, _ in walk(document)]
    path = data.draw(st.sampled_from(paths))
    parent, _, key = path.rpartition("/")
    node = at(document, parent)
    index: Any = int(key) if isinstance(node, list) else key
    match data.draw(st.sampled_from(["replace", "delete", "rename", "move"])):
        case "replace":
            node[index] = data.draw(JUNK)
        case "delete":
            del node[index]
        case "rename" if isinstance(node, dict):
            node["renamed"] = node.pop(index)
        case "move":
            node[index] = copy.deepcopy(at(document, data.draw(st.sampled_from(paths))))
    if not editor().is_valid(document):
        assert not accepts(document), complaints(document)


# Rows of uncertain: the schema knows the unit of every path

UNITS = {"days": "DurationLaw", "per day": "RateLaw", "days after start": "MomentLaw", "number": "NumberLaw"}


def all_paths(node: Any, path: str = "") -> Iterator[str]:
    for key, value in children(node).items():
        yield f"{path}.{key}".strip(".")
        yield from all_paths(value, f"{path}.{key}".strip("."))


def test_rows_of_uncertain_take_laws_in_the_unit_of_what_they_name() -> None:
    scenario = sim.Scenario.from_dict(FULL)
    patterns = SCHEMA["properties"]["uncertain"]["patternProperties"]
    found = set()
    for path in all_paths(scenario):
        laws_of = {
            schema["$ref"].rpartition("/")[2] for pattern, schema in patterns.items() if re.search(pattern, path)
        }
        unit = None if path.split(".")[0] in NOT_UNCERTAIN else unit_of(find(scenario, split(path)))
        if unit is not None:
            assert laws_of == {UNITS[unit]}, path
            found.add(unit)
        elif path.split(".")[0] in NOT_UNCERTAIN:
            assert laws_of == set(), path
    assert found == set(UNITS)
