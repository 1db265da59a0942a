"""Records what PyTorch computes, for the tests of core to be held to.

    pip install torch==2.13.0
    python core/src/test/python/record_pytorch.py

writes core/src/test/resources/jackdaw/pytorch.txt: one matrix a line, as its name, rows, columns and
values in row-major order. All inputs are numbers that a 32-bit float holds exactly; everything is
computed from them in double precision.
"""

import math
import pathlib
import random

import torch
from torch.distributions import (
    AffineTransform,
    Bernoulli,
    Categorical,
    Independent,
    Normal,
    TanhTransform,
    TransformedDistribution,
    kl_divergence,
)

torch.set_default_dtype(torch.float64)
torch.manual_seed(1)
random.seed(1)

LINES = []


def record(name, values):
    values = torch.as_tensor(values, dtype=torch.float64).detach()
    rows, columns = values.shape if values.dim() == 2 else (1, values.numel())
    numbers = " ".join("%.9g" % x for x in values.flatten().tolist())
    LINES.append(f"{name} {rows} {columns} {numbers}")


def single(values):
    """Rounded to 32 bits."""
    return values.to(torch.float32).to(torch.float64)


def normal(*shape):
    return single(torch.randn(*shape))


# ---------------------------------------------------------------------------------------------------
# PPO's loss and its gradient: two hidden layers of tanh, a categorical or a Gaussian policy, hidden
# layers shared or not. A rollout of 40 rows, of which a minibatch takes 32 in an order of its own.

OBSERVATION, HIDDEN, ROWS, MINIBATCH = 4, 8, 40, 32
CLIP, VALUE_COEFFICIENT, ENTROPY_COEFFICIENT = 0.2, 0.7, 0.05


def parameters(outputs, gaussian, shared):
    made = {}

    def linear(name, inputs, outputs):
        made[name + ".weight"] = single(torch.randn(inputs, outputs) / math.sqrt(inputs))
        made[name + ".bias"] = single(0.3 * torch.randn(1, outputs))

    for body in ["shared"] if shared else ["policy", "value"]:
        linear(body + ".0", OBSERVATION, HIDDEN)
        linear(body + ".1", HIDDEN, HIDDEN)
    if gaussian:
        made["policy.log-std"] = single(0.3 * torch.randn(1, outputs) - 0.5)
    linear("policy.output", HIDDEN, outputs)
    linear("value.output", HIDDEN, 1)
    for p in made.values():
        p.requires_grad_(True)
    return made


def network(p, observations, gaussian, shared):
    def linear(name, x):
        return torch.nn.functional.linear(x, p[name + ".weight"].T, p[name + ".bias"][0])

    def body(name):
        return torch.tanh(linear(name + ".1", torch.tanh(linear(name + ".0", observations))))

    outputs = linear("policy.output", body("shared" if shared else "policy"))
    values = linear("value.output", body("shared" if shared else "value"))
    if gaussian:
        deviation = p["policy.log-std"].exp().expand_as(outputs)
        return Independent(Normal(outputs, deviation), 1), values[:, 0]
    return Categorical(logits=outputs), values[:, 0]


