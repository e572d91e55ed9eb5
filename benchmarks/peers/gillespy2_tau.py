"""GillesPy2, tau-leaping in C++ on counts. Its solvers take exponential delays only: here one of the same median."""

import logging

import numpy as np
import workload as w
from gillespy2 import Model, Parameter, Reaction, Species, TauLeapingCSolver, TimeSpan

ABOUT, BIAS = "tau-leaping on counts, exponential delay of the patch", 0.05
logging.getLogger("GillesPy2").setLevel(logging.ERROR)
SOLVER = []


def phase():
    """A phase with constant hazards."""
    model = Model(name="race")
    model.add_species([Species(name=name, initial_value=0, mode="discrete") for name in ("S", "C")])
    model.add_parameter([Parameter(name="h", expression=1.0), Parameter(name="p", expression=1.0)])
    attack = Reaction(name="attack", reactants={"S": 1}, products={"C": 1}, rate="h")
    model.add_reaction([attack, Reaction(name="patch", reactants={"S": 1}, products={}, rate="p")])
    model.timespan(TimeSpan(np.arange(w.RELEASE + 1)))
    return model


def race(servers, seed):
    """The number compromised by each day: before the fix; then those who patch and those who never do."""
    if not SOLVER:
        SOLVER.append(TauLeapingCSolver(model=phase(), variable=True))
    run = SOLVER[0].run
    first = run(seed=3 * seed + 1, variables={"S": servers, "C": 0, "h": w.HAZARD_BEFORE, "p": 0.0})
    open_, hit = int(first["S"][-1]), int(first["C"][-1])
    never = int(np.random.default_rng(seed).binomial(open_, w.NEVER))
    patching = {"S": open_ - never, "C": hit, "h": w.HAZARD_AFTER, "p": np.log(2) / w.MEDIAN}
    second = run(seed=3 * seed + 2, variables=patching)
    third = run(seed=3 * seed + 3, variables={"S": never, "C": 0, "h": w.HAZARD_AFTER, "p": 0.0})
    return np.concatenate([first["C"], second["C"][1:] + third["C"][1:]])
