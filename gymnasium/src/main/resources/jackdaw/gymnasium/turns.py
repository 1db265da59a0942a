"""Games of PettingZoo for one player; a part of the bridge, which runs it in its own scope."""

import importlib


class Turns:
    """A classic game in which this side is one of the players, and an opponent moves for all others.

    Which player that is, is drawn from the seed, unless it is chosen: 0 moves first. The reward of a step is
    all that this player gets until its next turn or the end. An opponent is `random`, which draws among its
    legal actions, or a function `module:name` of an observation, the mask of legal actions and a generator
    of random numbers.
    """

    metadata = {"render_modes": ["rgb_array", "ansi"]}
    spec = None

    def __init__(self, name, arguments):
        options = dict(arguments)
        opponent, self.place = options.pop("opponent", "random"), options.pop("player", "any")
        self.render_mode = options.get("render_mode")
        self.game = importlib.import_module("pettingzoo.classic." + name).env(**options)
        self.players = self.game.possible_agents
        places = [str(i) for i in range(len(self.players))]
        if str(self.place) not in ["any", *places]:
            raise Unsupported(f"player is {self.place}: choose any or one of {', '.join(places)}")
        self.opponent = draw_legal if opponent == "random" else named(opponent, "opponent")
        self.me = self.players[0]
        self.observation_space = self.game.observation_space(self.me)
        self.action_space = self.game.action_space(self.me)

    @property
    def unwrapped(self):
        return self.game.unwrapped

    def reset(self, seed):
        self.random = np.random.default_rng(seed)
        self.game.reset(seed=seed)
        drawn = int(self.random.integers(len(self.players)))
        self.me = self.players[drawn if self.place == "any" else int(self.place)]
        observation, _, _, _, info = self.turn()
        return observation, info

    def step(self, action):
        self.game.step(int(action))
        return self.turn()

    def turn(self):
        """Lets the others move until it is this player's turn, or there is none any more."""
        while True:
            agent = self.game.agent_selection
            observation, reward, terminated, truncated, info = self.game.last()
            if agent == self.me:
                return observation, float(reward), bool(terminated), bool(truncated), info
            if terminated or truncated:
                self.game.step(None)
            else:
                mask = np.asarray(legal_in(observation, info))
                self.game.step(int(self.opponent(observation, mask, self.random)))

    def render(self):
        return self.game.render()

    def close(self):
        self.game.close()


def legal_in(observation, info):
    """The mask of legal actions, in either of the two places where it is."""
    return info["action_mask"] if "action_mask" in info else observation["action_mask"]


def draw_legal(observation, mask, random):
    return random.choice(np.flatnonzero(mask))


def named(text, option):
    """What a `module:name` stands for."""
    module, _, name = str(text).partition(":")
    if not module or not name:
        raise Unsupported(f"{option} is {text}: write it like my_module:{option}")
    found = importlib.import_module(module)
    for word in name.split("."):
        if not hasattr(found, word):
            raise Unsupported(f"{option} {text} is not there: {module} has no {name}")
        found = getattr(found, word)
    return found
