"""One training step (forward, backward, Adam) of a 17-256-256-6 network on 256 rows in eager PyTorch."""

from figures import Halves, need, options

torch = need("torch")


def main():
    given = options()
    torch.set_num_threads(1)
    torch.manual_seed(given.seed)
    nn = torch.nn
    network = nn.Sequential(
        nn.Linear(17, 256), nn.Tanh(), nn.Linear(256, 256), nn.Tanh(), nn.Linear(256, 6)
    )
    optimizer = torch.optim.Adam(network.parameters())
    x, y = torch.randn(256, 17), torch.randn(256, 6)
    halves = Halves(given.steps)
    for done in range(given.steps):
        optimizer.zero_grad()
        (network(x) - y).square().mean().backward()
        optimizer.step()
        halves.reached(done + 1)
    halves.report(given.steps, version=torch.__version__)


main()
