"""Environments that give what few do, or none may, for the tests of the bridge."""

import gymnasium
import numpy as np
from gymnasium import spaces

from .hostile import Five

PICTURE = spaces.Box(0, 255, (2, 2, 3), np.uint8)


class Gives(Five):
    """Gives something else than it may, from the first step on."""

    def __init__(self, what):
        self.what = what
        self.observation_space = {
            "bytes": PICTURE,
            "index": spaces.Discrete(5),
            "part": spaces.Dict({"a": spaces.Discrete(5)}),
        }.get(what.split("-")[0], Five.observation_space)

    def observation(self):
        first = self.steps == 0
        return {
            "bytes-scaled": np.full((2, 2, 3), 255 if first else 0.5, np.float32),
            "bytes-large": np.full((2, 2, 3), 7 if first else 300),
            "bytes-negative": np.full((2, 2, 3), 7 if first else -1),
            "bytes-nan": np.full((2, 2, 3), 7.0 if first else np.nan),
            "bytes-wide": np.full((2, 2, 3), 7 if first else 300, np.uint16),
            "index-array": 3 if first else np.array([3, 4]),
            "index-none": 3 if first else None,
            "part-missing": {"a": 3} if first else {"b": 3},
            "ragged": np.zeros(1) if first else [[1], [1, 2]],
            "text": np.zeros(1) if first else np.array(["x"]),
        }.get(self.what, np.zeros(1, np.float32))

    def reward(self):
        return {
            "reward-array": np.array([1.0]),
            "reward-none": None,
            "reward-text": "one",
            "reward-list": [1.0, 2.0],
        }.get(self.what, 1.0)

    def step(self, action):
        result = super().step(action)
        return result[:2] + result[3:] if self.what == "step-old" else result

    def reset(self, seed=None, options=None):
        result = super().reset(seed)
        return result[0] if self.what == "reset-old" else result


class Bounds(Five):
    """Takes what its action space has and nothing else."""

    def __init__(self, space):
        self.action_space = {
            "float64": spaces.Box(-0.1, 0.1, (2,), np.float64),
            "float16": spaces.Box(-0.1, 0.1, (2,), np.float16),
            "int32": spaces.Box(-(2**31), 2**31 - 1, (2,), np.int32),
            "int64": spaces.Box(-(2**63), 2**63 - 1, (2,), np.int64),
            "uint8": spaces.Box(0, 255, (2,), np.uint8),
            "discrete": spaces.Discrete(3, start=-1, dtype=np.int32),
            "several": spaces.MultiDiscrete([3, 2], dtype=np.int16),
        }[space]

    def step(self, action):
        assert self.action_space.contains(action), f"{action!r} is outside {self.action_space}"
        return super().step(action)


class Picture(Five):
    """Draws what `kind` says, but only where it was asked for, and after a reset."""

    metadata = {"render_modes": ["rgb_array"]}

    def __init__(self, kind="rgb", render_mode=None):
        self.render_mode, self.kind = render_mode, kind
        self.steps = None

    def render(self):
        assert self.render_mode == "rgb_array"
        picture = np.full((2, 4, 3), 20 * self.steps + 40, np.uint8)
        return {
            "rgb": picture,
            "grey": picture[..., 0],
            "one": picture[..., :1],
            "alpha": np.concatenate([picture, picture[..., :1]], 2),
            "float": picture / 255,
            "wide": picture.astype(np.int64),
            "nothing": None,
            "flat": picture.ravel(),
        }[self.kind]


class Plain(Five):
    """Takes no render_mode, though its class says that it draws."""

    metadata = {"render_modes": ["rgb_array"]}

    def __init__(self):
        pass


class Odd(gymnasium.Space):
    """A space that only its package knows, such as MiniGrid's missions."""


class Parts(Five):
    """Observes parts with names of all kinds, and some that cannot be used."""

    observation_space = spaces.Dict(
        {
            "bottom burner": spaces.Box(-1, 1, (1,), np.float32),
            "bottom/burner": spaces.Discrete(3),
            "mission": Odd((1,), np.int64),
            "": spaces.Discrete(4),
            "inner": spaces.Dict({"text": spaces.Text(5), "ä.b": spaces.MultiBinary(2)}),
            "pair": spaces.Tuple((spaces.Text(3), spaces.Graph(PICTURE, None))),
        }
    )

    def observation(self):
        return {
            "bottom burner": np.full(1, 0.5, np.float32),
            "bottom/burner": 2,
            "mission": "go",
            "": 3,
            "inner": {"text": "x", "ä.b": np.array([0, 1], np.int8)},
            "pair": ("abc", None),
        }


class Only(gymnasium.ObservationWrapper):
    """Leaves one part of an observation, so many times."""

    def __init__(self, env, part="mission", times=1):
        super().__init__(env)
        self.part, self.times = part, times
        self.observation_space = spaces.Box(0, 9, (times,), np.float32)

    def observation(self, observation):
        return np.full(self.times, observation[self.part], np.float32)


class More(gymnasium.RewardWrapper):
    def reward(self, reward):
        return reward + 10


class Masked(Five):
    """Allows the action that is its number of steps modulo 3, and punishes every other one."""

    def __init__(self, where, seen=True):
        self.action_space = spaces.MultiDiscrete([3, 2]) if where == "several" else spaces.Discrete(3)
        self.where = where
        numbers = spaces.Box(-1e9, 1e9, (1,), np.float32)
        mask = spaces.Box(0, 1, (3,), np.int8)
        self.observation_space = (
            spaces.Dict({"seen": numbers, "action_mask": mask}) if where == "part" else numbers
        )

    def mask(self):
        mask = np.zeros(3, np.int8)
        mask[self.steps % 3] = 1
        return (mask, np.array([1, 1], np.int8)) if self.where == "several" else mask

    def observation(self):
        seen = np.full(1, self.steps, np.float32)
        return {"seen": seen, "action_mask": self.mask()} if self.where == "part" else seen

    def info(self):
        wrong = {"absent": {}, "short": {"action_mask": np.ones(2)}}
        return wrong.get(self.where, {"action_mask": self.mask()})

    def reset(self, seed=None, options=None):
        observation, _ = super().reset(seed)
        return observation, self.info()

    def step(self, action):
        allowed = np.ravel(action)[0] == self.steps % 3
        observation, _, terminated, truncated, _ = super().step(action)
        # Every other episode is cut off.
        self.cut = not getattr(self, "cut", False) if terminated else getattr(self, "cut", False)
        cut = terminated and self.cut
        return observation, 1.0 if allowed else -100.0, terminated and not cut, cut, self.info()


def last_legal(observation, mask, random):
    """An opponent that takes the last action that it may."""
    return int(np.flatnonzero(mask)[-1])


gymnasium.register("Gives-v0", Gives)
gymnasium.register("Bounds-v0", Bounds)
gymnasium.register("Picture-v0", Picture)
gymnasium.register("Plain-v0", Plain)
gymnasium.register("Parts-v0", Parts)
gymnasium.register("Masked-v0", Masked)
