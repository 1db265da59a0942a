"""PPO and CartPole-v1 compiled into one program by JAX, with CleanRL's settings, on one thread."""

import math
import os

os.environ.setdefault(
    "XLA_FLAGS", "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1"
)
os.environ.setdefault("JAX_PLATFORMS", "cpu")

from figures import Halves, need, options  # noqa: E402

jax = need("jax")
jnp = jax.numpy

ENVIRONMENTS, STEPS, MINIBATCHES, EPOCHS = 4, 128, 4, 4
RATE, DISCOUNT, LAMBDA, CLIP = 2.5e-4, 0.99, 0.95, 0.2
ENTROPY, VALUE, MAX_NORM = 0.01, 0.5, 0.5
BATCH = ENVIRONMENTS * STEPS


def environment_step(state, action, start):
    """Barto, Sutton and Anderson's cart and pole; a new episode begins after the end of one."""
    (x, velocity, angle, spin), age = state
    force = jnp.where(action == 1, 10.0, -10.0)
    cosine, sine = jnp.cos(angle), jnp.sin(angle)
    push = (force + 0.05 * spin**2 * sine) / 1.1
    turn = (9.8 * sine - cosine * push) / (0.5 * (4 / 3 - 0.1 * cosine**2 / 1.1))
    pull = push - 0.05 * turn * cosine / 1.1
    after = jnp.array(
        [x + 0.02 * velocity, velocity + 0.02 * pull, angle + 0.02 * spin, spin + 0.02 * turn]
    )
    ended = (jnp.abs(after[0]) > 2.4) | (jnp.abs(after[2]) > 12 * math.pi / 180) | (age + 1 >= 500)
    return (jnp.where(ended, start, after), jnp.where(ended, 0, age + 1)), ended


def network(key, outputs, gain):
    keys = jax.random.split(key, 3)
    sizes = ((4, 64, math.sqrt(2)), (64, 64, math.sqrt(2)), (64, outputs, gain))
    return [
        (jax.nn.initializers.orthogonal(scale)(k, (rows, columns)), jnp.zeros(columns))
        for k, (rows, columns, scale) in zip(keys, sizes)
    ]


def apply(layers, x):
    for weight, bias in layers[:-1]:
        x = jnp.tanh(x @ weight + bias)
    weight, bias = layers[-1]
    return x @ weight + bias


def loss(parameters, observations, actions, old_log_probabilities, old_values, advantages, returns):
    logits = jax.nn.log_softmax(apply(parameters[0], observations))
    log_probability = jnp.take_along_axis(logits, actions[:, None], 1)[:, 0]
    ratio = jnp.exp(log_probability - old_log_probabilities)
    a = (advantages - advantages.mean()) / (advantages.std(ddof=1) + 1e-8)
    surrogate = jnp.minimum(ratio * a, jnp.clip(ratio, 1 - CLIP, 1 + CLIP) * a).mean()
    value = apply(parameters[1], observations)[:, 0]
    moved = old_values + jnp.clip(value - old_values, -CLIP, CLIP)
    value_loss = 0.5 * jnp.maximum((value - returns) ** 2, (moved - returns) ** 2).mean()
    entropy = -(jnp.exp(logits) * logits).sum(1).mean()
    return -surrogate + VALUE * value_loss - ENTROPY * entropy