def ppo(kind, layers):
    gaussian, shared = kind == "gaussian", layers == "shared"
    outputs = 2 if gaussian else 3
    prefix = f"ppo.{kind}.{layers}."
    p = parameters(outputs, gaussian, shared)
    observations = normal(ROWS, OBSERVATION)
    with torch.no_grad():
        policy, values = network(p, observations, gaussian, shared)
        actions = single(policy.sample())
        old_log_probabilities = single(policy.log_prob(actions) + 1.2 * (torch.rand(ROWS) - 0.5))
        old_values = single(values + 0.5 * torch.randn(ROWS))
        advantages = single(2 * torch.randn(ROWS) + 0.5)
        returns = single(values + torch.randn(ROWS))
    order = torch.tensor(random.sample(range(ROWS), MINIBATCH))

    for name, value in p.items():
        record(prefix + "parameter." + name, value)
    record(prefix + "observations", observations)
    record(prefix + "actions", actions.reshape(ROWS, -1))
    record(prefix + "log-probabilities", old_log_probabilities)
    record(prefix + "values", old_values)
    record(prefix + "advantages", advantages)
    record(prefix + "returns", returns)
    record(prefix + "order", order)

    for value_clip in [0, 0.2]:
        policy, values = network(p, observations[order], gaussian, shared)
        log_ratio = policy.log_prob(actions[order]) - old_log_probabilities[order]
        ratio = log_ratio.exp()
        a = advantages[order]
        a = (a - a.mean()) / (a.std() + 1e-8)
        # Clipping must bite, and must not where it would help, on both sides of 1.
        for outside in [ratio > 1 + CLIP, ratio < 1 - CLIP]:
            assert (outside & (a > 0)).any() and (outside & (a < 0)).any()
        policy_loss = -torch.min(ratio * a, ratio.clamp(1 - CLIP, 1 + CLIP) * a).mean()
        value_loss = (values - returns[order]) ** 2
        if value_clip:
            moved = (values - old_values[order]).clamp(-value_clip, value_clip) + old_values[order]
            clipped = (moved - returns[order]) ** 2
            assert (clipped > value_loss).any() and (clipped < value_loss).any()
            value_loss = torch.max(value_loss, clipped)
        value_loss = 0.5 * value_loss.mean()
        entropy = policy.entropy().mean()
        loss = policy_loss + VALUE_COEFFICIENT * value_loss - ENTROPY_COEFFICIENT * entropy
        for value in p.values():
            value.grad = None
        loss.backward()
        case = f"{prefix}clip-{value_clip}."
        record(case + "policy-loss", [policy_loss.item()])
        record(case + "value-loss", [value_loss.item()])
        record(case + "entropy", [entropy.item()])
        record(case + "divergence", [(ratio - 1 - log_ratio).mean().item()])
        record(case + "clip-fraction", [((ratio - 1).abs() > CLIP).double().mean().item()])
        for name, value in p.items():
            record(case + "gradient." + name, value.grad)


for kind in ["categorical", "gaussian"]:
    for layers in ["separate", "shared"]:
        ppo(kind, layers)

# ---------------------------------------------------------------------------------------------------
# Distributions.

logits = torch.cat([normal(6, 5), single(30 * torch.randn(2, 5))])
other_logits = torch.cat([normal(6, 5), single(5 * torch.randn(2, 5))])
classes = torch.tensor([0, 1, 2, 3, 4, 0, 1, 2])
record("categorical.logits", logits)
record("categorical.other-logits", other_logits)
record("categorical.actions", classes.reshape(-1, 1))
record("categorical.log-probability", Categorical(logits=logits).log_prob(classes).reshape(-1, 1))
record("categorical.entropy", Categorical(logits=logits).entropy().reshape(-1, 1))
divergence = kl_divergence(Categorical(logits=logits), Categorical(logits=other_logits))
record("categorical.divergence", divergence.reshape(-1, 1))

for name, rows in [("one-row", 1), ("all-rows", 6)]:
    mean, other_mean, actions = normal(6, 3), normal(6, 3), single(2 * torch.randn(6, 3))
    log_std, other_log_std = single(0.7 * torch.randn(rows, 3)), single(0.7 * torch.randn(rows, 3))
    p = Independent(Normal(mean, log_std.exp().expand(6, 3)), 1)
    q = Independent(Normal(other_mean, other_log_std.exp().expand(6, 3)), 1)
    prefix = f"gaussian.{name}."
    record(prefix + "mean", mean)
    record(prefix + "log-std", log_std)
    record(prefix + "other-mean", other_mean)
    record(prefix + "other-log-std", other_log_std)
    record(prefix + "actions", actions)
    record(prefix + "log-probability", p.log_prob(actions).reshape(-1, 1))
    record(prefix + "entropy", p.entropy().reshape(-1, 1))
    record(prefix + "divergence", kl_divergence(p, q).reshape(-1, 1))

# ---------------------------------------------------------------------------------------------------
# Optimisers: 50 steps on 20 parameters, whose gradients are of very different sizes.

