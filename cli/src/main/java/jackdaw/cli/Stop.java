package jackdaw.cli;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Ends a command when the user asks for it by Ctrl-C, SIGTERM or closing the terminal. The first
 * time a run ends after the current iteration and saves everything; the second time the process
 * ends at once. A run that is not there yet ends as soon as it is.
 *
 * <p>Signals rather than a shutdown hook, because Java gives hooks no say in the exit code, and
 * ignores a second Ctrl-C while they run. {@code sun.misc.Signal} is supported (module {@code
 * jdk.unsupported}, JEP 260), but javac warns of it and no annotation silences that: so reflection.
 */
final class Stop implements AutoCloseable {
  private static final String[] SIGNALS = {"INT", "TERM", "HUP"};
  private static final int KILLED_BY_SIGNAL = 128;

  private final Terminal terminal;
  private final Thread listener;
  private final List<Undo> undo = new ArrayList<>();
  private Runnable leaving = () -> {};
  private @Nullable Runnable stopping;
  private boolean requested;
  private boolean leavesAtOnce;

  /** Gives a signal back to whom it was taken from. */
  @FunctionalInterface
  private interface Undo {
    void run() throws ReflectiveOperationException;
  }

  private Stop(Terminal terminal) {
    this.terminal = terminal;
    listener = Thread.ofPlatform().name("jackdaw-stop").daemon().unstarted(this::listen);
  }

  /** Listens to signals from now on; beside whatever comes next, because it takes some 30 ms. */
  static Stop onSignals(Terminal terminal) {
    Stop stop = new Stop(terminal);
    stop.listener.start();
    return stop;
  }

  private void listen() {
    for (String name : SIGNALS) {
      try {
        listenTo(name);
      } catch (ReflectiveOperationException | IllegalArgumentException e) {
        // Windows has no HUP, and another JVM perhaps no such class: there the signal just kills.
      }
    }
  }

  private void listenTo(String name) throws ReflectiveOperationException {
    Class<?> signalType = Class.forName("sun.misc.Signal");
    Class<?> handlerType = Class.forName("sun.misc.SignalHandler");
    Object signal = signalType.getConstructor(String.class).newInstance(name);
    int number = (int) signalType.getMethod("getNumber").invoke(signal);
    InvocationHandler handler =
        (proxy, method, arguments) -> {
          // Its one method: nobody calls those of Object.
          requested(number);
          return null;
        };
    Method handle = signalType.getMethod("handle", signalType, handlerType);
    Object old =
        handle.invoke(
            null,
            signal,
            Proxy.newProxyInstance(
                Stop.class.getClassLoader(), new Class<?>[] {handlerType}, handler));
    Undo restore = () -> handle.invoke(null, signal, old);
    if (handlerType.getField("SIG_IGN").get(null).equals(old)) {
      // Started by nohup, or in the background of a script: whoever did that wants it ignored.
      restore.run();
    } else {
      undo.add(restore);
    }
  }

  private synchronized void requested(int signal) {
    if (requested || leavesAtOnce) {
      leaving.run();
      terminal.err().println();
      Runtime.getRuntime().halt(KILLED_BY_SIGNAL + signal);
    }
    request();
  }

  /** Asks the run to end after the present iteration. */
  synchronized void request() {
    requested = true;
    if (stopping != null) {
      stopping.run();
    }
  }

  /**
   * Says whether already the first signal ends the process at once, until a run is attached: while
   * there is nothing to save, and an environment may never answer.
   */
  synchronized void leaveAtOnce(boolean atOnce) {
    leavesAtOnce = atOnce;
  }

  /** Says what to do before the process ends at once, such as giving the terminal back. */
  synchronized void beforeLeaving(Runnable action) {
    leaving = action;
  }

  /** Sets what asks the command to end; if that was asked for before, runs it at once. */
  void attach(Runnable request) {
    awaitListener();
    synchronized (this) {
      stopping = request;
      leavesAtOnce = false;
      if (requested) {
        request.run();
      }
    }
  }

  /** Whether a stop was asked for. */
  synchronized boolean requested() {
    return requested;
  }

  private void awaitListener() {
    try {
      listener.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    awaitListener();
    for (Undo signal : undo) {
      try {
        signal.run();
      } catch (ReflectiveOperationException | IllegalArgumentException e) {
        // It stays with us, which harms nobody: the process is about to end.
      }
    }
  }
}
