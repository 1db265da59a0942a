package jackdaw.runs;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A named set of settings for an algorithm in an environment.
 *
 * @param environment the environment's name
 * @param name the profile's name
 * @param description one line
 * @param totalSteps environment steps to train for; at least 1
 * @param settings what differs from the algorithm's defaults, by short name
 */
public record Profile(
    String environment,
    String name,
    String description,
    long totalSteps,
    Map<String, Object> settings) {
  /** Keeps a copy of the settings, in their order. */
  public Profile {
    settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
  }
}
