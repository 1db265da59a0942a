"""Environments that do what Gymnasium allows and few do, or what it forbids, for the tests of the bridge."""

import multiprocessing
import subprocess

import gymnasium
import numpy as np
from gymnasium import spaces


class Five(gymnasium.Env):
    """Five steps of nothing, with a reward of 1 each."""

    observation_space = spaces.Box(-1e9, 1e9, (1,), np.float32)
    action_space = spaces.Discrete(2)

    def observation(self):
        return np.zeros(1, np.float32)

    def reset(self, seed=None, options=None):
        self.steps = 0
        return self.observation(), {}

    def reward(self):
        return 1.0

    def step(self, action):
        self.steps += 1
        return self.observation(), self.reward(), self.steps == 5, False, {}


def answer(pipe):
    while True:
        pipe.send(pipe.recv() + 1)


class Fork(Five):
    """Asks a process that multiprocessing has forked, which is its default on Linux up to Python 3.13."""

    def __init__(self):
        context = multiprocessing.get_context("fork")
        self.pipe, other = context.Pipe()
        context.Process(target=answer, args=(other,), daemon=True).start()

    def observation(self):
        self.pipe.send(self.steps)
        return np.array([self.pipe.recv()], np.float32)


class Asks(Five):
    """Reads from standard input, as a debugger does."""

    def observation(self):
        try:
            return np.array([len(input())], np.float32)
        except EOFError:
            return np.array([-1], np.float32)


class Child(Five):
    """Starts a program, whose process number it shows."""

    def __init__(self):
        self.child = subprocess.Popen(["sleep", "1000"])

    def observation(self):
        return np.array([self.child.pid], np.float32)


class Mute(Exception):
    def __str__(self):
        raise ValueError("no text")


class Raises(Five):
    """Raises in its first step what few expect."""

    def __init__(self, kind):
        self.kind = kind

    def reward(self):
        raise {
            "interrupt": KeyboardInterrupt(),
            "generator": GeneratorExit("closed"),
            "mute": Mute(),
            "long": ValueError("x" * 3_000_000),
        }[self.kind]


gymnasium.register("Fork-v0", Fork)
gymnasium.register("Asks-v0", Asks)
gymnasium.register("Child-v0", Child)
gymnasium.register("Raises-v0", Raises)
