/** Machine code made at run time: an assembler, and the memory that code is run in. */
@NullMarked
package jackdaw.machine;

import org.jspecify.annotations.NullMarked;
