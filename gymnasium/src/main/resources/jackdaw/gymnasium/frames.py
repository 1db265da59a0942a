"""Frames between the two processes; a part of the bridge, which runs it in its own scope.

Frames are little-endian: a header of four 32-bit numbers (bytes that follow, kind, number of the
exchange, first copy and number of copies in 16 bits each), then columns. One request is one frame, and so is
its reply. They come and go over a connection, or where this process has a core of its own in memory that both
share: there a frame is put into its place, and then how many there have been is counted up; a side that sleeps
has to be nudged over the connection.
"""

import ctypes
import json
import os
import socket
import struct
import sys
import time

HEADER = struct.Struct("<IiIHH")
HELLO, OPEN, CLOSE, RESET, STEP, STEP_AND_RESET, RENDER = range(7)
FAILED, SHARE, NUDGE, ELSEWHERE, PACE, PIN, DRAW = range(7, 14)

# The shared memory's first numbers, of 32 bits each: requests and replies so far, and whether this side sleeps.
REQUESTS, REPLIES, SLEEPS = 0, 16, 32
LOOKS = 64  # at the shared memory, before the clock is looked at

# So long a yield means that somebody else runs on this core; after so many waits with one, one in each, it is left.
CROWDED_SECONDS = 3e-6
CROWDED_WAITS = 4
MAX_REQUEST = 1 << 28

# For how long a request is waited for awake, since being woken takes longer than most of them are away, but
# not for as long as the other side learns: two virtual cores may be one real one. And after how long whatever
# shares this core goes first, be it the one that is waited for.
AWAKE_SECONDS = 300e-6
YIELD_SECONDS = 20e-6


class Frames:
    """The requests that come and the replies that go."""

    def __init__(self, link):
        self.link = link
        self.incoming = bytearray(1 << 16)
        self.outgoing = bytearray(1 << 16)
        self.received = self.incoming  # What comes over the connection.
        self.shared = None  # The shared memory's numbers, and its places for a request and a reply.
        self.shared_request = self.shared_reply = None
        self.crowded = 0  # So many waits in turn another process ran on this core.
        self.libc = ctypes.CDLL(None) if sys.platform == "linux" else None
        self.may_move = hasattr(self.libc, "sched_getcpu")
        self.awake = False

    def share(self, memory, asked):
        """Uses memory that is shared from the next request on."""
        request, reply = asked["request"], asked["reply"]
        self.shared_request = memory[request[0] : request[0] + request[1]]
        self.shared_reply = memory[reply[0] : reply[0] + reply[1]]
        self.outgoing = self.shared_reply
        self.shared = memory.cast("I")

    @staticmethod
    def room(buffer, need):
        """The buffer itself, or a larger one that begins with what is in it."""
        if len(buffer) >= need:
            return buffer
        return bytearray(buffer) + bytearray(max(need, 2 * len(buffer)) - len(buffer))

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
