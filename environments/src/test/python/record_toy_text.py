"""Records Gymnasium's toy text tasks, for ToyTextTest and BlackjackTest to compare with.

    python3 -m venv venv && venv/bin/pip install gymnasium numpy
    venv/bin/python record_toy_text.py ../resources/jackdaw/environments

writes <task>-table.csv for each table: its first lines hold the limit, the threshold, and the start states;
each further line holds a state, an action, and its outcomes, each as probability:next:reward:terminated.
If a task draws numbers, <task>.csv has episodes: a line holds the episode, the action (-1 for the reset),
the number that Gymnasium drew for it, the state after it, the reward, and the flags terminated and
truncated. The fickle taxi draws its destination in another way; in place of the number its lines say
whether the passenger is about to choose again.

blackjack-<rules>.csv has one game on each line: the cards as they were drawn (the dealer's two, the player's two,
and so on), the actions, the observations after the reset and each action, and the reward of each action.
"""

import sys

import gymnasium
import numpy as np

TABLES = [
    ("frozenlake-4x4", "FrozenLake-v1", {}),
    ("frozenlake-4x4-dry", "FrozenLake-v1", {"is_slippery": False}),
    ("frozenlake-4x4-rate", "FrozenLake-v1", {"success_rate": 0.7}),
    ("frozenlake-8x8-short", "FrozenLake-v1", {"map_name": "8x8"}),
    ("frozenlake-8x8", "FrozenLake8x8-v1", {}),
    ("cliffwalking", "CliffWalking-v1", {}),
    ("cliffwalking-slippery", "CliffWalkingSlippery-v1", {}),
    ("taxi", "Taxi-v4", {}),
    ("taxi-rainy", "Taxi-v4", {"is_rainy": True}),
]
EPISODES = 6
LONGEST = 400


class Numbers:
    """Passes on the numbers of another generator, and records them."""

    def __init__(self, generator):
        self.generator = generator
        self.drawn = []

    def random(self):
        self.drawn.append(self.generator.random())
        return self.drawn[-1]

    def choice(self, values):
        value = self.generator.choice(values)
        if not isinstance(value, str):
            self.drawn.append(int(value))
        return value


def make(name, options):
    environment = gymnasium.make(name, disable_env_checker=True, **options)
    inner = environment.unwrapped
    environment.reset(seed=7)
    numbers = Numbers(inner.np_random)
    inner._np_random = numbers
    return environment, inner, numbers


def header(out, environment):
    out.write(f"# gymnasium {gymnasium.__version__}, numpy {np.__version__}\n")
    out.write(f"# limit {environment.spec.max_episode_steps}")
    out.write(f" solved {environment.spec.reward_threshold}\n")


def table(folder, file, name, options):
    environment, inner, _ = make(name, options)
    with open(f"{folder}/{file}-table.csv", "w") as out:
        header(out, environment)
        starts = np.flatnonzero(inner.initial_state_distrib)
        shares = inner.initial_state_distrib[starts]
        assert (shares == shares[0]).all()
        out.write("starts," + " ".join(map(str, starts)) + "\n")
        for state, actions in inner.P.items():
            for action, outcomes in actions.items():
                texts = [f"{float(p)!r}:{s}:{r}:{int(t)}" for p, s, r, t in outcomes]
                out.write(f"{state},{action}," + " ".join(texts) + "\n")


def episodes(folder, file, name, options):
    environment, inner, numbers = make(name, options)
    fickle = options.get("fickle_passenger", False)
    generator = np.random.default_rng(1000)
    with open(f"{folder}/{file}.csv", "w") as out:
        header(out, environment)
        for episode in range(EPISODES):
            numbers.drawn.clear()
            state, _ = environment.reset()
            drawn = int(inner.fickle_step) if fickle else numbers.drawn[0]
            out.write(f"{episode},-1,{drawn!r},{state},0,0,0\n")
            steps = 0
            ended = False
            while not ended and steps < LONGEST:
                numbers.drawn.clear()
                action = choose(inner, generator)
                state, reward, terminated, truncated, _ = environment.step(action)
                drawn = int(inner.fickle_step) if fickle else numbers.drawn[0]
                values = [episode, action, repr(drawn), state, reward]
                out.write(",".join(map(str, values + [int(terminated), int(truncated)])) + "\n")
                ended = terminated or truncated
                steps += 1
            print(file, steps, "truncated" if truncated else "terminated" if ended else "")


def choose(inner, generator):
    """Any action, but mostly the most valuable one, so that goals are reached."""
    if generator.random() < 0.3:
        return int(generator.integers(inner.action_space.n))
    values = best(inner)
    return int(np.argmax([worth(outcomes, values) for outcomes in inner.P[inner.s].values()]))


def worth(outcomes, values):
    return sum(p * (r + (0 if t else values[s])) for p, s, r, t in outcomes)


def best(inner):
    if not hasattr(inner, "best_values"):
        inner.best_values = np.zeros(len(inner.P))
        for _ in range(60):
            inner.best_values = np.array(
                [max(worth(o, inner.best_values) for o in a.values()) for a in inner.P.values()]
            )
    return inner.best_values


def blackjack(folder, rules, options, games):
    environment, _, numbers = make("Blackjack-v1", options)
    generator = np.random.default_rng(1000)
    with open(f"{folder}/blackjack-{rules}.csv", "w") as out:
        header(out, environment)
        for _ in range(games):
            numbers.drawn.clear()
            observation, _ = environment.reset()
            actions = []
            observations = [observation]
            rewards = []
            terminated = False
            while not terminated:
                actions.append(int(generator.random() < (0.8 if observation[0] < 17 else 0.2)))
                observation, reward, terminated, truncated, _ = environment.step(actions[-1])
                assert not truncated
                observations.append(observation)
                rewards.append(reward)
            fields = [numbers.drawn, actions, [v for o in observations for v in o], rewards]
            out.write(",".join(" ".join(map(str, field)) for field in fields) + "\n")


def main(folder):
    for file, name, options in TABLES:
        table(folder, file, name, options)
    for file in ("frozenlake-4x4", "frozenlake-8x8", "cliffwalking-slippery", "taxi", "taxi-rainy"):
        episodes(folder, *next(entry for entry in TABLES if entry[0] == file))
    episodes(folder, "taxi-fickle", "Taxi-v4", {"is_rainy": True, "fickle_passenger": True})
    blackjack(folder, "book", {}, 300)
    blackjack(folder, "natural", {"sab": False, "natural": True}, 300)
    blackjack(folder, "plain", {"sab": False}, 300)


if __name__ == "__main__":
    main(sys.argv[1])
