/** Wrappers that change what an algorithm sees of its environment. */
@NullMarked
package jackdaw.environment.wrapper;

import org.jspecify.annotations.NullMarked;
