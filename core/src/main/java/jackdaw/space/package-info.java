/** The sets of possible observations and actions. */
@NullMarked
package jackdaw.space;

import org.jspecify.annotations.NullMarked;
