"""Errors: each says file, line, column, dotted path, value, what is wrong and what would be accepted; all at once."""

from __future__ import annotations

import os
import pickle
import re
import warnings
from pathlib import Path
from typing import Any

import psutil
import pytest

import sim
from sim.problems import InputError, Problem, nearest, shown
from sim.scenario.config import read_setting

BASE = """\
name: base
start: 2021-01-03
horizon: 90d
seed: 1
resolution: 6h
timeline:
  fix: 2021-03-02
  later: fix + 6d
populations:
  office: {organizations: 40, servers_per_organization: 2, tags: [vip]}
  shop:
    organizations: 25
    reachable: 0.5
remediations:
  update:
    available: fix
    adoption: {law: weibull, scale: 4d, shape: 0.7}
    uptake: 0.9
    pace: {later: 2}
    by_population:
      shop: {uptake: 0.5}
campaigns:
  scan:
    begins: 5d
    ends: later
    strategy: permutation
    addresses: 300
    rate: 6/d
    success: {web: 0.5, root: 0.8}
  spies: {begins: 2d, aims: {tags: [vip]}, strategy: hit_list, rate: 3/d}
uncertain:
  campaigns.scan.rate: {law: lognormal, median: 6/d, sigma: 0.5}
sources:
  remediations.update.adoption: a blog
plausible:
  compromised: [0.1, 0.3]
"""
HERE = "¶"
UNCERTAIN = "campaigns.scan.rate: {law: lognormal, median: 6/d, sigma: 0.5}"
DURATION = "90m, 6h, 14d, 2w, '2w 3d', 10 days or 1 month (of 30 days)"
RATE = "40/s, 6/min, 10/h, 250_000/d or 4 per year"
MOMENT = "a date (2021-03-02), a date with a time (2021-03-02T22:00:00Z), a duration after the start (14d), or a name"

