package jackdaw.gymnasium;

import jackdaw.environment.Environment;
import jackdaw.environment.EnvironmentBatch;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Makes environments of Gymnasium in a Python process, which all that are open at the same time share, singly
 * or in batches, and which ends with the last of them. May be used by several threads.
 */
public final class GymnasiumSource implements EnvironmentBatch.Source {
  /** The system property that says how many seconds Python may take for an answer; 120 if it does not. */
  public static final String PATIENCE_PROPERTY = "jackdaw.python.patience";

  private static final double PATIENCE_SECONDS = 120;

  private final Connector connector;
  private final String id;
  private final Map<String, String> arguments;
  private @Nullable GymnasiumHost host;

  /**
   * For an id that is registered.
   *
   * @param id without the prefix, such as {@code CartPole-v1}
   * @param arguments of the environment's constructor, each as Python would have it; also {@code true},
   *     {@code false} and {@code none}; anything else is a string
   */
  public GymnasiumSource(Python python, String id, Map<String, String> arguments) {
    this(Connector.of(python, patience()), id, arguments);
  }

  GymnasiumSource(Connector connector, String id, Map<String, String> arguments) {
    this.connector = connector;
    this.id = id;
    this.arguments = new LinkedHashMap<>(arguments);
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
    return batch(1).copies().getFirst();
  }

  @Override
  public synchronized GymnasiumBatch batch(int count) {
    if (count < 1 || count > GymnasiumHost.MAX_COPIES) {
      throw GymnasiumHost.tooMany("gym:" + id, count);
    }
    Optional<GymnasiumBatch> more = host == null ? Optional.empty() : host.more(count);
    if (more.isPresent()) {
      return more.get();
    }
    GymnasiumHost started = GymnasiumHost.start(connector, id, arguments, count);
    host = started;
    return started.first();
  }
}
