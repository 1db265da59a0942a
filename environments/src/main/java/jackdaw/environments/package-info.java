/** Classic control, toy text, grid worlds, diagnostic tasks, and tasks with rigid bodies. */
@NullMarked
package jackdaw.environments;

import org.jspecify.annotations.NullMarked;
