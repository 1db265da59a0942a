package jackdaw.collector;

import jackdaw.network.ActorCritic;
import jackdaw.network.ForwardPass;
import jackdaw.nn.ParameterVector;
import jackdaw.parallel.Workers;
import jackdaw.program.Program;
import org.jspecify.annotations.Nullable;

/**
 * V of many observations, in chunks that several threads share, and of a few. A row's value does
 * not depend on the others, so that it is the same however many threads there are.
 */
final class ValuePass {
  private static final int MIN_CHUNK = 64;
  private static final int MAX_CHUNK = 256;

  /**
   * So that there is something to do for other threads while a rollout grows, and little when it is
   * there.
   */
  private static final int CHUNKS = 8;

  private final int rows;
  private final int chunk;
  private final Batch[] batches;
  private final Batch few;

  // what is being evaluated
  private final float[] observations;
  private final float[] values;
  private int from;
  private int to;

  /**
   * Compiles what is needed.
   *
   * @param observations [rows, observation size] that {@link #reach} goes through
   * @param values where V of each is put
   * @param rows how many there are; 0 if none are gone through
   * @param few how many there are at least beside these
   * @param workers who may evaluate parts
   */
  ValuePass(
      ActorCritic network,
      float[] observations,
      float[] values,
      int rows,
      int few,
      Workers workers) {
    this.observations = observations;
    this.values = values;
    this.rows = rows;
    chunk = Math.clamp(rows / CHUNKS, MIN_CHUNK, MAX_CHUNK);
    this.few = new Batch(network, few);
    batches = new Batch[Math.min(workers.threads(), (rows + chunk - 1) / chunk)];
    for (int i = 0; i < batches.length; i++) {
      batches[i] = i == 0 ? new Batch(network, chunk) : new Batch(batches[0]);
    }
  }

  /**
   * Begins anew with parameters that stay as they are now: no observation has been evaluated. Each
   * thread takes over the parameters when it first needs them, so that they go from core to core
   * once.
   */
  void start() {
    to = 0;
    few.isLoaded = false;
    for (Batch batch : batches) {
      batch.isLoaded = false;
    }
  }

  /**
   * Goes on with the observations behind those that were reached before; {@link #evaluatePart}
   * evaluates them.
   *
   * @param count so many are there now
   */
  void reach(int count) {
    from = to;
    to = count == rows ? rows : count / chunk * chunk;
  }

  /**
   * Into how many parts that may be done at the same time the work is cut; 0 if nothing is gone
   * through.
   */
  int parts() {
    return batches.length;
  }

  /** One of the parts. */
  void evaluatePart(int index) {
    for (int at = from + index * chunk; at < to; at += batches.length * chunk) {
      batches[index].evaluate(observations, at, Math.min(chunk, to - at), null, values);
    }
  }

  /** V of any number of observations, with what was remembered before each. */
  void evaluate(float[] observations, float[] states, int count, float[] values) {
    for (int at = 0; at < count; at += few.size) {
      few.evaluate(observations, at, Math.min(few.size, count - at), states, values);
    }
  }

  /** A program for some observations. */
  private static final class Batch {
    private final int size;
    private final ForwardPass pass;
    private final Program program;
    private final Program.Input inputs;
    private final Program.@Nullable Input states;
    private final Program.Output outputs;
    private final ParameterVector.Binding parameters;
    private final ParameterVector vector;
    private boolean isLoaded;

    Batch(ActorCritic network, int size) {
      this(size, network.forward(1, size), network.parameters());
    }

    private Batch(int size, ForwardPass pass, ParameterVector vector) {
      this(size, pass, Program.compile(pass.values()), vector);
    }

    /** Another one like it. */
    Batch(Batch other) {
      this(other.size, other.pass, other.program.replica(), other.vector);
    }

    private Batch(int size, ForwardPass pass, Program program, ParameterVector vector) {
      this.size = size;
      this.pass = pass;
      this.program = program;
      this.vector = vector;
      inputs = program.input(pass.observations());
      states = program.uses(pass.state()) ? program.input(pass.state()) : null;
      outputs = program.output(pass.values());
      parameters = vector.bind(program);
    }

    void evaluate(
        float[] observations, int at, int count, float @Nullable [] remembered, float[] values) {
      if (!isLoaded) {
        parameters.load();
        isLoaded = true;
      }
      inputs.setRows(observations, at * pass.observations().columns(), count);
      if (states != null && remembered != null) {
        states.setRows(remembered, at * pass.state().columns(), count);
      }
      program.run();
      outputs.getRows(values, at, count);
    }
  }
}
