package jackdaw.policy;

import jackdaw.network.ActorCritic;
import jackdaw.network.ForwardPass;
import jackdaw.network.PolicyHead;
import jackdaw.nn.ParameterVector;
import jackdaw.program.Program;
import jackdaw.random.RandomStream;
import jackdaw.space.Space;
import jackdaw.tensor.Tensor;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The policy half of an {@link ActorCritic}. It takes the most likely action, or draws actions if
 * {@link #sampling} made it. Once an array form was called with as many rows, later calls allocate
 * nothing.
 */
public final class NetworkPolicy implements Policy {
  private final ActorCritic network;
  private final @Nullable RandomStream random;
  private final boolean requiresMasks;
  private final int[] choices;
  private @Nullable Actor actor;
  private @Nullable Judge judge;

  /** The policy of a network, whose parameters it shares. */
  public NetworkPolicy(ActorCritic network) {
    this(network, null, false);
  }

  private NetworkPolicy(
      ActorCritic network, @Nullable RandomStream random, boolean requiresMasks) {
    this.network = network;
    this.random = random;
    this.requiresMasks = requiresMasks;
    choices = network.actionSpace().choices().stream().mapToInt(Integer::intValue).toArray();
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
  public Policy sampling(long seed) {
    return new NetworkPolicy(network, new RandomStream(seed), requiresMasks);
  }

  @Override
  public Policy requiringMasks() {
    return new NetworkPolicy(network, random, true);
  }

  @Override
  public void startEpisode() {
    if (actor != null) {
      actor.forget(0);
    }
  }

  @Override
  public void act(
      float[] observations, float[] masks, boolean[] starts, int rows, float[] actions) {
    int actionSize = actionSpace().size();
    Requests.requireLength("actions", actions.length, rows, actionSize);
    Actor current = evaluate(observations, masks, starts, rows);
    if (random == null) {
      for (int i = 0; i < rows; i++) {
        network.head()
            .mode(current.outputs, i * network.policyOutputs(), actions, i * actionSize);
      }
    } else {
      current.draw(random, rows, actions);
    }
  }

  @Override
  public void logProbabilities(
      float[] observations,
      float[] masks,
      boolean[] starts,
      int rows,
      float[] actions,
      float[] result) {
    Requests.requireLength("actions", actions.length, rows, actionSpace().size());
    Requests.requireLength("the result", result.length, rows, 1);
    Actor current = evaluate(observations, masks, starts, rows);
    Judge judging = judge;
    if (judging == null || judging.rows < rows) {
      judging = new Judge(network, rows);
      judge = judging;
    }
    judging.judge(current.outputs, actions, rows, result);
  }

  /** Computes the outputs of each row, masked. */
  private Actor evaluate(float[] observations, float[] masks, boolean[] starts, int rows) {
    Requests.requireObservations(observations, rows, observationSpace());
    Requests.requireMasks(masks, rows, choices, actionSpace(), requiresMasks);
    Requests.requireLength("starts", starts.length, rows, 1);
    Actor current = actor;
    if (current == null || current.rows < rows) {
      current = new Actor(network, rows, current);
      actor = current;
    }
    current.evaluate(observations, masks, starts, rows);
    return current;
  }

  /** The policy network, compiled for up to a number of rows, and what it remembers of each. */
  private static final class Actor {
    private final ActorCritic network;
    private final int rows;
    private final int maskSize;
    private final Program program;
    private final Program.Input input;
    private final Program.Output output;
    private final ParameterVector.Binding parameters;
    private final PolicyHead.Sampler sampler;
    private final float[] outputs;
    private final float[] states;
    private final float[] noise;
    private final float[] drawn;
    private final Program.@Nullable Input stateInput;
    private final Program.@Nullable Output stateOutput;

    /** Takes over what an actor of fewer rows remembers. */
    Actor(ActorCritic network, int rows, @Nullable Actor smaller) {
      this.network = network;
      this.rows = rows;
      maskSize = network.actionSpace().maskSize();
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
      sampler = network.head().sampler(network.parameters());
      outputs = new float[rows * network.policyOutputs()];
      states = new float[rows * network.stateSize()];
      noise = new float[outputs.length];
      drawn = new float[rows * network.actionSpace().size()];
      if (smaller != null) {
        System.arraycopy(smaller.states, 0, states, 0, smaller.states.length);
      }
    }

    void evaluate(float[] observations, float[] masks, boolean[] starts, int count) {
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
      if (masks.length > 0) {
        for (int i = 0; i < count; i++) {
          network.head().mask(outputs, i * network.policyOutputs(), masks, i * maskSize);
        }
      }
    }

    void draw(RandomStream random, int count, float[] actions) {
      int actionSize = network.actionSpace().size();
      network.head().fillNoise(noise, 0, count * network.policyOutputs(), random);
      for (int i = 0; i < count; i++) {
        int at = i * network.policyOutputs();
        sampler.sample(outputs, at, noise, at, drawn, i * actionSize);
      }
      network.head().bound(drawn);
      System.arraycopy(drawn, 0, actions, 0, count * actionSize);
    }

    private void forgetEnded(boolean[] starts, int count) {
      for (int i = 0; i < count; i++) {
        if (starts[i]) {
          forget(i);
        }
      }
    }

    void forget(int row) {
      int size = network.stateSize();
      Arrays.fill(states, row * size, (row + 1) * size, 0);
    }
  }

  /** Log-probabilities, compiled for up to a number of rows. */
  private static final class Judge {
    private final ActorCritic network;
    private final int rows;
    private final float[] drawn;
    private final Program program;
    private final Program.Input outputsInput;
    private final Program.Input actionsInput;
    private final Program.Output result;
    private final ParameterVector.Binding parameters;

    Judge(ActorCritic network, int rows) {
      this.network = network;
      this.rows = rows;
      drawn = new float[rows * network.actionSpace().size()];
      Tensor outputs = Tensor.input("policy outputs", rows, network.policyOutputs());
      Tensor actions = Tensor.input("actions", rows, network.actionSpace().size());
      Tensor logProbabilities = network.distribution(outputs).logProbability(actions);
      program = Program.compile(logProbabilities);
      outputsInput = program.input(outputs);
      actionsInput = program.input(actions);
      result = program.output(logProbabilities);
      parameters = network.parameters().bind(program);
    }

    void judge(float[] outputs, float[] actions, int count, float[] logProbabilities) {
      System.arraycopy(actions, 0, drawn, 0, count * network.actionSpace().size());
      network.head().unbound(drawn);
      parameters.load();
      outputsInput.setRows(outputs, 0, count);
      actionsInput.setRows(drawn, 0, count);
      program.run();
      result.getRows(logProbabilities, 0, count);
    }
  }
}