def training(updates):
    def adam(parameters, moments, gradient, step, rate):
        norm = jnp.sqrt(sum((g**2).sum() for g in jax.tree.leaves(gradient)))
        scale = jnp.minimum(1, MAX_NORM / (norm + 1e-6))
        first = jax.tree.map(lambda m, g: 0.9 * m + 0.1 * g * scale, moments[0], gradient)
        second = jax.tree.map(
            lambda v, g: 0.999 * v + 0.001 * (g * scale) ** 2, moments[1], gradient
        )
        one, two = 1 - 0.9**step, 1 - 0.999**step
        parameters = jax.tree.map(
            lambda p, m, v: p - rate * (m / one) / (jnp.sqrt(v / two) + 1e-5),
            parameters, first, second,
        )
        return parameters, (first, second)

    def collect(carry, drawn):
        parameters, states = carry
        noise, starts = drawn
        observations = states[0]
        logits = apply(parameters[0], observations)
        actions = (logits + noise).argmax(1)
        states, ended = jax.vmap(environment_step)(states, actions, starts)
        return (parameters, states), (observations, actions, logits, ended)

    def update(carry, index):
        parameters, moments, states, key = carry
        # draws all noise and start states before the rollout, computes log-probabilities and values after it
        key, drawing, starting = jax.random.split(key, 3)
        drawn = (
            jax.random.gumbel(drawing, (STEPS, ENVIRONMENTS, 2)),
            jax.random.uniform(starting, (STEPS, ENVIRONMENTS, 4), minval=-0.05, maxval=0.05),
        )
        (_, states), rollout = jax.lax.scan(collect, (parameters, states), drawn)
        observations, actions, logits, ended = rollout
        log_probabilities = jnp.take_along_axis(
            jax.nn.log_softmax(logits), actions[..., None], 2
        )[..., 0]
        values = apply(parameters[1], observations)[..., 0]

        def estimate(carry, row):
            advantage, following = carry
            value, over = row
            delta = 1 + DISCOUNT * following * (1 - over) - value
            advantage = delta + DISCOUNT * LAMBDA * (1 - over) * advantage
            return (advantage, value), advantage

        last = apply(parameters[1], states[0])[:, 0]
        _, advantages = jax.lax.scan(
            estimate, (jnp.zeros(ENVIRONMENTS), last), (values, ended.astype(jnp.float32)),
            reverse=True,
        )
        columns = (observations, actions, log_probabilities, values, advantages, advantages + values)
        columns = [column.reshape(BATCH, *column.shape[2:]) for column in columns]
        rate = RATE * (1 - index / updates)

        def epoch(carry, _):
            parameters, moments, key, step = carry
            key, shuffling = jax.random.split(key)
            order = jax.random.permutation(shuffling, BATCH)
            parts = [c[order].reshape(MINIBATCHES, -1, *c.shape[1:]) for c in columns]

            def minibatch(carry, rows):
                parameters, moments, step = carry
                gradient = jax.grad(loss)(parameters, *rows)
                parameters, moments = adam(parameters, moments, gradient, step, rate)
                return (parameters, moments, step + 1), None

            (parameters, moments, step), _ = jax.lax.scan(minibatch, (parameters, moments, step), parts)
            return (parameters, moments, key, step), None

        step = index * EPOCHS * MINIBATCHES + 1.0
        (parameters, moments, key, _), _ = jax.lax.scan(
            epoch, (parameters, moments, key, step), None, EPOCHS
        )
        return (parameters, moments, states, key), ended.sum()

    def run(seed):
        key, one, two, starting = jax.random.split(jax.random.key(seed), 4)
        parameters = (network(one, 2, 0.01), network(two, 1, 1.0))
        zeros = jax.tree.map(jnp.zeros_like, parameters)
        starts = jax.random.uniform(starting, (ENVIRONMENTS, 4), minval=-0.05, maxval=0.05)
        states = (starts, jnp.zeros(ENVIRONMENTS, jnp.int32))
        carry = (parameters, (zeros, zeros), states, key)
        (parameters, *_), episodes = jax.lax.scan(update, carry, jnp.arange(updates))
        return episodes.sum(), episodes[-min(20, updates):].sum()

    return run


def main():
    given = options()
    updates = math.ceil(given.steps / BATCH)
    before = Halves.now()
    program = jax.jit(training(updates)).lower(given.seed).compile()
    compiled = Halves.now()
    halves = Halves(updates * BATCH)
    # one program from the first step to the last, so all of it counts as steady
    halves.half = (0, *halves.start)
    episodes, last = jax.block_until_ready(program(given.seed))
    rows = min(20, updates) * BATCH
    halves.report(
        updates * BATCH,
        compileCpuSeconds=compiled[0] - before[0],
        episodes=int(episodes),
        lastMeanLength=rows / max(1, int(last)),
        version=jax.__version__,
    )


main()
