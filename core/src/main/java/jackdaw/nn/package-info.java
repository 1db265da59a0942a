/** Layers, initialisers, parameter vectors, optimisers and schedules. */
@NullMarked
package jackdaw.nn;

import org.jspecify.annotations.NullMarked;
