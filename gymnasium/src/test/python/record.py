"""Prints what an environment gives: record.py ID SEED STEPS; actions are 0, 1, 0, 1, …, or 0.5, −0.5, …"""

import sys

import gymnasium
import numpy as np

env = gymnasium.make(sys.argv[1])
seed = int(sys.argv[2])
observation, _ = env.reset(seed=seed)
print(*np.ravel(observation).astype(np.float32).tolist())
for i in range(int(sys.argv[3])):
    if isinstance(env.action_space, gymnasium.spaces.Discrete):
        action = i % 2
    else:
        action = np.full(env.action_space.shape, 0.5 - i % 2, env.action_space.dtype)
    observation, reward, terminated, truncated, _ = env.step(action)
    print(*np.ravel(observation).astype(np.float32).tolist(), reward, int(terminated), int(truncated))
    if terminated or truncated:
        seed += 1
        observation, _ = env.reset(seed=seed)
        print(*np.ravel(observation).astype(np.float32).tolist())
