/** The command line. */
@NullMarked
package jackdaw.cli;

import org.jspecify.annotations.NullMarked;
