/** Random streams, each split from a run's one seed by name. */
@NullMarked
package jackdaw.random;

import org.jspecify.annotations.NullMarked;
