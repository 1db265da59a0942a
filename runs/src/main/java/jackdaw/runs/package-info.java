/** Run directories: configurations, metrics, checkpoints and weights. */
@NullMarked
package jackdaw.runs;

import org.jspecify.annotations.NullMarked;
