/** Environments, one or many at a time, and what checks them. */
@NullMarked
package jackdaw.environment;

import org.jspecify.annotations.NullMarked;
