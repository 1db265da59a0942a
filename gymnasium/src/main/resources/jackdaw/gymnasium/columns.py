"""Where numbers stand in requests and replies; a part of the bridge, which runs it in its own scope."""


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
        # Replies to steps: rewards, flags and masks up to a multiple of 8, observations, last observations.
        flags = HEADER.size + 8 * count
        masks = flags + (count + 7) // 8 * 8
        # Those of all copies, then those of what was last observed in an episode that was cut off.
        mask_bytes = (2 * count * bridge.mask_size + 7) // 8 * 8
        first = masks + mask_bytes
        self.observations_at = first
        self.finals_at = first + count * self.row_bytes
        incoming = bridge.frames.room(bridge.frames.incoming, HEADER.size + self.step_and_reset_bytes)
        outgoing = bridge.frames.room(bridge.frames.outgoing, self.finals_at + count * self.row_bytes)
        bridge.frames.incoming, bridge.frames.outgoing = incoming, outgoing
        self.incoming, self.outgoing = incoming, outgoing
        self.seeds = np.frombuffer(incoming, "<u8", count, HEADER.size)
        self.actions_alone = self.actions(bridge, count, HEADER.size)
        self.actions_with_seeds = self.actions(bridge, count, HEADER.size + seeds)
        self.rewards = memoryview(outgoing)[HEADER.size : flags].cast("d")
        self.flags = memoryview(outgoing)[flags : flags + count]
        self.no_flags = bytes(count)

        def mask_grid(at, rows):
            flat = np.frombuffer(outgoing, np.uint8, rows * bridge.mask_size, at)
            return flat.reshape(rows, bridge.mask_size)

        def grid(at):
            return np.frombuffer(outgoing, dtype, count * rows, at).reshape(count, rows)

        def writers(at):
            return [writer(bridge.observations, row) for row in grid(at)]

        # Plain arrays can be written one after the other in one call, which may not let bytes wrap.
        self.casting = "safe" if bridge.bytes else "same_kind"
        self.shape = tuple(bridge.observations.shape or ())
        self.together = None
        if isinstance(bridge.observations, gymnasium.spaces.Box) and self.shape:
            self.together = grid(self.observations_at).reshape(
                (count * self.shape[0],) + self.shape[1:]
            )

        self.masks = mask_grid(masks, count)
        self.final_masks = mask_grid(masks + count * bridge.mask_size, count)
        self.write = writers(self.observations_at)
        self.write_final = writers(self.finals_at)
        # A reset alone has masks and observations right after the header.
        self.first_masks = mask_grid(HEADER.size, count)
        self.first_end = HEADER.size + mask_bytes + count * self.row_bytes
        self.write_first = writers(HEADER.size + mask_bytes)

    def write_together(self, observations):
        """Writes all observations at once; False where they are not all such arrays: then it means nothing."""
        shape, array = self.shape, np.ndarray
        if self.together is None:
            return False
        for observation in observations:
            if type(observation) is not array or observation.shape != shape:
                return False
        try:
            np.concatenate(observations, out=self.together, casting=self.casting)
        except TypeError:  # Of another kind of numbers.
            return False
        return True

    def actions(self, bridge, count, at):
        values = np.frombuffer(self.incoming, "<f4", count * bridge.action_size, at)
        return reader(bridge.actions, values.reshape(count, bridge.action_size))
