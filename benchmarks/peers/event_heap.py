"""A list of events in plain Python."""

import heapq
import math
import random

import workload as w

ABOUT, BIAS = "exact, event by event", 0.0


def race(servers, seed):
    """The number compromised by each day."""
    chance = random.Random(seed)
    cut = w.HAZARD_BEFORE * w.RELEASE
    events = []
    for server in range(servers):
        effort = chance.expovariate(1.0)
        before = effort < cut
        events.append((effort / w.HAZARD_BEFORE if before else w.RELEASE + (effort - cut) / w.HAZARD_AFTER, 1, server))
        if chance.random() >= w.NEVER:
            events.append((w.RELEASE + chance.lognormvariate(math.log(w.MEDIAN), w.SIGMA), 2, server))
    heapq.heapify(events)
    state, curve = [0] * servers, [0] * (w.HORIZON + 1)
    while events:
        time, kind, server = heapq.heappop(events)
        if time > w.HORIZON:
            break
        if state[server] == 0:
            state[server] = kind
            if kind == 1:
                curve[math.ceil(time)] += 1
    for day in range(1, len(curve)):
        curve[day] += curve[day - 1]
    return curve
