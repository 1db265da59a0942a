package jackdaw.network;

import jackdaw.nn.ParameterVector;
import jackdaw.space.Space;

/** Makes the body of a network: the usual ones come from {@link Bodies}, others from a lambda. */
@FunctionalInterface
public interface BodyFactory {
  /**
   * Makes a body with parameters of its own.
   *
   * @param parameters to which it adds its parameters
   * @param name which its parameters' names start with
   * @param observations what one observation is
   * @throws IllegalArgumentException if it is not for such observations; one line says why
   */
  Body create(ParameterVector.Builder parameters, String name, Space observations);
}
