/** Classic control, toy text, grid worlds, and tasks with the physics of rigid bodies. */
@NullMarked
package jackdaw.environments;

import org.jspecify.annotations.NullMarked;
