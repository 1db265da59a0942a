/** Environments, single and in vectors. */
@NullMarked
package jackdaw.environment;

import org.jspecify.annotations.NullMarked;
