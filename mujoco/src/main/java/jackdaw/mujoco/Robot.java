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
 * A simulated body with motors: the common part of Gymnasium's MuJoCo environments, version 5. An
 * action is one control for each actuator, held for several of MuJoCo's steps.
 *
 * <p>Observations are computed in double precision and rounded to floats. {@link MujocoProvider}
 * adds the time limits.
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
   * The registration of an environment in Gymnasium.
   *
   * @param model file of the model
   * @param frameSkip number of MuJoCo's steps that an action is held for
   * @param maxSteps maximum length of an episode
   * @param solvedReturn the mean return from which it counts as solved, or NaN
   * @param view the camera of its picture
   */
  record Task(String model, int frameSkip, int maxSteps, double solvedReturn, View view) {
    OptionalDouble mark() {
      return Double.isNaN(solvedReturn) ? OptionalDouble.empty() : OptionalDouble.of(solvedReturn);
    }
  }

  /**
   * Creates a robot from a simulation, which is closed together with it.
   *
   * @param observationSize number of values in an observation
   * @param forces whether it needs the forces between bodies (cfrc_ext)
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
   * @param newPositions the model's own on entry
   * @param newVelocities 0 on entry
   */
  abstract void draw(RandomStream source, double[] newPositions, double[] newVelocities);

  /** Writes the observation of the current state. */
  abstract void observe(float[] observation);

  /** Stores what the reward needs of the state before a step. */
  void before() {}

  /**
   * Returns the reward of the step just taken, and sets {@code step.terminated} if it ended the
   * episode.
   */
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

  /** Starts an episode in a given state. */
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

  /** Returns the simulation. */
  final Simulation simulation() {
    return simulation;
  }

  /** Returns the seconds between two actions. */
  final double timeStep() {
    return simulation.timeStep() * task.frameSkip;
  }

  /** Returns a generalised position. */
  final double position(int index) {
    return at(simulation.qpos, index);
  }

  /** Returns a generalised velocity. */
  final double velocity(int index) {
    return at(simulation.qvel, index);
  }

  /** Returns Σ action². */
  static double squares(float[] action, int count) {
    double sum = 0;
    for (int i = 0; i < count; i++) {
      sum += (double) action[i] * action[i];
    }
    return sum;
  }

  /** Returns an element of one of the simulation's arrays. */
  static double at(MemorySegment array, int index) {
    return array.getAtIndex(ValueLayout.JAVA_DOUBLE, index);
  }

  /** Returns a uniform number in [centre − scale, centre + scale). */
  static double uniform(RandomStream random, double scale) {
    return scale * (2 * random.nextDouble() - 1);
  }

  @Override
  public final void close() {
    simulation.close();
  }
}
