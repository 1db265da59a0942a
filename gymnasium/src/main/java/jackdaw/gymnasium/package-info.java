/** Python's side of the world: its interpreter, its packages, and Gymnasium's environments. */
@NullMarked
package jackdaw.gymnasium;

import org.jspecify.annotations.NullMarked;
