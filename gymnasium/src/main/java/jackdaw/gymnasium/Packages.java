package jackdaw.gymnasium;

import java.util.Map;

/** What to give to {@code pip install} for a module that is missing. */
final class Packages {
  private static final Map<String, String> BY_MODULE =
      Map.of(
          "gymnasium", "gymnasium",
          "numpy", "gymnasium",
          "mujoco", "\"gymnasium[mujoco]\"",
          "Box2D", "\"gymnasium[box2d]\"",
          "pygame", "\"gymnasium[classic-control]\"",
          "ale_py", "ale-py");

  private Packages() {}

  /** The package, which mostly has the module's own name. */
  static String of(String module) {
    return BY_MODULE.getOrDefault(module, module);
  }
}
