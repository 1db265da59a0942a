"""Python's half of the bridge: owns copies of one Gymnasium environment and steps them on request.

Frames are little-endian: a header of four 32-bit numbers (bytes that follow, kind, number of the
exchange, first copy and number of copies in 16 bits each), then columns. One request is one frame, and so is
its reply. They come and go over a connection, or where this process has a core of its own in memory that both
share: there a frame is put into its place, and then how many there have been is counted up; who sleeps has to be
nudged over the connection. Everything but numpy and gymnasium is of the standard library.
"""

import ast
import ctypes
import importlib
import json
import mmap
import os
import platform
import signal
import socket
import struct
import sys
import threading
import time
import traceback
from copy import deepcopy

HEADER = struct.Struct("<IiIHH")
HELLO, OPEN, CLOSE, RESET, STEP, STEP_AND_RESET, RENDER, FAILED, SHARE, NUDGE, ELSEWHERE, PACE, PIN = range(
    13
)
NAMES = ("start", "make", "close", "reset", "step", "step", "render", "fail", "share", "", "", "step", "pin")

# The shared memory's first numbers, of 32 bits each: requests and replies so far, and whether this side sleeps.
REQUESTS, REPLIES, SLEEPS = 0, 16, 32
LOOKS = 64  # at the shared memory, before the clock is looked at

# So long a yield means that somebody else runs on this core; after so many waits with one, one in each, it is left.
CROWDED_SECONDS = 3e-6
CROWDED_WAITS = 4
PROTOCOL = 1
TERMINATED, TRUNCATED, LIFE_LOST = 1, 2, 4
MAX_REQUEST = 1 << 28

# For how long a request is waited for awake, since being woken takes longer than most of them are away, but
# not for as long as the other side learns: two virtual cores may be one real one. And after how long whatever
# shares this core goes first, be it the one that is waited for.
AWAKE_SECONDS = 300e-6
YIELD_SECONDS = 20e-6

# How often the end of the bridge's process is looked for where the kernel does not tell of it.
GUARD_SECONDS = 1

# Characters of what an exception says, and of its traceback, that are passed on.
MOST_MESSAGE = 1000
MOST_TRACEBACK = 20000

# Steps that tell how long one takes, and for how long they are made at most.
PACE_STEPS = 100
PACE_SECONDS = 20e-3


class Unsupported(Exception):
    """A space that there is nothing like on the other side."""


def leave_with_parent():
    """Ends this process when the other one does, however that ends, and what it has started with it."""
    if hasattr(os, "setsid"):
        try:
            os.setsid()  # Ctrl-C in a terminal is for the parent, which then ends in good order.
        except OSError:
            pass
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    end_with_parent(signal.SIGKILL)
    if hasattr(os, "fork") and os.getpgrp() == os.getpid():
        guarded = os.getpid()
        if os.fork() == 0:
            guard(guarded)


def end_with_parent(number):
    """Has the kernel send this process a signal when its parent ends, where it can."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, number)  # PR_SET_PDEATHSIG


def guard(guarded):
    """Waits for the end of the bridge's process and ends its group: the processes that environments started."""
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM})
    end_with_parent(signal.SIGTERM)
    control.close()
    for output in 1, 2:
        os.dup2(0, output)
    while os.getppid() == guarded:
        if sys.platform == "linux":
            signal.sigwait({signal.SIGTERM})
        else:
            time.sleep(GUARD_SECONDS)
    os.killpg(0, signal.SIGKILL)


def watch_parent():
    """Waits on the descriptor itself: a lock would still be held in a forked process."""
    while os.read(control.fileno(), 4096):
        pass
    os._exit(0)


def cut(text, most):
    """The text, without its middle where it is too long to be read."""
    if len(text) <= most:
        return text
    return f"{text[: most // 2]} … ({len(text)} characters) … {text[-most // 2 :]}"


def words(error):
    """What an exception says; its text may fail too."""
    try:
        return cut(str(error), MOST_MESSAGE)
    except Exception as other:
        return f"(its text cannot be had: {type(other).__name__})"


