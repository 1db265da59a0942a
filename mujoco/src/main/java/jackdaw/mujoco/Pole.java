package jackdaw.mujoco;

import jackdaw.environment.Step;
import jackdaw.random.RandomStream;
import java.lang.foreign.MemorySegment;

/**
 * A pole on a cart that has to stay upright: one in InvertedPendulum-v5, two in a row in
 * InvertedDoublePendulum-v5.
 */
abstract class Pole extends Robot {
  Pole(Simulation simulation, Task task, int observationSize) {
    super(simulation, task, observationSize, false);
  }

  /**
   * Creates InvertedPendulum-v5: reward 1 for every step until the pole tilts by more than 0.2 rad.
   * An observation is both positions and both velocities.
   */
  static final class Single extends Pole {
    static final Task TASK =
        new Task("inverted_pendulum.xml", 2, 1000, 950, new View(0, 0.2, 2.2, 10));

    private static final double START_NOISE = 0.01;

    Single(Simulation simulation) {
      super(simulation, TASK, 4);
    }

    @Override
    void draw(RandomStream source, double[] newPositions, double[] newVelocities) {
      for (int i = 0; i < 2; i++) {
        newPositions[i] += uniform(source, START_NOISE);
        newVelocities[i] = uniform(source, START_NOISE);
      }
    }

    @Override
    void observe(float[] observation) {
      for (int i = 0; i < 2; i++) {
        observation[i] = (float) position(i);
        observation[2 + i] = (float) velocity(i);
      }
    }

    @Override
    double reward(float[] action, Step step) {
      boolean finite =
          Double.isFinite(position(0)) && Double.isFinite(velocity(0))
              && Double.isFinite(velocity(1));
      step.terminated = !finite || !(Math.abs(position(1)) <= 0.2);
      return step.terminated ? 0 : 1;
    }
  }

  /**
   * Creates InvertedDoublePendulum-v5: reward 10 for every step with the tip above 1 m, minus
   * penalties for its position and the poles' velocities. An observation is the cart's position,
   * the sines and cosines of both angles, the three velocities and the constraint force on the
   * cart, the last four clipped to ±10.
   */
  static final class Twofold extends Pole {
    static final Task TASK =
        new Task(
            "inverted_double_pendulum.xml", 5, 1000, 9100, new View(0, 0.5, 3.2, 10));

    private static final double START_NOISE = 0.1;
    private static final double BOUND = 10;

    private final MemorySegment tip;
    private final MemorySegment constraint;

    Twofold(Simulation simulation) {
      super(simulation, TASK, 9);
      tip = simulation.state("data.site_xpos", 3);
      constraint = simulation.state("data.qfrc_constraint", simulation.velocities());
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
      observation[0] = (float) position(0);
      for (int i = 1; i < 3; i++) {
        observation[i] = (float) Math.sin(position(i));
        observation[2 + i] = (float) Math.cos(position(i));
      }
      for (int i = 0; i < 3; i++) {
        observation[5 + i] = (float) Math.clamp(velocity(i), -BOUND, BOUND);
      }
      observation[8] = (float) Math.clamp(at(constraint, 0), -BOUND, BOUND);
    }

    @Override
    double reward(float[] action, Step step) {
      double x = at(tip, 0);
      double y = at(tip, 2);
      step.terminated = y <= 1;
      double off = 0.01 * x * x + (y - 2) * (y - 2);
      double speed = 1e-3 * velocity(1) * velocity(1) + 5e-3 * velocity(2) * velocity(2);
      return (step.terminated ? 0 : 10) - off - speed;
    }
  }
}
