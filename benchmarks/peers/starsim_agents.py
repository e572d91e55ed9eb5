"""Starsim, a module of its own, without common random numbers, which is its faster mode."""

import numpy as np
import starsim as ss
import workload as w

ABOUT, BIAS = "steps of 0.1 days", 0.01
ss.options(verbose=0)
ss.options(crn=False)


class Race(ss.Module):
    """Servers that may be compromised before they are patched."""

    def __init__(self):
        super().__init__()
        self.define_pars(
            never=ss.bernoulli(p=w.NEVER),
            delay=ss.lognorm_im(mean=np.log(w.MEDIAN), sigma=w.SIGMA),
            attack=ss.bernoulli(p=0.0),
        )
        self.define_states(ss.BoolState("clean", default=True), ss.BoolState("compromised"), ss.FloatArr("patch"))

    def init_post(self):
        """Draw when servers are patched."""
        super().init_post()
        everybody = self.sim.people.auids
        patch = w.RELEASE + self.pars.delay.rvs(everybody)
        patch[self.pars.never.rvs(everybody)] = np.inf
        self.patch[everybody] = patch

    def step(self):
        """What happens in a step; the first result is the start."""
        if self.ti == 0:
            return
        time = (self.ti - 1) * w.STEP
        hazard = w.HAZARD_BEFORE if time < w.RELEASE - 1e-9 else w.HAZARD_AFTER
        self.pars.attack.set(p=1 - np.exp(-hazard * w.STEP))
        hit = self.pars.attack.filter((self.clean & (self.patch > time)).uids)
        self.clean[hit] = False
        self.compromised[hit] = True


def race(servers, seed):
    """The number compromised by each day."""
    start, days, step = ss.date("2020-01-01"), ss.days(w.HORIZON), ss.days(w.STEP)
    simulation = ss.Sim(n_agents=servers, start=start, dur=days, dt=step, modules=Race(), rand_seed=seed)
    simulation.run()
    return np.asarray(simulation.results.race.n_compromised)[::10]
