/** Environments made of simulators that own the clock and ask for decisions. */
@NullMarked
package jackdaw.environment.callback;

import org.jspecify.annotations.NullMarked;
