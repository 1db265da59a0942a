"""Records CartPole-v1 of Gymnasium, for CartPoleTest to compare with.

    python3 -m venv venv && venv/bin/pip install gymnasium numpy
    venv/bin/python record_gymnasium.py ../resources/jackdaw/environments/cartpole-v1.csv

A line holds one step: the episode, the action (-1 for the reset), the state after it in double
precision, the reward, and the flags terminated and truncated. Python's repr of a double is exact.
The observation is not stored: it is checked here to be the state rounded to single precision.

Episodes 0 to 4 act at random until the pole falls, episode 5 pushes right only, episode 6 left only,
and episodes 7 and 8 balance until the limit of 500 steps.
"""

import sys

import gymnasium
import numpy as np


def random_action(generator, state):
    return int(generator.integers(2))


def right(generator, state):
    return 1


def left(generator, state):
    return 0


def balance(generator, state):
    x, x_dot, theta, theta_dot = state
    return int(theta + 0.3 * theta_dot + 0.02 * x + 0.05 * x_dot > 0)


POLICIES = [random_action] * 5 + [right, left] + [balance] * 2


def main(path):
    environment = gymnasium.make("CartPole-v1")
    inner = environment.unwrapped
    low = environment.observation_space.low.tolist()
    high = environment.observation_space.high.tolist()
    with open(path, "w") as out:
        out.write(f"# gymnasium {gymnasium.__version__}, numpy {np.__version__}\n")
        out.write(f"# low {low}\n# high {high}\n")
        out.write("episode,action,x,x_dot,theta,theta_dot,reward,terminated,truncated\n")
        for episode, policy in enumerate(POLICIES):
            generator = np.random.default_rng(1000 + episode)
            observation, _ = environment.reset(seed=episode)
            write(out, episode, -1, inner.state, observation, 0.0, False, False)
            ended = False
            steps = 0
            while not ended:
                action = policy(generator, inner.state)
                observation, reward, terminated, truncated, _ = environment.step(action)
                write(out, episode, action, inner.state, observation, reward, terminated, truncated)
                ended = terminated or truncated
                steps += 1
            print(policy.__name__, steps, "truncated" if truncated else "terminated")


def write(out, episode, action, state, observation, reward, terminated, truncated):
    assert observation.dtype == np.float32
    assert (np.array(state, dtype=np.float32) == observation).all()
    values = [episode, action, *(repr(float(v)) for v in state), reward]
    out.write(",".join(map(str, values + [int(terminated), int(truncated)])) + "\n")


if __name__ == "__main__":
    main(sys.argv[1])
