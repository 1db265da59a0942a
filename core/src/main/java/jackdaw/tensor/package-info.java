/** Expressions with static shapes, their derivatives, and compiled programs that run them. */
@NullMarked
package jackdaw.tensor;

import org.jspecify.annotations.NullMarked;
