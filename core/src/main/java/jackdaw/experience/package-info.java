/** Columns of experience, and the returns and advantages estimated from them. */
@NullMarked
package jackdaw.experience;

import org.jspecify.annotations.NullMarked;
