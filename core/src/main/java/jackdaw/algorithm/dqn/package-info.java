/** Deep Q-learning. */
@NullMarked
package jackdaw.algorithm.dqn;

import org.jspecify.annotations.NullMarked;
