"""Python's half of the bridge: owns copies of one Gymnasium environment and steps them on request.

Everything but numpy and gymnasium is of the standard library.
"""

import ast
import importlib
import json
import mmap
import os
import platform
import socket
import struct
import sys
import threading
import time
import traceback
from collections import OrderedDict
from copy import deepcopy

PROTOCOL = 2
TERMINATED, TRUNCATED, LIFE_LOST = 1, 2, 4

# The largest whole number up to which actions are held, since a float64 has no larger one below 2**63.
LARGEST_WHOLE = 2**63 - 1024

# What ids of PettingZoo's games begin with, and what Gymnasium raises for an id that is wrong.
GAMES = "PettingZoo/"
UNREGISTERED = ("UnregisteredEnv", "MalformedEnvironmentError", "DependencyNotInstalled")

# Steps that tell how long one takes, and for how long they are made at most.
PACE_STEPS = 100
PACE_SECONDS = 20e-3


def argument(word):
    """A value behind the question mark of an id: as Python has it, true and false also as elsewhere."""
    known = {"true": True, "false": False, "none": None, "null": None}
    if word in known:
        return known[word]
    try:
        return ast.literal_eval(word)
    except (ValueError, SyntaxError):
        return word


def wrapper(text):
    """What `module:Wrapper`, or `module:Wrapper(key=value)`, makes of an environment."""
    module, _, call = text.partition(":")
    try:
        tree = ast.parse(call, mode="eval").body
        applied = isinstance(tree, ast.Call)
        name = ast.unparse(tree.func if applied else tree)
        plain = [ast.literal_eval(value) for value in tree.args] if applied else []
        keys = {k.arg: ast.literal_eval(k.value) for k in tree.keywords} if applied else {}
    except (SyntaxError, ValueError, TypeError):
        raise Unsupported(
            f"wrapper {text} is none: write it like module:Wrapper or module:Wrapper(key=value)"
        ) from None
    wraps = named(f"{module}:{name}", "wrapper")
    return lambda environment: wraps(environment, *plain, **keys)


def wrappers(text):
    """Those of a list with commas, the first innermost; a comma within brackets belongs to a wrapper."""
    words, depth = [""], 0
    for letter in text:
        depth += (letter in "([{") - (letter in ")]}")
        if letter == "," and depth == 0:
            words.append("")
        else:
            words[-1] += letter
    return [wrapper(word.strip()) for word in words if word.strip()]