STEPS, SIZE = 50, 20
start = normal(SIZE)
gradients = single(torch.randn(STEPS, SIZE) * 10.0 ** torch.linspace(-7, 2, SIZE))
record("optimizer.start", start)
record("optimizer.gradients", gradients)
for name, make in {
    "adam-1e-5": lambda p: torch.optim.Adam(p, lr=3e-3, eps=1e-5),
    "adam-1e-8": lambda p: torch.optim.Adam(p, lr=3e-3, eps=1e-8),
    "sgd-0": lambda p: torch.optim.SGD(p, lr=1e-2),
    "sgd-0.9": lambda p: torch.optim.SGD(p, lr=1e-2, momentum=0.9),
    "rmsprop": lambda p: torch.optim.RMSprop(p, lr=3e-3, alpha=0.99, eps=1e-5),
}.items():
    parameter = start.clone().requires_grad_(True)
    optimizer = make([parameter])
    for step in range(STEPS):
        parameter.grad = gradients[step].clone()
        optimizer.step()
        if step + 1 in [1, 10, 50]:
            record(f"optimizer.{name}.{step + 1}", parameter)

gradient = normal(100)
record("clip.gradient", gradient)
for limit in [0.5, 50.0]:
    parameter = torch.zeros(100, requires_grad=True)
    parameter.grad = gradient.clone()
    norm = torch.nn.utils.clip_grad_norm_([parameter], limit)
    record(f"clip.norm.{limit}", [norm.item()])
    record(f"clip.clipped.{limit}", parameter.grad)

# ---------------------------------------------------------------------------------------------------
# GAE the way Stable-Baselines3 has it: the value of where a truncated episode was cut off goes into
# the reward, and after that every end is alike. Three environments, 40 steps.

T, N, GAMMA, LAMBDA = 40, 3, 0.97, 0.9
rewards, values, final_values = normal(T, N), normal(T, N), normal(T, N)
last_values = normal(1, N)
terminated = (torch.rand(T, N) < 0.08).double()
truncated = (torch.rand(T, N) < 0.08).double()
terminated[T - 1] = torch.tensor([1.0, 0.0, 0.0])
truncated[T - 1] = torch.tensor([0.0, 1.0, 0.0])
terminated[10, 0] = truncated[10, 0] = 1  # both at once: terminated
assert (terminated - truncated > 0).any() and (truncated - terminated > 0).any()
advantages = torch.zeros(T, N)
for i in range(N):
    advantage = 0.0
    for t in reversed(range(T)):
        reward = rewards[t, i].item()
        if truncated[t, i] and not terminated[t, i]:
            reward += GAMMA * final_values[t, i].item()
        goes_on = 0.0 if terminated[t, i] or truncated[t, i] else 1.0
        next_value = last_values[0, i].item() if t == T - 1 else values[t + 1, i].item()
        delta = reward + GAMMA * next_value * goes_on - values[t, i].item()
        advantage = delta + GAMMA * LAMBDA * goes_on * advantage
        advantages[t, i] = advantage
for name in ["rewards", "values", "final_values", "last_values", "terminated", "truncated", "advantages"]:
    record("gae." + name.replace("_", "-"), globals()[name])

# ---------------------------------------------------------------------------------------------------
# LSTM and GRU over sequences in which episodes end: row t · N + i is step t of sequence i, and where
# `continues` is 0 the state starts from zero again. The loss weighs every output and the last state.