# What stands in the file, what is put there instead (¶ marks the place that the error must name, and is not part of
# it), how the error goes on after `file:line:column: `, and what it says would be accepted.
CASES: dict[str, tuple[str, str, str, str]] = {
    "unknown key of a campaign": (
        "    rate: 6/d\n    success",
        "    rate: 6/d\n    ¶sucess",
        "campaigns.scan.sucess: {'web': 0.5, 'root': 0.8}: unknown key",
        "did you mean 'success'? known here: entry, begins, ends, aims, strategy",
    ),
    "unknown key of a ring": (
        "    uptake: 0.9\n",
        "    rings: [{share: 0.1}, {share: 0.9, ¶afer: 7d}]\n",
        "remediations.update.rings.1.afer: '7d': unknown key",
        "did you mean 'after'? known here: share, after",
    ),
    "rings that are not a list": (
        "    uptake: 0.9\n",
        "    ¶rings: {share: 1}\n",
        "remediations.update.rings: {'share': 1}: is not a list",
        "write for example [{share: 0.1}, {share: 0.9, after: 7d}]",
    ),
    "rings of more than all servers": (
        "      shop: {uptake: 0.5}",
        "      shop: {¶rings: [{share: 0.2}, {share: 0.9, after: 7d}]}",
        "remediations.update.by_population.shop.rings: [{'share': 0.2}, {'share': 0.9, 'after': '7d'}]: the shares ",
        "add up to 1.1; they must add up to 1",
    ),
    "a ring without its share": (
        "    uptake: 0.9\n",
        "    rings: [¶{after: 7d}]\n",
        "remediations.update.rings.0.share: missing key",
        "needed here: share",
    ),
    "a ring that comes after no duration": (
        "    uptake: 0.9\n",
        "    rings: [{share: 1, ¶after: 7}]\n",
        "remediations.update.rings.0.after: 7",
        "6h",
    ),
    "unknown key of a scenario": ("seed: 1", "¶sed: 1", "sed: 1: unknown key", "did you mean 'seed'?"),
    "unknown key of a filter": (
        "{tags: [vip]}, strategy",
        "{¶tag: [vip]}, strategy",
        "campaigns.spies.aims.tag: ['vip']: unknown key",
        "did you mean 'tags'? known here: populations, deployment, tags",
    ),
    "unknown key of an override": (
        "shop: {uptake: 0.5}",
        "shop: {¶uptke: 0.5}",
        "remediations.update.by_population.shop.uptke: 0.5: unknown key",
        "did you mean 'uptake'? known here: available, adoption",
    ),
    "unknown key that no known one resembles": (
        "    reachable: 0.5",
        "    ¶xyz: 0.5",
        "populations.shop.xyz: 0.5: unknown key",
        "known here: organizations, servers_per_organization, deployment",
    ),
    "unknown campaign that is stopped": (
        "    uptake: 0.9",
        "    protects: {¶scam: 0.9, others: 0.5}\n    uptake: 0.9",
        "remediations.update.protects.scam: unknown campaign",
        "did you mean 'scan'?",
    ),
    "campaigns of which it is not said how often they are stopped": (
        "    uptake: 0.9",
        "    ¶protects: {scan: 0.9}\n    uptake: 0.9",
        "remediations.update.protects.others: missing key",
        "how often it stops the campaigns that are not named: spies",
    ),
    "campaign through footholds that is stopped": (
        "    uptake: 0.9\n    pace: {later: 2}\n    by_population:\n      shop: {uptake: 0.5}\ncampaigns:\n",
        "    protects: {¶walk: 0.9, others: 0.5}\ncampaigns:\n"
        "  walk: {entry: foothold, begins: 2d, strategy: hit_list, rate: 3/d}\n",
        "remediations.update.protects.walk: comes through footholds, which no protection stops",
        "remove the key",
    ),
    "no campaign that is stopped": (
        "    uptake: 0.9",
        "    ¶protects: {}\n    uptake: 0.9",
        "remediations.update.protects: {}: names no campaign",
        "write {mass_scan: 0.9, others: 0.5}, or a number for all campaigns",
    ),
    "share of a campaign that is stopped": (
        "    uptake: 0.9",
        "    protects: {¶scan: 1.9, others: 0}\n    uptake: 0.9",
        "remediations.update.protects.scan: 1.9:",
        "a number from 0 to 1",
    ),
    "until which moment": (
        "    uptake: 0.9",
        "    ¶until: fixx + 2d\n    uptake: 0.9",
        "remediations.update.until: fixx + 2d: unknown moment 'fixx'",
        "did you mean 'fix'?",
    ),
    "until a bare number": (
        "    uptake: 0.9",
        "    ¶until: 14\n    uptake: 0.9",
        "remediations.update.until: 14: a bare number is not a moment",
        MOMENT,
    ),
    "until a law of its own": (
        "    uptake: 0.9",
        "    until: {¶law: expo, mean: 3d}\n    uptake: 0.9",
        "remediations.update.until.law: 'expo': unknown law",
        "did you mean 'exponential'?",
    ),
    "neither true nor false": (
        "campaigns:\n",
        "aftermath: {¶reinfection: 1}\ncampaigns:\n",
        "aftermath.reinfection: 1: is neither true nor false",
        "",
    ),
    "reaction to what nobody detects": (
        "campaigns:\n",
        "¶aftermath: {reaction: {law: fixed, value: 1d}}\ncampaigns:\n",
        "aftermath.detection: missing key",
        "a reaction follows detection",
    ),
    "clean-up in one population of what nobody detects": (
        "campaigns:\n",
        "aftermath: {by_population: {¶shop: {cleanup: {law: fixed, value: 1d}}}}\ncampaigns:\n",
        "aftermath.by_population.shop.detection: missing key",
        "clean-up follows detection",
    ),
    "aftermath of an unknown population": (
        "campaigns:\n",
        "aftermath: {by_population: {¶shops: {cleanup_share: 1}}}\ncampaigns:\n",
        "aftermath.by_population.shops: unknown population",
        "did you mean 'shop'?",
    ),
    "unknown key of the aftermath of a population": (
        "campaigns:\n",
        "aftermath: {by_population: {shop: {¶uptake: 1}}}\ncampaigns:\n",
        "aftermath.by_population.shop.uptake: 1: unknown key",
        "known here: disclosure, detection, cleanup",
    ),
    "missing key of a campaign": (
        "  ¶scan:\n    begins: 5d\n",
        "  ¶scan:\n",
        "campaigns.scan.begins: missing key",
        "needed here: begins, strategy, rate",
    ),
    "missing key of a population": (
        "shop:\n    organizations: 25\n",
        "¶shop:\n",
        "populations.shop.organizations: missing key",
        "needed here: organizations",
    ),
    "missing key of a scenario": ("name: base\n", "¶", "name: missing key", "every scenario needs it"),
    "missing addresses": (
        "scan:\n    begins: 5d\n    ends: later\n    strategy: permutation\n    addresses: 300",
        "¶scan:\n    begins: 5d\n    ends: later\n    strategy: random",
        "campaigns.scan.addresses: missing key",
        "strategy random needs the number of addresses it probes",
    ),
    "needless addresses": (
        "strategy: hit_list,",
        "strategy: hit_list, ¶addresses: 900,",
        "campaigns.spies.addresses: 900: a hit_list has no addresses",
        "remove the key",
    ),
    "wrong type for a number": (
        "organizations: 25",
        "¶organizations: [25]",
        "populations.shop.organizations: [25]: is not a number",
        "write a plain number such as 0.7",
    ),
    "true is not a number": (
        "uptake: 0.9",
        "¶uptake: true",
        "remediations.update.uptake: True: is not a number",
        "write a plain number",
    ),
    "wrong type for a mapping": (
        "shop:\n    organizations: 25\n    reachable: 0.5",
        "¶shop: 25",
        "populations.shop: 25: is not a mapping",
        "write keys and values",
    ),
    "wrong type for a section": (
        "sources:\n  remediations.update.adoption: a blog",
        "¶sources: a blog",
        "sources: 'a blog': is not a mapping",
        "write keys and values",
    ),
    "nothing where a mapping belongs": (
        "    by_population:\n      shop: {uptake: 0.5}",
        "    ¶by_population:",
        "remediations.update.by_population: None: is not a mapping",
        "write keys and values",
    ),
    "wrong type for a text": ("name: base", "¶name: 3", "name: 3: is not a text", ""),
    "wrong type for a list of words": (
        "tags: [vip]}\n",
        "¶tags: [3]}\n",
        "populations.office.tags: [3]: is not a list of words",
        "write for example [high_value, us]",
    ),
    "wrong type for a pace": (
        "pace: {later: 2}",
        "¶pace: 2",
        "remediations.update.pace: 2: is not a pace",
        "write moments and multiples, for example {fix: 3.0}",
    ),
    "wrong type for a law": (
        "adoption: {law: weibull, scale: 4d, shape: 0.7}",
        "¶adoption: 4d",
        "remediations.update.adoption: '4d': is not a law",
        "laws are fixed, uniform, exponential, weibull, lognormal, gamma",
    ),
    "a bare number for a duration": (
        "resolution: 6h",
        "¶resolution: 6",
        "resolution: 6: a bare number is not a duration",
        DURATION,
    ),
    "a bare number for a duration in a law": (
        "scale: 4d",
        "¶scale: 4",
        "remediations.update.adoption.scale: 4: a bare number is not a duration",
        DURATION,
    ),
    "a bare number for a rate": (
        "    rate: 6/d",
        "    ¶rate: 6",
        "campaigns.scan.rate: 6: a bare number is not a rate",
        RATE,
    ),
    "a bare number for a moment": (
        "begins: 5d",
        "¶begins: 5",
        "campaigns.scan.begins: 5: a bare number is not a moment",
        MOMENT,
    ),
    "a clock time for a duration": (
        "resolution: 6h",
        "¶resolution: 6:00",
        "resolution: '6:00': a clock time is not a duration",
        DURATION,
    ),
    "a clock time in a law": (
        "scale: 4d",
        "¶scale: 6:00",
        "remediations.update.adoption.scale: '6:00': a clock time is not a duration",
        DURATION,
    ),
    "a clock time for a moment": (
        "begins: 5d",
        "¶begins: 6:00",
        "campaigns.scan.begins: '6:00': is not a moment",
        MOMENT,
    ),
    "a negative duration": (
        "scale: 4d",
        "¶scale: -4d",
        "remediations.update.adoption.scale: '-4d': a duration cannot be negative",
        DURATION,
    ),
    "a negative rate": (
        "    rate: 6/d",
        "    ¶rate: -6/d",
        "campaigns.scan.rate: '-6/d': a rate cannot be negative",
        RATE,
    ),
    "a negative number": (
        "organizations: 25",
        "¶organizations: -25",
        "populations.shop.organizations: -25: must be",
        "0 or more",
    ),
    "a negative multiple": ("{later: 2}", "{¶later: -2}", "remediations.update.pace.later: -2: must be", "0 or more"),
    "an infinite number": (
        "organizations: 25",
        "¶organizations: .inf",
        "populations.shop.organizations: inf: is not a finite number",
        "write a plain number",
    ),
    "an infinite shape": (
        "shape: 0.7",
        "¶shape: .inf",
        "remediations.update.adoption.shape: inf: is not a finite number",
        "write a plain number",
    ),
    "an infinite duration": (
        "scale: 4d",
        "¶scale: 1e999d",
        "remediations.update.adoption.scale: '1e999d': is not finite",
        DURATION,
    ),
    "an infinite rate": ("    rate: 6/d", "    ¶rate: 1e308/s", "campaigns.scan.rate: '1e308/s': is not finite", RATE),
    "not a number": (
        "uptake: 0.9",
        "¶uptake: .nan",
        "remediations.update.uptake: nan: is not a finite number",
        "write a plain number",
    ),
    "not a number as a rate": (
        "    rate: 6/d",
        "    ¶rate: .nan",
        "campaigns.scan.rate: nan: a bare number is not a rate",
        RATE,
    ),
    "a share above one": (
        "reachable: 0.5",
        "¶reachable: 1.5",
        "populations.shop.reachable: 1.5: is outside [0, 1]",
        "a share is a number from 0 to 1, such as 0.25 for 25 %",
    ),
    "a share below zero": (
        "reachable: 0.5",
        "¶reachable: -0.5",
        "populations.shop.reachable: -0.5: must be",
        "0 or more",
    ),
    "a share in per cent": (
        "reachable: 0.5",
        "¶reachable: 50%",
        "populations.shop.reachable: '50%': is not a share",
        "write a number from 0 to 1",
    ),
    "a link of a chain above one": (
        "{web: 0.5, root: 0.8}",
        "{web: 0.5, ¶root: 8}",
        "campaigns.scan.success.root: 8: is outside [0, 1]",
        "a share is a number from 0 to 1",
    ),
    "half a server": (
        "servers_per_organization: 2",
        "¶servers_per_organization: 2.5",
        "populations.office.servers_per_organization: 2.5: is not a whole number",
        "",
    ),
    "no server": (
        "servers_per_organization: 2",
        "¶servers_per_organization: 0",
        "populations.office.servers_per_organization: 0: must be at least 1",
        "unless deployment is cloud",
    ),
    "unknown law": (
        "{law: weibull",
        "{¶law: weibul",
        "remediations.update.adoption.law: 'weibul': unknown law",
        "did you mean 'weibull'? known here: fixed, uniform, exponential",
    ),
    "missing law": (
        "adoption: {law: weibull, scale",
        "¶adoption: {scale",
        "remediations.update.adoption.law: missing key",
        "laws are fixed, uniform, exponential, weibull, lognormal, gamma",
    ),
    "missing parameter of a law": (
        "adoption: {law: weibull, scale: 4d, shape: 0.7}",
        "¶adoption: {law: weibull, scale: 4d}",
        "remediations.update.adoption.shape: missing key",
        "weibull needs scale, shape",
    ),
    "unknown parameter of a law": (
        "scale: 4d, shape: 0.7",
        "scale: 4d, shape: 0.7, ¶form: 3",
        "remediations.update.adoption.form: 3: unknown parameter",
        "weibull takes scale, shape",
    ),
    "a law's bounds in the wrong order": (
        "adoption: {law: weibull, scale: 4d, shape: 0.7}",
        "¶adoption: {law: uniform, low: 4d, high: 3d}",
        "remediations.update.adoption: {'law': 'uniform', 'low': '4d', 'high': '3d'}: low must not exceed high",
        "",
    ),
    "unknown strategy": (
        "strategy: permutation",
        "¶strategy: permutations",
        "campaigns.scan.strategy: 'permutations': is not one of them",
        "did you mean 'permutation'? known here: random, permutation, hit_list",
    ),
    "unknown deployment": (
        "    reachable: 0.5",
        "    ¶deployment: onprem",
        "populations.shop.deployment: 'onprem': is not one of them",
        "did you mean 'on_prem'? known here: on_prem, hybrid, hosted, cloud",
    ),
    "unknown moment": (
        "ends: later",
        "¶ends: latr + 3d",
        "campaigns.scan.ends: latr + 3d: unknown moment 'latr'",
        "did you mean 'later'? known here: start, horizon, fix, later",
    ),
    "unknown moment in the timeline": (
        "later: fix + 6d",
        "¶later: fux + 6d",
        "timeline.later: fux + 6d: unknown moment 'fux'",
        "did you mean 'fix'?",
    ),
    "unknown moment as a horizon": (
        "horizon: 90d",
        "¶horizon: end",
        "horizon: end: unknown moment 'end'",
        "known here: start, horizon, fix, later",
    ),
    "unknown moment in a pace": (
        "{later: 2}",
        "{¶latr: 2}",
        "remediations.update.pace.latr: latr: unknown moment 'latr'",
        "did you mean 'later'?",
    ),
    "a moment without spaces around its minus": (
        "ends: later",
        "¶ends: later-3d",
        "campaigns.scan.ends: later-3d: unknown moment 'later-3d'",
        "write 'later - 3d' with spaces",
    ),
    "circular moments": (
        "  fix: 2021-03-02\n",
        "  ¶fix: later - 6d\n",
        "timeline.fix: later - 6d: circular moments: fix -> later -> fix",
        "",
    ),
    "a horizon that hangs on itself": (
        "horizon: 90d",
        "¶horizon: horizon + 1d",
        "horizon: horizon + 1d: circular moments: horizon -> horizon",
        "",
    ),
    "a horizon before the start": (
        "horizon: 90d",
        "¶horizon: 2020-12-31",
        "horizon: 2020-12-31: is not after start (2021-01-03)",
        "",
    ),
    "a date that does not exist": (
        "  fix: 2021-03-02\n",
        "  ¶fix: 2021-02-30\n",
        "timeline.fix: '2021-02-30': is not a date that exists",
        "write 2021-03-02 or 2021-03-02T22:00:00Z",
    ),
    "a start without a date": (
        "start: 2021-01-03",
        "¶start: 3d",
        "start: '3d': is not a date",
        "write 2021-03-02 or 2021-03-02T22:00:00Z",
    ),
    "a campaign that ends before it begins": (
        "ends: later",
        "¶ends: 4d",
        "campaigns.scan.ends: 4d: is before the campaign begins (5d)",
        "",
    ),
    "fewer addresses than servers": (
        "addresses: 300",
        "¶addresses: 104",
        "campaigns.scan.addresses: 104: is less than the 105 servers aimed at",
        "write at least that many",
    ),
    "an unknown population in an override": (
        "shop: {uptake: 0.5}",
        "¶shops: {uptake: 0.5}",
        "remediations.update.by_population.shops: unknown population",
        "did you mean 'shop'? known here: office, shop",
    ),
    "a name that is reserved": ("  shop:\n", "  ¶all:\n", "populations.all: 'all' is reserved", "choose another name"),
    "a name that is none": (
        "  spies:",
        "  ¶2 spies:",
        "campaigns.2 spies: is not a name",
        "names begin with a letter and hold letters, digits, _ and -",
    ),
    "no population": (
        BASE[BASE.index("populations") : BASE.index("campaigns")],
        "¶populations: {}\n",
        "populations: {}: is empty",
        "a scenario needs at least one population",
    ),
    "too many points on a curve": (
        "resolution: 6h",
        "¶resolution: 1s",
        "resolution: 1s: gives 7776000 points on the curves",
        "at most 100000 are possible",
    ),
    "an uncertain path that does not exist": (
        "campaigns.scan.rate: {law",
        "¶campaigns.scan.rat: {law",
        "uncertain.campaigns.scan.rat: {'law': 'lognormal', 'median': '6/d', 'sigma': 0.5}: no 'rat' in campaigns.scan",
        "did you mean 'rate'?",
    ),
    "an uncertain law in the wrong unit": (
        "median: 6/d",
        "¶median: 6d",
        "uncertain.campaigns.scan.rate.median: '6d': is not a rate",
        RATE,
    ),
    "an uncertain value that is none": (
        UNCERTAIN,
        "¶campaigns.scan.strategy: {law: fixed, value: 1}",
        "uncertain.campaigns.scan.strategy: {'law': 'fixed', 'value': 1}: only a number, a duration, a rate",
        "",
    ),
    "an uncertain seed": (
        UNCERTAIN,
        "¶seed: {law: fixed, value: 1}",
        "uncertain.seed: {'law': 'fixed', 'value': 1}: seed cannot be uncertain",
        "",
    ),
    "a source of something that does not exist": (
        "remediations.update.adoption: a",
        "¶remediations.updat.adoption: a",
        "sources.remediations.updat.adoption: 'a blog': no 'updat' in remediations",
        "did you mean 'update'?",
    ),
    "a plausible range of an unknown outcome": (
        "  compromised: [",
        "  ¶compromized: [",
        "plausible.compromized: [0.1, 0.3]: unknown outcome",
        "did you mean 'compromised'?",
    ),
    "a plausible range of what divides by itself": (
        "  compromised: [",
        "  ¶servers: [",
        "plausible.servers: [0.1, 0.3]: unknown outcome",
        "known here: compromised, ",
    ),
    "a plausible range that is none": (
        "compromised: [0.1, 0.3]",
        "¶compromised: [0.3, 0.1]",
        "plausible.compromised: [0.3, 0.1]: low exceeds high",
        "",
    ),
    "a duplicate key": (
        "    uptake: 0.9\n",
        "    uptake: 0.9\n    ¶uptake: 0.8\n",
        "remediations.update.uptake: duplicate key",
        "it already stands above",
    ),
    "a duplicate population": (
        "  shop:\n",
        "  ¶office:\n",
        "populations.office: duplicate key",
        "it already stands above",
    ),
    "a YAML tag": (
        "seed: 1",
        "seed: ¶!!int 1",
        "YAML tags such as 'tag:yaml.org,2002:int' are refused",
        "write plain values",
    ),
    "a YAML tag that would run code": (
        "seed: 1",
        "seed: ¶!!python/object/apply:os.system ['true']",
        "YAML tags such as 'tag:yaml.org,2002:python/object/apply:os.system' are refused",
        "write plain values",
    ),
    "a key that is no word": ("seed: 1", "? ¶[seed]\n: 1", "a key must be a plain word", ""),
    "not YAML: a bracket": (
        "[vip]}\n  shop:",
        "[vip¶}\n  shop:",
        "is not YAML: while parsing a flow sequence",
        "expected ',' or ']'",
    ),
    "not YAML: two colons": ("seed: 1", "seed: 1¶: 2", "is not YAML: mapping values are not allowed here", ""),
    "not YAML: a tab": (
        "  shop:\n",
        "¶\tshop:\n",
        "is not YAML: while scanning for the next token found character",
        "'\\t'",
    ),
    "not YAML: two documents": ("seed: 1", "¶---\nseed: 1", "is not YAML: expected a single document", ""),
    "a merge key": ("    reachable: 0.5", "    ¶<<: {reachable: 0.5}", "", ""),
}


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "scenario.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def refusal(path: Path, changes: dict[str, Any] | None = None) -> list[str]:
    """The lines of the error with which a file is refused."""
    with pytest.raises(InputError) as caught:
        sim.load(path, changes=changes)
    lines = str(caught.value).split("\n")
    assert lines == [str(problem) for problem in caught.value.problems], "every problem is told in one line"
    return lines


