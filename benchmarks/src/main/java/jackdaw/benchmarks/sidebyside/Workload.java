package jackdaw.benchmarks.sidebyside;

import java.util.List;

/**
 * What ours and peers do in turn.
 *
 * @param title of its section
 * @param unit what is counted
 * @param operations floating-point operations of the matrix products in one of them; 0 if there are
 *     none
 * @param contestants ours first
 */
record Workload(String title, String unit, double operations, List<Contestant> contestants) {}
