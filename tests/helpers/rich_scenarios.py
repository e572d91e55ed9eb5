"""Small scenarios that say much, as texts and as documents, for the tests that mutate inputs."""

from __future__ import annotations

from sim.scenario.config import read_text

SMALL = """\
name: small
start: 2021-01-01
horizon: 60d
populations:
  everyone: {organizations: 40}
remediations:
  update:
    available: 10d
    adoption: {law: exponential, mean: 8d}
campaigns:
  scan: {begins: 5d, strategy: permutation, rate: 6/d}
"""
RICH = """\
name: rich, with everything
start: 2021-01-03
horizon: 2021-05-14
replications: 7
seed: 0
resolution: 6h
timeline:
  scanning: 2021-02-26
  fix: 2021-03-02T22:00:00Z
  directive: fix + 1d
  exploit: directive - 2h
populations:
  big:
    organizations: 20
    servers_per_organization: {law: gamma, mean: 3, shape: 2}
    deployment: hybrid
    tags: [vip, us]
    reachable: 0.95
  tiny:
    organizations: 50
    servers_per_organization: 2
    vulnerable: 0.9
    reachable: 0.8
    tags: us
  online: {organizations: 10, servers_per_organization: 0, deployment: cloud}
remediations:
  update:
    available: fix
    adoption: {law: weibull, scale: 4d, shape: 0.7}
    uptake: 0.9
    protects: 0.95
    pace: {directive: 2.0, 2021-03-20: 0.5}
    applies_to: {deployment: [on_prem, hybrid]}
    by_population:
      tiny: {adoption: {law: lognormal, median: 1w 2d, sigma: 0.8}, uptake: 0.5, pace: {fix: 0}}
  tool: {available: fix + 10d, adoption: {law: uniform, low: 1d, high: 20d}, uptake: 0.5}
campaigns:
  targeted:
    begins: 2d
    ends: fix
    aims: {tags: [vip], populations: [big]}
    strategy: hit_list
    rate: 3/d
    success: {first-link: 0.5, CVE-2021-27065: 0.8}
  mass:
    begins: scanning
    ends: fix + 20d
    strategy: permutation
    addresses: 1_000
    rate: 100/d
    pace: {fix: 3.0, exploit: 6}
    success: 0.3
    works_on: 0.7
  noise: {begins: start, strategy: random, addresses: 4_000_000_000, rate: 40/s, success: 0.2}
uncertain:
  campaigns.mass.rate: {law: lognormal, median: 100/d, sigma: 0.5}
  timeline.fix: {law: uniform, low: 55d, high: 62d}
  remediations.update.adoption.shape: {law: uniform, low: 0.5, high: 1.5}
  populations.tiny.vulnerable: {law: uniform, low: 0.2, high: 0.9}
  populations.tiny.organizations: {law: uniform, low: 10, high: 60}
  campaigns.targeted.success.first-link: {law: uniform, low: 0.2, high: 0.9}
sources:
  remediations.update.adoption: a blog, 9 March 2021
plausible:
  compromised: [0.12, 0.30]
"""
WAVES = """\
{"name": "waves", "start": "2020-02-28T12:00:00+02:00", "horizon": "end", "seed": 12,
 "timeline": {"end": "10w", "fix": "3w 2d", "alarm": "end - 2w"},
 "populations": {"a": {"organizations": 30, "servers_per_organization": {"law": "fixed", "value": 3}, "tags": ["x"]},
                 "b": {"organizations": 25, "vulnerable": 0.5}},
 "remediations": {"patch": {"available": "fix", "adoption": {"law": "exponential", "half_life": "90m"},
                            "pace": {"start": 0.0, "alarm": 2}, "applies_to": {"populations": "a"}}},
 "campaigns": {"one": {"begins": "start", "strategy": "random", "addresses": 500, "rate": "1_000/w"},
               "two": {"begins": "fix - 2d", "ends": "horizon", "strategy": "hit_list", "rate": "1/min", "success": 0.5,
                       "aims": {"deployment": ["on_prem", "cloud"]}}},
 "uncertain": {"timeline.fix": {"law": "gamma", "mean": "20d", "shape": 4},
               "remediations.patch.adoption.half_life": {"law": "exponential", "mean": "2h"}}}
"""
TEXTS = (SMALL, RICH, WAVES)
DOCUMENTS = tuple(read_text(text, "base").data for text in TEXTS)