def test_the_config_that_is_spoilt_here_is_valid_itself(tmp_path: Path) -> None:
    assert sim.load(written(tmp_path, BASE)).seed == 1


@pytest.mark.parametrize("case", CASES)
def test_an_error_names_place_path_value_and_what_would_be_accepted(tmp_path: Path, case: str) -> None:
    old, new, wrong, accepted = CASES[case]
    assert BASE.count(old.replace(HERE, "")) == 1
    text = BASE.replace(old.replace(HERE, ""), new)
    before = text[: text.index(HERE)]
    line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
    path = written(tmp_path, text.replace(HERE, ""))
    problem = refusal(path)[0]
    assert problem.startswith(f"{path}:{line}:{column}: {wrong}")
    assert accepted in problem
    assert len(problem) - len(str(path)) < 500
    assert not re.search(r"[A-Z]\w+Error|Traceback|pydantic|ruamel", problem)


DANGLING = ("a name that is reserved", "no population", "a duplicate population")  # something refers to what is lost


@pytest.mark.parametrize("case", [case for case in CASES if case not in DANGLING])
def test_one_mistake_is_one_problem(tmp_path: Path, case: str) -> None:
    old, new, _, _ = CASES[case]
    lines = refusal(written(tmp_path, BASE.replace(old.replace(HERE, ""), new.replace(HERE, ""))))
    assert len(lines) == 1, lines


