/** Q-learning, double Q-learning, SARSA and expected SARSA in tables. */
@NullMarked
package jackdaw.algorithm.tabular;

import org.jspecify.annotations.NullMarked;
