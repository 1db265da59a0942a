package jackdaw.mujoco;

import jackdaw.environment.Step;
import jackdaw.random.RandomStream;
import java.lang.foreign.MemorySegment;

/**
 * An arm with a target. Reacher-v5 moves its fingertip to a target in the plane; Pusher-v5 pushes
 * an object to a goal. Rewards are minus distances in m and minus weighted Σ action².
 */
abstract class Arm extends Robot {
  private final MemorySegment places;

  Arm(Simulation simulation, Task task, int observationSize) {
    super(simulation, task, observationSize, false);
    places = simulation.state("data.xpos", 3 * simulation.bodies());
  }

  /** Returns the coordinate of a body along an axis: 0, 1 or 2. */
  final double place(int body, int axis) {
    return at(places, 3 * body + axis);
  }

  /** Returns the distance of two bodies, in m. */
  final double distance(int body, int other) {
    double sum = 0;
    for (int axis = 0; axis < 3; axis++) {
      double difference = place(body, axis) - place(other, axis);
      sum += difference * difference;
    }
    return Math.sqrt(sum);
  }

  /**
   * Creates Reacher-v5. An observation is the cosines and sines of both joints, the target's
   * position, the joints' velocities and the vector from the target to the fingertip in the plane:
   * 10 numbers.
   */
  static final class Reacher extends Arm {
    static final Task TASK =
        new Task("reacher.xml", 2, 50, -3.75, new View(0, 0, 0.7, 90));

    private final int fingertip;
    private final int target;

    Reacher(Simulation simulation) {
      super(simulation, TASK, 10);
      fingertip = simulation.body("fingertip");
      target = simulation.body("target");
    }

    @Override
    void draw(RandomStream source, double[] newPositions, double[] newVelocities) {
      for (int i = 0; i < 2; i++) {
        newPositions[i] += uniform(source, 0.1);
        newVelocities[i] = uniform(source, 0.005);
      }
      do { // until the target is within reach
        newPositions[2] = uniform(source, 0.2);
        newPositions[3] = uniform(source, 0.2);
      } while (Math.hypot(newPositions[2], newPositions[3]) >= 0.2);
    }

    @Override
    void observe(float[] observation) {
      for (int i = 0; i < 2; i++) {
        observation[i] = (float) Math.cos(position(i));
        observation[2 + i] = (float) Math.sin(position(i));
        observation[4 + i] = (float) position(2 + i);
        observation[6 + i] = (float) velocity(i);
        observation[8 + i] = (float) (place(fingertip, i) - place(target, i));
      }
    }

    @Override
    double reward(float[] action, Step step) {
      return -distance(fingertip, target) - squares(action, simulation().controls());
    }
  }

  /**
   * Creates Pusher-v5. An observation is the seven joints' positions and velocities, and the
   * positions of the arm's tip, the object and the goal: 23 numbers.
   */
  static final class Pusher extends Arm {
    static final Task TASK =
        new Task("pusher_v5.xml", 5, 100, 0, new View(0, -0.2, 2.2, 60));

    private static final int JOINTS = 7;

    private final int[] bodies;

    Pusher(Simulation simulation) {
      super(simulation, TASK, 2 * JOINTS + 9);
      bodies =
          new int[] {
            simulation.body("tips_arm"), simulation.body("object"), simulation.body("goal")};
    }

    @Override
    void draw(RandomStream source, double[] newPositions, double[] newVelocities) {
      int object = newPositions.length - 4;
      do { // until the object is away from the goal
        newPositions[object] = -0.3 * source.nextDouble();
        newPositions[object + 1] = uniform(source, 0.2);
      } while (Math.hypot(newPositions[object], newPositions[object + 1]) <= 0.17);
      newPositions[object + 2] = 0;
      newPositions[object + 3] = 0;
      for (int i = 0; i < newVelocities.length - 4; i++) {
        newVelocities[i] = uniform(source, 0.005);
      }
    }

    @Override
    void observe(float[] observation) {
      for (int i = 0; i < JOINTS; i++) {
        observation[i] = (float) position(i);
        observation[JOINTS + i] = (float) velocity(i);
      }
      for (int i = 0; i < 9; i++) {
        observation[2 * JOINTS + i] = (float) place(bodies[i / 3], i % 3);
      }
    }

    @Override
    double reward(float[] action, Step step) {
      return -distance(bodies[1], bodies[2])
          - 0.1 * squares(action, simulation().controls())
          - 0.5 * distance(bodies[1], bodies[0]);
    }
  }
}
