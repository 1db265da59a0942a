package jackdaw.algorithm;

import jackdaw.environment.ObservationNormalizer;
import jackdaw.experience.EpisodeStatistics;
import jackdaw.metric.Metrics;
import jackdaw.nn.ParameterVector;
import jackdaw.policy.NormalizedPolicy;
import jackdaw.policy.Policy;
import jackdaw.state.Snapshot;
import jackdaw.state.Stateful;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What every algorithm has that has no idea in it: state, closing, episodes, metrics. A subclass
 * names its parts once with {@link #keep}, and what it learns with {@link #learnt}; it calls {@link
 * #iterated} at the end of each iteration.
 */
public abstract class AbstractAlgorithm implements Algorithm {
  private final Resources resources;
  private final EpisodeStatistics episodes;
  private final List<Part> parts = new ArrayList<>();
  private @Nullable ParameterVector parameters;
  private @Nullable Supplier<Policy> policy;
  private Metrics metrics = Metrics.of();
  private long iterations;

  /** A part of the state and the scope that it is saved in; none for an empty name. */
  private record Part(String name, Stateful part) {
    Snapshot in(Snapshot snapshot) {
      return name.isEmpty() ? snapshot : snapshot.scope(name);
    }
  }

  /** An algorithm at the start of a run, which closes the resources. */
  protected AbstractAlgorithm(Resources resources) {
    this.resources = resources;
    episodes = new EpisodeStatistics(resources.environment().solvedReturn());
    keep("episodes", episodes);
  }

  /** Names what is learnt: the parameters, which are saved, and the policy that uses them. */
  protected final void learnt(ParameterVector vector, Supplier<Policy> policyOfThem) {
    parameters = vector;
    policy = policyOfThem;
  }

  /**
   * Saves and restores a part with the algorithm.
   *
   * @param name of the scope that its state is kept in; empty keeps it beside the algorithm's own
   * @return the part
   */
  protected final <S extends Stateful> S keep(String name, S part) {
    parts.add(new Part(name, part));
    return part;
  }

  /** Names what is measured. */
  protected final Metrics measure(Metrics measured) {
    metrics = measured;
    return measured;
  }

  /** Ends an iteration. */
  protected final void iterated() {
    iterations++;
  }

  /** Iterations that ended so far. */
  public final long iterations() {
    return iterations;
  }

  /**
   * What an error says of where training stood, and what usually causes it.
   *
   * @param setting the full name of the learning rate's setting
   */
  protected final String context(String setting, double learningRate) {
    return " (iteration %d, %d environment steps): usual causes are a learning"
        .formatted(iterations + 1, steps())
        + " rate that is too high (%s is %s) and rewards or observations in the"
            .formatted(setting, learningRate)
        + " thousands or more";
  }

  @Override
  public final EpisodeStatistics episodes() {
    return episodes;
  }

  @Override
  public final Metrics metrics() {
    return metrics;
  }

  @Override
  public final ParameterVector parameters() {
    return Objects.requireNonNull(parameters);
  }

  @Override
  public final Policy policy() {
    Policy shared = Objects.requireNonNull(policy).get();
    Policy learnt =
        resources.environment().maskSize() > 0 ? shared.requiringMasks() : shared;
    return normalizer()
        .<Policy>map(normalizer -> new NormalizedPolicy(learnt, normalizer))
        .orElse(learnt);
  }

  @Override
  public final Optional<ObservationNormalizer> normalizer() {
    return resources.environment().normalizer();
  }

  @Override
  public final void save(Snapshot snapshot) {
    snapshot.put("parameters", parameters().values());
    snapshot.put("iterations", iterations);
    parts.forEach(each -> each.part.save(each.in(snapshot)));
  }

  @Override
  public final void restore(Snapshot snapshot) {
    parameters().copyFrom(snapshot.floats("parameters", parameters().size()));
    iterations = snapshot.oneLong("iterations");
    parts.forEach(each -> each.part.restore(each.in(snapshot)));
  }

  @Override
  public void close() {
    resources.close();
  }
}
