/** Networks over observations: bodies, heads and the settings that shape them. */
@NullMarked
package jackdaw.network;

import org.jspecify.annotations.NullMarked;