def test_all_errors_of_a_file_are_told_at_once_in_its_order(tmp_path: Path) -> None:
    text = BASE
    for old, new in (
        ("name: base\n", ""),
        ("horizon: 90d", "horizon: 90"),
        ("seed: 1", "sead: 1"),
        ("  later: fix + 6d", "  later: fax + 6d"),
        ("organizations: 25", "organizations: -25"),
        ("shape: 0.7", "shape: .nan, form: 1"),
        ("shop: {uptake: 0.5}", "shops: {uptake: 2}"),
        ("    strategy: permutation\n", "    strategy: permutation\n    strategy: random\n"),
        ("    rate: 6/d", "    rate: 6:00"),
        ("compromised: [0.1, 0.3]", "compromised: 0.1"),
    ):
        assert text.count(old) == 1
        text = text.replace(old, new)
    lines = refusal(written(tmp_path, text))
    found = [re.sub(r"^.*scenario\.yaml:", "", line).split(": ")[:2] for line in lines]
    assert found == [
        ["1:1", "name"],
        ["2:1", "horizon"],
        ["3:1", "sead"],
        ["7:3", "timeline.later"],
        ["11:5", "populations.shop.organizations"],
        ["16:41", "remediations.update.adoption.shape"],
        ["16:54", "remediations.update.adoption.form"],
        ["20:15", "remediations.update.by_population.shops.uptake"],
        ["26:5", "campaigns.scan.strategy"],
        ["28:5", "campaigns.scan.rate"],
        ["36:3", "plausible.compromised"],
    ]


