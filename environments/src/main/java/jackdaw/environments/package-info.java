/** Classic control, toy text and grid worlds. */
@NullMarked
package jackdaw.environments;

import org.jspecify.annotations.NullMarked;
