/** A few threads that share the tasks of one piece of work. */
@NullMarked
package jackdaw.parallel;

import org.jspecify.annotations.NullMarked;
