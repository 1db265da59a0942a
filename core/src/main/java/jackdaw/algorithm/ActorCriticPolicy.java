package jackdaw.algorithm;

import jackdaw.nn.ParameterVector;
import jackdaw.space.Space;
import jackdaw.tensor.Program;
import jackdaw.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** The policy half of an {@link ActorCritic}, which takes the most likely action. */
public final class ActorCriticPolicy implements Policy {
  private final ActorCritic network;
  private @Nullable Actor actor;

  /** The policy of a network, whose parameters it shares. */
  public ActorCriticPolicy(ActorCritic network) {
    this.network = network;
  }

  @Override
  public Space observationSpace() {
    return network.observationSpace();
  }

  @Override
  public Space actionSpace() {
    return network.actionSpace();
  }

  @Override
  public ParameterVector parameters() {
    return network.parameters();
  }

  @Override
  public void act(float[] observations, int rows, float[] actions) {
    Actor present = actor;
    if (present == null || present.rows < rows) {
      present = new Actor(network, rows);
      actor = present;
    }
    present.act(observations, rows, actions);
  }

  /** The policy network, compiled for up to a number of rows. */
  private static final class Actor {
    private final ActorCritic network;
    private final int rows;
    private final Program program;
    private final Program.Input input;
    private final Program.Output output;
    private final ParameterVector.Binding parameters;
    private final float[] outputs;

    Actor(ActorCritic network, int rows) {
      this.network = network;
      this.rows = rows;
      Tensor observations = network.observations(rows);
      Tensor policyOutputs = network.policyOutputs(observations);
      program = Program.compile(policyOutputs);
      input = program.input(observations);
      output = program.output(policyOutputs);
      parameters = network.parameters().bind(program);
      outputs = new float[rows * network.policyOutputs()];
    }

    void act(float[] observations, int count, float[] actions) {
      parameters.load();
      input.setRows(observations, 0, count);
      program.run();
      output.getRows(outputs, 0, count);
      int actionSize = network.actionSpace().size();
      for (int i = 0; i < count; i++) {
        network.head().mode(outputs, i * network.policyOutputs(), actions, i * actionSize);
      }
    }
  }
}
