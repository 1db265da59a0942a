/**
 * Jackdaw and its peers in turn on one pinned core: the command {@code benchmarks/side-by-side}.
 */
@NullMarked
package jackdaw.benchmarks.sidebyside;

import org.jspecify.annotations.NullMarked;
