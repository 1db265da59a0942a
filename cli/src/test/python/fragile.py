"""An environment whose process dies in the middle once a file is there, for the tests of the command line."""

import os

import gymnasium
import numpy as np


class Fragile(gymnasium.Env):
    total = 0

    def __init__(self, flag):
        self.observation_space = gymnasium.spaces.Box(-1, 1, (2,), np.float32)
        self.action_space = gymnasium.spaces.Discrete(2)
        self.flag = flag

    def reset(self, seed=None, options=None):
        super().reset(seed=seed)
        self.steps = 0
        return self.observation(), {}

    def observation(self):
        return self.np_random.uniform(-1, 1, 2).astype(np.float32)

    def step(self, action):
        self.steps += 1
        Fragile.total += 1
        if Fragile.total > 300 and os.path.exists(self.flag):
            print("it is time", flush=True)
            os._exit(5)
        return self.observation(), float(action), self.steps == 20, False, {}


gymnasium.register("Fragile-v0", Fragile)
