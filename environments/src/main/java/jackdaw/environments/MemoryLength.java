package jackdaw.environments;

import jackdaw.environment.Environment;
import jackdaw.environment.Picture;
import jackdaw.environment.Step;
import jackdaw.random.RandomStream;
import jackdaw.space.Box;
import jackdaw.space.Discrete;
import jackdaw.space.Space;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A task of remembering one bit: bsuite's memory length (Osband et al. 2020). The first observation
 * shows the bit; the action {@code length} steps later has to equal it. The right answer has reward
 * 1, a wrong one −1; earlier steps have reward 0, and their actions have no effect.
 *
 * <p>An observation has two values. The first is the fraction of time left, from 1 down to 0, which
 * marks the question. The second is the bit as −1 or 1 in the first observation, and 0 in all
 * others. An episode takes {@code length} + 1 steps and terminates. {@link Cue} marks the question
 * with a value of its own; here the clock does.
 */
public final class MemoryLength implements Environment {
  /** The return of nineteen right answers of twenty. */
  private static final double SOLVED_RETURN = 0.9;

  private static final Box OBSERVATION_SPACE =
      Box.of(new float[] {0, -1}, new float[] {1, 1});
  private static final Discrete ACTION_SPACE = new Discrete(2);

  private final int length;
  private final RandomStream random = new RandomStream(0);
  private int bit;
  private int time;
  private boolean running;
  private int answer = -1;

  /**
   * Creates a task of a given length.
   *
   * @param length steps between bit and question; at least 1
   * @throws IllegalArgumentException if {@code length} is below 1
   */
  public MemoryLength(int length) {
    if (length < 1) {
      throw new IllegalArgumentException(
          "a memory over %d steps is not possible: use 1 or more".formatted(length));
    }
    this.length = length;
  }

  @Override
  public Space observationSpace() {
    return OBSERVATION_SPACE;
  }

  @Override
  public Space actionSpace() {
    return ACTION_SPACE;
  }

  /** Returns 0.9: nineteen right answers of twenty. */
  @Override
  public OptionalDouble solvedReturn() {
    return OptionalDouble.of(SOLVED_RETURN);
  }

  @Override
  public void reset(long seed, float[] observation) {
    random.reseed(seed);
    bit = random.nextInt(2);
    time = 0;
    answer = -1;
    running = true;
    observe(observation);
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalStateException if no episode is running: before the first reset or after an end
   * @throws IllegalArgumentException if the action is neither 0 nor 1
   */
  @Override
  public void step(float[] action, Step step) {
    if (!running) {
      throw new IllegalStateException("no episode is running: call reset before step");
    }
    if (!ACTION_SPACE.contains(action, 0)) {
      throw new IllegalArgumentException("action " + action[0] + " is not possible: use 0 or 1");
    }
    if (time == length) {
      answer = (int) action[0];
      step.reward = answer == bit ? 1 : -1;
      step.terminated = true;
      running = false;
    } else {
      time++;
    }
    observe(step.observation);
  }

  private void observe(float[] observation) {
    observation[0] = (float) (length - time) / length;
    observation[1] = time == 0 ? 2 * bit - 1 : 0;
  }

  int length() {
    return length;
  }

  int bit() {
    return bit;
  }

  int time() {
    return time;
  }

  /** Returns the answer that was given, or −1. */
  int answer() {
    return answer;
  }

  /** Shows the bit, the time, and the answer once it was given. */
  @Override
  public Optional<String> render() {
    return Optional.of(
        "bit %d, step %d of %d%s"
            .formatted(bit, time, length, answer < 0 ? "" : ", answer " + answer));
  }

  @Override
  public Optional<Picture> picture() {
    return Optional.of(new ChainPicture(this::paint));
  }

  private void paint(ChainPicture.Canvas canvas) {
    canvas.progress(time, length);
    canvas.sign("bit " + bit, time == 0);
    canvas.sign(answer < 0 ? "answer ?" : "answer " + answer, time == length);
  }
}