def test_what_hangs_on_a_bad_value_is_not_reported_as_well(tmp_path: Path) -> None:
    text = BASE.replace("  fix: 2021-03-02\n", "  fix: 3\n").replace("organizations: 25", "organizations: many")
    assert [line.split(": ")[1] for line in refusal(written(tmp_path, text))] == [
        "timeline.fix",
        "populations.shop.organizations",
    ]


@pytest.mark.parametrize("resolution", ["1s", "1e-9d", "1e-320d"])
def test_a_horizon_by_name_does_not_hide_too_many_points(tmp_path: Path, resolution: str) -> None:
    text = BASE.replace("horizon: 90d", "horizon: later").replace("resolution: 6h", f"resolution: {resolution}")
    (line,) = refusal(written(tmp_path, text))
    assert line.startswith(f"{tmp_path / 'scenario.yaml'}:5:1: resolution: ")
    assert "points on the curves; at most 100000 are possible" in line
    assert len(line) - len(str(tmp_path)) < 300


# Warnings.


@pytest.mark.parametrize(
    ("old", "new", "warning"),
    [
        ("{tags: [vip]}, s", "{tags: [vop]}, s", "campaigns.spies.aims: matches no server, so this has no effect"),
        ("{tags: [vip]}, s", "{deployment: cloud}, s", "campaigns.spies.aims: matches no server"),
        ("{tags: [vip]}, s", "{populations: ofice}, s", "no population has this"),
        (
            "    uptake: 0.9",
            "    applies_to: {populations: [nobody]}",
            "remediations.update.applies_to: matches no server",
        ),
    ],
)
def test_aims_that_match_nobody_are_a_warning(tmp_path: Path, old: str, new: str, warning: str) -> None:
    path = written(tmp_path, BASE.replace(old, new))
    with pytest.warns(sim.ScenarioWarning) as caught:
        scenario = sim.load(path)
    texts = [str(each.message) for each in caught]
    assert any(warning in text for text in texts), texts
    assert all(text.startswith(str(path)) for text in texts)
    assert sim.simulate(scenario).fleet.servers == 105


# Files.


@pytest.mark.parametrize("text", ["", "\n\n", "# only a comment\n", "\ufeff"])
def test_an_empty_file_is_refused(tmp_path: Path, text: str) -> None:
    (line,) = refusal(written(tmp_path, text))
    assert line.startswith(f"{tmp_path / 'scenario.yaml'}")
    assert "is empty; a scenario needs name, start, horizon and populations" in line


@pytest.mark.parametrize(
    ("text", "value"), [("- a\n", "['a']"), ("hello\n", "'hello'"), ("3\n", "3"), ("null\n", "None")]
)
def test_a_file_that_is_no_mapping_is_refused(tmp_path: Path, text: str, value: str) -> None:
    path = written(tmp_path, text)
    assert refusal(path) == [f"{path}:1:1: {value}: a scenario is a mapping of keys and values"]


