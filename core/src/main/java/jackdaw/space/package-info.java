/** What an observation or an action may be. */
@NullMarked
package jackdaw.space;

import org.jspecify.annotations.NullMarked;
