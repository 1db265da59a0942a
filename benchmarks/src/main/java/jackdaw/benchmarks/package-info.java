/** What is measured with JMH. */
@NullMarked
package jackdaw.benchmarks;

import org.jspecify.annotations.NullMarked;
