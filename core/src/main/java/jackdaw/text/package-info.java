/** Words for people: what a mistyped name may have meant. */
@NullMarked
package jackdaw.text;

import org.jspecify.annotations.NullMarked;
