"""PPO on CartPole-v1 in eager PyTorch with CleanRL's settings, one thread."""

import math

from figures import Halves, need, options

np, torch, gymnasium = need("numpy", "torch", "gymnasium")
nn = torch.nn

ENVIRONMENTS, STEPS, MINIBATCHES, EPOCHS = 4, 128, 4, 4
RATE, DISCOUNT, LAMBDA, CLIP = 2.5e-4, 0.99, 0.95, 0.2
ENTROPY, VALUE, MAX_NORM = 0.01, 0.5, 0.5


def layer(inputs, outputs, gain=math.sqrt(2)):
    linear = nn.Linear(inputs, outputs)
    nn.init.orthogonal_(linear.weight, gain)
    nn.init.zeros_(linear.bias)
    return linear


def network(outputs, gain):
    return nn.Sequential(layer(4, 64), nn.Tanh(), layer(64, 64), nn.Tanh(), layer(64, outputs, gain))


def main():
    given = options()
    torch.set_num_threads(1)
    torch.manual_seed(given.seed)
    policy, critic = network(2, 0.01), network(1, 1.0)
    parameters = [*policy.parameters(), *critic.parameters()]
    optimizer = torch.optim.Adam(parameters, lr=RATE, eps=1e-5)
    environments = gymnasium.vector.SyncVectorEnv(
        [lambda: gymnasium.make("CartPole-v1") for _ in range(ENVIRONMENTS)]
    )
    batch = ENVIRONMENTS * STEPS
    columns = {
        "observations": torch.zeros(STEPS, ENVIRONMENTS, 4),
        **{name: torch.zeros(STEPS, ENVIRONMENTS) for name in
           ("actions", "log_probabilities", "rewards", "ended", "values")},
    }
    observation = torch.tensor(environments.reset(seed=given.seed)[0])
    ended = torch.zeros(ENVIRONMENTS)
    updates = math.ceil(given.steps / batch)
    halves = Halves(updates * batch)
    for update in range(updates):
        optimizer.param_groups[0]["lr"] = RATE * (1 - update / updates)
        for t in range(STEPS):
            columns["observations"][t] = observation
            columns["ended"][t] = ended
            with torch.no_grad():
                distribution = torch.distributions.Categorical(logits=policy(observation))
                action = distribution.sample()
                columns["values"][t] = critic(observation).flatten()
                columns["log_probabilities"][t] = distribution.log_prob(action)
            columns["actions"][t] = action
            after, reward, terminated, truncated, _ = environments.step(action.numpy())
            columns["rewards"][t] = torch.tensor(reward)
            observation = torch.tensor(after)
            ended = torch.tensor(np.logical_or(terminated, truncated), dtype=torch.float32)
        with torch.no_grad():
            advantages = torch.zeros(STEPS, ENVIRONMENTS)
            following, going_on, advantage = critic(observation).flatten(), 1 - ended, 0
            for t in reversed(range(STEPS)):
                value = columns["values"][t]
                delta = columns["rewards"][t] + DISCOUNT * following * going_on - value
                advantage = delta + DISCOUNT * LAMBDA * going_on * advantage
                advantages[t] = advantage
                following, going_on = value, 1 - columns["ended"][t]
        flat = {name: column.reshape(batch, -1).squeeze(-1) for name, column in columns.items()}
        flat_advantages = advantages.flatten()
        returns = flat_advantages + flat["values"]
        for _ in range(EPOCHS):
            for rows in torch.randperm(batch).chunk(MINIBATCHES):
                distribution = torch.distributions.Categorical(logits=policy(flat["observations"][rows]))
                log_probability = distribution.log_prob(flat["actions"][rows])
                ratio = (log_probability - flat["log_probabilities"][rows]).exp()
                a = flat_advantages[rows]
                a = (a - a.mean()) / (a.std() + 1e-8)
                policy_loss = torch.max(-a * ratio, -a * ratio.clamp(1 - CLIP, 1 + CLIP)).mean()
                value, old = critic(flat["observations"][rows]).flatten(), flat["values"][rows]
                target = returns[rows]
                moved = old + (value - old).clamp(-CLIP, CLIP)
                value_loss = 0.5 * torch.max((value - target) ** 2, (moved - target) ** 2).mean()
                loss = policy_loss + VALUE * value_loss - ENTROPY * distribution.entropy().mean()
                optimizer.zero_grad()
                loss.backward()
                nn.utils.clip_grad_norm_(parameters, MAX_NORM)
                optimizer.step()
        halves.reached((update + 1) * batch)
    halves.report(updates * batch, version=torch.__version__)


main()
