/** A worked example: training the van of RinSim, a transport simulator that calls its planner. */
@NullMarked
package jackdaw.examples.rinsim;

import org.jspecify.annotations.NullMarked;
