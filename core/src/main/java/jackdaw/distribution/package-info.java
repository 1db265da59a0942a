/** The distributions that a policy samples its actions from. */
@NullMarked
package jackdaw.distribution;

import org.jspecify.annotations.NullMarked;
