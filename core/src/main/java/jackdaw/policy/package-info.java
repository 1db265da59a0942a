/** Policies: what an agent does in each situation. */
@NullMarked
package jackdaw.policy;

import org.jspecify.annotations.NullMarked;
