package jackdaw.gymnasium;

import jackdaw.environment.UnavailableException;
import java.nio.file.Path;
import java.util.Map;

/** What to say of a module that is missing. */
final class Packages {
  /**
   * What to give to {@code pip install} for modules that are known; any other may be a stranger's
   * name there.
   */
  private static final Map<String, String> BY_MODULE =
      Map.of(
          "gymnasium", "gymnasium",
          "numpy", "gymnasium",
          "mujoco", "\"gymnasium[mujoco]\"",
          "Box2D", "\"gymnasium[box2d]\"",
          "pygame", "\"gymnasium[classic-control]\"",
          "ale_py", "ale-py",
          "minigrid", "minigrid",
          "pettingzoo", "\"pettingzoo[classic]\"",
          "gymnasium_robotics", "gymnasium-robotics");

  private Packages() {}

  /** The package, which mostly has the module's own name. */
  static String of(String module) {
    return BY_MODULE.getOrDefault(module, module);
  }

  /**
   * What to say where an environment needs a module that is not there.
   *
   * @param name of the environment, such as {@code gym:my_package:MyEnv-v0}
   * @param module of the top level
   * @param place where it is imported, in brackets after a space; may be empty
   */
  static UnavailableException missing(String name, String module, String place, Python python) {
    String install = BY_MODULE.get(module);
    if (install != null) {
      return python.missing(module, install);
    }
    String where = name.startsWith("gym:" + module) ? "" : place;
    return new UnavailableException(
        "%s needs the Python module %s%s, which is neither in %s nor installed for %s: start where it is,"
            .formatted(name, module, where, Path.of("").toAbsolutePath(), python.executable())
            + " or set PYTHONPATH to its folder");
  }
}
