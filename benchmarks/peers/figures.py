"""The common part of all peers: reads options, names missing modules, prints the figures on one line."""

import argparse
import importlib
import json
import time


def options():
    parser = argparse.ArgumentParser()
    parser.add_argument("--steps", type=int, default=100_000, help="environment steps")
    parser.add_argument("--seed", type=int, default=1)
    return parser.parse_args()


def need(*names):
    """Imports modules, or ends with a line that names the one that is not installed."""
    modules = []
    for name in names:
        try:
            modules.append(importlib.import_module(name))
        except ImportError:
            print(json.dumps({"missing": name.split(".")[0]}), flush=True)
            raise SystemExit(0)
    return modules[0] if len(modules) == 1 else modules


class Halves:
    """Speed over all of training and over its second half, in processor time and wall-clock time."""

    def __init__(self, total):
        self.total = total
        self.start = self.now()
        self.half = None

    @staticmethod
    def now():
        return time.process_time(), time.perf_counter()

    def reached(self, steps):
        if self.half is None and 2 * steps >= self.total:
            self.half = (steps, *self.now())

    def report(self, steps, **more):
        cpu, wall = self.now()
        at, half_cpu, half_wall = self.half
        figures = {
            "steps": steps,
            "cpuSeconds": cpu - self.start[0],
            "wallSeconds": wall - self.start[1],
            "steadySteps": steps - at,
            "steadyCpuSeconds": cpu - half_cpu,
            "steadyWallSeconds": wall - half_wall,
        }
        print(json.dumps(figures | more), flush=True)