def bounds(values):
    """One number where all are the same, else a list; infinite ones as words, as JSON wants it."""
    with np.errstate(over="ignore"):
        flat = np.asarray(values).astype(np.float32).ravel()
    words = [repr(float(v)) for v in (flat[:1] if len(flat) and (flat == flat[0]).all() else flat)]
    return words[0] if len(words) == 1 else words


def describe(space):
    """The space as the handshake has it."""
    s = gymnasium.spaces
    if isinstance(space, s.Discrete):
        return {"kind": "discrete", "count": int(space.n)}
    if isinstance(space, s.MultiDiscrete):
        return {"kind": "multi-discrete", "counts": [int(n) for n in np.ravel(space.nvec)]}
    if isinstance(space, s.MultiBinary):
        return {"kind": "multi-binary", "size": int(np.prod(space.shape))}
    if isinstance(space, s.Box):
        return {
            "kind": "box",
            "shape": list(space.shape),
            "low": bounds(space.low),
            "high": bounds(space.high),
        }
    if isinstance(space, (s.Dict, s.Tuple)):
        return {
            "kind": "dictionary",
            "parts": [{"name": str(k), "space": describe(v)} for k, v in parts(space)],
        }
    raise Unsupported(type(space).__name__)


def parts(space):
    if isinstance(space, gymnasium.spaces.Dict):
        return list(space.spaces.items())
    return list(enumerate(space.spaces))


def size(space):
    if isinstance(space, gymnasium.spaces.Discrete):
        return 1
    if isinstance(space, (gymnasium.spaces.Dict, gymnasium.spaces.Tuple)):
        return sum(size(part) for _, part in parts(space))
    return int(np.prod(space.shape))


def is_bytes(space):
    return isinstance(space, gymnasium.spaces.Box) and space.dtype == np.uint8


def writer(space, row):
    """What writes an observation into its row of a column."""
    s = gymnasium.spaces
    if isinstance(space, s.Discrete):
        start = int(space.start)

        def write_number(value):
            row[0] = value - start

        return write_number
    if isinstance(space, (s.Dict, s.Tuple)):
        writers, at = [], 0
        for key, part in parts(space):
            writers.append((key, writer(part, row[at : at + size(part)])))
            at += size(part)

        def write_parts(value):
            for key, write in writers:
                write(value[key])

        return write_parts
    shape = tuple(space.shape)
    place = row.reshape(shape)
    start = np.asarray(getattr(space, "start", 0))
    shifted = bool(np.any(start))

    def write_array(value):
        if getattr(value, "shape", None) != shape:
            value = np.asarray(value)
            if value.shape != shape:
                raise ValueError(
                    f"an observation has the shape {value.shape} where its space has {shape}"
                )
        place[...] = value - start if shifted else value

    return write_array


def reader(space, columns):
    """What gives the actions, row by row, as elements of the space that are the environment's own."""
    s = gymnasium.spaces
    rows = len(columns)
    if isinstance(space, s.Discrete):
        start, column = np.int64(space.start), columns[:, 0]
        if start == 0:
            return lambda: column.astype(np.int64)
        return lambda: column.astype(np.int64) + start
    if isinstance(space, (s.Dict, s.Tuple)):
        readers, at = [], 0
        for key, part in parts(space):
            readers.append((key, reader(part, columns[:, at : at + size(part)])))
            at += size(part)

        def read_parts():
            read = [(key, read()) for key, read in readers]
            if isinstance(space, s.Tuple):
                return [tuple(values[i] for _, values in read) for i in range(rows)]
            return [{key: values[i] for key, values in read} for i in range(rows)]

        return read_parts
    shape = (rows,) + tuple(space.shape)
    start = np.asarray(getattr(space, "start", 0)).astype(space.dtype)
    if isinstance(space, s.Box) and np.issubdtype(space.dtype, np.integer):
        return lambda: np.rint(columns).astype(space.dtype).reshape(shape)
    if not np.any(start):
        return lambda: columns.astype(space.dtype).reshape(shape)
    return lambda: columns.astype(space.dtype).reshape(shape) + start


