"""The matrix products of one training step of a 17-256-256-6 network on 256 rows, in OpenBLAS alone."""

from figures import Halves, need, options

np = need("numpy")

ROWS, SIZES = 256, (17, 256, 256, 6)


def main():
    given = options()
    random = np.random.default_rng(given.seed)

    def matrix(rows, columns):
        return random.standard_normal((rows, columns), dtype=np.float32)

    weights = [matrix(a, b) for a, b in zip(SIZES, SIZES[1:])]
    hidden = [matrix(ROWS, size) for size in SIZES]
    upstream = [matrix(ROWS, size) for size in SIZES]
    gradients = [np.empty_like(weight) for weight in weights]

    def step():
        for i, weight in enumerate(weights):
            np.matmul(hidden[i], weight, out=hidden[i + 1])
        for i in reversed(range(len(weights))):
            np.matmul(hidden[i].T, upstream[i + 1], out=gradients[i])
            if i > 0:
                np.matmul(upstream[i + 1], weights[i].T, out=upstream[i])
        # keeps numbers in a range without slow special cases
        hidden[1][:] = 1
        upstream[1][:] = 1

    halves = Halves(given.steps)
    for done in range(given.steps):
        step()
        halves.reached(done + 1)
    library = np.show_config(mode="dicts")["Build Dependencies"]["blas"]["name"]
    halves.report(given.steps, version=f"{np.__version__} ({library})")


main()
