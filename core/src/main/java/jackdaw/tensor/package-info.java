/** Expressions with static shapes, and their derivatives. */
@NullMarked
package jackdaw.tensor;

import org.jspecify.annotations.NullMarked;