torch.manual_seed(37)
STEPS, SEQUENCES, INPUTS, SIZE = 7, 3, 4, 5
for kind, layer in {"lstm": torch.nn.LSTM, "gru": torch.nn.GRU}.items():
    cell = layer(INPUTS, SIZE)
    with torch.no_grad():
        for p in cell.parameters():
            p.copy_(single(torch.randn(p.shape) * 0.6))
    parts = 2 if kind == "lstm" else 1
    inputs = normal(STEPS, SEQUENCES, INPUTS).requires_grad_(True)
    start = normal(SEQUENCES, parts * SIZE).requires_grad_(True)
    continues = torch.ones(STEPS, SEQUENCES)
    continues[3, 0] = continues[1, 1] = continues[6, 1] = 0
    state = start.split(SIZE, 1)
    outputs = []
    for t in range(STEPS):
        if t > 0:
            state = [part * continues[t].reshape(-1, 1) for part in state]
        given = [part.unsqueeze(0) for part in state]
        out, left = cell(inputs[t : t + 1], tuple(given) if parts == 2 else given[0])
        state = [part[0] for part in (left if parts == 2 else [left])]
        outputs.append(out[0])
    outputs, state = torch.cat(outputs), torch.cat(list(state), 1)
    weights, state_weights = normal(*outputs.shape), normal(*state.shape)
    ((outputs * weights).sum() + (state * state_weights).sum()).backward()
    prefix = f"{kind}."
    for name, ours in {
        "weight_ih_l0": "input.weight",
        "weight_hh_l0": "state.weight",
        "bias_ih_l0": "input.bias",
        "bias_hh_l0": "state.bias",
    }.items():
        p = getattr(cell, name)
        record(prefix + "parameter." + ours, p.T if p.dim() == 2 else p)
        record(prefix + "gradient." + ours, p.grad.T if p.dim() == 2 else p.grad)
    record(prefix + "inputs", inputs.reshape(-1, INPUTS))
    record(prefix + "gradient.inputs", inputs.grad.reshape(-1, INPUTS))
    record(prefix + "start", start)
    record(prefix + "gradient.start", start.grad)
    record(prefix + "continues", continues.reshape(-1, 1))
    record(prefix + "outputs", outputs)
    record(prefix + "state", state)
    record(prefix + "output-weights", weights)
    record(prefix + "state-weights", state_weights)

# ---------------------------------------------------------------------------------------------------
# Every objective of PPO, with the exact divergence from a policy that had other outputs (and another
# standard deviation). Networks as above; a rollout of 40 rows, of which a minibatch takes 32.

torch.manual_seed(41)
KL_COEFFICIENT = 0.75


def objectives(kind, layers):
    gaussian, shared = kind == "gaussian", layers == "shared"
    outputs = 2 if gaussian else 3
    prefix = f"objective.{kind}.{layers}."
    p = parameters(outputs, gaussian, shared)
    observations = normal(ROWS, OBSERVATION)
    with torch.no_grad():
        policy, values = network(p, observations, gaussian, shared)
        given = policy.base_dist.loc if gaussian else policy.logits
        old_outputs = single(given + 0.4 * torch.randn(ROWS, outputs))
        if gaussian:
            old_log_std = single(p["policy.log-std"] + 0.2 * torch.randn(1, outputs))
            record(prefix + "old-log-std", old_log_std)
            old = Independent(Normal(old_outputs, old_log_std.exp().expand(ROWS, outputs)), 1)
        else:
            old = Categorical(logits=old_outputs)
        actions = single(old.sample())
        old_log_probabilities = single(old.log_prob(actions))
        advantages = single(2 * torch.randn(ROWS) + 0.5)
        returns = single(values + torch.randn(ROWS))
    order = torch.tensor(random.sample(range(ROWS), MINIBATCH))
    if gaussian:
        old = Independent(Normal(old_outputs[order], old_log_std.exp().expand(MINIBATCH, outputs)), 1)
    else:
        old = Categorical(logits=old_outputs[order])

    for name, value in p.items():
        record(prefix + "parameter." + name, value)
    record(prefix + "observations", observations)
    record(prefix + "actions", actions.reshape(ROWS, -1))
    record(prefix + "policy-outputs", old_outputs)
    record(prefix + "log-probabilities", old_log_probabilities)
    record(prefix + "advantages", advantages)
    record(prefix + "returns", returns)
    record(prefix + "order", order)

    for objective in ["clip", "kl-penalty", "none"]:
        policy, values = network(p, observations[order], gaussian, shared)
        log_ratio = policy.log_prob(actions[order]) - old_log_probabilities[order]
        ratio = log_ratio.exp()
        a = advantages[order]
        a = (a - a.mean()) / (a.std() + 1e-8)
        divergence = kl_divergence(old, policy)
        surrogate = {
            "clip": torch.min(ratio * a, ratio.clamp(1 - CLIP, 1 + CLIP) * a),
            "kl-penalty": ratio * a - KL_COEFFICIENT * divergence,
            "none": ratio * a,
        }[objective]
        value_loss = 0.5 * ((values - returns[order]) ** 2).mean()
        entropy = policy.entropy().mean()
        loss = -surrogate.mean() + VALUE_COEFFICIENT * value_loss - ENTROPY_COEFFICIENT * entropy
        for value in p.values():
            value.grad = None
        loss.backward()
        case = f"{prefix}{objective}."
        record(case + "policy-loss", [-surrogate.mean().item()])
        record(case + "value-loss", [value_loss.item()])
        record(case + "entropy", [entropy.item()])
        record(case + "approximate-kl", [(ratio - 1 - log_ratio).mean().item()])
        record(case + "log-ratio-kl", [-log_ratio.mean().item()])
        record(case + "exact-kl", [divergence.mean().item()])
        record(case + "clip-fraction", [((ratio - 1).abs() > CLIP).double().mean().item()])
        record(case + "ratio-minimum", [ratio.min().item()])
        record(case + "ratio-maximum", [ratio.max().item()])
        for name, value in p.items():
            record(case + "gradient." + name, value.grad)


