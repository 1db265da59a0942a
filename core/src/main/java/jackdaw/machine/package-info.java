/** Machine code made at run time: an assembler, and executable memory. */
@NullMarked
package jackdaw.machine;

import org.jspecify.annotations.NullMarked;
