package jackdaw.environments;

import jackdaw.environment.Environment;
import jackdaw.environment.Picture;
import jackdaw.environment.Step;
import jackdaw.random.RandomStream;
import jackdaw.space.Box;
import jackdaw.space.Discrete;
import jackdaw.space.Space;
import java.awt.Graphics2D;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A pure memory task. One of {@code cues} cues is shown at the start; {@code length} blank
 * observations follow, and then the question which cue it was. The right answer has reward 1, a
 * wrong one −1; earlier steps have reward 0, and their actions have no effect. Without memory the
 * expected return is at most 2 / cues − 1.
 *
 * <p>An observation has a 1 at the cue's index while the cue is shown, and a 1 at index {@code
 * cues} while the question is asked; all else is 0. An episode takes {@code length} + 2 steps and
 * terminates.
 */
public final class Cue implements Environment {
  private final int length;
  private final int cues;
  private final Space observationSpace;
  private final Space actionSpace;
  private final RandomStream random = new RandomStream(0);
  private int cue;
  private int stepsLeft;
  private int answer;

  /**
   * Creates a task of a given length.
   *
   * @param length number of blank observations between cue and question; at least 0
   * @param cues number of cues; at least 2
   * @throws IllegalArgumentException if a number is out of its range
   */
  public Cue(int length, int cues) {
    if (length < 0 || cues < 2) {
      throw new IllegalArgumentException(
          "a memory of %d cues over %d blanks is not possible: use 2 or more cues, 0 or more blanks"
              .formatted(cues, length));
    }
    this.length = length;
    this.cues = cues;
    observationSpace = Box.of(0, 1, cues + 1);
    actionSpace = new Discrete(cues);
  }

  @Override
  public Space observationSpace() {
    return observationSpace;
  }

  @Override
  public Space actionSpace() {
    return actionSpace;
  }

  /** Returns 0.9: nineteen right answers of twenty. */
  @Override
  public OptionalDouble solvedReturn() {
    return OptionalDouble.of(0.9);
  }

  @Override
  public void reset(long seed, float[] observation) {
    random.reseed(seed);
    cue = random.nextInt(cues);
    stepsLeft = length + 2;
    Arrays.fill(observation, 0);
    observation[cue] = 1;
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalStateException if no episode is running: before the first reset or after an end
   */
  @Override
  public void step(float[] action, Step step) {
    if (stepsLeft == 0) {
      throw new IllegalStateException("no episode is running: call reset before step");
    }
    stepsLeft--;
    Arrays.fill(step.observation, 0);
    if (stepsLeft == 1) {
      step.observation[cues] = 1;
    }
    if (stepsLeft == 0) {
      answer = (int) action[0];
      step.reward = answer == cue ? 1 : -1;
      step.terminated = true;
    }
  }

  private boolean cueIsShown() {
    return stepsLeft == length + 2;
  }

  /** Shows the current observation, and at the end whether the answer was right. */
  @Override
  public Optional<String> render() {
    String shown =
        cueIsShown()
            ? "cue " + cue
            : stepsLeft > 1
                ? "blank, %d to go".formatted(stepsLeft - 1)
                : stepsLeft == 1
                    ? "which cue was it?"
                    : "it was %d, and the answer %d".formatted(cue, answer);
    return Optional.of(shown);
  }

  @Override
  public Optional<Picture> picture() {
    return Optional.of(new Painter());
  }

  /** Paints the current observation; a separate class, so that training never loads it. */
  private final class Painter extends GridPicture {
    Painter() {
      super(1, 1, 100);
    }

    @Override
    void paintCell(Graphics2D graphics, int row, int column) {
      Canvas canvas = new Canvas(graphics, 1, 1);
      if (cueIsShown()) {
        canvas.rectangle(Canvas.BLUE, 0, 0, 1, 1);
        canvas.text(Canvas.PAPER, 0.5, 0.5, 0.5, Integer.toString(cue));
      } else if (stepsLeft == 1) {
        canvas.text(Canvas.INK, 0.5, 0.5, 0.5, "?");
      } else if (stepsLeft == 0) {
        canvas.rectangle(answer == cue ? Canvas.GREEN : Canvas.RED, 0, 0, 1, 1);
        canvas.text(Canvas.PAPER, 0.5, 0.5, 0.5, Integer.toString(answer));
      }
    }
  }
}
