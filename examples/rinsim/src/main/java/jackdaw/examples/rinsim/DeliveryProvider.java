package jackdaw.examples.rinsim;

import jackdaw.environment.Environment;
import jackdaw.environments.EnvironmentProvider;
import java.util.List;

/** Adds {@code Delivery-v1} to every program with this jar on its class path. */
public final class DeliveryProvider implements EnvironmentProvider {
  /** Called by {@link java.util.ServiceLoader}. */
  public DeliveryProvider() {}

  @Override
  public List<String> ids() {
    return List.of("Delivery-v1");
  }

  @Override
  public Environment make(String id) {
    return Delivery.environment();
  }
}