class Bridge:
    """Does what requests ask for."""

    def __init__(self, frames):
        self.frames = frames
        self.columns = {}
        self.copies = []
        self.copy = -1
        self.mask, self.mask_size = "", 0  # Where a mask of legal actions is, if there is one.
        self.wrap = []

    def columns_of(self, count):
        columns = self.columns.get(count)
        # A larger buffer for more copies leaves the columns of fewer behind.
        if (
            columns is None
            or columns.incoming is not self.frames.incoming
            or columns.outgoing is not self.frames.outgoing
        ):
            columns = self.columns[count] = Columns(self, count)
        return columns

    # What can be asked for

    def hello(self, asked):
        if asked["protocol"] != PROTOCOL:
            raise RuntimeError(f"protocol {asked['protocol']} is unknown here: this is {PROTOCOL}")
        self.frames.awake = (
            asked["awake"] and hasattr(socket, "MSG_DONTWAIT") and hasattr(os, "sched_yield")
        )
        global gymnasium, np
        import numpy as np
        import gymnasium

        if not hasattr(gymnasium, "make"):  # A folder of that name, which Python takes for a package.
            raise ModuleNotFoundError("No module named 'gymnasium'", name="gymnasium")
        sys.path.extend(folder for folder in asked["folders"] if folder not in sys.path)
        module, _, self.id = asked["id"].rpartition(":")
        if module:
            importlib.import_module(module)
        elif self.id.startswith("ALE/"):
            import ale_py

            gymnasium.register_envs(ale_py)
        self.arguments = {key: argument(word) for key, word in asked["arguments"].items()}
        self.atari = self.id.startswith("ALE/") and self.arguments.pop("preprocessing", True)
        self.wrap = wrappers(str(self.arguments.pop("wrappers", "")))
        mask = asked["arguments"].get("action_mask", "")
        self.arguments.pop("action_mask", None)
        self.mode = self.arguments.get("render_mode", self.render_mode())
        if self.mode is None:
            self.arguments.pop("render_mode", None)
        self.make(0, asked["copies"])
        one = self.copies[0]
        self.actions = one.action_space
        self.observations = self.observed(one.observation_space, mask)
        for which, space in (("observation", self.observations), ("action", self.actions)):
            if not is_usable(space) or (which == "action" and left_out(space)):
                raise Unsupported(
                    f"its {which} space is or holds a {unsupported(space)}, which is not supported:"
                    " ?wrappers=module:Wrapper makes another space of it"
                )
        self.bytes = is_bytes(self.observations)
        self.action_size = size(self.actions)
        threshold = one.spec.reward_threshold if one.spec else None
        return {
            "protocol": PROTOCOL,
            "python": sys.version.split()[0],
            "gymnasium": gymnasium.__version__,
            "numpy": np.__version__,
            "observation": describe(self.observations),
            "action": describe(self.actions),
            "left-out": left_out(self.observations),
            "mask": self.mask_size,
            "bytes": self.bytes,
            "threshold": None if threshold is None else float(threshold),
            "render": self.mode,
            "draws": self.mode is not None and one.render_mode == self.mode,
            "signs": self.atari and one.clips_rewards,
            # Where a processor lets stores be seen in another order, nothing here could ask it not to.
            "shares": self.frames.awake and platform.machine() in ("x86_64", "AMD64"),
        }

    def observed(self, space, mask):
        """What is observed, without the part that is a mask of legal actions."""
        choices = ("", "info", "observation", "none")
        if mask not in choices:
            raise Unsupported(f"action_mask is {mask}: choose one of {', '.join(choices[1:])}")
        flags = mask_size(self.actions)
        part = space.spaces.get("action_mask") if isinstance(space, gymnasium.spaces.Dict) else None
        fits = part is not None and is_usable(part) and size(part) == flags > 0
        if mask == "observation" and not fits:
            raise Unsupported(f"its observations have no part action_mask of {flags} values")
        if mask == "info" and flags == 0:
            raise Unsupported(f"actions of {self.actions} cannot be masked")
        self.mask = mask if mask in ("info", "none") else "observation" if fits else ""
        self.mask = "" if mask == "none" else self.mask
        self.mask_size = flags if self.mask else 0
        if self.mask != "observation":
            return space
        rest = [(key, part) for key, part in space.spaces.items() if key != "action_mask"]
        return gymnasium.spaces.Dict(OrderedDict(rest))

    def render_mode(self):
        """How a copy could draw itself: pictures, or else text."""
        if self.atari or self.id.startswith(GAMES):
            return "rgb_array"
        try:
            maker = gymnasium.spec(self.id).entry_point
            if isinstance(maker, str):
                maker = gymnasium.envs.registration.load_env_creator(maker)
            modes = maker.metadata["render_modes"]
        except Exception:
            return None  # What is wrong with the id is for `make` to say.
        return next((mode for mode in ("rgb_array", "ansi") if mode in modes), None)

    def what(self):
        """What to make, without the wrapper that looks for a step before the first reset: none comes."""
        try:
            spec = deepcopy(gymnasium.spec(self.id))
            spec.order_enforce = False
            return spec
        except Exception:
            return self.id  # What is wrong with it is for `make` to say.

    def one(self, **more):
        """A new copy."""
        if self.atari:
            made = Atari(gymnasium.spec(self.id), self.arguments)
        elif self.id.startswith(GAMES):
            made = Turns(self.id[len(GAMES) :], {**self.arguments, **more})
        else:
            # The checker looks for mistakes that the other side looks for too.
            made = gymnasium.make(self.what(), disable_env_checker=True, **{**self.arguments, **more})
        for wrap in self.wrap:
            made = wrap(made)
        return made

    def draw(self, first):
        """Has a copy draw itself, for which it is made again; says whether it does then."""
        copy = self.copies[first]
        if copy.render_mode != self.mode:
            try:
                made = self.one(render_mode=self.mode)
            except TypeError:  # A constructor may take no such argument, whatever its class says.
                return False
            self.copies[first] = made
            copy.close()
        return self.copies[first].render_mode == self.mode

    def make(self, first, count):
        for i in range(first, first + count):
            self.copy = i
            self.copies[i : i + 1] = [self.one()]
        self.copy = -1

    def pace(self):
        """Seconds that a step takes, the median of some, of a copy that nobody else sees."""
        copy = self.one()
        try:
            actions = deepcopy(copy.action_space)
            actions.seed(0)
            copy.reset(seed=0)
            times = []
            start = now = time.perf_counter()
            while len(times) < PACE_STEPS and now - start < PACE_SECONDS:
                action = actions.sample()
                before = time.perf_counter()
                _, _, terminated, truncated, _ = copy.step(action)
                now = time.perf_counter()
                times.append(now - before)
                if terminated or truncated:
                    copy.reset(seed=len(times))
            return sorted(times)[len(times) // 2]
        finally:
            copy.close()

    def pin(self, core):
        """Runs on one of the cores that it may use alone."""
        if hasattr(os, "sched_setaffinity"):
            cores = sorted(os.sched_getaffinity(0))
            os.sched_setaffinity(0, {cores[core % len(cores)]})
        return HEADER.size

    def start(self, copy, seed):
        """Begins an episode."""
        result = copy.reset(seed=seed)
        if type(result) is not tuple or len(result) != 2:
            raise Misfit(
                f"reset gives {what(result)}: let it give an observation and a dict, as it has to since"
                " Gymnasium 0.26",
                "reset",
            )
        return result

    def legal(self, observation, info, method):
        """The mask of legal actions, a flag for each."""
        place = info if self.mask == "info" else observation
        try:
            mask = place["action_mask"]
        except (IndexError, KeyError, TypeError):
            raise Misfit(f"{self.mask} of {method} is {what(place)} without action_mask", method) from None
        if isinstance(mask, (list, tuple)):  # One mask for each part of an action.
            mask = np.concatenate([np.ravel(part) for part in mask])
        mask = np.asarray(mask)
        if mask.size != self.mask_size:
            raise Misfit(f"action_mask has {mask.size} flags where {self.mask_size} are due", method)
        return mask.ravel() != 0

    def reset(self, first, count):
        columns = self.columns_of(count)
        seeds = columns.seeds.tolist()
        for i in range(count):
            self.copy = first + i
            observation, info = self.start(self.copies[first + i], seeds[i])
            columns.write_first[i](observation)
            if self.mask:
                columns.first_masks[i] = self.legal(observation, info, "reset")
        return columns.first_end

    def step(self, columns, first, count, again):
        actions = columns.actions_with_seeds() if again else columns.actions_alone()
        copies = self.copies[first : first + count]
        rewards, flags = columns.rewards, columns.flags
        flags[:] = columns.no_flags
        observations = []
        ends = i = 0
        result = self  # Until a step has given something.
        if self.atari:
            for copy, action in zip(copies, actions):
                copy.begin(action)
        try:
            for copy, action in zip(copies, actions):
                if self.atari:
                    observation, reward, terminated, truncated, lost = copy.finish()
                    info = None
                    if lost:
                        flags[i] = LIFE_LOST
                else:
                    result = self
                    result = copy.step(action)
                    observation, reward, terminated, truncated, info = result
                rewards[i] = reward
                if terminated or truncated:
                    flags[i] = (TERMINATED if terminated else 0) | (TRUNCATED if truncated else 0)
                    if self.mask and not terminated:
                        columns.final_masks[i] = self.legal(observation, info, "step")
                    if again:
                        columns.write_final[ends](observation)
                        ends += 1
                        observation, info = self.start(copy, int(columns.seeds[i]))
                if self.mask and (again or not flags[i]):
                    columns.masks[i] = self.legal(observation, info, "step")
                observations.append(observation)
                i += 1
            if not columns.write_together(observations):
                i = 0
                for write, observation in zip(columns.write, observations):
                    write(observation)
                    i += 1
        except BaseException as error:
            self.copy = first + i
            # Raised right here: by what a step gave, if it gave anything.
            if error.__traceback__.tb_next is None and not self.atari and result is not self:
                raise self.misfit(result) from None
            raise
        return columns.finals_at + ends * columns.row_bytes

    @staticmethod
    def misfit(result):
        """What is wrong with what a step gave."""
        if type(result) is not tuple or len(result) != 5:
            return Misfit(
                f"step gives {what(result)}: let it give observation, reward, terminated, truncated and a"
                " dict, as it has to since Gymnasium 0.26"
            )
        return Misfit(f"the reward of a step is {what(result[1])}: let it be a number")

    def render(self, first):
        picture = self.copies[first].render()
        if self.mode == "rgb_array":
            if isinstance(picture, list) and picture and isinstance(picture[-1], np.ndarray):
                picture = picture[-1]
            rows = pixels(picture)
            payload = struct.pack("<II", rows.shape[1], rows.shape[0]) + rows.tobytes()
        else:
            if isinstance(picture, (list, tuple)):
                picture = picture[-1] if picture else ""
            payload = str(picture).encode(errors="replace")
        end = HEADER.size + len(payload)
        self.frames.outgoing = self.frames.room(self.frames.outgoing, end)
        self.frames.outgoing[HEADER.size : end] = payload
        return end

    def answer(self, length, kind, first, count):
        """Does what a request asks for; gives where the reply ends in `outgoing`."""
        if kind == STEP_AND_RESET and first + count <= len(self.copies) and count > 0:
            columns = self.columns_of(count)
            if length == columns.step_and_reset_bytes:
                return self.step(columns, first, count, True)
        if kind == PIN:
            return self.pin(first)
        if kind == OPEN:
            if first > len(self.copies):
                raise RuntimeError(f"copy {first} comes before copy {len(self.copies)}")
            self.make(first, count)
            return HEADER.size
        if first + count > len(self.copies) or count < 1:
            raise RuntimeError(f"copies {first} to {first + count} of {len(self.copies)}")
        if kind == CLOSE:
            copy, self.copies[first] = self.copies[first], None
            copy.close()
            return HEADER.size
        if kind == RENDER:
            self.copy = first
            return self.render(first)
        columns = self.columns_of(count)
        if kind == RESET and length == columns.reset_bytes:
            return self.reset(first, count)
        if kind == STEP and length == columns.step_bytes:
            return self.step(columns, first, count, False)
        raise RuntimeError(f"a request of kind {kind} with {length} bytes is not known here")

    def failed(self, number, kind, error):
        frames = [
            frame
            for frame in traceback.extract_tb(error.__traceback__)
            if frame.filename != "<jackdaw>" and not frame.filename.startswith("<frozen ")
        ]
        lines = traceback.format_list(frames) + traceback.format_exception_only(type(error), error)
        at = f"{frames[-1].filename}:{frames[-1].lineno}" if frames else ""
        if isinstance(error, Misfit):
            at = self.place(error.method)
        missing = isinstance(error, ModuleNotFoundError) and error.name or ""
        kinds = {each.__name__ for each in type(error).__mro__}
        self.frames.send_json(
            FAILED,
            number,
            {
                "type": type(error).__name__,
                "message": words(error),
                "at": at,
                "traceback": cut("".join(lines), MOST_TRACEBACK),
                "copy": self.copy,
                "gave": isinstance(error, Misfit),
                "missing": missing.split(".")[0],
                "dependency": "DependencyNotInstalled" in kinds,
                "plain": isinstance(error, Unsupported) or not kinds.isdisjoint(UNREGISTERED),
            },
        )

    def place(self, method):
        """Where the environment that is being stepped has a method."""
        copy = self.copies[self.copy] if 0 <= self.copy < len(self.copies) else None
        found = getattr(type(getattr(copy, "unwrapped", copy)), method, None)
        code = getattr(found, "__code__", None)
        return f"{code.co_filename}:{code.co_firstlineno}" if code else ""

    def serve(self):
        expected = 0
        while True:
            try:
                length, kind, number, first, count = self.frames.receive(expected)
            except EOFError:
                return
            if number != expected:
                raise RuntimeError(f"request {number} came where {expected} was due")
            expected = (expected + 1) & 0xFFFFFFFF
            self.copy = -1
            try:
                if kind == HELLO:
                    asked = json.loads(bytes(self.frames.incoming[HEADER.size : HEADER.size + length]))
                    self.frames.send_json(HELLO, number, self.hello(asked))
                elif kind == SHARE:
                    asked = json.loads(bytes(self.frames.incoming[HEADER.size : HEADER.size + length]))
                    with open(asked["file"], "r+b") as file:
                        memory = memoryview(mmap.mmap(file.fileno(), 0))
                    self.frames.send(SHARE, number, 0, 0, HEADER.size)
                    self.frames.share(memory, asked)
                elif kind == PACE:
                    self.frames.send_json(PACE, number, {"seconds": self.pace()})
                elif kind == DRAW:
                    self.frames.send_json(DRAW, number, {"draws": self.draw(first)})
                else:
                    self.frames.send(kind, number, first, count, self.answer(length, kind, first, count))
            except BaseException as error:  # Whatever an environment raises, such as KeyboardInterrupt.
                self.failed(number, kind, error)


def main():
    leave_with_parent()
    where = json.loads(control.readline())
    # Where nothing else tells: what the script came over ends with the process at its other end.
    threading.Thread(target=watch_parent, daemon=True).start()
    if "path" in where:
        link = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        link.connect(where["path"])
    else:
        link = socket.create_connection(("127.0.0.1", where["port"]))
        link.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    link.sendall(bytes.fromhex(where["token"]))
    Bridge(Frames(link)).serve()
    os._exit(0)  # Environments that do not let go are no reason to stay.


main()
