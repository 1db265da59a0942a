package jackdaw.cli;

import jackdaw.environment.EnvironmentException;
import jackdaw.gymnasium.GymnasiumSource;
import jackdaw.gymnasium.Python;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** {@code --python}, of every command that may need an environment of Python's. */
final class PythonOption {
  private static final int MOST_FOLDERS = 3;

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

  /**
   * Has modules of environments looked for in the folders above a run as well: it was mostly
   * started in one of them, and now another may be the working folder.
   */
  static void lookAbove(Path run) {
    List<String> folders = new ArrayList<>();
    Path folder = run.toAbsolutePath().normalize().getParent();
    for (int i = 0; i < MOST_FOLDERS && folder != null; i++) {
      folders.add(folder.toString());
      folder = folder.getParent();
    }
    System.setProperty(
        GymnasiumSource.FOLDERS_PROPERTY, String.join(File.pathSeparator, folders));
  }
}
