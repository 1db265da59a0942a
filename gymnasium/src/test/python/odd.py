"""Environments that go wrong, or have what the usual ones have not, for the tests of the bridge."""

import ctypes
import os
import time

import gymnasium
import numpy as np
from gymnasium import spaces


class Count(gymnasium.Env):
    """Counts its steps; what `trouble` says comes in step 3 of an episode."""

    metadata = {"render_modes": ["ansi", "rgb_array"]}

    def __init__(self, trouble="", last=5, render_mode=None):
        self.observation_space = spaces.Box(-1e30, 1e30, (2,), np.float64)
        self.action_space = spaces.Discrete(3, start=-1)
        self.trouble, self.last, self.render_mode = trouble, last, render_mode

    def reset(self, seed=None, options=None):
        super().reset(seed=seed)
        self.start = int(self.np_random.integers(1000)) if self.trouble else seed % 1000
        self.steps = 0
        if self.trouble == "reset":
            raise RuntimeError("no\nreset")
        return self.observation(), {}

    def observation(self):
        return np.array([self.start, self.steps], np.float64)

    def step(self, action):
        assert isinstance(action, np.int64) and -1 <= action <= 1, repr(action)
        self.steps += 1
        if self.steps == 3:
            getattr(self, "do_" + self.trouble, lambda: None)()
        wrong = self.trouble == "shape" and self.steps == 3
        observation = np.zeros(3) if wrong else self.observation()
        return observation, float(action), self.steps == self.last, False, {}

    def do_raise(self):
        raise ValueError("three is\ntoo many")

    def do_exit(self):
        print("last words", flush=True)
        os._exit(3)

    def do_leave(self):
        raise SystemExit(4)

    def do_crash(self):
        ctypes.string_at(0)

    def do_miss(self):
        import no_such_thing

    def do_hang(self):
        time.sleep(1000)

    def do_spin(self):
        while True:
            pass

    def render(self):
        if self.render_mode == "ansi":
            return f"step {self.steps}"
        picture = np.zeros((2, 3, 3), np.uint8)
        picture[1, 2] = 10, 20, 250
        picture[0, 0, 0] = self.steps
        return picture


class All(gymnasium.Env):
    """Shows its last action and has every space."""

    def __init__(self, observed=None):
        self.action_space = spaces.MultiDiscrete([2, 3], start=[5, 7])
        self.observation_space = observed or spaces.Dict(
            {
                "number": spaces.Discrete(4, start=10),
                "numbers": spaces.MultiDiscrete([2, 3], start=[5, 7]),
                "bits": spaces.MultiBinary((2, 2)),
                "pair": spaces.Tuple((spaces.Discrete(2), spaces.Box(0, 1, (1, 2), np.float32))),
                "scalar": spaces.Box(-np.inf, np.inf, (), np.float32),
            }
        )

    def observation(self, numbers):
        return {
            "number": 12,
            "numbers": numbers,
            "bits": np.array([[0, 1], [1, 1]], np.int8),
            "pair": (1, np.array([[0.25, 0.5]], np.float32)),
            "scalar": np.float32(-3),
        }

    def reset(self, seed=None, options=None):
        return self.observation(np.array([5, 7])), {}

    def step(self, action):
        assert action.dtype == self.action_space.dtype
        return self.observation(action), 1.0, False, True, {}


class Bytes(gymnasium.Env):
    """Pictures in bytes, and controls."""

    def __init__(self):
        self.observation_space = spaces.Box(0, 255, (2, 3), np.uint8)
        self.action_space = spaces.Box(np.array([-2, 0]), np.array([2, 1]), dtype=np.float64)

    def reset(self, seed=None, options=None):
        self.steps = 0
        return np.full((2, 3), 200, np.uint8), {}

    def step(self, action):
        self.steps += 1
        picture = np.arange(250, 256, dtype=np.uint8).reshape(2, 3)
        picture[0, 0] = self.steps
        return picture, float(10 * action[0] + action[1]), self.steps == 2, False, {}


class Slow(Count):
    """Takes its time."""

    def step(self, action):
        time.sleep(1e-3)
        return super().step(action)


class Large(gymnasium.Env):
    """Frames of a megabyte, both ways."""

    def __init__(self):
        self.observation_space = spaces.Box(-1e9, 1e9, (300, 1000), np.float32)
        self.action_space = spaces.Box(-1e9, 1e9, (300, 1000), np.float32)

    def reset(self, seed=None, options=None):
        return np.arange(300000, dtype=np.float32).reshape(300, 1000), {}

    def step(self, action):
        return action + 1, float(action[299, 999]), False, True, {}


gymnasium.register("Count-v0", Count)
gymnasium.register("Slow-v0", Slow)
gymnasium.register("Large-v0", Large)
gymnasium.register("Limited-v0", lambda **more: Count(last=7, **more), max_episode_steps=4)
gymnasium.register("All-v0", All)
gymnasium.register("Bytes-v0", Bytes)
gymnasium.register("Words-v0", lambda: All(spaces.Text(5)))
gymnasium.register("Deep-v0", lambda: All(spaces.Dict({"a": spaces.Sequence(spaces.Discrete(2))})))
gymnasium.register("Vast-v0", lambda: All(spaces.Discrete(2**40)))
