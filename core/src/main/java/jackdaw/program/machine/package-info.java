/**
 * Machine code for kernels and flat vectors. Its types are public because Java has no visibility
 * between a package and its inner packages; they are not part of the public interface. Only {@link
 * jackdaw.program} may use them, which {@code RoomsTest} enforces.
 */
@NullMarked
package jackdaw.program.machine;

import org.jspecify.annotations.NullMarked;
