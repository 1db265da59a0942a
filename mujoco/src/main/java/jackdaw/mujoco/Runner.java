package jackdaw.mujoco;

import jackdaw.environment.Step;
import jackdaw.random.RandomStream;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A body in a plane that has to move forwards: HalfCheetah-v5, Hopper-v5, Walker2d-v5 and
 * Swimmer-v5. The reward is the speed along x in m/s, plus one while healthy in tasks with that
 * condition, minus the cost of the controls.
 *
 * <p>An observation is the positions except those along the way, then the velocities.
 */
final class Runner extends Robot {
  private final Kind kind;
  private double placeBefore;

  /**
   * The differences between the four tasks.
   *
   * @param task its registration
   * @param hidden number of positions, from the first, that are not observed
   * @param velocityBound observed velocities are clipped to ± this
   * @param controlCost weight of Σ action²
   * @param startNoise maximum offset of an episode's first positions
   * @param normalVelocities whether its first velocities are normal with this standard deviation,
   *     not uniform
   * @param healthy condition for the episode to go on; null for none
   */
  record Kind(
      Task task,
      int hidden,
      double velocityBound,
      double controlCost,
      double startNoise,
      boolean normalVelocities,
      @Nullable Predicate<Runner> healthy) {
    static final Kind HALF_CHEETAH =
        new Kind(

            new Task("half_cheetah.xml", 5, 1000, 4800, new View(1, 0.5, 3.5, 12)), 1,
            Double.POSITIVE_INFINITY, 0.1, 0.1,
            true,
            null);
    static final Kind HOPPER =
        new Kind(

            new Task("hopper.xml", 4, 1000, 3800, new View(1, 0.75, 3, 12)), 1, 10, 1e-3, 5e-3,
            false, Runner::hopperIsHealthy);
    static final Kind WALKER_2D =
        new Kind(

            new Task("walker2d_v5.xml", 4, 1000, Double.NaN, new View(1, 0.75, 3, 12)), 1, 10, 1e-3,
            5e-3, false,
            Runner::walkerIsHealthy);
    static final Kind SWIMMER =
        new Kind(

            new Task("swimmer.xml", 4, 1000, 360, new View(1, 0, 5, 50)), 2,
            Double.POSITIVE_INFINITY, 1e-4, 0.1, false,
            null);
  }

  Runner(Kind kind, Simulation simulation) {
    super(
        simulation, kind.task, simulation.positions() - kind.hidden + simulation.velocities(),
        false);
    this.kind = kind;
  }

  /** Checks Hopper: higher than 0.7 m, tilted by less than 0.2 rad, and all values within ±100. */
  private boolean hopperIsHealthy() {
    boolean within = true;
    for (int i = 2; i < simulation().positions(); i++) {
      within &= Math.abs(position(i)) < 100;
    }
    for (int i = 0; i < simulation().velocities(); i++) {
      within &= Math.abs(velocity(i)) < 100;
    }
    return within && position(1) > 0.7 && Math.abs(position(2)) < 0.2;
  }

  /** Checks Walker2d: between 0.8 and 2 m high, tilted by less than 1 rad. */
  private boolean walkerIsHealthy() {
    return position(1) > 0.8 && position(1) < 2 && Math.abs(position(2)) < 1;
  }

  @Override
  void draw(RandomStream source, double[] newPositions, double[] newVelocities) {
    for (int i = 0; i < newPositions.length; i++) {
      newPositions[i] += uniform(source, kind.startNoise);
    }
    for (int i = 0; i < newVelocities.length; i++) {
      newVelocities[i] =
          kind.normalVelocities
              ? kind.startNoise * source.nextGaussian()
              : uniform(source, kind.startNoise);
    }
  }

  @Override
  void observe(float[] observation) {
    int at = 0;
    for (int i = kind.hidden; i < simulation().positions(); i++) {
      observation[at++] = (float) position(i);
    }
    for (int i = 0; i < simulation().velocities(); i++) {
      observation[at++] =
          (float) Math.clamp(velocity(i), -kind.velocityBound, kind.velocityBound);
    }
  }

  @Override
  void before() {
    placeBefore = position(0);
  }

  @Override
  double reward(float[] action, Step step) {
    double speed = (position(0) - placeBefore) / timeStep();
    double cost = kind.controlCost * squares(action, simulation().controls());
    if (kind.healthy == null) {
      return speed - cost;
    }
    boolean healthy = kind.healthy.test(this);
    step.terminated = !healthy;
    return speed + (healthy ? 1 : 0) - cost;
  }
}
