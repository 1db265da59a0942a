"""Records Gymnasium's other classic-control tasks, for ClassicControlTest to compare with.

    python3 -m venv venv && venv/bin/pip install gymnasium numpy
    venv/bin/python record_classic_control.py ../resources/jackdaw/environments

writes one file for each task: pendulum-v1.csv, mountaincar-v0.csv, mountaincarcontinuous-v0.csv, acrobot-v1.csv.
A line holds one step: the episode, the action (-9 for the reset), the reward, the flags terminated and
truncated, the state after it in double precision, and the observation. Python's repr of a double is
exact. Episodes with an even number act at random, those with an odd one pump energy.
"""

import sys

import gymnasium
import numpy as np

EPISODES = 4


def pump_pendulum(state):
    return 2.0 if state[1] > 0 else -2.0


def pump_car(state):
    return 1.0 if state[1] >= 0 else -1.0


def pump_acrobot(state):
    return 1 if state[3] > 0 else -1


TASKS = [
    ("Pendulum-v1", pump_pendulum, lambda r: float(np.float32(r.uniform(-2.5, 2.5)))),
    ("MountainCarContinuous-v0", pump_car, lambda r: float(np.float32(r.uniform(-1, 1)))),
    ("MountainCar-v0", lambda s: int(pump_car(s)) + 1, lambda r: int(r.integers(3))),
    ("Acrobot-v1", lambda s: pump_acrobot(s) + 1, lambda r: int(r.integers(3))),
]


def record(folder, name, pump, random):
    environment = gymnasium.make(name, disable_env_checker=True)
    inner = environment.unwrapped
    continuous = isinstance(environment.action_space, gymnasium.spaces.Box)
    with open(f"{folder}/{name.lower()}.csv", "w") as out:
        out.write(f"# gymnasium {gymnasium.__version__}, numpy {np.__version__}\n")
        for space in (environment.observation_space, environment.action_space):
            if isinstance(space, gymnasium.spaces.Box):
                out.write(f"# low {space.low.tolist()} high {space.high.tolist()}\n")
        out.write(f"# limit {environment.spec.max_episode_steps}")
        out.write(f" solved {environment.spec.reward_threshold}\n")
        for episode in range(EPISODES):
            generator = np.random.default_rng(1000 + episode)
            observation, _ = environment.reset(seed=episode)
            write(out, episode, -9.0, 0.0, False, False, inner.state, observation)
            ended = False
            steps = 0
            while not ended:
                action = pump(inner.state) if episode % 2 else random(generator)
                given = np.array([action], dtype=np.float32) if continuous else action
                observation, reward, terminated, truncated, _ = environment.step(given)
                write(out, episode, action, reward, terminated, truncated, inner.state, observation)
                ended = terminated or truncated
                steps += 1
            print(name, steps, "truncated" if truncated else "terminated")


def write(out, episode, action, reward, terminated, truncated, state, observation):
    assert observation.dtype == np.float32
    numbers = [float(reward), int(terminated), int(truncated)]
    numbers += [float(v) for v in state] + [float(v) for v in observation]
    out.write(",".join([str(episode), repr(float(action))] + [repr(v) for v in numbers]) + "\n")


if __name__ == "__main__":
    for task in TASKS:
        record(sys.argv[1], *task)
