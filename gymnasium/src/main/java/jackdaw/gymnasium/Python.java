package jackdaw.gymnasium;

import jackdaw.environment.UnavailableException;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A Python interpreter and what is installed for it.
 *
 * @param executable the interpreter, such as {@code .venv/bin/python}
 */
public record Python(Path executable) {
  /** The system property that names the interpreter; {@code --python} sets it. */
  public static final String PROPERTY = "jackdaw.python";

  /** The variable of the process that names the interpreter. */
  public static final String VARIABLE = "JACKDAW_PYTHON";

  private static final List<String> NAMES = List.of("python3", "python");
  private static final int PATIENCE_SECONDS = 60;

  /**
   * The interpreter to use: the one of the system property {@value #PROPERTY}, else of the variable
   * {@value #VARIABLE}, else of the virtual environment that is active (VIRTUAL_ENV), else of a
   * virtual environment {@code .venv} in the working folder, else the first {@code python3} or
   * {@code python} on PATH.
   *
   * @throws UnavailableException if there is none, or the one that was named is none
   */
  public static Python find() {
    return find(System.getProperty(PROPERTY), System::getenv, Path.of(""));
  }

  static Python find(
      @Nullable String named, Function<String, @Nullable String> variables, Path folder) {
    if (named != null) {
      return named("--python", named);
    }
    String variable = variables.apply(VARIABLE);
    if (variable != null && !variable.isBlank()) {
      return named(VARIABLE, variable);
    }
    String active = variables.apply("VIRTUAL_ENV");
    if (active != null && !active.isBlank()) {
      Path executable = in(Path.of(active));
      if (executable != null) {
        return new Python(executable);
      }
    }
    Path beside = in(folder.resolve(".venv"));
    if (beside != null) {
      return new Python(beside);
    }
    String path = variables.apply("PATH");
    for (String name : NAMES) {
      for (String each : (path == null ? "" : path).split(File.pathSeparator, -1)) {
        Path executable = each.isEmpty() ? null : Path.of(each).resolve(name);
        if (executable != null && Files.isExecutable(executable)) {
          return new Python(executable);
        }
      }
    }
    throw new UnavailableException(
        "no Python interpreter is on PATH: install Python 3, or name one by --python or "
            + VARIABLE);
  }

  /** The interpreter of a virtual environment. */
  private static @Nullable Path in(Path environment) {
    for (String place : List.of("bin/python", "Scripts/python.exe")) {
      Path executable = environment.resolve(place);
      if (Files.isExecutable(executable)) {
        return executable;
      }
    }
    return null;
  }

  /**
   * An interpreter that somebody has named.
   *
   * @param by what it was named with, such as {@code --python}
   * @param value a file, or the folder of a virtual environment
   * @throws UnavailableException if it is neither
   */
  public static Python named(String by, String value) {
    try {
      Path path = Path.of(value);
      Path inside = in(path);
      if (inside != null) {
        return new Python(inside);
      }
      if (Files.isExecutable(path) && !Files.isDirectory(path)) {
        return new Python(path);
      }
    } catch (InvalidPathException e) {
      // Falls through to the message.
    }
    throw new UnavailableException(
        "%s %s is no Python interpreter: name one, or a virtual environment".formatted(by, value));
  }

  /**
   * Where a package is installed, found without importing it.
   *
   * @param name of a package at the top, such as {@code gymnasium}
   * @param install what to give to {@code pip install} where it is missing
   * @throws UnavailableException if it is not there; the message has the line that installs it
   */
  public Path packageFolder(String name, String install) {
    String origin =
        run(
            "import importlib.util as u; s = u.find_spec('%s'); print(s.origin if s else '')"
                .formatted(name))
            .strip();
    Path folder = origin.isEmpty() ? null : Path.of(origin).getParent();
    if (folder == null) {
      throw missing(name, install);
    }
    return folder;
  }

  /** What to say where a package is missing. */
  UnavailableException missing(String name, String install) {
    return new UnavailableException(
        "Python package %s is not installed for %s: %s -m pip install %s"
            .formatted(name, executable, executable, install));
  }

  /** Returns what a line of Python prints. */
  private String run(String code) {
    return run(code, Duration.ofSeconds(PATIENCE_SECONDS));
  }

  /**
   * Returns what a line of Python prints.
   *
   * @throws UnavailableException if it fails or takes longer than that
   */
  String run(String code, Duration patience) {
    try {
      Process process =
          new ProcessBuilder(executable.toString(), "-c", code)
              .redirectErrorStream(true)
              .start();
      process.getOutputStream().close();
      // Read in a thread of its own: the end of what it prints may never come.
      CompletableFuture<String> reading =
          CompletableFuture.supplyAsync(
              () -> read(process), task -> Thread.ofVirtual().start(task));
      String output;
      try {
        output = reading.get(patience.toNanos(), TimeUnit.NANOSECONDS);
      } finally {
        if (!reading.isDone()) {
          process.destroyForcibly();
        }
      }
      if (process.waitFor() != 0) {
        throw new UnavailableException(
            "%s is no working Python 3: %s"
                .formatted(executable, output.strip().lines().reduce("", (_, last) -> last)));
      }
      return output;
    } catch (IOException | ExecutionException e) {
      throw new UnavailableException(
          "%s does not start: %s".formatted(executable, e.getMessage()), e);
    } catch (TimeoutException e) {
      throw new UnavailableException(
          "%s did not answer within %s s: is it a Python interpreter?"
              .formatted(executable, Link.seconds(patience)),
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UnavailableException("interrupted while Python was asked", e);
    }
  }

  private static String read(Process process) {
    try (InputStream in = process.getInputStream()) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
