"""Gymnasium's spaces on their way to the other side and back; a part of the bridge, which runs it in its own scope."""


class Unsupported(Exception):
    """A space that there is nothing like on the other side, or an option that cannot be met."""


class Misfit(Exception):
    """What an environment gave and its space, or Gymnasium, does not allow."""

    def __init__(self, text, method="step"):
        super().__init__(text)
        self.method = method


def what(value):
    """A few words for a value that was not expected."""
    if value is None or isinstance(value, (bool, int, float)):
        return repr(value)
    if isinstance(value, str):
        return f"the text {cut(value, 40)!r}"
    if isinstance(value, (tuple, list)):
        return f"a {type(value).__name__} of {len(value)}"
    shape = getattr(value, "shape", None)
    if shape is not None:
        return f"an array of shape {tuple(shape)}" if shape else f"the number {value}"
    return f"a {type(value).__name__}"


def bounds(values):
    """One number where all are the same, else a list; infinite ones as words, as JSON wants it."""
    flat = np.asarray(values).ravel()
    flat = flat[:1] if len(flat) and (flat == flat[0]).all() else flat
    with np.errstate(over="ignore"):
        words = [repr(float(v)) for v in flat.astype(np.float32)]
    return words[0] if len(words) == 1 else words


def all_parts(space):
    if isinstance(space, gymnasium.spaces.Dict):
        return list(space.spaces.items())
    return list(enumerate(space.spaces))


def is_usable(space):
    s = gymnasium.spaces
    if isinstance(space, (s.Dict, s.Tuple)):
        return any(is_usable(part) for _, part in all_parts(space))
    return isinstance(space, (s.Box, s.Discrete, s.MultiBinary, s.MultiDiscrete))


def parts(space):
    """The parts of a Dict or a Tuple that can be used."""
    return [(key, part) for key, part in all_parts(space) if is_usable(part)]


def left_out(space, path=""):
    """Which parts cannot be used, each with its space."""
    if not is_usable(space):
        return [f"{path} ({type(space).__name__})"]
    if not isinstance(space, (gymnasium.spaces.Dict, gymnasium.spaces.Tuple)):
        return []
    return [
        word
        for key, part in all_parts(space)
        for word in left_out(part, f"{path}/{key}" if path else str(key))
    ]


def unsupported(space):
    """The first space within that there is nothing like."""
    for part in (p for _, p in all_parts(space)) if hasattr(space, "spaces") else ():
        if not is_usable(part):
            return unsupported(part)
    return type(space).__name__


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
    return {
        "kind": "dictionary",
        "parts": [{"name": str(k), "space": describe(v)} for k, v in parts(space)],
    }


def size(space):
    if isinstance(space, gymnasium.spaces.Discrete):
        return 1
    if isinstance(space, (gymnasium.spaces.Dict, gymnasium.spaces.Tuple)):
        return sum(size(part) for _, part in parts(space))
    return int(np.prod(space.shape))


def mask_size(space):
    """How many flags say which actions are legal; 0 where there can be none."""
    s = gymnasium.spaces
    if isinstance(space, s.Discrete):
        return int(space.n)
    return int(np.sum(space.nvec)) if isinstance(space, s.MultiDiscrete) else 0


def is_bytes(space):
    return isinstance(space, gymnasium.spaces.Box) and space.dtype == np.uint8


def writer(space, row):
    """What writes an observation into its row of a column."""
    if isinstance(space, gymnasium.spaces.Discrete):
        return number_writer(space, row)
    if isinstance(space, (gymnasium.spaces.Dict, gymnasium.spaces.Tuple)):
        return parts_writer(space, row)
    shape = tuple(space.shape)
    place = row.reshape(shape)
    start = np.asarray(getattr(space, "start", 0))
    shifted = bool(np.any(start))
    bytes_only = row.dtype == np.uint8

    def write_array(value):
        if getattr(value, "shape", None) != shape:
            value = array_of(value, shape)
        if bytes_only and value.dtype != np.uint8:
            value = bytes_of(value)
        try:
            place[...] = value - start if shifted else value
        except (TypeError, ValueError):
            raise Misfit(f"an observation holds no numbers: {what(value.ravel()[0])}") from None

    return write_array


