package jackdaw.gymnasium;

import jackdaw.environment.Environment;
import jackdaw.environment.EnvironmentBatch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Makes environments of Gymnasium in a Python process, which all that are open at the same time share, singly
 * or in batches, and which ends with the last of them. A batch of many is spread over one more process for
 * each further core, with {@value #COPIES_A_PROCESS} copies or more in each. May be used by several threads.
 */
public final class GymnasiumSource implements EnvironmentBatch.Source {
  /** The system property that says how many seconds Python may take for an answer; 120 if it does not. */
  public static final String PATIENCE_PROPERTY = "jackdaw.python.patience";

  /** The system property that says over how many processes a batch is spread, as far as it has copies. */
  public static final String PROCESSES_PROPERTY = "jackdaw.python.processes";

  /** Fewer would be exchanged more often than they are worth. */
  static final int COPIES_A_PROCESS = 4;

  /** Games of Atari are played on all cores from one process. */
  private static final String PARALLEL_BY_ITSELF = "ALE/";

  private static final int ANY_CORE = -1;
  private static final double PATIENCE_SECONDS = 120;

  private final Connector connector;
  private final String id;
  private final Map<String, String> arguments;
  private final int processes;
  private @Nullable GymnasiumHost host;

  /**
   * For an id that is registered.
   *
   * @param id without the prefix, such as {@code CartPole-v1}
   * @param arguments of the environment's constructor, each as Python would have it; also {@code true},
   *     {@code false} and {@code none}; anything else is a string
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
    return part(1, ANY_CORE).copies().getFirst();
  }

  @Override
  public EnvironmentBatch batch(int count) {
    if (count < 1 || count > GymnasiumHost.MAX_COPIES) {
      throw GymnasiumHost.tooMany("gym:" + id, count);
    }
    int parts =
        processes > 0
            ? Math.min(processes, count)
            : Math.min(
                Runtime.getRuntime().availableProcessors(),
                Math.max(1, count / COPIES_A_PROCESS));
    return parts == 1 ? part(count, ANY_CORE) : parallel(count, parts);
  }

  /** Copies in the one process that all share. */
  private synchronized GymnasiumBatch part(int count, int core) {
    Optional<GymnasiumBatch> more = host == null ? Optional.empty() : host.more(count);
    if (more.isPresent()) {
      return more.get();
    }
    GymnasiumHost started = GymnasiumHost.start(connector, id, arguments, count, awake(0), core);
    host = started;
    return started.first(0);
  }

  /** Copies in that process and in others of their own, which start at the same time. */
  private EnvironmentBatch parallel(int count, int parts) {
    List<GymnasiumHost.Beginning> others = new ArrayList<>();
    List<GymnasiumBatch> made = new ArrayList<>();
    try {
      for (int i = 1; i < parts; i++) {
        int copies = first(count, parts, i + 1) - first(count, parts, i);
        others.add(GymnasiumHost.begin(connector, id, arguments, copies, awake(i), core(i, parts)));
      }
      made.add(part(first(count, parts, 1), core(0, parts)));
      for (int i = 1; i < parts; i++) {
        made.add(others.get(i - 1).finish().first(first(count, parts, i)));
      }
      return new ParallelBatch(made);
    } catch (RuntimeException | Error e) {
      made.forEach(part -> part.copies().forEach(Environment::close));
      others.forEach(other -> other.link().close());
      throw e;
    }
  }

  /** Whether a process has a core of its own: all but those that no core is left for beside this one's. */
  private static boolean awake(int process) {
    return process < Runtime.getRuntime().availableProcessors() - 1;
  }

  /**
   * The core of a process where there are as many as cores: each has one, since the system puts some onto one
   * core for milliseconds. The last has the first core, where this one's thread is woken by it.
   */
  private static int core(int process, int processes) {
    int cores = Runtime.getRuntime().availableProcessors();
    return processes == cores ? cores - 1 - process : ANY_CORE;
  }

  /** The first copy of a part. */
  private static int first(int count, int parts, int part) {
    return (int) ((long) count * part / parts);
  }
}
