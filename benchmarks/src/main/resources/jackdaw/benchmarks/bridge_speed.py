"""Steps Gymnasium's environments in this process and reports the time, for comparison with the bridge.

Reads lines of `what copies batches` and answers each with wall-clock and processor seconds. `loop`
steps a list of environments and resets each with a seed when its episode ends, as the bridge does; `vector`
is Gymnasium's own SyncVectorEnv. Actions are drawn beforehand.
"""

import sys
import time

import gymnasium

ENV = sys.argv[1]
ROUNDS = 256


class Loop:
    def __init__(self, copies):
        self.copies = [gymnasium.make(ENV, disable_env_checker=True) for _ in range(copies)]
        for seed, copy in enumerate(self.copies):
            copy.reset(seed=seed)
            copy.action_space.seed(seed)
        self.actions = [[copy.action_space.sample() for copy in self.copies] for _ in range(ROUNDS)]
        self.seed = copies

    def run(self, batches):
        for i in range(batches):
            actions = self.actions[i % ROUNDS]
            for j, copy in enumerate(self.copies):
                _, _, terminated, truncated, _ = copy.step(actions[j])
                if terminated or truncated:
                    copy.reset(seed=self.seed)
                    self.seed += 1


class Vector:
    def __init__(self, copies):
        make = lambda: gymnasium.make(ENV, disable_env_checker=True)
        self.vector = gymnasium.vector.SyncVectorEnv([make] * copies)
        self.vector.reset(seed=1)
        self.vector.action_space.seed(1)
        self.actions = [self.vector.action_space.sample() for _ in range(ROUNDS)]

    def run(self, batches):
        for i in range(batches):
            self.vector.step(self.actions[i % ROUNDS])


made = {}
for line in sys.stdin:
    what, copies, batches = line.split()
    if (what, copies) not in made:
        made[what, copies] = {"loop": Loop, "vector": Vector}[what](int(copies))
    wall, processor = time.perf_counter(), time.process_time()
    made[what, copies].run(int(batches))
    print(time.perf_counter() - wall, time.process_time() - processor, flush=True)