def argument(word):
    """A value behind the question mark of an id: as Python has it, true and false also as elsewhere."""
    known = {"true": True, "false": False, "none": None, "null": None}
    if word in known:
        return known[word]
    try:
        return ast.literal_eval(word)
    except (ValueError, SyntaxError):
        return word


class Columns:
    """Where the columns of a number of copies stand in requests and replies."""

    def __init__(self, bridge, count):
        item = 1 if bridge.bytes else 4
        dtype = np.uint8 if bridge.bytes else np.float32
        rows = size(bridge.observations)
        self.row_bytes = rows * item
        seeds = 8 * count
        self.reset_bytes = seeds
        self.step_bytes = 4 * count * bridge.action_size
        self.step_and_reset_bytes = seeds + self.step_bytes
        # Replies to steps: rewards, flags up to a multiple of 8, observations, last observations.
        flags = HEADER.size + 8 * count
        first = flags + (count + 7) // 8 * 8
        self.observations_at = first
        self.finals_at = first + count * self.row_bytes
        incoming = bridge.room(bridge.incoming, HEADER.size + self.step_and_reset_bytes)
        outgoing = bridge.room(bridge.outgoing, self.finals_at + count * self.row_bytes)
        bridge.incoming, bridge.outgoing = incoming, outgoing
        self.incoming, self.outgoing = incoming, outgoing
        self.seeds = np.frombuffer(incoming, "<u8", count, HEADER.size)
        self.actions_alone = self.actions(bridge, count, HEADER.size)
        self.actions_with_seeds = self.actions(bridge, count, HEADER.size + seeds)
        self.rewards = memoryview(outgoing)[HEADER.size : flags].cast("d")
        self.flags = memoryview(outgoing)[flags : flags + count]
        self.no_flags = bytes(count)

        def grid(at):
            return np.frombuffer(outgoing, dtype, count * rows, at).reshape(count, rows)

        def writers(at):
            return [writer(bridge.observations, row) for row in grid(at)]

        # Plain arrays can be written one behind the other in one call.
        self.shape = tuple(bridge.observations.shape or ())
        self.together = None
        if isinstance(bridge.observations, gymnasium.spaces.Box) and self.shape:
            self.together = grid(self.observations_at).reshape(
                (count * self.shape[0],) + self.shape[1:]
            )

        self.write = writers(self.observations_at)
        self.write_final = writers(self.finals_at)
        # A reset alone has its observations right behind the header.
        self.write_first = writers(HEADER.size)

    def write_together(self, observations):
        """Writes all observations at once; False where they are not all such arrays: then it means nothing."""
        shape, array = self.shape, np.ndarray
        if self.together is None:
            return False
        for observation in observations:
            if type(observation) is not array or observation.shape != shape:
                return False
        try:
            np.concatenate(observations, out=self.together)
        except TypeError:  # Of another kind of numbers.
            return False
        return True

    def actions(self, bridge, count, at):
        values = np.frombuffer(self.incoming, "<f4", count * bridge.action_size, at)
        return reader(bridge.actions, values.reshape(count, bridge.action_size))


