package jackdaw.mujoco;

import jackdaw.environment.EnvironmentException;
import jackdaw.gymnasium.Python;
import org.junit.jupiter.api.Assumptions;

/** The real packages. Tests are skipped without them, except where CI requires them. */
final class Installed {
  private Installed() {}

  /** Returns the interpreter, if it has the packages that these tests need. */
  static Python python() {
    try {
      Python python = Python.find();
      python.packageFolder("gymnasium", "gymnasium");
      MujocoLibrary.find();
      return python;
    } catch (EnvironmentException e) {
      if (System.getenv("JACKDAW_TEST_NEEDS_PYTHON") == null) {
        Assumptions.abort("passed over, since " + e.getMessage());
      }
      throw e;
    }
  }
}
