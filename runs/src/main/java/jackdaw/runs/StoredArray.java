package jackdaw.runs;

/**
 * An array in a file.
 *
 * @param shape outermost dimension first; none is a single value
 * @param values {@code float[]}, {@code double[]}, {@code int[]} or {@code long[]}, in row-major order
 */
public record StoredArray(long[] shape, Object values) {}
