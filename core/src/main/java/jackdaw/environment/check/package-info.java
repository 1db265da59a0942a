/** Finds the usual mistakes in environments. */
@NullMarked
package jackdaw.environment.check;

import org.jspecify.annotations.NullMarked;
