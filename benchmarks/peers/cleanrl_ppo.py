"""CleanRL's own ppo.py on CartPole-v1, if it is installed: run unchanged, as a script."""

import os
import subprocess
import sys
import tempfile

from figures import Halves, need, options

need("cleanrl")


def main():
    given = options()
    halves = Halves(given.steps)
    with tempfile.TemporaryDirectory() as folder:
        before = os.times()
        command = [
            sys.executable, "-m", "cleanrl.ppo", "--total-timesteps", str(given.steps),
            "--seed", str(given.seed), "--no-cuda",
        ]
        subprocess.run(command, cwd=folder, check=True, stdout=subprocess.DEVNULL)
        after = os.times()
    cpu = sum(after[2:4]) - sum(before[2:4])
    # CleanRL runs in its own process: its second half cannot be measured, so all steps count
    halves.half = (0, *halves.start)
    wall = after.elapsed - before.elapsed
    halves.report(given.steps, cpuSeconds=cpu, steadyCpuSeconds=cpu, wallSeconds=wall)


main()
