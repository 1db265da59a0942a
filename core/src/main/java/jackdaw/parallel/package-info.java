/** A few threads that share the tasks of one round of work, and how they wait. */
@NullMarked
package jackdaw.parallel;

import org.jspecify.annotations.NullMarked;
