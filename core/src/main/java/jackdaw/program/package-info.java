/** Programs: expressions compiled to run many times, and arithmetic on flat vectors. */
@NullMarked
package jackdaw.program;

import org.jspecify.annotations.NullMarked;
