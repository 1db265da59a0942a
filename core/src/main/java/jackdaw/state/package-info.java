/** A run's whole state as named columns. */
@NullMarked
package jackdaw.state;

import org.jspecify.annotations.NullMarked;
