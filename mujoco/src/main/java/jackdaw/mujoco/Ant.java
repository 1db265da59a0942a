package jackdaw.mujoco;

import jackdaw.environment.Step;
import jackdaw.random.RandomStream;
import java.lang.foreign.MemorySegment;

/**
 * Ant-v5: a body with four legs that has to walk along x. The reward is the torso's speed in m/s,
 * plus 1 while healthy (all values finite, the torso 0.2 to 1 m high), minus 0.5 Σ action², minus
 * 5e-4 times the sum of squared contact forces, each clipped to ±1 N (N m).
 *
 * <p>An observation is the positions without x and y, the velocities, and the contact forces of all
 * bodies except the world, six numbers each: 105 numbers.
 */
final class Ant extends Robot {
  static final Task TASK = new Task("ant.xml", 5, 1000, 6000, new View(1, 0.4, 4.5, 25));

  private static final int HIDDEN = 2;
  private static final int WRENCH = 6;
  private static final int TORSO = 1;
  private static final double START_NOISE = 0.1;

  private final MemorySegment contact;
  private final MemorySegment place;
  private double placeBefore;

  Ant(Simulation simulation) {
    super(
        simulation,
        TASK,
        simulation.positions() - HIDDEN + simulation.velocities()
            + WRENCH * (simulation.bodies() - 1),
        true);
    contact = simulation.state("data.cfrc_ext", WRENCH * simulation.bodies());
    place = simulation.state("data.xpos", 3 * simulation.bodies());
  }

  @Override
  void draw(RandomStream source, double[] newPositions, double[] newVelocities) {
    for (int i = 0; i < newPositions.length; i++) {
      newPositions[i] += uniform(source, START_NOISE);
    }
    for (int i = 0; i < newVelocities.length; i++) {
      newVelocities[i] = START_NOISE * source.nextGaussian();
    }
  }

  @Override
  void observe(float[] observation) {
    int to = 0;
    for (int i = HIDDEN; i < simulation().positions(); i++) {
      observation[to++] = (float) position(i);
    }
    for (int i = 0; i < simulation().velocities(); i++) {
      observation[to++] = (float) velocity(i);
    }
    for (int i = WRENCH; i < WRENCH * simulation().bodies(); i++) {
      observation[to++] = (float) Math.clamp(at(contact, i), -1.0, 1.0);
    }
  }

  @Override
  void before() {
    placeBefore = at(place, 3 * TORSO);
  }

  @Override
  double reward(float[] action, Step step) {
    double speed = (at(place, 3 * TORSO) - placeBefore) / timeStep();
    double contacts = 0;
    for (int i = 0; i < WRENCH * simulation().bodies(); i++) {
      double force = Math.clamp(at(contact, i), -1.0, 1.0);
      contacts += force * force;
    }
    boolean healthy = isHealthy();
    step.terminated = !healthy;
    return speed + (healthy ? 1 : 0)
        - (0.5 * squares(action, simulation().controls()) + 5e-4 * contacts);
  }

  private boolean isHealthy() {
    boolean finite = true;
    for (int i = 0; i < simulation().positions(); i++) {
      finite &= Double.isFinite(position(i));
    }
    for (int i = 0; i < simulation().velocities(); i++) {
      finite &= Double.isFinite(velocity(i));
    }
    return finite && position(2) >= 0.2 && position(2) <= 1;
  }
}
