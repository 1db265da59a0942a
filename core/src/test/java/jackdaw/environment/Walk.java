package jackdaw.environment;

import jackdaw.environment.callback.Agent;
import jackdaw.environment.callback.CallbackEnvironment;
import jackdaw.environment.callback.Simulation;
import jackdaw.random.RandomStream;
import jackdaw.space.Box;
import jackdaw.space.Discrete;
import java.time.Duration;

/**
 * {@link RandomWalk} as a simulator that owns the clock. Its mask keeps the walker from passing the
 * left end.
 */
public final class Walk implements Simulation {
  public static final int MAX_STEPS = 40;
  private static final int LEFT_END = -2;

  /** Changes with every episode, unless each simulation has its own classes. */
  public static int episodes;

  public static CallbackEnvironment environment() {
    return environment(new Walk());
  }

  public static CallbackEnvironment environment(Simulation simulation) {
    return new CallbackEnvironment(
        Box.of(new float[] {-50, 0}, new float[] {50, MAX_STEPS}),
        new Discrete(2),
        true,
        simulation,
        Duration.ofMillis(500));
  }

  @Override
  public void run(long seed, Agent agent) {
    episodes++;
    RandomStream random = new RandomStream(seed);
    int position = random.nextInt(3);
    for (int step = 0; position < 6; step++) {
      look(position, step, agent);
      if (step == MAX_STEPS) {
        agent.truncate();
        return;
      }
      if (position > LEFT_END) {
        agent.legal()[0] = true;
      }
      agent.legal()[1] = true;
      position += agent.choose() == 1 ? random.nextInt(3) : -1;
      agent.reward(0.5 * position);
      agent.reward(-1);
    }
    look(position, 0, agent);
  }

  private static void look(int position, int step, Agent agent) {
    agent.observation()[0] = position;
    agent.observation()[1] = step;
  }
}
