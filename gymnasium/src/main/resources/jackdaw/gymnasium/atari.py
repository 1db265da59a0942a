"""An Atari game as the literature plays it; a part of the bridge, which runs it in its own scope."""


class Atari:
    """One game with the usual preprocessing, done by ale_py's own vector environment, of one.

    Up to 30 random no-ops at the start, each action for four frames, the brighter of the last two, grey and
    84 by 84, four of these at once, and FIRE at the start where a game waits for it. A lost life is told
    beside the end of a game, and rewards are the game's own: what learning makes of both is for the other
    side.
    """

    metadata = {"render_modes": ["rgb_array"]}
    render_mode = "rgb_array"
    spec = None

    def __init__(self, registered, arguments):
        from ale_py.vector_env import AtariVectorEnv

        asked = {**registered.kwargs, **arguments}
        # Those of one frame at a time, such as v4's.
        if not isinstance(arguments.get("frameskip"), int):
            asked["frameskip"] = 4
        lives = asked.pop("episodic_life", True)
        self.clips_rewards = bool(asked.pop("reward_clipping", True))
        # It counts a step that follows an end as the reset, which never comes here: resets are asked for.
        made = AtariVectorEnv(
            num_envs=1, num_threads=1, reward_clipping=False, life_loss_info=lives, **asked
        )
        self.observation_space = made.single_observation_space
        self.action_space = made.single_action_space
        self.game = made.ale
        self.strength = np.ones(1, np.float32)
        names = [action.name for action in self.game.get_action_set()]
        fires = lives and asked.get("use_fire_reset", True) and not asked.get("continuous")
        self.fire = names.index("FIRE") if fires and "FIRE" in names else None
        self.frame = np.zeros(self.observation_space.shape, np.uint8)

    def reset(self, seed):
        observations, info = self.game.reset([0], [seed & 0x7FFFFFFF])
        self.frame = observations[0]
        return self.frame, info

    def begin(self, action):
        """Starts a step, which other games may take at the same time."""
        self.game.send([action], self.strength)

    def finish(self):
        reward, ended, over, truncated = self.take()
        lost = ended and not over
        if lost and self.fire is not None and not truncated:
            # The next ball, or whatever a life begins with; what it brings belongs to this step.
            self.begin(self.fire)
            more, _, over, truncated = self.take()
            reward += more
            lost = not over
        return self.frame, reward, over, truncated, lost

    def take(self):
        """Waits for a step; the reward, and whether a life, the game and its time have ended."""
        observations, rewards, terminated, truncated, info = self.game.recv()
        self.frame = observations[0]
        ended = bool(terminated[0])
        return float(rewards[0]), ended, ended and info["lives"][0] == 0, bool(truncated[0])

    def render(self):
        """The newest picture that the network sees, three times as large."""
        picture = self.frame[-1].repeat(3, 0).repeat(3, 1)
        return picture if picture.ndim == 3 else picture[..., None].repeat(3, 2)

    def close(self):
        self.game = None
