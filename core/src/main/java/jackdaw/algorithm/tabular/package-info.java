/** What is computed from a table of all states and actions. */
@NullMarked
package jackdaw.algorithm.tabular;

import org.jspecify.annotations.NullMarked;
