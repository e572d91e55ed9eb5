"""Mesa, an agent for each server, in steps."""

import math

import mesa
import workload as w

ABOUT, BIAS = "steps of 0.1 days", 0.01


class Server(mesa.Agent):
    """A server that may be compromised before it is patched."""

    def __init__(self, model):
        super().__init__(model)
        self.compromised = False
        delay = self.random.lognormvariate(math.log(w.MEDIAN), w.SIGMA)
        self.patch = math.inf if self.random.random() < w.NEVER else w.RELEASE + delay

    def step(self):
        """What may happen in a step."""
        if not self.compromised and self.patch > self.model.time_now and self.random.random() < self.model.chance:
            self.compromised = True


class Race(mesa.Model):
    """All servers."""

    def __init__(self, servers, seed):
        super().__init__(seed=seed)
        self.time_now, self.chance = 0.0, 0.0
        Server.create_agents(self, servers)

    def advance(self, number):
        """One step."""
        self.time_now = number * w.STEP
        hazard = w.HAZARD_BEFORE if self.time_now < w.RELEASE - 1e-9 else w.HAZARD_AFTER
        self.chance = 1 - math.exp(-hazard * w.STEP)
        self.agents.do("step")


def race(servers, seed):
    """The number compromised by each day."""
    model, curve = Race(servers, seed), [0]
    for number in range(round(w.HORIZON / w.STEP)):
        model.advance(number)
        if (number + 1) % 10 == 0:
            curve.append(sum(model.agents.get("compromised")))
    return curve
