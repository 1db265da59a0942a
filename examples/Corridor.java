import jackdaw.algorithm.Setup;
import jackdaw.algorithm.ppo.Ppo;
import jackdaw.algorithm.ppo.PpoConfig;
import jackdaw.environment.*;
import jackdaw.space.*;
import jackdaw.train.Trainer;

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
    Setup setup = Setup.of(() -> new TimeLimit(new Corridor(), 100), 1);
    try (Ppo ppo = Ppo.open(PpoConfig.defaults(), setup)) {
      new Trainer(ppo, 50_000).run();
      System.out.println("mean return " + ppo.episodes().meanReturn());
    }
  }
}