for kind in ["categorical", "gaussian"]:
    for layers in ["separate", "shared"]:
        objectives(kind, layers)

# Several choices, bits and squashed values; a seed of their own keeps them as they are.

torch.manual_seed(4)
COUNTS = [3, 2, 4]
ROWS_OF_EACH = 8


def column(values):
    return values.reshape(-1, 1)


logits = single(2 * torch.randn(ROWS_OF_EACH, sum(COUNTS)))
other_logits = single(2 * torch.randn(ROWS_OF_EACH, sum(COUNTS)))
choices = torch.stack([torch.randint(count, (ROWS_OF_EACH,)) for count in COUNTS], 1)
mask = (torch.rand(ROWS_OF_EACH, sum(COUNTS)) < 0.5).double()
for row in range(ROWS_OF_EACH):
    start = 0
    for part, count in enumerate(COUNTS):
        mask[row, start + choices[row, part]] = 1
        start += count
assert (mask == 0).any()
for name, value in [("logits", logits), ("other-logits", other_logits), ("actions", choices), ("mask", mask)]:
    record("multi-categorical." + name, value)
for name, legal in [("all.", torch.ones_like(mask)), ("masked.", mask)]:
    at = logits.clone().requires_grad_(True)
    minus_infinity = torch.tensor(-float("inf"))
    parts = [Categorical(logits=x) for x in torch.where(legal == 1, at, minus_infinity).split(COUNTS, 1)]
    others = [
        Categorical(logits=x) for x in torch.where(legal == 1, other_logits, minus_infinity).split(COUNTS, 1)
    ]
    log_probability = sum(p.log_prob(choices[:, i]) for i, p in enumerate(parts))
    # Categorical holds -inf logits to the least number in its entropy; xlogy takes 0 log 0 for 0.
    entropy = -sum(torch.special.xlogy(p.probs, p.probs).sum(1) for p in parts)
    divergence = sum(kl_divergence(p, q) for p, q in zip(parts, others))
    prefix = "multi-categorical." + name
    record(prefix + "log-probability", column(log_probability))
    record(prefix + "entropy", column(entropy))
    record(prefix + "divergence", column(divergence))
    record(prefix + "gradient", torch.autograd.grad(log_probability.sum(), at)[0])

logits = torch.cat([normal(6, 4), single(30 * torch.randn(2, 4))])
other_logits = torch.cat([normal(6, 4), single(10 * torch.randn(2, 4))])
bits = (torch.rand(8, 4) < 0.5).double()
p = Independent(Bernoulli(logits=logits), 1)
q = Independent(Bernoulli(logits=other_logits), 1)
record("bernoulli.logits", logits)
record("bernoulli.other-logits", other_logits)
record("bernoulli.actions", bits)
record("bernoulli.log-probability", column(p.log_prob(bits)))
record("bernoulli.entropy", column(p.entropy()))
record("bernoulli.divergence", column(kl_divergence(p, q)))

