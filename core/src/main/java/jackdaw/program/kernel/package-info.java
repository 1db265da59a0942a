/** The kernels that programs run, with a plain reference and vector loops. Only {@link jackdaw.program} knows them. */
@NullMarked
package jackdaw.program.kernel;

import org.jspecify.annotations.NullMarked;
