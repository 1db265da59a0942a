package jackdaw.policy;

import jackdaw.network.ActorCritic;
import jackdaw.network.ForwardPass;
import jackdaw.nn.ParameterVector;
import jackdaw.program.Program;
import jackdaw.space.Space;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The policy half of an {@link ActorCritic}, which takes the most likely action. */
public final class NetworkPolicy implements Policy {
  private final ActorCritic network;
  private @Nullable Actor actor;

  /** The policy of a network, whose parameters it shares. */
  public NetworkPolicy(ActorCritic network) {
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
  public void act(
      float[] observations, float[] masks, boolean[] starts, int rows, float[] actions) {
    Actor present = actor;
    if (present == null || present.rows < rows) {
      present = new Actor(network, rows, present);
      actor = present;
    }
    present.act(observations, masks, starts, rows, actions);
  }

  /** The policy network, compiled for up to a number of rows, and what it remembers of each. */
  private static final class Actor {
    private final ActorCritic network;
    private final int rows;
    private final Program program;
    private final Program.Input input;
    private final Program.Output output;
    private final ParameterVector.Binding parameters;
    private final float[] outputs;
    private final float[] states;
    private final Program.@Nullable Input stateInput;
    private final Program.@Nullable Output stateOutput;

    /** Takes over what an actor of fewer rows remembers. */
    Actor(ActorCritic network, int rows, @Nullable Actor smaller) {
      this.network = network;
      this.rows = rows;
      ForwardPass step = network.forward(1, rows);
      boolean remembers = network.stateSize() > 0;
      program =
          remembers
              ? Program.compile(step.policyOutputs(), step.nextState())
              : Program.compile(step.policyOutputs());
      input = program.input(step.observations());
      output = program.output(step.policyOutputs());
      stateInput = remembers ? program.input(step.state()) : null;
      stateOutput = remembers ? program.output(step.nextState()) : null;
      parameters = network.parameters().bind(program);
      outputs = new float[rows * network.policyOutputs()];
      states = new float[rows * network.stateSize()];
      if (smaller != null) {
        System.arraycopy(smaller.states, 0, states, 0, smaller.states.length);
      }
    }

    void act(
        float[] observations, float[] masks, boolean[] starts, int count, float[] actions) {
      parameters.load();
      input.setRows(observations, 0, count);
      if (stateInput != null) {
        forgetEnded(starts, count);
        stateInput.setRows(states, 0, count);
      }
      program.run();
      if (stateOutput != null) {
        stateOutput.getRows(states, 0, count);
      }
      output.getRows(outputs, 0, count);
      int actionSize = network.actionSpace().size();
      int maskSize = network.actionSpace().maskSize();
      for (int i = 0; i < count; i++) {
        int at = i * network.policyOutputs();
        if (masks.length > 0) {
          network.head().mask(outputs, at, masks, i * maskSize);
        }
        network.head().mode(outputs, at, actions, i * actionSize);
      }
    }

    private void forgetEnded(boolean[] starts, int count) {
      int size = network.stateSize();
      for (int i = 0; i < count; i++) {
        if (starts[i]) {
          Arrays.fill(states, i * size, (i + 1) * size, 0);
        }
      }
    }
  }
}