LOW, HIGH = torch.tensor([-2.0, 0.0, -0.5]), torch.tensor([2.0, 10.0, 0.5])
mean = single(1.5 * torch.randn(6, 3)).requires_grad_(True)
log_std = single(0.3 * torch.randn(1, 3) - 0.6).requires_grad_(True)
unsquashed = single(2.5 * torch.randn(6, 3))
base = Normal(mean, log_std.exp().expand(6, 3))
transforms = [TanhTransform(cache_size=1), AffineTransform((LOW + HIGH) / 2, (HIGH - LOW) / 2, cache_size=1)]
policy = Independent(TransformedDistribution(base, transforms), 1)
squashed = transforms[1](transforms[0](unsquashed))
log_probability = policy.log_prob(squashed)
# The entropy by a sum over a fine grid.
z = torch.linspace(-10, 10, 20001)
weight = torch.exp(-z * z / 2) / math.sqrt(2 * math.pi) * (z[1] - z[0])
u = mean[:, :, None] + log_std.exp()[:, :, None] * z
slope = 2 * (math.log(2) - u - torch.nn.functional.softplus(-2 * u))
expected = (slope * weight).sum(2) + torch.log((HIGH - LOW) / 2)
entropy = (base.entropy() + expected).sum(1)
record("squashed.mean", mean)
record("squashed.log-std", log_std)
record("squashed.low", LOW)
record("squashed.high", HIGH)
record("squashed.unsquashed", unsquashed)
record("squashed.actions", squashed)
record("squashed.log-probability", column(log_probability))
record("squashed.entropy", column(entropy))
for name, value in [("log-probability", log_probability), ("entropy", entropy)]:
    gradients = torch.autograd.grad(value.sum(), [mean, log_std], retain_graph=True)
    record(f"squashed.{name}.gradient.mean", gradients[0])
    record(f"squashed.{name}.gradient.log-std", gradients[1])



def pattern(count, factor):
    """Numbers between -1/2 and 1/2 that the tests make themselves, so that large images need no room here."""
    return torch.arange(count).mul(factor).remainder(1009).double() / 1009 - 0.5


