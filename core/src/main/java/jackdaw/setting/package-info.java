/** Checks and marks of settings records. */
@NullMarked
package jackdaw.setting;

import org.jspecify.annotations.NullMarked;
