/** Steps parameters down the gradient of a loss. */
@NullMarked
package jackdaw.learning;

import org.jspecify.annotations.NullMarked;