# Sizes are height, width, channels, filters, size of the window, stride; the last three are the layers of
# Mnih et al. 2015. Images are channels last here, and weights [down, across, channel, filter]. Of all
# results about two hundred values are kept, evenly spaced.
for name, images, height, width, channels, filters, size, stride in [
    ("one-pixel", 3, 5, 4, 1, 1, 1, 1),
    ("odd", 2, 9, 7, 3, 5, 3, 2),
    ("stride-one", 2, 6, 8, 2, 17, 2, 1),
    ("stride-beyond-window", 2, 10, 10, 5, 16, 2, 3),
    ("nature-0", 2, 84, 84, 4, 32, 8, 4),
    ("nature-1", 2, 20, 20, 32, 64, 4, 2),
    ("nature-2", 2, 9, 9, 64, 64, 3, 1),
]:
    x = pattern(images * height * width * channels, 7).reshape(images, height, width, channels)
    weight = pattern(size * size * channels * filters, 11).reshape(size, size, channels, filters)
    bias = pattern(filters, 13)
    variables = [v.requires_grad_(True) for v in (x, weight, bias)]
    y = torch.nn.functional.conv2d(
        x.permute(0, 3, 1, 2), weight.permute(3, 2, 0, 1), bias, stride=stride
    ).permute(0, 2, 3, 1)
    weights = pattern(y.numel(), 17).reshape(y.shape)
    results = [y, *torch.autograd.grad((y * weights).sum(), variables)]
    for kind, value in zip(("output", "images", "weights", "bias"), results):
        record(f"convolution.{name}.{kind}", value.reshape(1, -1)[:, :: max(1, value.numel() // 200)])

# ---------------------------------------------------------------------------------------------------
# A2C's loss and its gradient, on networks like those of PPO's.


def a2c(kind, layers):
    gaussian, shared = kind == "gaussian", layers == "shared"
    prefix = f"a2c.{kind}.{layers}."
    p = parameters(2 if gaussian else 3, gaussian, shared)
    observations = normal(ROWS, OBSERVATION)
    with torch.no_grad():
        policy, values = network(p, observations, gaussian, shared)
        actions = single(policy.sample())
        advantages = single(2 * torch.randn(ROWS) + 0.5)
        returns = single(values + torch.randn(ROWS))
    for name, value in p.items():
        record(prefix + "parameter." + name, value)
    record(prefix + "observations", observations)
    record(prefix + "actions", actions.reshape(ROWS, -1))
    record(prefix + "advantages", advantages)
    record(prefix + "returns", returns)
    policy, values = network(p, observations, gaussian, shared)
    policy_loss = -(policy.log_prob(actions) * advantages).mean()
    value_loss = 0.5 * torch.nn.functional.mse_loss(values, returns)
    entropy = policy.entropy().mean()
    loss = policy_loss + VALUE_COEFFICIENT * value_loss - ENTROPY_COEFFICIENT * entropy
    loss.backward()
    record(prefix + "policy-loss", [policy_loss.item()])
    record(prefix + "value-loss", [value_loss.item()])
    record(prefix + "entropy", [entropy.item()])
    for name, value in p.items():
        record(prefix + "gradient." + name, value.grad)


for kind in ["categorical", "gaussian"]:
    for layers in ["separate", "shared"]:
        a2c(kind, layers)

# Deep Q-learning: networks of 4 inputs, two hidden layers of 8 with ReLU and 3 actions, and a minibatch of 16
# of which the discounts of some are 0. Each variant is the loss, the error of each row and the gradient by every
# parameter; the plain one also what Adam makes of it, whose gradient is scaled down to norm 0.05.
B, ATOMS, LOW_RETURN, HIGH_RETURN = 16, 5, -2.0, 3.0
SUPPORT = torch.linspace(LOW_RETURN, HIGH_RETURN, ATOMS)


def q_parameters(prefix, dueling=False, noisy=False, normalized=False, atoms=1):
    layers = [("q.0", 4, 8)]
    if dueling:
        layers += [("q.advantage.0", 8, 8), ("q.advantage.output", 8, 3 * atoms)]
        layers += [("q.value.0", 8, 8), ("q.value.output", 8, atoms)]
    else:
        layers += [("q.1", 8, 8), ("q.output", 8, 3 * atoms)]
    parameters, noise = {}, {}
    for name, inputs, outputs in layers:
        for part, rows in (("weight", inputs), ("bias", 1)):
            parameters[f"{name}.{part}"] = single(0.6 * torch.randn(rows, outputs))
            if noisy:
                parameters[f"{name}.{part}-scale"] = single(0.3 * torch.rand(rows, outputs))
        if noisy:
            noise[f"{name}.input-noise"] = single(torch.randn(inputs, 1))
            noise[f"{name}.output-noise"] = single(torch.randn(1, outputs))
        if normalized and not name.endswith("output"):
            parameters[f"{name}.gain"] = single(1 + 0.2 * torch.randn(1, outputs))
            parameters[f"{name}.shift"] = single(0.2 * torch.randn(1, outputs))
    for name, value in {**parameters, **noise}.items():
        record(f"{prefix}{name}", value)
    return {name: value.requires_grad_(True) for name, value in parameters.items()}, noise


def q_outputs(network, x):
    parameters, noise = network

    def linear(name, x):
        weight, bias = parameters[f"{name}.weight"], parameters[f"{name}.bias"]
        if f"{name}.input-noise" in noise:
            into, out = noise[f"{name}.input-noise"], noise[f"{name}.output-noise"]
            weight = weight + parameters[f"{name}.weight-scale"] * (into @ out)
            bias = bias + parameters[f"{name}.bias-scale"] * out
        return x @ weight + bias

    def hidden(name, x):
        y = linear(name, x)
        if f"{name}.gain" in parameters:
            gain, shift = parameters[f"{name}.gain"][0], parameters[f"{name}.shift"][0]
            y = torch.nn.functional.layer_norm(y, (8,), gain, shift)
        return torch.relu(y)

    x = hidden("q.0", x)
    if "q.1.weight" in parameters:
        return linear("q.output", hidden("q.1", x)).reshape(len(x), 3, -1)
    advantages = linear("q.advantage.output", hidden("q.advantage.0", x)).reshape(len(x), 3, -1)
    value = linear("q.value.output", hidden("q.value.0", x)).reshape(len(x), 1, -1)
    return value + advantages - advantages.mean(1, keepdim=True)


for name, options in [
    ("plain", {}),
    ("double", {}),
    ("squared", {}),
    ("munchausen", {}),
    ("dueling", {"dueling": True}),
    ("noisy", {"noisy": True}),
    ("normalized", {"normalized": True}),
    ("c51", {"atoms": ATOMS}),
    ("quantiles", {"atoms": ATOMS}),
    ("rainbow", {"atoms": ATOMS, "dueling": True, "noisy": True}),
]:
    prefix = f"dqn.{name}."
    network = q_parameters(f"{prefix}learnt.", **options)
    target = q_parameters(f"{prefix}target.", **options)
    seen, following = normal(B, 4), normal(B, 4)
    actions = torch.randint(0, 3, (B,))
    rewards = normal(B, 1)
    discounts = single(0.9 * (torch.rand(B, 1) < 0.8).double())
    weights = single(torch.rand(B, 1))
    for key, value in [
        ("observations", seen), ("next-observations", following), ("actions", actions.double()[:, None]),
        ("rewards", rewards), ("discounts", discounts), ("weights", weights),
    ]:
        record(prefix + key, value)
    rows = torch.arange(B)
    outputs = q_outputs(network, seen)[rows, actions]
    with torch.no_grad():
        next_outputs, online = q_outputs(target, following), q_outputs(network, following)

        def means(outputs):
            if name in ("c51", "rainbow"):
                return (outputs.softmax(2) * SUPPORT).sum(2)
            return outputs.mean(2)

        best = means(online if name in ("double", "rainbow") else next_outputs).argmax(1)
        next_value = next_outputs[rows, best]
        if name == "munchausen":
            tau = 0.03
            log_policy = torch.log_softmax(q_outputs(target, seen)[:, :, 0] / tau, 1)[rows, actions]
            bonus = 0.9 * (tau * log_policy).clamp(-1, 0)[:, None]
            next_log = torch.log_softmax(next_outputs[:, :, 0] / tau, 1)
            soft = (next_log.exp() * (next_outputs[:, :, 0] - tau * next_log)).sum(1, keepdim=True)
            y = rewards + bonus + discounts * soft
        elif name in ("c51", "rainbow"):
            place = ((rewards + discounts * SUPPORT).clamp(LOW_RETURN, HIGH_RETURN) - LOW_RETURN)
            place = place / (SUPPORT[1] - SUPPORT[0])
            low, p = place.floor().long(), next_value.softmax(1)
            y = torch.zeros(B, ATOMS)
            for i in range(B):
                for j in range(ATOMS):
                    share = place[i, j] - low[i, j]
                    y[i, low[i, j]] += p[i, j] * (1 - share)
                    if share > 0:
                        y[i, low[i, j] + 1] += p[i, j] * share
        else:
            y = rewards + discounts * next_value
    if name in ("c51", "rainbow"):
        errors = losses = -(y * outputs.log_softmax(1)).sum(1)
    elif name == "quantiles":
        u = y[:, None, :] - outputs[:, :, None]
        midpoints = ((torch.arange(ATOMS) + 0.5) / ATOMS)[None, :, None]
        huber = torch.nn.functional.huber_loss(u, torch.zeros_like(u), reduction="none")
        errors = losses = ((midpoints - (u < 0).double()).abs() * huber).mean(2).sum(1)
    else:
        delta = (y - outputs)[:, 0]
        errors = delta.abs()
        losses = delta ** 2 / 2 if name == "squared" else torch.nn.functional.huber_loss(
            delta, torch.zeros_like(delta), reduction="none")
    loss = (losses * weights[:, 0]).mean()
    record(prefix + "loss", loss)
    record(prefix + "errors", column(errors))
    record(prefix + "target", column(y.flatten()))
    parameters = network[0]
    for key, gradient in zip(parameters, torch.autograd.grad(loss, list(parameters.values()))):
        record(f"{prefix}gradient.{key}", gradient)
        parameters[key].grad = gradient.clone()
    if name == "plain":
        norm = torch.nn.utils.clip_grad_norm_(parameters.values(), 0.05)
        record(prefix + "gradient-norm", norm)
        torch.optim.Adam(parameters.values(), lr=0.01, eps=1e-8).step()
        for key, value in parameters.items():
            record(f"{prefix}stepped.{key}", value)

destination = pathlib.Path(__file__).resolve().parents[1] / "resources" / "jackdaw" / "pytorch.txt"
destination.parent.mkdir(parents=True, exist_ok=True)
destination.write_text("\n".join(LINES) + "\n")
