package jackdaw.cli.explain;

import jackdaw.distribution.Categorical;
import jackdaw.network.ActorCritic;
import jackdaw.network.ForwardPass;
import jackdaw.program.Program;
import jackdaw.tensor.Tensor;

/**
 * What the networks make of every cell of a grid, as they are at one time.
 *
 * @param actions how many actions there are
 * @param logits the policy network's outputs z, [cells · actions]
 * @param probabilities π(a | s), [cells · actions]
 * @param values V(s), [cells]
 */
record NetworkTable(int actions, float[] logits, float[] probabilities, float[] values) {

  float logit(int cell, int action) {
    return logits[cell * actions + action];
  }

  float probability(int cell, int action) {
    return probabilities[cell * actions + action];
  }

  /** Makes tables of a network; compiled once. */
  static final class Reader {
    private final ActorCritic network;
    private final Program program;
    private final Program.Input observations;
    private final Program.Output logits;
    private final Program.Output probabilities;
    private final Program.Output values;
    private final float[] cells;

    /**
     * For a network that observes the number of a cell.
     *
     * @param count how many cells there are
     */
    Reader(ActorCritic network, int count) {
      this.network = network;
      ForwardPass pass = network.forward(1, count);
      Tensor softmax =
          ((Categorical) network.distribution(pass.policyOutputs())).logits().softmax();
      program = Program.compile(pass.policyOutputs(), softmax, pass.values());
      observations = program.input(pass.observations());
      logits = program.output(pass.policyOutputs());
      probabilities = program.output(softmax);
      values = program.output(pass.values());
      cells = new float[count];
      for (int i = 0; i < count; i++) {
        cells[i] = i;
      }
    }

    /** The table as it is now. */
    NetworkTable read() {
      network.parameters().bind(program).load();
      observations.set(cells, 0);
      program.run();
      return new NetworkTable(
          network.policyOutputs(), logits.toArray(), probabilities.toArray(), values.toArray());
    }
  }
}
