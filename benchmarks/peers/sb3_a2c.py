"""A2C of Stable-Baselines3 on CartPole-v1 with its own settings in eight copies, if it is installed."""

from figures import Halves, need, options

library, vectors, callbacks, torch = need(
    "stable_baselines3", "stable_baselines3.common.env_util",
    "stable_baselines3.common.callbacks", "torch",
)


def main():
    given = options()
    torch.set_num_threads(1)
    halves = Halves(given.steps)

    class Clock(callbacks.BaseCallback):
        def _on_step(self):
            halves.reached(self.num_timesteps)
            return True

    model = library.A2C(
        "MlpPolicy", vectors.make_vec_env("CartPole-v1", 8, seed=given.seed), seed=given.seed,
        device="cpu",
    )
    model.learn(given.steps, callback=Clock())
    halves.report(model.num_timesteps, version=library.__version__)


main()
