package jackdaw.gymnasium;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * A Python process that runs a script which it is given on standard input; that stays open and ends
 * with this process, whichever way it ends, which the script watches for. What it prints is kept
 * for messages, the last few lines of it.
 */
final class PythonProcess implements AutoCloseable {
  /**
   * Takes the script from standard input, so that it needs no file and is in no list of processes.
   * The script keeps that as {@code control}, on a descriptor of its own, and environments get an
   * empty standard input: a fork would otherwise wait for the lock of the thread that reads it.
   */
  private static final String LOADER =
      "import os; control = open(os.dup(0), 'rb'); null = os.open(os.devnull, os.O_RDONLY); "
          + "os.dup2(null, 0); os.close(null); "
          + "exec(compile(control.read(int(control.readline())), '<jackdaw>', 'exec'))";

  private static final int KEPT_CHARACTERS = 8192;
  private static final int LAST_CHARACTERS = 500;
  private static final int SIGNALLED = 128;
  private static final int PATIENCE_SECONDS = 2;

  private final Process process;
  private final Thread keeper;
  private final StringBuilder output;

  private PythonProcess(Process process, Thread keeper, StringBuilder output) {
    this.process = process;
    this.keeper = keeper;
    this.output = output;
  }

  /**
   * Starts a script.
   *
   * @param line the first line that the script reads on its standard input
   * @throws IOException if the interpreter does not start
   */
  static PythonProcess start(Python python, byte[] script, String line) throws IOException {
    StringBuilder output = new StringBuilder();
    CompletableFuture<Process> started = new CompletableFuture<>();
    // Linux ends a child that asks for it with the thread that started it, not with the process: so
    // that is a thread which lives as long as the child does.
    Thread keeper =
        Thread.ofPlatform().name("jackdaw-python").daemon().start(
            () -> keep(python, started, output));
    Process process;
    try {
      process = started.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      var _ = started.thenAccept(Process::destroyForcibly);
      throw new IOException("interrupted while Python started", e);
    } catch (ExecutionException e) {
      throw new IOException(e.getCause());
    }
    try {
      OutputStream in = process.getOutputStream();
      in.write((script.length + "\n").getBytes(StandardCharsets.US_ASCII));
      in.write(script);
      in.write((line + "\n").getBytes(StandardCharsets.UTF_8));
      in.flush();
    } catch (IOException e) {
      // It has ended already, and its exit code says more.
    }
    return new PythonProcess(process, keeper, output);
  }

  private static void keep(
      Python python, CompletableFuture<Process> started, StringBuilder output) {
    Process process;
    try {
      process =
          new ProcessBuilder(python.executable().toString(), "-c", LOADER)
              .redirectErrorStream(true)
              .start();
    } catch (IOException e) {
      started.completeExceptionally(e);
      return;
    }
    started.complete(process);
    byte[] bytes = new byte[1024];
    try (InputStream in = process.getInputStream()) {
      for (int count = in.read(bytes); count >= 0; count = in.read(bytes)) {
        synchronized (output) {
          output.append(new String(bytes, 0, count, StandardCharsets.UTF_8));
          output.delete(0, Math.max(0, output.length() - KEPT_CHARACTERS));
        }
      }
    } catch (IOException e) {
      // Nothing more is to be read.
    }
    boolean ended = false;
    while (!ended) {
      try {
        process.waitFor();
        ended = true;
      } catch (InterruptedException e) {
        // Nobody but this thread knows it, and the child's life hangs on it.
      }
    }
  }

  /** What is to be done when it ends. */
  void whenEnded(Runnable action) {
    var _ = process.onExit().thenRun(action);
  }

  boolean hasEnded() {
    return !process.isAlive();
  }

  long pid() {
    return process.pid();
  }

  /** What it printed last. */
  String output() {
    synchronized (output) {
      return output.toString().strip();
    }
  }

  /** The last line that it printed, after a colon; empty if there is none. */
  String lastWords() {
    String last = output().lines().reduce("", (_, line) -> line).strip();
    String end = last.substring(Math.max(0, last.length() - LAST_CHARACTERS));
    return last.isEmpty() ? "" : ": " + end;
  }

  /** How it ended, if it does within a moment: {@code ended with exit code 3}. */
  String ending() {
    try {
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        return "closed the connection";
      }
      keeper.join(TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "closed the connection";
    }
    int code = process.exitValue();
    return code > SIGNALLED
        ? "was killed by signal %d".formatted(code - SIGNALLED)
        : "ended with exit code %d".formatted(code);
  }

  /** Ends it at once, and what it has started. */
  void kill() {
    List<ProcessHandle> started = process.descendants().toList();
    process.destroyForcibly();
    started.forEach(ProcessHandle::destroyForcibly);
  }

  /** Lets it end by itself for a moment, then ends it. */
  @Override
  public void close() {
    try {
      process.getOutputStream().close();
    } catch (IOException e) {
      // It has ended already.
    }
    boolean ended = false;
    try {
      ended = process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (!ended) {
      kill();
    }
  }
}
