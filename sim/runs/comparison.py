"""A comparison: what policies come to in the same worlds, and how each differs from the baseline."""

from __future__ import annotations

import hashlib
import json
import warnings
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from sim.engines import engine_named
from sim.model.measures import ALL
from sim.model.world import Worlds
from sim.outcomes import DENOMINATORS, OUTCOME_NAMES, denominator_of, position
from sim.problems import InputError, Problem, ScenarioWarning
from sim.scenario.policies import Changes, arms_of, read_policies, scenarios_of
from sim.scenario.scenario import Scenario

from . import statistics as summary
from .comparison_text import card_of, text_of_comparison
from .differences import intervals, table, unpaired_replications
from .effects import EFFECTS, affected_servers
from .precision import Precision

if TYPE_CHECKING:
    import pandas as pd

FloatArray = NDArray[np.float64]
Counts = NDArray[np.int64] | FloatArray


@dataclass(frozen=True)
class Comparison:
    """Counts of several policies in the same worlds. Make one with `sim.compare`, read one with `sim.open_comparison`.

    Attributes
    ----------
    scenario : Scenario
        The one as it stands.
    policies : mapping
        All changes by the name of the policy.
    arms : tuple of str
        What was raced: the baseline first, then the policies compared with it.
    engine : str
        The engine by its name.
    populations : tuple of str
        Each that any arm has.
    counts : ndarray
        In the shape (arms, replications, outcomes, populations); the populations are all together first, then each.
    denominators : ndarray
        What shares divide by, in the shape (arms, replications, denominators, populations).
    effect_counts : ndarray or None
        Servers that each policy saves, loses, does away with or adds, in the shape (policies, replications, 4,
        populations); None for an engine without servers.
    drawn : mapping
        By arm and path, the uncertain value of every replication, and the moment of every alarm (days).
    provenance : mapping
        As in `Result`.
    precision : Precision or None
        What came of a wanted precision.

    Examples
    --------
    >>> comparison.baseline
    'monthly'
    >>> comparison.differences.columns.tolist()[:4]
    ['policy', 'outcome', 'population', 'mean_difference']
    """

    scenario: Scenario
    policies: Mapping[str, Changes]
    arms: tuple[str, ...]
    engine: str
    populations: tuple[str, ...]
    counts: Counts
    denominators: Counts
    effect_counts: NDArray[np.int64] | None
    drawn: Mapping[str, Mapping[str, FloatArray]] = field(default_factory=dict)
    provenance: Mapping[str, Any] = field(default_factory=dict)
    precision: Precision | None = None

    @property
    def baseline(self) -> str:
        """Name of what the policies are compared with."""
        return self.arms[0]

    @property
    def compared(self) -> tuple[str, ...]:
        """Names of the policies, without the baseline."""
        return self.arms[1:]

    @property
    def replications(self) -> int:
        """Number of worlds."""
        return int(self.counts.shape[1])

    @property
    def leaves_out(self) -> str:
        """As `Result.leaves_out`: of whatever arm numbers of the engine leave something out."""
        engine = engine_named(self.engine)
        return next(filter(None, (engine.leaves_out(each) for each in self.scenarios.values())), "")

    @cached_property
    def scenarios(self) -> Mapping[str, Scenario]:
        """The scenario of every arm, by its name."""
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ScenarioWarning)
            changed = scenarios_of(self.scenario, read_policies(self.policies))
            return arms_of(changed, self.scenario, self.baseline)

    @cached_property
    def digest(self) -> str:
        """Sixteen hexadecimal digits that change with everything that can change a number."""
        return digest_of(self.scenarios)

    @cached_property
    def differences(self) -> pd.DataFrame:
        """One row per policy, outcome and population: the policy minus the baseline, paired world by world.

        `mean_difference` with its Monte Carlo `standard_error` and 95 % interval (`low`, `high`) is what is estimated;
        `p05`, `p50` and `p95` are the spread of the differences across worlds. `share_of_baseline` divides the mean
        difference by the baseline's mean, nan where that is 0. `unpaired_replications` is how many each policy would
        need in worlds of its own for the same standard error: `inf` where the difference never varies but the outcomes
        do, nan where nothing varies.
        """
        difference = self.counts[1:] - self.counts[:1]
        columns = intervals(difference.swapaxes(0, 1))
        columns = {"mean_difference": columns.pop("mean"), **columns}
        base = np.broadcast_to(self.counts[0].mean(axis=0), columns["mean_difference"].shape)
        share = np.full(base.shape, np.nan)
        columns["share_of_baseline"] = np.divide(columns["mean_difference"], base, out=share, where=base != 0)
        columns["unpaired_replications"] = np.stack(
            [unpaired_replications(self.counts[0], policy) for policy in self.counts[1:]]
        )
        return table(self.compared, ("outcome", OUTCOME_NAMES), (ALL, *self.populations), columns)

    @cached_property
    def effects(self) -> pd.DataFrame | None:
        """One row per policy, effect and population: servers that the policy saves, loses, does away with or adds.

        `saved` were compromised in the baseline and not with the policy, `lost` the reverse; `gone` and `added` are
        compromised servers that only the baseline, or only the policy, has. The columns are those of `differences`.
        None for the `expected` engine, which has no servers.
        """
        if self.effect_counts is None:
            return None
        columns = intervals(self.effect_counts.swapaxes(0, 1))
        return table(self.compared, ("effect", EFFECTS), (ALL, *self.populations), columns)

    @cached_property
    def estimates(self) -> pd.DataFrame:
        """One row per arm (`policy`), outcome and population: each by itself, as in `Result.estimates`."""
        import pandas as pd

        tables = []
        for index, name in enumerate(self.arms):
            frame = summary.estimates(self.counts[index], self.denominators[index], self.populations)
            frame.insert(0, "policy", name)
            tables.append(frame)
        return pd.concat(tables, ignore_index=True)

    @cached_property
    def per_replication(self) -> pd.DataFrame:
        """One row per arm, replication and population, with its seed, its uncertain values by path, and all outcomes.

        An uncertain value that a policy sets is missing in its rows. `saved`, `lost`, `gone` and `added` are missing
        for the baseline.
        """
        import pandas as pd

        names, number = (ALL, *self.populations), self.replications
        paths = dict.fromkeys(path for drawn in self.drawn.values() for path in drawn)
        missing, tables = np.full(number, np.nan), []
        for index, arm in enumerate(self.arms):
            drawn = {path: self.drawn[arm].get(path, missing) for path in paths}
            columns: dict[str, Any] = {"policy": np.repeat([arm], number * len(names))}
            columns |= summary.replication_columns(
                self.scenario.seed, self.populations, drawn, self.counts[index], self.denominators[index]
            )
            if self.effect_counts is not None:
                for row, effect in enumerate(EFFECTS):
                    values = self.effect_counts[index - 1, :, row].ravel() if index else [pd.NA] * (number * len(names))
                    columns[effect] = pd.array(values, dtype="Int64")
            tables.append(pd.DataFrame(columns))
        return pd.concat(tables, ignore_index=True)

    def values(self, policy: str, outcome: str = "compromised", population: str = ALL) -> Counts:
        """The outcome of every replication under a policy, or in the baseline.

        Parameters
        ----------
        policy : str
            One of `arms`.
        outcome, population : str
            What is counted, and of whom; by default compromised servers of all.

        Returns
        -------
        ndarray
            In the shape (replications,).

        Raises
        ------
        KeyError
            Naming the nearest, for an unknown name.
        """
        arm, row = position(policy, self.arms, "policy"), position(outcome, OUTCOME_NAMES, "outcome")
        values: Counts = self.counts[arm, :, row, self._column(population)]
        return values

    def denominator(self, policy: str, outcome: str = "compromised", population: str = ALL) -> Counts:
        """What the share of an outcome divides by, of every replication under a policy or in the baseline.

        Parameters
        ----------
        policy : str
            One of `arms`.
        outcome, population : str
            What is counted, and of whom; by default compromised servers of all.

        Returns
        -------
        ndarray
            In the shape (replications,): servers, organizations or mailboxes.

        Raises
        ------
        KeyError
            Naming the nearest, for an unknown name.
        """
        row = DENOMINATORS.index(denominator_of(outcome))
        arm = position(policy, self.arms, "policy")
        divisor: Counts = self.denominators[arm, :, row, self._column(population)]
        return divisor

    def difference(self, policy: str, outcome: str = "compromised", population: str = ALL) -> Counts:
        """The policy minus the baseline in every replication.

        Parameters
        ----------
        policy : str
            One of `arms`.
        outcome, population : str
            What is counted, and of whom; by default compromised servers of all.

        Returns
        -------
        ndarray
            In the shape (replications,).

        Raises
        ------
        KeyError
            Naming the nearest, for an unknown name.
        """
        return self.values(policy, outcome, population) - self.values(self.baseline, outcome, population)

    def effect(self, policy: str, effect: str, population: str = ALL) -> NDArray[np.int64] | None:
        """Servers that a policy saves, loses, does away with or adds in every replication.

        Parameters
        ----------
        policy : str
            One of `compared`.
        effect : str
            saved, lost, gone or added, as in `effects`.
        population : str
            A population, or all.

        Returns
        -------
        ndarray or None
            In the shape (replications,); None for the `expected` engine, which has no servers.

        Raises
        ------
        KeyError
            Naming the nearest, for an unknown name.
        """
        arm, row = position(policy, self.compared, "policy"), position(effect, EFFECTS, "effect")
        return None if self.effect_counts is None else self.effect_counts[arm, :, row, self._column(population)]

    def changes_anything(self, policy: str) -> bool:
        """Whether an outcome of a policy differs from the baseline's in any world, or a server does.

        Parameters
        ----------
        policy : str
            One of `arms`.

        Returns
        -------
        bool
            False for the baseline itself.

        Raises
        ------
        KeyError
            Naming the nearest, for an unknown policy.
        """
        arm = position(policy, self.arms, "policy")
        effects = self.effect_counts is not None and arm > 0 and bool(self.effect_counts[arm - 1].any())
        return effects or not np.array_equal(self.counts[arm], self.counts[0])

    def servers(self, policy: str, replication: int = 0) -> pd.DataFrame:
        """The servers that a policy saves, loses, does away with or adds in one world, with their times under both.

        Parameters
        ----------
        policy : str
            One of `compared`.
        replication : int
            Which world, from 0.

        Returns
        -------
        DataFrame
            One row per server: `population`, `organization`, `server`, its `effect`, and `compromised_at`,
            `compromised_by`, `protected_at` and `outcome`, each under both, as `..._baseline` and `..._policy`. Times
            are days since the start, `inf` for never; what only one of the two has is missing for the other.

        Raises
        ------
        KeyError
            Naming the nearest, for an unknown policy.
        InputError
            For an engine without servers, or a replication that was not made.
        """
        position(policy, self.compared, "policy")
        if not isinstance(replication, int | np.integer) or not 0 <= replication < self.replications:
            message = f"there are {self.replications}, from 0 to {self.replications - 1}"
            raise InputError([Problem(("replication",), str(replication), message)])
        race = engine_named(self.engine).race
        baseline, changed = (race(Worlds(self.scenarios[arm])[replication]) for arm in (self.baseline, policy))
        return affected_servers(baseline, changed)

    def __repr__(self) -> str:
        made = f"{self.replications} replications, seed {self.scenario.seed}, engine {self.engine}"
        return f"<Comparison of {', '.join(self.compared)} with {self.baseline}: {self.scenario.name!r}, {made}>"

    def __str__(self) -> str:
        return text_of_comparison(self)

    def _repr_html_(self) -> str:
        return card_of(self)

    def _column(self, population: str) -> int:
        return position(population, (ALL, *self.populations), "population")


def digest_of(arms: Mapping[str, Scenario]) -> str:
    """Sixteen hexadecimal digits of what is compared, from the scenarios by name, the baseline first."""
    text = json.dumps([[name, scenario.digest] for name, scenario in arms.items()])
    return hashlib.blake2b(text.encode(), digest_size=8).hexdigest()
