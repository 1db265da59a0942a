/**
 * The kernels that programs run, as plain loops and as vector loops. Its types are public because
 * Java has no visibility between a package and its inner packages; they are not part of the public
 * interface. Only {@link jackdaw.program} may use them, which {@code RoomsTest} enforces.
 */
@NullMarked
package jackdaw.program.kernel;

import org.jspecify.annotations.NullMarked;
