import jackdaw.algorithm.ppo.PpoConfig;
import jackdaw.environment.*;
import jackdaw.runs.Training;
import jackdaw.runs.TrainingResult;
import jackdaw.space.*;

/** Find the way out of a corridor: ten cells to the right. */
final class Corridor implements Environment {
  private int position;

  public Space observationSpace() { return Box.of(0, 10, 1); }

  public Space actionSpace() { return new Discrete(2); }

  public void reset(long seed, float[] observation) {
    position = 0;
    observation[0] = position;
  }

  public void step(float[] action, Step step) {
    position = Math.max(0, position + (action[0] == 1 ? 1 : -1));
    step.observation[0] = position;
    step.reward = -1;
    step.terminated = position == 10;
  }

  static void main() {
    TrainingResult result =
        Training.of(PpoConfig.builder().learningRate(1e-3).build())
            .environment(() -> new TimeLimit(new Corridor(), 100))
            .steps(50_000)
            .run();
    System.out.println("mean return " + result.meanReturn());
  }
}
