package jackdaw.gymnasium;

import jackdaw.environment.Environment;
import jackdaw.environments.EnvironmentOptions;
import jackdaw.environments.EnvironmentProvider;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Every environment that is registered with Gymnasium, as {@code gym:CartPole-v1}; with keyword
 * arguments behind a question mark, as {@code gym:FrozenLake-v1?is_slippery=false}; and with a
 * module to import before, as {@code gym:my_package:MyEnv-v0}.
 */
public final class GymnasiumProvider implements EnvironmentProvider {
  private static final String PREFIX = "gym:";

  @Override
  public List<String> ids() {
    return List.of();
  }

  @Override
  public String prefix() {
    return PREFIX;
  }

  @Override
  public Environment make(String id) {
    return source(id, Map.of()).get();
  }

  @Override
  public Supplier<Environment> supplier(String id, EnvironmentOptions options) {
    return source(id, options.others());
  }

  private static GymnasiumSource source(String id, Map<String, String> arguments) {
    if (id.length() <= PREFIX.length()) {
      throw new IllegalArgumentException(
          "environment %s names nothing: write it like gym:CartPole-v1".formatted(id));
    }
    return new GymnasiumSource(Python.find(), id.substring(PREFIX.length()), arguments);
  }
}
