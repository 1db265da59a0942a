package jackdaw.algorithm.dqn;

import jackdaw.experience.Column;
import jackdaw.experience.Replay;
import jackdaw.experience.ReplayBatch;
import jackdaw.experience.ReplayLayout;
import jackdaw.network.QNetwork;
import jackdaw.random.RandomStream;
import jackdaw.space.Space;
import java.util.Arrays;

/** A minibatch whose columns a test writes, and the networks that learn from it. */
final class Minibatch {
  final ReplayBatch batch;
  final QNetwork learnt;
  final QNetwork target;

  Minibatch(DqnConfig config, Space observations, Space actions, boolean masked) {
    Replay replay =
        new Replay(
            new ReplayLayout(
                100, 1, observations, actions, masked ? actions.maskSize() : 0, 1, true, false));
    batch =
        new ReplayBatch(
            replay, config.replay().batchSize(), 1, 1, false, new RandomStream(1));
    learnt = network(config, observations, actions, 2);
    target = network(config, observations, actions, 3);
  }

  private static QNetwork network(
      DqnConfig config, Space observations, Space actions, long seed) {
    return new QNetwork(
        observations,
        actions,
        config.network(),
        config.distribution().ofNetwork(),
        config.estimators(),
        new RandomStream(seed));
  }

  /** Sets all parameters of both networks to 0. */
  void clear() {
    Arrays.fill(learnt.parameters().values(), 0);
    Arrays.fill(target.parameters().values(), 0);
  }

  void set(Column column, float... values) {
    System.arraycopy(values, 0, batch.values(column), 0, values.length);
  }

  /** Sets a parameter, or the noise of a layer. */
  static void set(QNetwork network, String name, float... values) {
    var vector = name.endsWith("-noise") ? network.noise() : network.parameters();
    System.arraycopy(values, 0, vector.values(), vector.view(name).offset(), values.length);
  }
}
