"""Records Gymnasium's LunarLander-v3 and BipedalWalker-v3, for RigidBodyTasksTest to compare with.

    python3 -m venv venv && venv/bin/pip install swig "gymnasium[box2d]"
    venv/bin/python record_box2d.py ../resources/jackdaw/environments

If pybox2d cannot be built, PYTHONPATH=gdx uses another build of the same C++ Box2D: see
gdx/Box2D/__init__.py. The first line of a file names the build.

A line holds one step: the episode, the reward, the flag terminated, the parts of the action (all -9 for
the reset), the observation, and then, after a |, every random number that the task drew in this step.
Python's repr of a double is exact. The tasks' own heuristics play the episodes with an odd number; the
others are random. In bipedalwalker-air.csv the walker starts LIFT metres higher and the episode ends
before it lands, so that there are no contacts.
"""

import random
import sys

import gymnasium
import numpy as np
from gymnasium.envs.box2d import bipedal_walker, lunar_lander

LIFT = 4.0
GROUND = bipedal_walker.TERRAIN_HEIGHT


class Tape:
    """Wraps a generator and records its numbers."""

    def __init__(self, generator):
        self.generator = generator
        self.drawn = []

    def uniform(self, low, high, size=None):
        values = self.generator.uniform(low, high, size)
        self.drawn += [float(values)] if size is None else [float(v) for v in values]
        return values

    def integers(self, low, high):
        value = int(self.generator.integers(low, high))
        self.drawn.append(float(value))
        return value

    def random(self):
        value = float(self.generator.random())
        self.drawn.append(value)
        return value

    def take(self):
        drawn, self.drawn = self.drawn, []
        return drawn


def lander_policy(environment):
    return lambda observation: lunar_lander.heuristic(environment, observation)


def walker_policy(environment):
    heuristic = bipedal_walker.BipedalWalkerHeuristics()
    heuristic.a = np.zeros(4)
    return heuristic.step_heuristic


def record(path, name, options, make_policy, episodes, limit, lift=0.0):
    import Box2D

    with open(path, "w") as out:
        out.write(f"# gymnasium {gymnasium.__version__}, numpy {np.__version__}, Box2D from")
        out.write(f" {'libGDX 1.9.9' if hasattr(Box2D, '_server') else 'pybox2d'}\n")
        for space in ("observation_space", "action_space"):
            box = getattr(gymnasium.make(name, **options), space)
            if isinstance(box, gymnasium.spaces.Box):
                out.write(f"# low {box.low.tolist()} high {box.high.tolist()}\n")
        spec = gymnasium.spec(name)
        out.write(f"# limit {spec.max_episode_steps} solved {spec.reward_threshold}\n")
        for episode in range(episodes):
            # A new environment each time, so that its world is new, too.
            environment = gymnasium.make(name, disable_env_checker=True, **options).unwrapped
            tape = Tape(np.random.default_rng(episode))
            environment._np_random = tape
            environment._np_random_seed = episode
            if lift:
                raise_start(environment, lift)
            observation, _ = environment.reset()
            bipedal_walker.TERRAIN_HEIGHT = GROUND
            size = environment.action_space.shape or (1,)
            write(out, episode, 0.0, False, np.full(size, -9.0), observation, tape)
            policy = make_policy(environment)
            generator = np.random.default_rng(1000 + episode)
            terminated, steps, total = False, 0, 0.0
            while not terminated and steps < limit:
                if episode % 2:
                    action = policy(observation)
                elif size == (1,):
                    action = int(generator.integers(environment.action_space.n))
                else:
                    action = generator.uniform(-1, 1, size)
                if size != (1,):
                    action = np.array(action, dtype=np.float32)
                observation, reward, terminated, _, _ = environment.step(action)
                write(out, episode, reward, terminated, np.reshape(action, size), observation, tape)
                steps, total = steps + 1, total + reward
            print(name, options, episode, steps, "terminated" if terminated else "cut off", total)


def raise_start(environment, lift):
    """The clouds are drawn between the ground and the walker: everything after them is lifted."""
    clouds = environment._generate_clouds

    def clouds_then_raise():
        clouds()
        bipedal_walker.TERRAIN_HEIGHT = GROUND + lift

    environment._generate_clouds = clouds_then_raise


def write(out, episode, reward, terminated, action, observation, tape):
    assert observation.dtype == np.float32
    left = [str(episode), repr(float(reward)), str(int(terminated))]
    left += [repr(float(v)) for v in action] + [repr(float(v)) for v in observation]
    out.write(",".join(left) + "|" + ",".join(repr(v) for v in tape.take()) + "\n")


if __name__ == "__main__":
    folder = sys.argv[1]
    record(f"{folder}/lunarlander-v3.csv", "LunarLander-v3", {}, lander_policy, 4, 1000)
    windy = {"continuous": True, "enable_wind": True, "gravity": -9.0}
    record(f"{folder}/lunarlander-windy.csv", "LunarLander-v3", windy, lander_policy, 4, 1000)
    record(f"{folder}/bipedalwalker-v3.csv", "BipedalWalker-v3", {}, walker_policy, 4, 150)
    record(f"{folder}/bipedalwalker-air.csv", "BipedalWalker-v3", {}, walker_policy, 4, 40, LIFT)
    hard = {"hardcore": True}
    record(f"{folder}/bipedalwalker-hardcore.csv", "BipedalWalker-v3", hard, walker_policy, 4, 100)