class Bridge:
    def __init__(self, link):
        self.link = link
        self.incoming = bytearray(1 << 16)
        self.outgoing = bytearray(1 << 16)
        self.received = self.incoming  # What comes over the connection.
        self.shared = None  # The shared memory's numbers, and its places for a request and a reply.
        self.shared_request = self.shared_reply = None
        self.crowded = 0  # So many waits in turn somebody else ran on this core.
        self.libc = ctypes.CDLL(None) if sys.platform == "linux" else None
        self.may_move = hasattr(self.libc, "sched_getcpu")
        self.columns = {}
        self.copies = []
        self.copy = -1
        self.awake = False

    @staticmethod
    def room(buffer, need):
        """The buffer itself, or a larger one that begins with what is in it."""
        if len(buffer) >= need:
            return buffer
        return bytearray(buffer) + bytearray(max(need, 2 * len(buffer)) - len(buffer))

    # Frames

    def receive(self, expected):
        """Waits for the request of a number; its payload stands behind the header in `incoming`."""
        if self.shared is None:
            return self.receive_connected()
        while True:
            if self.posted((expected + 1) & 0xFFFFFFFF):
                header = HEADER.unpack_from(self.shared_request)
                if header[1] != ELSEWHERE:
                    if HEADER.size + header[0] > len(self.shared_request):
                        raise RuntimeError(f"a request of {header[0]} bytes is longer than its place")
                    self.incoming = self.shared_request
                    return header
            header = self.receive_connected()
            self.shared[SLEEPS] = 0
            if header[1] != NUDGE:
                return header

    def posted(self, due):
        """Waits awake for a request in shared memory; after a while False, and then this side sleeps."""
        shared = self.shared
        start = now = time.perf_counter()
        crowded = False
        while now - start < AWAKE_SECONDS:
            for _ in range(LOOKS):
                if shared[REQUESTS] == due:
                    self.crowded = self.crowded + 1 if crowded else 0
                    if self.crowded == CROWDED_WAITS:
                        self.change_core()
                    return True
            now = time.perf_counter()
            if now - start > YIELD_SECONDS:
                before = now
                os.sched_yield()
                now = time.perf_counter()
                crowded |= now - before > CROWDED_SECONDS
        shared[SLEEPS] = 1
        os.sched_yield()  # A call of the system, before which others have seen that.
        if shared[REQUESTS] != due:
            return False
        shared[SLEEPS] = 0
        return True

    def change_core(self):
        """Goes to another core and may then go where it likes: somebody runs on this one, perhaps the other side."""
        self.crowded = 0
        if self.may_move:
            allowed = os.sched_getaffinity(0)
            others = allowed - {self.libc.sched_getcpu()}
            if others:
                os.sched_setaffinity(0, others)
                os.sched_setaffinity(0, allowed)

    def receive_connected(self):
        """Reads one request from the connection. Most come in one piece."""
        have = self.first_bytes()
        while have < HEADER.size:
            have += self.more(memoryview(self.received)[have : HEADER.size])
        header = HEADER.unpack_from(self.received)
        need = HEADER.size + header[0]
        if have < need:
            if header[0] > MAX_REQUEST:
                raise RuntimeError(f"a request of {header[0]} bytes is longer than {MAX_REQUEST}")
            self.received = self.room(self.received, need)
            view = memoryview(self.received)
            while have < need:
                have += self.more(view[have:need])
        elif have > need:
            raise RuntimeError("a request is longer than its header says")
        self.incoming = self.received
        return header

    def first_bytes(self):
        """Waits for a request, at first awake where there is a core to wait on."""
        if self.awake and self.shared is None:
            start = time.perf_counter()
            waited = 0
            while waited < AWAKE_SECONDS:
                try:
                    return self.more(self.received, 0, socket.MSG_DONTWAIT)
                except BlockingIOError:
                    if waited > YIELD_SECONDS:
                        os.sched_yield()
                waited = time.perf_counter() - start
        # Behind a nudge may stand another frame.
        return self.more(self.received, 0 if self.shared is None else HEADER.size)

    def more(self, place, most=0, flags=0):
        got = self.link.recv_into(place, most, flags)
        if got == 0:
            raise EOFError
        return got

    def send(self, kind, number, first, count, end):
        HEADER.pack_into(self.outgoing, 0, end - HEADER.size, kind, number, first, count)
        if self.shared is None:
            self.link.sendall(memoryview(self.outgoing)[:end])
        elif end <= len(self.shared_reply):
            if self.outgoing is not self.shared_reply:
                self.shared_reply[:end] = self.outgoing[:end]
            self.shared[REPLIES] = (number + 1) & 0xFFFFFFFF
        else:
            self.send_connected(number, memoryview(self.outgoing)[:end])

    def send_json(self, kind, number, value):
        text = json.dumps(value).encode()
        self.send_connected(number, HEADER.pack(len(text), kind, number, 0, 0) + text)

    def send_connected(self, number, frame):
        """Sends a frame over the connection, of which the shared memory then tells."""
        if self.shared is not None:
            HEADER.pack_into(self.shared_reply, 0, 0, ELSEWHERE, number, 0, 0)
            self.shared[REPLIES] = (number + 1) & 0xFFFFFFFF
        self.link.sendall(frame)

    def columns_of(self, count):
        columns = self.columns.get(count)
        # A larger buffer for more copies leaves the columns of fewer behind.
        if (
            columns is None
            or columns.incoming is not self.incoming
            or columns.outgoing is not self.outgoing
        ):
            columns = self.columns[count] = Columns(self, count)
        return columns

    # What can be asked for

    def hello(self, asked):
        if asked["protocol"] != PROTOCOL:
            raise RuntimeError(f"protocol {asked['protocol']} is unknown here: this is {PROTOCOL}")
        self.awake = (
            asked["awake"] and hasattr(socket, "MSG_DONTWAIT") and hasattr(os, "sched_yield")
        )
        global gymnasium, np
        import numpy as np
        import gymnasium

        if not hasattr(gymnasium, "make"):  # A folder of that name, which Python takes for a package.
            raise ModuleNotFoundError("No module named 'gymnasium'", name="gymnasium")
        module, _, self.id = asked["id"].rpartition(":")
        if module:
            importlib.import_module(module)
        elif self.id.startswith("ALE/"):
            import ale_py

            gymnasium.register_envs(ale_py)
        self.arguments = {key: argument(word) for key, word in asked["arguments"].items()}
        self.atari = self.id.startswith("ALE/") and self.arguments.pop("preprocessing", True)
        mode = None if self.atari else self.render_mode()
        if mode:
            self.arguments.setdefault("render_mode", mode)
        self.make(0, asked["copies"])
        one = self.copies[0]
        self.observations, self.actions = one.observation_space, one.action_space
        spaces = {}
        for which, space in (("observation", self.observations), ("action", self.actions)):
            try:
                spaces[which] = describe(space)
            except Unsupported as e:
                raise Unsupported(f"its {which} space is or holds a {e}") from None
        self.bytes = is_bytes(self.observations)
        self.action_size = size(self.actions)
        threshold = one.spec.reward_threshold if one.spec else None
        return {
            "protocol": PROTOCOL,
            "python": sys.version.split()[0],
            "gymnasium": gymnasium.__version__,
            "numpy": np.__version__,
            "observation": spaces["observation"],
            "action": spaces["action"],
            "bytes": self.bytes,
            "threshold": None if threshold is None else float(threshold),
            "render": one.render_mode,
            "signs": self.atari and one.clips_rewards,
            # Where a processor lets stores be seen in another order, nothing here could ask it not to.
            "shares": self.awake and platform.machine() in ("x86_64", "AMD64"),
        }

    def share(self, memory, asked):
        """Uses memory that is shared from the next request on."""
        request, reply = asked["request"], asked["reply"]
        self.shared_request = memory[request[0] : request[0] + request[1]]
        self.shared_reply = memory[reply[0] : reply[0] + reply[1]]
        self.outgoing = self.shared_reply
        self.shared = memory.cast("I")

    def render_mode(self):
        """Pictures where there can be some: none is made before somebody asks for it."""
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

    def one(self):
        if self.atari:
            return Atari(gymnasium.spec(self.id), self.arguments)
        # The checker looks for mistakes that the other side looks for too.
        return gymnasium.make(self.what(), disable_env_checker=True, **self.arguments)

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

    def reset(self, first, count):
        columns = self.columns_of(count)
        seeds = columns.seeds.tolist()
        for i in range(count):
            self.copy = first + i
            columns.write_first[i](self.copies[first + i].reset(seed=seeds[i])[0])
        return HEADER.size + count * columns.row_bytes

    def step(self, columns, first, count, again):
        actions = columns.actions_with_seeds() if again else columns.actions_alone()
        copies = self.copies[first : first + count]
        rewards, flags = columns.rewards, columns.flags
        flags[:] = columns.no_flags
        observations = []
        ends = i = 0
        if self.atari:
            for copy, action in zip(copies, actions):
                copy.begin(action)
        try:
            for copy, action in zip(copies, actions):
                if self.atari:
                    observation, reward, terminated, truncated, lost = copy.finish()
                    if lost:
                        flags[i] = LIFE_LOST
                else:
                    observation, reward, terminated, truncated, _ = copy.step(action)
                rewards[i] = reward
                if terminated or truncated:
                    flags[i] = (TERMINATED if terminated else 0) | (TRUNCATED if truncated else 0)
                    if again:
                        columns.write_final[ends](observation)
                        ends += 1
                        observation = copy.reset(seed=int(columns.seeds[i]))[0]
                observations.append(observation)
                i += 1
            if not columns.write_together(observations):
                i = 0
                for write, observation in zip(columns.write, observations):
                    write(observation)
                    i += 1
        except BaseException:
            self.copy = first + i
            raise
        return columns.finals_at + ends * columns.row_bytes

    def render(self, first):
        picture = self.copies[first].render()
        if isinstance(picture, (list, tuple)):
            picture = picture[-1] if picture else ""
        if isinstance(picture, np.ndarray):
            pixels = np.ascontiguousarray(picture[..., :3], dtype=np.uint8)
            payload = struct.pack("<II", pixels.shape[1], pixels.shape[0]) + pixels.tobytes()
        else:
            payload = str(picture).encode()
        end = HEADER.size + len(payload)
        self.outgoing = self.room(self.outgoing, end)
        self.outgoing[HEADER.size : end] = payload
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
            if frame.filename != "<jackdaw>"
        ]
        lines = traceback.format_list(frames) + traceback.format_exception_only(type(error), error)
        missing = isinstance(error, ModuleNotFoundError) and error.name or ""
        unregistered = type(error).__mro__[:-1] and any(
            t.__name__ in ("UnregisteredEnv", "MalformedEnvironmentError", "DependencyNotInstalled")
            for t in type(error).__mro__
        )
        self.send_json(
            FAILED,
            number,
            {
                "type": type(error).__name__,
                "message": words(error),
                "at": f"{frames[-1].filename}:{frames[-1].lineno}" if frames else "",
                "traceback": cut("".join(lines), MOST_TRACEBACK),
                "copy": self.copy,
                "during": NAMES[kind] if 0 <= kind < len(NAMES) else str(kind),
                "missing": missing.split(".")[0],
                "dependency": any(
                    t.__name__ == "DependencyNotInstalled" for t in type(error).__mro__
                ),
                "plain": bool(unregistered) or isinstance(error, Unsupported),
            },
        )

    def serve(self):
        expected = 0
        while True:
            try:
                length, kind, number, first, count = self.receive(expected)
            except EOFError:
                return
            if number != expected:
                raise RuntimeError(f"request {number} came where {expected} was due")
            expected = (expected + 1) & 0xFFFFFFFF
            self.copy = -1
            try:
                if kind == HELLO:
                    asked = json.loads(bytes(self.incoming[HEADER.size : HEADER.size + length]))
                    self.send_json(HELLO, number, self.hello(asked))
                elif kind == SHARE:
                    asked = json.loads(bytes(self.incoming[HEADER.size : HEADER.size + length]))
                    with open(asked["file"], "r+b") as file:
                        memory = memoryview(mmap.mmap(file.fileno(), 0))
                    self.send(SHARE, number, 0, 0, HEADER.size)
                    self.share(memory, asked)
                elif kind == PACE:
                    self.send_json(PACE, number, {"seconds": self.pace()})
                else:
                    self.send(kind, number, first, count, self.answer(length, kind, first, count))
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
    Bridge(link).serve()
    os._exit(0)  # Environments that do not let go are no reason to stay.


main()
