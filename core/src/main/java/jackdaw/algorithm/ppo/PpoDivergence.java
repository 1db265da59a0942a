package jackdaw.algorithm.ppo;

import jackdaw.algorithm.ppo.PpoTerms.Part;
import jackdaw.algorithm.ppo.PpoTerms.Statistic;
import jackdaw.experience.Rollout;
import jackdaw.network.ActorCritic;
import jackdaw.network.FrozenHead;
import jackdaw.parallel.Workers;
import jackdaw.program.Program;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntConsumer;

/**
 * How far the policy has moved from the one that collected the rollout, over the whole of the rollout.
 * Most settings never ask, so nothing is compiled before the first measurement.
 */
final class PpoDivergence {
  private static final List<Statistic> MEASURED =
      List.of(Statistic.LOG_RATIO_KL, Statistic.EXACT_KL);

  private final PpoConfig config;
  private final ActorCritic network;
  private final FrozenHead oldHead;
  private final Rollout rollout;
  private final Workers workers;
  private final IntConsumer computePiece;
  private final double[] sums = new double[Statistic.values().length];
  private PpoPiece[] pieces = {};

  private int[] order = {};
  private int first;

  PpoDivergence(
      PpoConfig config,
      ActorCritic network,
      FrozenHead oldHead,
      Rollout rollout,
      Workers workers) {
    this.config = config;
    this.network = network;
    this.oldHead = oldHead;
    this.rollout = rollout;
    this.workers = workers;
    computePiece = index -> pieces[index].compute(order, first);
  }

  private PpoPiece[] compile() {
    PpoPiece[] made = new PpoPiece[PpoGradient.ranges(config)];
    int rows = config.minibatchSize() / made.length;
    PpoTerms terms = new PpoTerms(Part.POLICY, config, network, oldHead, rollout.maskSize(), rows);
    Program program = Program.compile(MEASURED.stream().map(terms::statistic).toList());
    for (int i = 0; i < made.length; i++) {
      made[i] =
          new PpoPiece(
              terms,
              i == 0 ? program : program.replica(),
              MEASURED,
              rollout,
              network.parameters(),
              oldHead,
              i * rows);
    }
    return made;
  }

  /**
   * Measures the present policy.
   *
   * @param order all rows of the rollout from {@code start} on, in an order of {@link EpochOrder}
   */
  void measure(int[] order, int start) {
    if (pieces.length == 0) {
      pieces = compile();
    }
    this.order = order;
    Arrays.fill(sums, 0);
    for (int at = 0; at < config.batchSize(); at += config.minibatchSize()) {
      first = start + at;
      workers.run(pieces.length, computePiece);
      for (PpoPiece piece : pieces) {
        piece.addStatistics(sums);
      }
    }
  }

  /** The mean of log π_old(a | s) − log π(a | s) (book, eq. 8.3). */
  double logRatio() {
    return mean(Statistic.LOG_RATIO_KL);
  }

  /** The mean of KL(π_old ‖ π) in nats. */
  double exact() {
    return mean(Statistic.EXACT_KL);
  }

  private double mean(Statistic statistic) {
    return sums[statistic.ordinal()] * config.minibatchSize() / config.batchSize();
  }
}