def test_a_folder_is_refused_with_the_file_to_name(tmp_path: Path) -> None:
    assert refusal(tmp_path) == [f"{tmp_path}: is a folder; name the file in it"]
    (tmp_path / "client.yaml").touch()
    assert refusal(tmp_path) == [
        f"{tmp_path}: is a folder; name the file in it, for example {tmp_path / 'client.yaml'}"
    ]


def test_a_file_that_does_not_exist_is_refused(tmp_path: Path) -> None:
    assert refusal(tmp_path / "none.yaml") == [f"{tmp_path / 'none.yaml'}: there is no such file"]
    assert "did you mean 'proxylogon'?" in refusal(Path("proxylogin"))[0]


def test_a_path_that_no_system_takes_is_refused(tmp_path: Path) -> None:
    for path in ("a" * 5_000, "a" * 5_000 + ".yaml", "a\0b.yaml", "a\nb.yaml"):
        assert len(refusal(tmp_path / path)) == len(refusal(Path(path))) == 1


@pytest.mark.skipif(os.geteuid() == 0 if hasattr(os, "geteuid") else True, reason="root may read everything")
def test_a_file_that_may_not_be_read_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path, BASE)
    path.chmod(0)
    assert refusal(path) == [f"{path}: cannot be read: Permission denied"]


def test_a_file_that_cannot_be_read_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = written(tmp_path, BASE)

    def deny(*_: Any) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", deny)
    assert refusal(path) == [f"{path}: cannot be read: Permission denied"]


def test_what_is_no_regular_file_is_refused() -> None:
    if Path("/dev/null").exists():
        assert refusal(Path("/dev/null")) == ["/dev/null: is not a regular file"]


@pytest.mark.parametrize(
    ("data", "byte"), [("name: café\n".encode("latin-1"), 9), (BASE.encode("utf-16"), 0), (b"name: a\xff\n", 7)]
)
def test_a_file_that_is_not_utf8_is_refused(tmp_path: Path, data: bytes, byte: int) -> None:
    path = tmp_path / "scenario.yaml"
    path.write_bytes(data)
    assert refusal(path) == [f"{path}: is not UTF-8 text (byte {byte} cannot be read)"]


def test_a_byte_order_mark_and_windows_line_ends_are_fine(tmp_path: Path) -> None:
    path = tmp_path / "scenario.yaml"
    path.write_bytes(b"\xef\xbb\xbf" + BASE.replace("\n", "\r\n").encode())
    assert sim.load(path) == sim.load(written(tmp_path, BASE))


def test_a_file_that_is_far_too_large_is_refused(tmp_path: Path) -> None:
    assert "is larger than 250 kB" in refusal(written(tmp_path, "#" * 250_001))[0]


def test_a_control_character_is_refused_with_its_place(tmp_path: Path) -> None:
    path = written(tmp_path, BASE.replace("seed: 1", "seed: \a1"))
    (line,) = refusal(path)
    assert line.startswith(f"{path}:4:7: is not YAML: unacceptable character")


def bomb(levels: int) -> str:
    """Aliases of aliases, each of ten of those before it."""
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{level}: &a{level} [{', '.join([f'*a{level - 1}'] * 10)}]" for level in range(1, levels)]
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize(
    "text",
    [
        bomb(9),
        "a: &a [*a]\n",
        "&r\nname: x\nmore: *r\n",
        "a: " + "[" * 200 + "]" * 200,
        "- " * 9_000,
        "[" * 2_000,
        "{a: " * 500,
    ],
)
def test_a_bomb_is_refused_before_it_goes_off(tmp_path: Path, text: str) -> None:
    used = psutil.Process().memory_info().rss
    (line,) = refusal(written(tmp_path, text))
    assert psutil.Process().memory_info().rss - used < 200e6
    assert "is nested too deeply" in line


def test_a_plain_alias_is_fine(tmp_path: Path) -> None:
    text = BASE.replace("adoption: {law", "adoption: &delay {law").replace("{uptake: 0.5}", "{adoption: *delay}")
    remedy = sim.load(written(tmp_path, text)).remediations["update"]
    assert remedy.by_population["shop"].adoption == remedy.adoption


def test_an_anchor_that_stands_twice_is_refused(tmp_path: Path) -> None:
    """Fuzz, policies: a Python warning of the YAML reader, and the later one won."""
    text = BASE.replace("adoption: {law", "adoption: &delay {law").replace("{uptake: 0.5}", "{uptake: &delay 0.5}")
    (line,) = refusal(written(tmp_path, text))
    assert "anchor 'delay' stands twice" in line


# Populations beyond memory.


@pytest.mark.parametrize(
    "servers", ["1", "{law: gamma, mean: 3, shape: 2}", "{law: lognormal, median: 2, sigma: 1e200}"]
)
def test_populations_beyond_memory_are_refused_by_name(tmp_path: Path, servers: str) -> None:
    more = f"    organizations: 900_000_000_000\n    servers_per_organization: {servers}"
    text = BASE.replace("    organizations: 25", more)
    scenario = sim.load(written(tmp_path, text.replace("    addresses: 300\n", "")))
    with pytest.raises(InputError) as caught:
        sim.simulate(scenario)
    (problem,) = caught.value.problems
    assert problem.path == ("populations", "shop", "organizations")
    assert problem.value == "900_000_000_000"
    assert re.match(r"makes \S+ servers in all, which need about \S+ GB of memory; the \S+ GB that", problem.message)


def test_cloud_organizations_take_no_memory(tmp_path: Path) -> None:
    text = BASE.replace("    reachable: 0.5", "    deployment: cloud").replace("25", "900_000_000_000")
    path = written(tmp_path, text.replace("    by_population:\n      shop: {uptake: 0.5}\n", ""))
    race = sim.simulate(sim.load(path))
    assert race.fleet.servers == 80
    assert len(race.to_frame()) == 80


# Changes by path.


