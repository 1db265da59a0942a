package jackdaw.cli.explain;

import jackdaw.algorithm.ppo.Ppo;
import jackdaw.algorithm.ppo.PpoLoss;
import jackdaw.algorithm.ppo.PpoObserver;
import jackdaw.experience.Column;
import jackdaw.experience.Rollout;
import jackdaw.learning.Learner;
import jackdaw.learning.Losses;
import jackdaw.learning.Measurement;
import jackdaw.learning.OptimizerConfig;
import jackdaw.metric.Metric;
import jackdaw.metric.Metrics;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Keeps one of the updates that it sees: the first that is wanted. */
final class UpdateRecorder implements PpoObserver {
  private static final List<Metric> NUMBERS =
      List.of(
          OptimizerConfig.LEARNING_RATE, Ppo.CLIP_RANGE, Learner.GRADIENT_NORM,
          PpoObserver.GRADIENT_SCALE,
          Losses.POLICY_LOSS, Losses.VALUE_LOSS, Losses.ENTROPY);

  private final Predicate<RecordedUpdate> wanted;
  private final NetworkTable.Reader reader;
  private final List<RecordedUpdate.Pass> passes = new ArrayList<>();
  private int number;
  private @Nullable Rollout rollout;
  private @Nullable NetworkTable before;
  private @Nullable RecordedUpdate found;

  /**
   * Looks on while PPO learns.
   *
   * @param cells how many cells the grid has
   */
  UpdateRecorder(Ppo ppo, int cells, Predicate<RecordedUpdate> wanted) {
    this.wanted = wanted;
    reader = new NetworkTable.Reader(ppo.network(), cells);
  }

  /** The update, or null until it was seen. */
  @Nullable
  RecordedUpdate found() {
    return found;
  }

  @Override
  public void collected(Rollout collected) {
    number++;
    rollout = collected;
    before = reader.read();
    passes.clear();
  }

  @Override
  public void computed(int epoch, int[] rows, Measurement shown, Metrics numbers) {
    int[] order = new int[rows.length];
    for (int i = 0; i < order.length; i++) {
      order[rows[i]] = i;
    }
    Map<Column, float[]> columns = new LinkedHashMap<>();
    PpoLoss.KEPT.forEach(column -> columns.put(column, shown.kept(column).clone()));
    Map<Metric, Double> values = new LinkedHashMap<>();
    NUMBERS.forEach(metric -> values.put(metric, numbers.value(metric)));
    passes.add(new RecordedUpdate.Pass(epoch, columns, values, order, reader.read()));
  }

  @Override
  public void updated() {
    if (found == null && rollout != null && before != null) {
      RecordedUpdate update = recorded(rollout, before);
      if (wanted.test(update)) {
        found = update;
      }
    }
  }

  private RecordedUpdate recorded(Rollout from, NetworkTable then) {
    int steps = from.size();
    int[] states = new int[steps + 1];
    int[] actions = new int[steps];
    double[] probabilities = new double[steps];
    for (int i = 0; i < steps; i++) {
      states[i] = (int) from.observations[i];
      actions[i] = (int) from.actions[i];
      probabilities[i] = Math.exp(from.logProbabilities[i]);
    }
    states[steps] = (int) from.lastObservations[0];
    return new RecordedUpdate(
        number,
        states,
        actions,
        from.rewards.clone(),
        from.terminated.clone(),
        from.truncated.clone(),
        probabilities,
        from.values.clone(),
        from.nextValues.clone(),
        from.returns.clone(),
        from.advantages.clone(),
        then,
        List.copyOf(passes),
        reader.read());
  }
}
