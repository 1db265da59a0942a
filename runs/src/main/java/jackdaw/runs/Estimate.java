package jackdaw.runs;

/**
 * A figure made of the scores of a few runs, and how sure it is.
 *
 * @param value the figure of the runs themselves
 * @param low where its 95 % interval begins
 * @param high where its 95 % interval ends
 */
public record Estimate(double value, double low, double high) {}
