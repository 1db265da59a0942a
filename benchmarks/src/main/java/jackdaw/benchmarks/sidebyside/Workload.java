package jackdaw.benchmarks.sidebyside;

import java.util.List;

/**
 * A workload that Jackdaw and its peers run in turn.
 *
 * @param title of its section
 * @param unit the unit that is counted
 * @param operations floating-point operations of the matrix products in one unit; 0 if there are
 *     none
 * @param contestants Jackdaw first
 */
record Workload(String title, String unit, double operations, List<Contestant> contestants) {}
