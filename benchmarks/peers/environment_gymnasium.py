"""Steps of CartPole-v1 in Gymnasium's own vectorised environment of NumPy, without a policy."""

from figures import Halves, need, options

np, gymnasium = need("numpy", "gymnasium")


def main():
    given = options()
    count = 1024
    environments = gymnasium.make_vec("CartPole-v1", count, vectorization_mode="vector_entry_point")
    environments.reset(seed=given.seed)
    actions = np.random.default_rng(given.seed).integers(0, 2, (64, count))
    rounds = max(2, given.steps // count)
    halves = Halves(rounds * count)
    for done in range(rounds):
        environments.step(actions[done % 64])
        halves.reached((done + 1) * count)
    halves.report(rounds * count, version=gymnasium.__version__)


main()