def number_writer(space, row):
    start = int(space.start)

    def write_number(value):
        try:
            row[0] = value - start
        except (TypeError, ValueError):
            raise Misfit(
                f"an observation is {what(value)} where its space {space} has a whole number"
            ) from None

    return write_number


def parts_writer(space, row):
    writers, at = [], 0
    for key, part in parts(space):
        writers.append((key, writer(part, row[at : at + size(part)])))
        at += size(part)

    def write_parts(value):
        for key, write in writers:
            try:
                part = value[key]
            except (IndexError, KeyError, TypeError):
                raise Misfit(
                    f"an observation is {what(value)} without the part {key!r} that its space has"
                ) from None
            write(part)

    return write_parts


def array_of(value, shape):
    """A value that is no array of the shape as such an array, if it can be."""
    try:
        array = np.asarray(value)
    except ValueError:  # Rows of different lengths.
        array = None
    if array is None or array.shape != shape:
        raise Misfit(f"an observation is {what(value)} where its space has the shape {shape}")
    return array


def bytes_of(array):
    """Numbers as bytes, if all of them are."""
    try:
        with np.errstate(invalid="ignore"):
            cast = array.astype(np.uint8)
        wrong = np.ravel(cast != array)
    except (TypeError, ValueError):
        raise Misfit(f"an observation holds no numbers: {what(array.ravel()[0])}") from None
    if wrong.any():
        value = array.ravel()[wrong.argmax()]
        raise Misfit(
            f"an observation holds {value} where its space has bytes, the whole numbers 0 to 255:"
            " was a picture scaled, and its space was not?"
        )
    return cast


def reader(space, columns):
    """What gives the actions, row by row, as elements of the space that are the environment's own."""
    s = gymnasium.spaces
    rows = len(columns)
    if isinstance(space, s.Discrete):
        dtype = np.dtype(getattr(space, "dtype", None) or np.int64)
        start, column = dtype.type(space.start), columns[:, 0]
        if start == 0:
            return lambda: column.astype(dtype)
        return lambda: column.astype(dtype) + start
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
    if isinstance(space, s.Box):
        return box_reader(space, columns, shape)
    start = np.asarray(getattr(space, "start", 0)).astype(space.dtype)
    if not np.any(start):
        return lambda: columns.astype(space.dtype).reshape(shape)
    return lambda: columns.astype(space.dtype).reshape(shape) + start


def box_reader(space, columns, shape):
    """Actions came in floats, whose nearest to a bound may lie beyond it."""
    dtype = space.dtype
    whole = np.issubdtype(dtype, np.integer)
    low, high = (
        np.clip(np.ravel(bound).astype(np.float64), -LARGEST_WHOLE, LARGEST_WHOLE)
        if whole
        else np.ravel(bound).astype(np.float64)
        for bound in (space.low, space.high)
    )
    with np.errstate(over="ignore"):
        beyond = (low.astype(np.float32) < low) | (high.astype(np.float32) > high)
    if not whole and not beyond.any():
        return lambda: columns.astype(dtype).reshape(shape)

    def read_box():
        values = columns.astype(np.float64)
        if whole:
            np.rint(values, out=values)
        np.minimum(values, high, out=values)
        np.maximum(values, low, out=values)
        return values.astype(dtype).reshape(shape)

    return read_box


def pixels(picture):
    """What `render` gave as rows of red, green and blue."""
    array = np.asarray(picture) if isinstance(picture, (np.ndarray, list, tuple)) else None
    if array is not None and array.ndim == 2:
        array = array[..., None]
    if array is None or array.ndim != 3 or not 1 <= array.shape[2] <= 4 or array.dtype.kind not in "buif":
        raise Misfit(
            f"render gives {what(picture)} where a picture of height × width × 3 is due", "render"
        )
    if array.dtype.kind == "f":
        array = np.nan_to_num(array)
    # Fractions where none is above 1, as in matplotlib.
    if array.dtype.kind in "bf" and array.max(initial=0) <= 1:
        array = array * 255.0
    array = np.clip(array, 0, 255).astype(np.uint8)
    array = array[..., :3] if array.shape[2] >= 3 else array[..., :1].repeat(3, 2)
    return np.ascontiguousarray(array)
