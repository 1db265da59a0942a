package jackdaw.collector;

import jackdaw.experience.Rollout;
import jackdaw.network.ActorCritic;
import jackdaw.nn.ParameterVector;
import jackdaw.program.Program;
import jackdaw.tensor.Tensor;

/** Fills {@link Rollout#logProbabilities} from the policy's outputs and the actions, in chunks. */
final class LogProbabilities {
  private static final int MAX_CHUNK_ROWS = 64;

  private final Rollout rollout;
  private final int width;
  private final int chunk;
  private final Program program;
  private final Program.Input outputs;
  private final Program.Input actions;
  private final Program.Output logProbabilities;
  private final ParameterVector.Binding parameters;

  LogProbabilities(ActorCritic network, Rollout rollout) {
    this.rollout = rollout;
    width = network.policyOutputs();
    chunk = Math.min(MAX_CHUNK_ROWS, rollout.size());
    Tensor given = Tensor.input("policy outputs", chunk, width);
    Tensor taken = Tensor.input("actions", chunk, rollout.actionSize());
    Tensor computed = network.distribution(given).logProbability(taken);
    program = Program.compile(computed);
    outputs = program.input(given);
    actions = program.input(taken);
    logProbabilities = program.output(computed);
    parameters = network.parameters().bind(program);
  }

  /** Takes the head's parameters as they are when the rollout begins. */
  void start() {
    parameters.load();
  }

  void evaluate() {
    for (int from = 0; from < rollout.size(); from += chunk) {
      int count = Math.min(chunk, rollout.size() - from);
      outputs.setRows(rollout.policyOutputs, from * width, count);
      actions.setRows(rollout.actions, from * rollout.actionSize(), count);
      program.run();
      logProbabilities.getRows(rollout.logProbabilities, from, count);
    }
  }
}
