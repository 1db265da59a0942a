/** Named numbers that an algorithm measures, and where its time goes. */
@NullMarked
package jackdaw.metric;

import org.jspecify.annotations.NullMarked;
