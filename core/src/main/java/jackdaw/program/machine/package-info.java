/** Machine code for kernels and flat vectors. Only {@link jackdaw.program} knows it. */
@NullMarked
package jackdaw.program.machine;

import org.jspecify.annotations.NullMarked;
