"""Plays an environment of Gymnasium with random actions and writes everything as little-endian doubles.

    python record_robot.py HalfCheetah-v5 1000 7 out.bin

Header: sizes of positions, velocities, actions, observations, and the number of steps. Then, for every
step: whether an episode starts (1 or 0), the start's positions, velocities and observation (zeros
elsewhere), the action, the observation, the reward, and whether it terminated.
"""

import struct
import sys

import gymnasium
import numpy as np

name, steps, seed, path = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), sys.argv[4]
environment = gymnasium.make(name)
bare = environment.unwrapped
bare.action_space.seed(seed)
nq, nv, nu = bare.model.nq, bare.model.nv, bare.model.nu
observation, _ = environment.reset(seed=seed)
size = observation.size
started = True
with open(path, "wb") as out:
    out.write(struct.pack("<5d", nq, nv, nu, size, steps))
    for _ in range(steps):
        start = np.concatenate([[1.0], bare.data.qpos, bare.data.qvel, observation]) if started else np.zeros(1 + nq + nv + size)
        action = bare.action_space.sample()
        observation, reward, terminated, truncated, _ = environment.step(action)
        row = np.concatenate([start, action.astype(np.float64), observation, [float(reward), float(terminated)]])
        out.write(row.astype("<f8").tobytes())
        started = terminated or truncated
        if started:
            observation, _ = environment.reset()
