"""CleanRL's own ppo.py on CartPole-v1, if it is installed: run as a script, whole."""

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
    # a process of its own: its second half cannot be seen, so all of it counts
    halves.half = (0, *halves.start)
    wall = after.elapsed - before.elapsed
    halves.report(given.steps, cpuSeconds=cpu, steadyCpuSeconds=cpu, wallSeconds=wall)


main()
