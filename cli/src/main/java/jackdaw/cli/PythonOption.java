package jackdaw.cli;

import jackdaw.environment.EnvironmentException;
import jackdaw.gymnasium.Python;

/** {@code --python}, of every command that may need an environment of Python's. */
final class PythonOption {
  private static final String NAME = "--python";

  static final Option OPTION =
      Option.of(NAME, "PATH", "Python for gym: and MuJoCo; else JACKDAW_PYTHON, .venv or PATH");

  private PythonOption() {}

  /** Lets it hold for the rest of this process, if it was given. */
  static void apply(Arguments arguments) {
    String path = arguments.value(NAME);
    if (path == null) {
      return;
    }
    try {
      Python.named(NAME, path);
    } catch (EnvironmentException e) {
      throw new InputException(e);
    }
    System.setProperty(Python.PROPERTY, path);
  }
}