@pytest.mark.parametrize(
    ("path", "value", "error"),
    [
        ("campaigns.scam.rate", "1/d", "campaigns.scam.rate: there is no 'scam' in campaigns; did you mean 'scan'?"),
        ("campaigns.scan.rat", "1/d", "campaigns.scan.rat: '1/d': unknown key; did you mean 'rate'?"),
        ("campaign.scan.rate", "1/d", "campaign.scan.rate: unknown path; did you mean 'campaigns'?"),
        ("sead", 2, "sead: 2: unknown key; did you mean 'seed'?"),
        ("seed.deeper", 2, "seed.deeper: 2: there is nothing below 'seed'"),
        ("campaigns.scan.rate", 3, "campaigns.scan.rate: 3: a bare number is not a rate"),
        ("populations.shop.reachable", 3, "populations.shop.reachable: 3: is outside [0, 1]"),
        ("horizon", "-3d", "horizon: '-3d': is not a moment"),
        (
            "uncertain.campaigns.scan.rate.median",
            3,
            "uncertain.campaigns.scan.rate.median: 3: a bare number is not a rate",
        ),
        (
            "uncertain.campaigns.scam.rate.median",
            "3/d",
            "uncertain.campaigns.scam.rate.median: '3/d': is not a law, and",
        ),
        ("remediations.update.adoption.law", "gamma", "remediations.update.adoption."),
        ("", 3, "3: unknown key"),
    ],
)
@pytest.mark.filterwarnings("ignore::sim.ScenarioWarning")
def test_a_change_that_does_not_fit_is_told_as_a_problem_of_set(
    tmp_path: Path, path: str, value: Any, error: str
) -> None:
    lines = refusal(written(tmp_path, BASE), {path: value})
    assert lines[0].startswith(f"--set {path}: {error}")


@pytest.mark.filterwarnings("ignore::sim.ScenarioWarning")
def test_all_changes_that_do_not_fit_are_told_at_once(tmp_path: Path) -> None:
    lines = refusal(written(tmp_path, BASE), {"seed": -1, "horizon": "9d", "campaigns.scan.rate": 3})
    assert [line.split(": ")[0] for line in lines] == ["--set seed", "--set campaigns.scan.rate"]


@pytest.mark.filterwarnings("ignore::sim.ScenarioWarning")
def test_a_wrong_law_is_told_of_the_change_that_made_it(tmp_path: Path) -> None:
    changes = {"uncertain.campaigns.scan.rate.sigma": -1, "uncertain.populations.shop.reachable": {"law": "fixed"}}
    for order in (changes, dict(reversed(changes.items()))):
        lines = refusal(written(tmp_path, BASE), order)
        assert [line.split(": ")[0] for line in lines] == [f"--set {path}" for path in changes]


@pytest.mark.filterwarnings("ignore::sim.ScenarioWarning")
def test_changes_that_need_each_other_are_made_together(tmp_path: Path) -> None:
    changes = {"campaigns.spies.strategy": "random", "campaigns.spies.addresses": 900}
    assert sim.load(written(tmp_path, BASE), changes=changes).campaigns["spies"].strategy == "random"


@pytest.mark.parametrize("text", ["seed", "seed=", "=3", "", "=", "seed= "])
def test_a_setting_without_path_or_value_is_refused(text: str) -> None:
    with pytest.raises(InputError, match=r"write --set PATH=VALUE, for example --set timeline\.fix=40d"):
        read_setting(text)


@pytest.mark.parametrize("text", ["seed=[", "seed=!!int 3", "seed={a: 1, a: 2}", "seed=\0", "seed=*a"])
def test_a_setting_whose_value_is_not_plain_yaml_is_refused(text: str) -> None:
    with pytest.raises(InputError) as caught:
        read_setting(text)
    assert str(caught.value).startswith("--set seed")


@pytest.mark.parametrize(
    ("text", "value"), [("seed=3", 3), ("a.b = [x, y]", ["x", "y"]), ("a=b=c", "b=c"), ("a={b: 1d}", {"b": "1d"})]
)
def test_a_setting_is_a_path_and_a_value(text: str, value: Any) -> None:
    assert read_setting(text) == (text.split("=")[0].strip(), value)


# Uncertain draws.


@pytest.mark.parametrize(
    ("path", "law"),
    [
        ("populations.shop.reachable", "{law: uniform, low: 0.5, high: 3}"),
        ("campaigns.scan.success.root", "{law: uniform, low: 0.5, high: 3}"),
        ("campaigns.scan.addresses", "{law: uniform, low: 0, high: 200}"),
        ("populations.office.servers_per_organization", "{law: uniform, low: 0, high: 2}"),
        ("populations.shop.organizations", "{law: weibull, scale: 20, shape: 0.001}"),
        ("remediations.update.adoption.scale", "{law: weibull, scale: 1d, shape: 0.001}"),
        ("remediations.update.pace.later", "{law: weibull, scale: 1, shape: 0.001}"),
    ],
)
@pytest.mark.filterwarnings("ignore:overflow:RuntimeWarning")
def test_an_uncertain_value_outside_its_domain_is_refused_by_name_and_never_clipped(
    tmp_path: Path, path: str, law: str
) -> None:
    text = BASE.replace(UNCERTAIN, f"{path}: {law}")

    def every_world() -> None:
        scenario = sim.load(written(tmp_path, text))
        for replication in range(40):
            sim.simulate(scenario, replication)

    with pytest.raises(InputError) as caught:
        every_world()
    assert path in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_campaign_that_by_a_draw_ends_before_it_begins_idles(tmp_path: Path) -> None:
    text = BASE.replace(UNCERTAIN, "timeline.fix: {law: fixed, value: 0d}")
    scenario = sim.load(written(tmp_path, text.replace("begins: 5d", "begins: 30d")))
    race = sim.simulate(scenario)
    assert set(race.campaign[race.fleet.group("shop").span].tolist()) == {-1}


# How it is said.


