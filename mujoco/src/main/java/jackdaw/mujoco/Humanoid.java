package jackdaw.mujoco;

import jackdaw.environment.Step;
import jackdaw.random.RandomStream;
import java.lang.foreign.MemorySegment;

/**
 * Humanoid-v5: a human shape that has to walk along x. The reward is 1.25 times the speed of its
 * centre of mass in m/s, plus 5 while its torso is between 1 and 2 m high, minus 0.1 Σ action²,
 * minus 5e-7 times the sum of squared contact forces, at most 10.
 *
 * <p>An observation is the positions without x and y, the velocities, and three groups of all
 * bodies except the world: their inertia (10 numbers each), velocity (6) and contact forces (6).
 * The actuators' forces on all joints except the root come before the contact forces. That makes
 * 348 numbers.
 */
final class Humanoid extends Robot {
  static final Task TASK =
      new Task("humanoid.xml", 5, 1000, Double.NaN, new View(1, 1, 4.5, 15));

  private static final int HIDDEN = 2;
  private static final int INERTIA = 10;
  private static final int WRENCH = 6;
  private static final double START_NOISE = 0.01;
  private static final double MOST_CONTACT_COST = 10;

  private final MemorySegment inertia;
  private final MemorySegment motion;
  private final MemorySegment actuators;
  private final MemorySegment contact;
  private final MemorySegment centres;
  private final double[] masses;
  private final double mass;
  private double placeBefore;

  Humanoid(Simulation simulation) {
    super(simulation, TASK, size(simulation), true);
    int bodies = simulation.bodies();
    inertia = simulation.state("data.cinert", INERTIA * bodies);
    motion = simulation.state("data.cvel", WRENCH * bodies);
    actuators = simulation.state("data.qfrc_actuator", simulation.velocities());
    contact = simulation.state("data.cfrc_ext", WRENCH * bodies);
    centres = simulation.state("data.xipos", 3 * bodies);
    MemorySegment each = simulation.constant("model.body_mass", bodies);
    masses = new double[bodies];
    double sum = 0;
    for (int i = 0; i < bodies; i++) {
      masses[i] = at(each, i);
      sum += masses[i];
    }
    mass = sum;
  }

  private static int size(Simulation simulation) {
    return simulation.positions() - HIDDEN + simulation.velocities()
        + (INERTIA + WRENCH + WRENCH) * (simulation.bodies() - 1)
        + simulation.velocities() - WRENCH;
  }

  @Override
  void draw(RandomStream source, double[] newPositions, double[] newVelocities) {
    for (int i = 0; i < newPositions.length; i++) {
      newPositions[i] += uniform(source, START_NOISE);
    }
    for (int i = 0; i < newVelocities.length; i++) {
      newVelocities[i] = uniform(source, START_NOISE);
    }
  }

  @Override
  void observe(float[] observation) {
    int bodies = simulation().bodies();
    int to = write(simulation().qpos, HIDDEN, simulation().positions(), observation, 0);
    to = write(simulation().qvel, 0, simulation().velocities(), observation, to);
    to = write(inertia, INERTIA, INERTIA * bodies, observation, to);
    to = write(motion, WRENCH, WRENCH * bodies, observation, to);
    to = write(actuators, WRENCH, simulation().velocities(), observation, to);
    write(contact, WRENCH, WRENCH * bodies, observation, to);
  }

  private static int write(
      MemorySegment array, int from, int end, float[] observation, int start) {
    int to = start;
    for (int i = from; i < end; i++) {
      observation[to++] = (float) at(array, i);
    }
    return to;
  }

  @Override
  void before() {
    placeBefore = place();
  }

  /** Returns the x of the centre of mass. */
  private double place() {
    double sum = 0;
    for (int i = 0; i < masses.length; i++) {
      sum += masses[i] * at(centres, 3 * i);
    }
    return sum / mass;
  }

  @Override
  double reward(float[] action, Step step) {
    double speed = (place() - placeBefore) / timeStep();
    double contacts = 0;
    for (int i = 0; i < WRENCH * simulation().bodies(); i++) {
      contacts += at(contact, i) * at(contact, i);
    }
    boolean healthy = position(2) > 1 && position(2) < 2;
    step.terminated = !healthy;
    return 1.25 * speed + (healthy ? 5 : 0)
        - (0.1 * squares(action, simulation().controls())
            + Math.min(5e-7 * contacts, MOST_CONTACT_COST));
  }
}
