package jackdaw.gymnasium;

import jackdaw.environment.Environment;
import jackdaw.environment.EnvironmentBatch;
import jackdaw.environment.EnvironmentException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * Makes environments of Gymnasium in a Python process, which all that are open at the same time
 * share, singly or in batches, and which ends with the last of them. A batch whose copies take long
 * enough to step is spread over one more process for each further core. May be used by several
 * threads.
 */
public final class GymnasiumSource implements EnvironmentBatch.Source {
  /**
   * The system property that says how many seconds Python may take for an answer; 120 if it does
   * not.
   */
  public static final String PATIENCE_PROPERTY = "jackdaw.python.patience";

  /**
   * The system property that names folders, joined as in PATH, in which modules of environments are
   * looked for after all other places.
   */
  public static final String FOLDERS_PROPERTY = "jackdaw.python.folders";

  /**
   * The system property that says over how many processes a batch is spread, as far as it has
   * copies.
   */
  public static final String PROCESSES_PROPERTY = "jackdaw.python.processes";

  /**
   * For how long a process has to step its copies, at least, to be worth its exchange: where it
   * shares Java's core that costs some 30 microseconds.
   */
  private static final double SECONDS_A_PROCESS = 60e-6;

  /** Games of Atari are played on all cores from one process. */
  private static final String PARALLEL_BY_ITSELF = "ALE/";

  private static final double PATIENCE_SECONDS = 120;

  private final Connector connector;
  private final String id;
  private final Map<String, String> arguments;
  private final int processes;
  private @Nullable GymnasiumHost host;

  /** How often {@link #hold} was called and not yet ended. */
  private int holds;

  /**
   * For an id that is registered.
   *
   * @param id without the prefix, such as {@code CartPole-v1}
   * @param arguments of the environment's constructor, each as Python would have it; also {@code
   *     true}, {@code false} and {@code none}; anything else is a string
   */
  public GymnasiumSource(Python python, String id, Map<String, String> arguments) {
    this(Connector.of(python, patience()), id, arguments, processes(id));
  }

  /** With at most so many processes for a batch; 0 is as many as pay. */
  GymnasiumSource(Connector connector, String id, Map<String, String> arguments, int processes) {
    this.connector = connector;
    this.id = id;
    this.arguments = new LinkedHashMap<>(arguments);
    this.processes = processes;
  }

  private static int processes(String id) {
    String given = System.getProperty(PROCESSES_PROPERTY);
    if (given == null) {
      return id.startsWith(PARALLEL_BY_ITSELF) ? 1 : 0;
    }
    try {
      int count = Integer.parseInt(given);
      if (count > 0) {
        return count;
      }
    } catch (NumberFormatException e) {
      // Falls through to the message.
    }
    throw new IllegalArgumentException(
        "system property %s is %s: give a whole number above 0"
            .formatted(PROCESSES_PROPERTY, given));
  }

  private static Duration patience() {
    String given = System.getProperty(PATIENCE_PROPERTY);
    try {
      double seconds = given == null ? PATIENCE_SECONDS : Double.parseDouble(given);
      if (seconds > 0 && seconds < 1e9) {
        return Duration.ofMillis(Math.max(1, Math.round(seconds * 1000)));
      }
    } catch (NumberFormatException e) {
      // Falls through to the message.
    }
    throw new IllegalArgumentException(
        "system property %s is %s: give seconds above 0".formatted(PATIENCE_PROPERTY, given));
  }

  @Override
  public Environment get() {
    return part(1).copies().getFirst();
  }

  @Override
  public EnvironmentBatch batch(int count) {
    if (count < 1 || count > GymnasiumHost.MAX_COPIES) {
      throw GymnasiumHost.tooMany("gym:" + id, count);
    }
    try {
      int parts = parts(count);
      return parts == 1 ? part(count) : parallel(count, parts);
    } catch (RuntimeException | Error e) {
      closeUnused();
      throw e;
    }
  }

  /** Over how many processes to spread a batch. */
  private int parts(int count) {
    int most = Math.min(processes > 0 ? processes : cores(), count);
    if (most == 1 || processes > 0) {
      return most;
    }
    OptionalDouble seconds = running(1).stepSeconds();
    return seconds.isEmpty()
        ? 1
        : Math.clamp((long) (count * seconds.getAsDouble() / SECONDS_A_PROCESS), 1, most);
  }

  private static int cores() {
    return Runtime.getRuntime().availableProcessors();
  }

  /** Copies in the one process that all share. */
  private synchronized GymnasiumBatch part(int count) {
    Optional<GymnasiumBatch> made = Optional.empty();
    while (made.isEmpty()) { // It may end with its last copy at any time.
      made = running(count).more(count, 0);
    }
    return made.get();
  }

  /** That process, which is started with so many copies if there is none. */
  private synchronized GymnasiumHost running(int copies) {
    GymnasiumHost current = host;
    if (current == null || current.isOver()) {
      current = GymnasiumHost.start(connector, id, arguments, copies, awake(0));
      for (int i = 0; i < holds; i++) {
        current.hold(true);
      }
      host = current;
    }
    return current;
  }

  @Override
  public synchronized EnvironmentBatch.Hold hold() {
    holds++;
    if (host != null) {
      host.hold(true);
    }
    return this::release;
  }

  @Override
  public synchronized List<String> remarks() {
    return host == null ? List.of() : host.remarks();
  }

  private synchronized void release() {
    holds--;
    if (host != null) {
      host.hold(false);
    }
  }

  private EnvironmentException ended() {
    return new EnvironmentException("gym:%s: Python ended as soon as it had started".formatted(id));
  }

  private synchronized void closeUnused() {
    if (host != null) {
      host.closeUnused();
    }
  }

  /** Copies in that process and in others of their own, which start at the same time. */
  private EnvironmentBatch parallel(int count, int parts) {
    List<GymnasiumHost.Beginning> others = new ArrayList<>();
    List<GymnasiumBatch> made = new ArrayList<>();
    try {
      for (int i = 1; i < parts; i++) {
        int copies = first(count, parts, i + 1) - first(count, parts, i);
        others.add(GymnasiumHost.begin(connector, id, arguments, copies, awake(i)));
      }
      made.add(part(first(count, parts, 1)));
      for (int i = 1; i < parts; i++) {
        int from = first(count, parts, i);
        GymnasiumHost other = others.get(i - 1).finish();
        made.add(other.more(first(count, parts, i + 1) - from, from).orElseThrow(this::ended));
      }
      if (parts == cores()) {
        for (int i = 0; i < parts; i++) {
          made.get(i).host().pin(core(i));
        }
      }
      return new ParallelBatch(made);
    } catch (RuntimeException | Error e) {
      made.forEach(part -> part.copies().forEach(Environment::close));
      others.forEach(other -> other.link().close());
      throw e;
    }
  }

  /**
   * Whether a process has a core of its own: all but those that no core is left for beside this
   * one's.
   */
  private static boolean awake(int process) {
    return process < cores() - 1;
  }

  /**
   * The core of a process where there are as many as cores: each has one, since the system puts
   * some onto one core for milliseconds. The last has the first core, where this one's thread is
   * woken by it.
   */
  private static int core(int process) {
    return cores() - 1 - process;
  }

  /** The first copy of a part. */
  private static int first(int count, int parts, int part) {
    return (int) ((long) count * part / parts);
  }
}