def test_text_from_the_file_never_breaks_the_line(tmp_path: Path) -> None:
    for text in (
        BASE.replace("seed: 1", '"a\\nb": 1'),
        BASE.replace("seed: 1", '"a\\u2028b\\e[31m": 1'),
        BASE.replace("  shop:\n", '  "shop\\n": {organizations: 1}\n  shop:\n').replace("shop: {up", "shp: {up"),
        BASE.replace("ends: later", '"ends": "lat\\ner"'),
        BASE.replace("reachable: 0.5", '? "reach\\nable"\n    : 0.5'),
    ):
        for line in refusal(written(tmp_path, text)):
            assert line.isprintable()


@pytest.mark.parametrize("value", ["0x" + "f" * 5_000, "9" * 5_000, "m" * 4_000, "[" + "1, " * 3_000 + "]"])
@pytest.mark.parametrize("old", ["seed: 1", "    ends: later", "    rate: 6/d", "    organizations: 25"])
def test_a_huge_value_is_quoted_in_short(tmp_path: Path, old: str, value: str) -> None:
    key = old.partition(":")[0]
    for line in refusal(written(tmp_path, BASE.replace(old, f"{key}: {value}"))):
        assert len(line) < 1_000


def test_values_are_shown_short_and_in_one_line() -> None:
    import numpy as np

    assert shown("a\nb") == "'a\\nb'"
    assert len(shown("x" * 500)) == 60
    assert shown("x" * 500).endswith("...")
    assert "\n" not in shown(np.zeros((3, 3)))
    assert len(shown(16**5_000)) <= 60
    deep: list[Any] = []
    for _ in range(50_000):
        deep = [deep]
    assert len(shown(deep)) <= 60


NOBODY_COMES = {
    "campaigns": ({"campaigns": {}}, "campaigns: there are none, so nothing is compromised"),
    "campaign": ({"campaigns.scan.begins": "91d"}, "campaigns.scan.begins: 91d: is after the horizon"),
    "fix": ({"remediations.update.available": "2022-01-01"}, "remediations.update.available: 2022-01-01: is after"),
    "waves": (
        {"remediations.update.available": [{"share": 0.5, "at": "95d"}, {"share": 0.5, "at": "99d"}]},
        "remediations.update.available: 95d: is after the horizon, so nobody installs this",
    ),
}
PLAIN_CASE: dict[str, Any] = {
    "name": "plain",
    "start": "2021-01-03",
    "horizon": "90d",
    "populations": {"office": {"organizations": 40}},
    "remediations": {"update": {"available": "10d", "adoption": {"law": "exponential", "mean": "4d"}}},
    "campaigns": {"scan": {"begins": "5d", "strategy": "permutation", "rate": "6/d"}},
}


@pytest.mark.parametrize(("changes", "message"), NOBODY_COMES.values(), ids=NOBODY_COMES)
def test_a_case_in_which_nothing_happens_is_told(changes: dict[str, Any], message: str) -> None:
    plain = sim.Scenario.from_dict(PLAIN_CASE)
    with pytest.warns(sim.ScenarioWarning, match=re.escape(message)):
        plain.replace(changes)


def test_what_may_come_late_is_no_mistake() -> None:
    late = {"law": "uniform", "low": "50d", "high": "150d"}
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        scan = {"scan": PLAIN_CASE["campaigns"]["scan"] | {"begins": "100d"}}
        sim.Scenario.from_dict(PLAIN_CASE | {"campaigns": scan, "uncertain": {"campaigns.scan.begins": late}})
        begins = {"scan": PLAIN_CASE["campaigns"]["scan"] | {"begins": "leak"}}
        timeline = {"timeline": {"leak": "100d"}, "uncertain": {"timeline.leak": late}}
        sim.Scenario.from_dict(PLAIN_CASE | timeline | {"campaigns": begins})


def test_mailboxes_that_nobody_can_count_are_refused() -> None:
    document = {"name": "x", "start": "2021-01-01", "horizon": "9d", "replications": 1}
    counted = {"few": {"organizations": 1, "mailboxes_per_organization": 10**6}}
    counted["many"] = {"organizations": 10**6, "mailboxes_per_organization": 10**12 - 1}
    sim.run(sim.Scenario.from_dict({**document, "populations": counted}))
    counted["many"] = {"organizations": 9 * 10**7, "mailboxes_per_organization": 10**12}
    with pytest.raises(InputError, match=r"9e\+19 mailboxes in all; at most 1e\+18 can be counted") as caught:
        sim.Scenario.from_dict({**document, "populations": counted})
    assert caught.value.problems[0].path == ("populations", "many", "mailboxes_per_organization")


def test_documents_of_a_program_that_are_too_deep_are_refused() -> None:
    deep: Any = 1
    for _ in range(3_000):
        deep = {"a": deep}
    document = {"name": "x", "start": "2021-01-01", "horizon": "9d", "populations": {"p": {"organizations": 1}}}
    for key in ("populations", "timeline", "seed", "bogus", "sources"):
        with pytest.raises(InputError):
            sim.Scenario.from_dict({**document, key: deep})
    with pytest.raises(InputError):
        sim.Scenario.from_dict({**document, "populations": {"p": deep}})
    with pytest.raises(InputError):
        sim.Scenario.from_dict(document).replace({"seed": deep})


def test_the_nearest_known_name_is_offered_and_the_others_listed() -> None:
    assert nearest("rat", ["rate", "pace"]) == "did you mean 'rate'? known here: rate, pace"
    assert nearest("xyz", ["rate"]) == "known here: rate"
    assert nearest("xyz", []) == "nothing is known here"
    assert nearest("xyz", [f"name{number}" for number in range(50)]).endswith("name19, ...")


def test_an_error_can_be_pickled_and_says_the_same() -> None:
    error = InputError([Problem(("a", 0, "b"), "3", "is wrong", "f.yaml:1:2"), Problem((), None, "is empty")])
    assert str(error) == "f.yaml:1:2: a.0.b: 3: is wrong\nis empty"
    again = pickle.loads(pickle.dumps(error))
    assert str(again) == str(error)
    assert again.problems == error.problems
    assert isinstance(error, ValueError)
