"""PPO of Stable-Baselines3 on CartPole-v1 with CleanRL's settings, if it is installed."""

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

    model = library.PPO(
        "MlpPolicy", vectors.make_vec_env("CartPole-v1", 4, seed=given.seed), seed=given.seed,
        n_steps=128, batch_size=128, n_epochs=4, learning_rate=lambda left: 2.5e-4 * left,
        gamma=0.99, gae_lambda=0.95, clip_range=0.2, clip_range_vf=0.2, ent_coef=0.01,
        vf_coef=0.25, max_grad_norm=0.5, device="cpu",
    )
    model.learn(given.steps, callback=Clock())
    halves.report(model.num_timesteps, version=library.__version__)


main()
