/**
 * A page that steps through one update of PPO on the grid: {@link jackdaw.cli.explain.Explanation}.
 */
@NullMarked
package jackdaw.cli.explain;

import org.jspecify.annotations.NullMarked;
