/** MuJoCo's robots in this process, with Gymnasium's observations, rewards and episode ends. */
@NullMarked
package jackdaw.mujoco;

import org.jspecify.annotations.NullMarked;
