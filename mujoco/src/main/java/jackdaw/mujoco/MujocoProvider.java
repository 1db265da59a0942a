package jackdaw.mujoco;

import jackdaw.environment.Environment;
import jackdaw.environment.TimeLimit;
import jackdaw.environments.EnvironmentOptions;
import jackdaw.environments.EnvironmentProvider;
import jackdaw.gymnasium.Python;
import jackdaw.mujoco.Robot.Task;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Gymnasium's MuJoCo environments, version 5, under their own ids. They need libmujoco ({@code
 * MUJOCO_PATH}, or the Python package {@code mujoco}) and the models of the Python package {@code
 * gymnasium}. Training uses no Python process.
 */
public final class MujocoProvider implements EnvironmentProvider {
  private static final Map<String, Kind> KINDS = new TreeMap<>();

  static {
    KINDS.put("Ant-v5", new Kind(Ant.TASK, Ant::new));
    KINDS.put("HalfCheetah-v5", runner(Runner.Kind.HALF_CHEETAH));
    KINDS.put("Hopper-v5", runner(Runner.Kind.HOPPER));
    KINDS.put("Humanoid-v5", new Kind(Humanoid.TASK, Humanoid::new));
    KINDS.put("InvertedDoublePendulum-v5", new Kind(Pole.Twofold.TASK, Pole.Twofold::new));
    KINDS.put("InvertedPendulum-v5", new Kind(Pole.Single.TASK, Pole.Single::new));
    KINDS.put("Pusher-v5", new Kind(Arm.Pusher.TASK, Arm.Pusher::new));
    KINDS.put("Reacher-v5", new Kind(Arm.Reacher.TASK, Arm.Reacher::new));
    KINDS.put("Swimmer-v5", runner(Runner.Kind.SWIMMER));
    KINDS.put("Walker2d-v5", runner(Runner.Kind.WALKER_2D));
  }

  /** Creates one of the environments. */
  private record Kind(Task task, Function<Simulation, Robot> robot) {}

  private static Kind runner(Runner.Kind kind) {
    return new Kind(kind.task(), simulation -> new Runner(kind, simulation));
  }

  @Override
  public List<String> ids() {
    return List.copyOf(KINDS.keySet());
  }

  @Override
  public Environment make(String id) {
    return supplier(id).get();
  }

  @Override
  public OptionalDouble solvedReturn(String id) {
    return kind(id).task.mark();
  }

  @Override
  public Supplier<Environment> supplier(String id, EnvironmentOptions options) {
    return supplier(id);
  }

  private static Supplier<Environment> supplier(String id) {
    Kind kind = kind(id);
    MujocoLibrary library = MujocoLibrary.find();
    Path model = models(Python.find()).resolve(kind.task.model());
    return () -> new TimeLimit(robot(kind, library, model), kind.task.maxSteps());
  }

  private static Kind kind(String id) {
    Kind kind = KINDS.get(id);
    if (kind == null) {
      throw new IllegalArgumentException("no environment of MuJoCo is named " + id);
    }
    return kind;
  }

  /** Creates an environment without its time limit. */
  static Robot robot(String id) {
    Kind kind = kind(id);
    return robot(kind, MujocoLibrary.find(), models(Python.find()).resolve(kind.task.model()));
  }

  private static Robot robot(Kind kind, MujocoLibrary library, Path model) {
    Simulation simulation = new Simulation(library, model);
    try {
      return kind.robot.apply(simulation);
    } catch (RuntimeException e) {
      simulation.close();
      throw e;
    }
  }

  private static Path models(Python python) {
    return python.packageFolder("gymnasium", "gymnasium").resolve("envs/mujoco/assets");
  }
}
