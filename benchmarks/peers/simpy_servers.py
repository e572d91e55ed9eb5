"""SimPy, a process for each server."""

import math
import random

import simpy
import workload as w

ABOUT, BIAS = "exact, event by event", 0.0


def race(servers, seed):
    """The number compromised by each day."""
    chance, environment = random.Random(seed), simpy.Environment()
    curve = [0] * (w.HORIZON + 1)

    def server():
        attack, release = environment.timeout(chance.expovariate(w.HAZARD_BEFORE)), environment.timeout(w.RELEASE)
        fired = yield attack | release
        if attack not in fired:
            attack = environment.timeout(chance.expovariate(w.HAZARD_AFTER))
            if chance.random() < w.NEVER:
                yield attack
            else:
                fired = yield attack | environment.timeout(chance.lognormvariate(math.log(w.MEDIAN), w.SIGMA))
                if attack not in fired:
                    return
        curve[math.ceil(environment.now)] += 1

    for _ in range(servers):
        environment.process(server())
    environment.run(until=w.HORIZON)
    for day in range(1, len(curve)):
        curve[day] += curve[day - 1]
    return curve
