/** What an algorithm is; each has a package of its own below this one. */
@NullMarked
package jackdaw.algorithm;

import org.jspecify.annotations.NullMarked;
