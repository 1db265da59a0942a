/** Lets policies act in environments and keeps what happens. */
@NullMarked
package jackdaw.collector;

import org.jspecify.annotations.NullMarked;
