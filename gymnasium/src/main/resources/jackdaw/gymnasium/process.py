"""The bridge's process, which ends with the one that started it; a part of the bridge, which runs it in its own scope."""

import ctypes
import os
import signal
import sys
import time

# How often the end of the bridge's process is looked for where the kernel does not tell of it.
GUARD_SECONDS = 1

# Characters of what an exception says, and of its traceback, that are passed on.
MOST_MESSAGE = 1000
MOST_TRACEBACK = 20000


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
