/** Synchronous advantage actor-critic (A2C). */
@NullMarked
package jackdaw.algorithm.a2c;

import org.jspecify.annotations.NullMarked;
