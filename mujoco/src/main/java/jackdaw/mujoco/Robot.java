package jackdaw.mujoco;

import jackdaw.environment.Environment;
import jackdaw.environment.Picture;
import jackdaw.environment.Step;
import jackdaw.random.RandomStream;
import jackdaw.space.Box;
import jackdaw.space.Space;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A simulated body with motors: what Gymnasium's MuJoCo environments, version 5, have in common. An
 * action is one control for each actuator, held for several of MuJoCo's steps.
 *
 * <p>Observations are computed in double precision and rounded to floats. Limits of an episode's length
 * are added by {@link MujocoProvider}.
 */
abstract class Robot implements Environment {
  private final Simulation simulation;
  private final Task task;
  private final boolean forces;
  private final Space observationSpace;
  private final Space actionSpace;
  private final RandomStream random = new RandomStream(0);
  private final double[] model;
  private final double[] positions;
  private final double[] velocities;
  private boolean running;

  /**
   * What an environment of Gymnasium is registered as.
   *
   * @param model file of the model
   * @param frameSkip how many of MuJoCo's steps an action is held for
   * @param maxSteps the longest that an episode is
   * @param solvedReturn the mean return from which it counts as solved, or NaN
   * @param view where it is looked at from
   */
  record Task(String model, int frameSkip, int maxSteps, double solvedReturn, View view) {
    OptionalDouble mark() {
      return Double.isNaN(solvedReturn) ? OptionalDouble.empty() : OptionalDouble.of(solvedReturn);
    }
  }

  /**
   * With a simulation, which this object closes with itself.
   *
   * @param observationSize how many numbers an observation has
   * @param forces whether it looks at forces between bodies (cfrc_ext)
   */
  Robot(Simulation simulation, Task task, int observationSize, boolean forces) {
    this.simulation = simulation;
    this.task = task;
    this.forces = forces;
    observationSpace = Box.unbounded(observationSize);
    MemorySegment ranges =
        simulation.constant("model.actuator_ctrlrange", 2 * simulation.controls());
    float[] low = new float[simulation.controls()];
    float[] high = new float[low.length];
    for (int i = 0; i < low.length; i++) {
      low[i] = (float) at(ranges, 2 * i);
      high[i] = (float) at(ranges, 2 * i + 1);
    }
    actionSpace = Box.of(low, high);
    model =
        simulation.constant("model.qpos0", simulation.positions())
            .toArray(ValueLayout.JAVA_DOUBLE);
    positions = new double[simulation.positions()];
    velocities = new double[simulation.velocities()];
  }

  /**
   * Draws the state that an episode starts in.
   *
   * @param newPositions come in as the model's own
   * @param newVelocities come in as 0
   */
  abstract void draw(RandomStream source, double[] newPositions, double[] newVelocities);

  /** Writes the observation of the present state. */
  abstract void observe(float[] observation);

  /** Remembers what the reward needs of the state before a step. */
  void before() {}

  /** The reward of a step that has just been taken; sets {@code step.terminated} where it ended. */
  abstract double reward(float[] action, Step step);

  @Override
  public final Space observationSpace() {
    return observationSpace;
  }

  @Override
  public final Space actionSpace() {
    return actionSpace;
  }

  @Override
  public final OptionalDouble solvedReturn() {
    return task.mark();
  }

  @Override
  public final void reset(long seed, float[] observation) {
    random.reseed(seed);
    System.arraycopy(model, 0, positions, 0, positions.length);
    Arrays.fill(velocities, 0);
    draw(random, positions, velocities);
    start(positions, velocities);
    observe(observation);
  }

  /** Starts an episode in a state. */
  final void start(double[] newPositions, double[] newVelocities) {
    simulation.reset();
    simulation.start(newPositions, newVelocities);
    running = true;
  }

  @Override
  public final void step(float[] action, Step step) {
    if (!running) {
      throw new IllegalStateException("no episode is running: call reset before step");
    }
    simulation.requireOpen();
    before();
    simulation.step(action, task.frameSkip, forces);
    step.reward = reward(action, step);
    observe(step.observation);
    running = !step.terminated;
  }

  @Override
  public final Optional<Picture> picture() {
    return Optional.of(new RobotPicture(simulation, task.view, timeStep()));
  }

  /** The simulation. */
  final Simulation simulation() {
    return simulation;
  }

  /** Seconds between two actions. */
  final double timeStep() {
    return simulation.timeStep() * task.frameSkip;
  }

  /** A generalised position. */
  final double position(int index) {
    return at(simulation.qpos, index);
  }

  /** A generalised velocity. */
  final double velocity(int index) {
    return at(simulation.qvel, index);
  }

  /** Σ action². */
  static double squares(float[] action, int count) {
    double sum = 0;
    for (int i = 0; i < count; i++) {
      sum += (double) action[i] * action[i];
    }
    return sum;
  }

  /** An element of one of the simulation's arrays. */
  static double at(MemorySegment array, int index) {
    return array.getAtIndex(ValueLayout.JAVA_DOUBLE, index);
  }

  /** Uniform in [centre − scale, centre + scale). */
  static double uniform(RandomStream random, double scale) {
    return scale * (2 * random.nextDouble() - 1);
  }

  @Override
  public final void close() {
    simulation.close();
  }
}
