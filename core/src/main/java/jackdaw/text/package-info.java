/** Suggestions for mistyped names. */
@NullMarked
package jackdaw.text;

import org.jspecify.annotations.NullMarked;
