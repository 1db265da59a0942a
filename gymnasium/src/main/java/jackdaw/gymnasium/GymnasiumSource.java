package jackdaw.gymnasium;

import com.fasterxml.jackson.databind.JsonNode;
import jackdaw.environment.Environment;
import jackdaw.environment.EnvironmentBatch;
import jackdaw.environment.EnvironmentException;
import jackdaw.space.Space;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Makes environments of Gymnasium in Python processes. A batch has a process of its own; environments that
 * are asked for singly share one, which ends with the last of them. May be used by several threads.
 */
public final class GymnasiumSource implements EnvironmentBatch.Source {
  /** The system property that says how many seconds Python may take for an answer; 120 if it does not. */
  public static final String PATIENCE_PROPERTY = "jackdaw.python.patience";

  private static final double PATIENCE_SECONDS = 120;
  private static final int PROTOCOL = 1;
  private static final int MAX_COPIES = 0xffff;

  private final Connector connector;
  private final String id;
  private final Map<String, String> arguments;
  private @Nullable GymnasiumBatch shared;

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
  public synchronized Environment get() {
    Optional<Environment> more =
        shared == null ? Optional.empty() : shared.more();
    if (more.isPresent()) {
      return more.get();
    }
    GymnasiumBatch started = batch(1);
    shared = started;
    return started.copies().getFirst();
  }

  @Override
  public GymnasiumBatch batch(int count) {
    if (count < 1 || count > MAX_COPIES) {
      throw new IllegalArgumentException(
          "%d copies of gym:%s are not possible: use 1 to %d".formatted(count, id, MAX_COPIES));
    }
    String name = "gym:" + id;
    Link link = connector.connect(name);
    try {
      JsonNode said = hello(link, count);
      return new GymnasiumBatch(
          link,
          name,
          space(name, "observation", said),
          space(name, "action", said),
          said.path("bytes").asBoolean(),
          said.path("threshold").asDouble(Double.NaN),
          said.path("render").asText(),
          said.path("signs").asBoolean(),
          count);
    } catch (PythonException e) {
      link.close();
      throw new EnvironmentException("%s cannot be made: %s".formatted(name, e.line()), e);
    } catch (RuntimeException | Error e) {
      link.close();
      throw e;
    }
  }

  private JsonNode hello(Link link, int count) {
    return link.exchange(
        Link.HELLO,
        Map.of("protocol", PROTOCOL, "id", id, "arguments", arguments, "copies", count));
  }

  private static Space space(String name, String which, JsonNode said) {
    try {
      return Spaces.of(said.path(which));
    } catch (IllegalArgumentException e) {
      throw new EnvironmentException(
          "%s cannot be used: its %s space is not possible here: %s"
              .formatted(name, which, e.getMessage()),
          e);
    }
  }

}
