/** Ours and peers in turn on one pinned core: what {@code benchmarks/side-by-side} runs. */
@NullMarked
package jackdaw.benchmarks.sidebyside;

import org.jspecify.annotations.NullMarked;
