/** The training loop, evaluation and the events they tell of. */
@NullMarked
package jackdaw.train;

import org.jspecify.annotations.NullMarked;
