/** Benchmarks, most of them with JMH. */
@NullMarked
package jackdaw.benchmarks;

import org.jspecify.annotations.NullMarked;
