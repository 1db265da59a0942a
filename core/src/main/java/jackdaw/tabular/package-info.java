/**
 * Tables of states and actions: what is learnt in them, and what planning computes from a model.
 */
@NullMarked
package jackdaw.tabular;

import org.jspecify.annotations.NullMarked;
