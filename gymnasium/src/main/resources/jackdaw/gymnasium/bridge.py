"""Python's half of the bridge: owns copies of one Gymnasium environment and steps them on request.

Frames are little-endian: a header of four 32-bit numbers (bytes that follow, kind, number of the
exchange, first copy and number of copies in 16 bits each), then columns. One request is one frame, and so is
its reply. Everything but numpy and gymnasium is of the standard library.
"""

import ast
import ctypes
import importlib
import json
import os
import signal
import socket
import struct
import sys
import threading
import time
import traceback

HEADER = struct.Struct("<IiIHH")
HELLO, OPEN, CLOSE, RESET, STEP, STEP_AND_RESET, RENDER, FAILED = range(8)
NAMES = ("start", "make", "close", "reset", "step", "step", "render")
PROTOCOL = 1
TERMINATED, TRUNCATED, LIFE_LOST = 1, 2, 4
MAX_REQUEST = 1 << 28

# For how long a request is waited for awake, since being woken takes longer than most of them are away; and
# after how long whatever shares this core goes first, be it the one that is waited for.
AWAKE_SECONDS = 200e-6
YIELD_SECONDS = 20e-6


class Unsupported(Exception):
    """A space that there is nothing like on the other side."""


def leave_with_parent():
    """Ends this process when the other one does, however that ends."""
    if hasattr(os, "setsid"):
        try:
            os.setsid()  # Ctrl-C in a terminal is for the parent, which then ends in good order.
        except OSError:
            pass
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, signal.SIGKILL)  # PR_SET_PDEATHSIG


def watch_parent():
    while sys.stdin.buffer.read(4096):
        pass
    os._exit(0)


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

        def writers(at):
            grid = np.frombuffer(outgoing, dtype, count * rows, at).reshape(count, rows)
            return [writer(bridge.observations, row) for row in grid]

        self.write = writers(self.observations_at)
        self.write_final = writers(self.finals_at)
        # A reset alone has its observations right behind the header.
        self.write_first = writers(HEADER.size)

    def actions(self, bridge, count, at):
        values = np.frombuffer(self.incoming, "<f4", count * bridge.action_size, at)
        return reader(bridge.actions, values.reshape(count, bridge.action_size))


class Bridge:
    def __init__(self, link):
        self.link = link
        self.incoming = bytearray(1 << 16)
        self.outgoing = bytearray(1 << 16)
        self.columns = {}
        self.copies = []
        self.copy = -1
        self.awake = False

    @staticmethod
    def room(buffer, need):
        """The buffer itself, or a larger one that begins with what is in it."""
        if len(buffer) >= need:
            return buffer
        return buffer + bytearray(max(need, 2 * len(buffer)) - len(buffer))

    # Frames

    def receive(self):
        """Reads one request; its payload stands behind the header in `incoming`. Most come in one piece."""
        have = self.first_bytes()
        while have < HEADER.size:
            have += self.more(memoryview(self.incoming)[have:])
        length, kind, number, first, count = HEADER.unpack_from(self.incoming)
        need = HEADER.size + length
        if have < need:
            if length > MAX_REQUEST:
                raise RuntimeError(f"a request of {length} bytes is longer than {MAX_REQUEST}")
            self.incoming = self.room(self.incoming, need)
            view = memoryview(self.incoming)
            while have < need:
                have += self.more(view[have:need])
        elif have > need:
            raise RuntimeError("a request is longer than its header says")
        return length, kind, number, first, count

    def first_bytes(self):
        """Waits for a request, at first awake where there is a core to wait on."""
        if self.awake:
            start = time.perf_counter()
            waited = 0
            while waited < AWAKE_SECONDS:
                try:
                    return self.more(self.incoming, socket.MSG_DONTWAIT)
                except BlockingIOError:
                    if waited > YIELD_SECONDS:
                        os.sched_yield()
                waited = time.perf_counter() - start
        return self.more(self.incoming)

    def more(self, place, flags=0):
        got = self.link.recv_into(place, 0, flags)
        if got == 0:
            raise EOFError
        return got

    def send(self, kind, number, first, count, end):
        HEADER.pack_into(self.outgoing, 0, end - HEADER.size, kind, number, first, count)
        self.link.sendall(memoryview(self.outgoing)[:end])

    def send_json(self, kind, number, value):
        text = json.dumps(value).encode()
        self.link.sendall(HEADER.pack(len(text), kind, number, 0, 0) + text)

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
        }

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

    def make(self, first, count):
        for i in range(first, first + count):
            self.copy = i
            if self.atari:
                made = Atari(gymnasium.spec(self.id), self.arguments)
            else:
                # The checker looks for mistakes that the other side looks for too.
                made = gymnasium.make(self.id, disable_env_checker=True, **self.arguments)
            self.copies[i : i + 1] = [made]
        self.copy = -1

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
        ends = 0
        if self.atari:
            for copy, action in zip(copies, actions):
                copy.begin(action)
        for i, (copy, action, write) in enumerate(zip(copies, actions, columns.write)):
            self.copy = first + i
            lost = False
            if self.atari:
                observation, reward, terminated, truncated, lost = copy.finish()
            else:
                observation, reward, terminated, truncated, _ = copy.step(action)
            rewards[i] = reward
            if terminated or truncated:
                flags[i] = (TERMINATED if terminated else 0) | (TRUNCATED if truncated else 0)
                if again:
                    columns.write_final[ends](observation)
                    ends += 1
                    observation = copy.reset(seed=int(columns.seeds[i]))[0]
            else:
                flags[i] = LIFE_LOST if lost else 0
            write(observation)
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
                "message": str(error),
                "at": f"{frames[-1].filename}:{frames[-1].lineno}" if frames else "",
                "traceback": "".join(lines),
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
                length, kind, number, first, count = self.receive()
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
                else:
                    self.send(kind, number, first, count, self.answer(length, kind, first, count))
            except (Exception, SystemExit) as error:
                self.failed(number, kind, error)


def main():
    leave_with_parent()
    where = json.loads(sys.stdin.buffer.readline())
    # Where nothing else tells: standard input ends with the process at its other end.
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
