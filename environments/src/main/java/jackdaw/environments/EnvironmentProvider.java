package jackdaw.environments;

import jackdaw.environment.Environment;
import java.util.List;

/**
 * Adds environments to {@link Environments} from any jar on the class path. The jar names its
 * implementation, which is public and has a public constructor without arguments, in {@code
 * META-INF/services/jackdaw.environments.EnvironmentProvider}.
 */
public interface EnvironmentProvider {
  /** The names of its environments, such as {@code Corridor-v1}; none that is taken already. */
  List<String> ids();

  /**
   * A new environment, with its time limit if it needs one.
   *
   * @param id one of {@link #ids}
   */
  Environment make(String id);
}
