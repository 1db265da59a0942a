package jackdaw.gymnasium;

import jackdaw.environment.EnvironmentException;
import org.junit.jupiter.api.Assumptions;

/** The real packages, without which tests are passed over; but not where CI has to have them. */
final class Installed {
  private Installed() {}

  /** The interpreter, if it has these packages. */
  static Python python(String... packages) {
    try {
      Python python = Python.find();
      for (String name : packages) {
        python.packageFolder(name, Packages.of(name));
      }
      return python;
    } catch (EnvironmentException e) {
      if (System.getenv("JACKDAW_TEST_NEEDS_PYTHON") == null) {
        Assumptions.abort("passed over, since " + e.getMessage());
      }
      throw e;
    }
  }
}
