package jackdaw.train;

import jackdaw.algorithm.Algorithm;
import jackdaw.environment.Transitions;
import jackdaw.experience.EpisodeStatistics;
import jackdaw.metric.Metrics;
import jackdaw.nn.Initializer;
import jackdaw.nn.ParameterVector;
import jackdaw.policy.Policy;
import jackdaw.random.RandomStream;
import jackdaw.state.Snapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/**
 * Ten steps an iteration; episodes of a return that is given for each iteration, 100 of them or as
 * many as are given; its one parameter counts.
 */
final class FakeAlgorithm implements Algorithm {
  static final int STEPS = 10;

  final List<Double> progress = new ArrayList<>();
  private final double[] returns;
  private final EpisodeStatistics episodes = new EpisodeStatistics(OptionalDouble.empty());
  private final ParameterVector parameters;
  private final int episodesPerIteration;
  private long iterations;

  FakeAlgorithm(double... returns) {
    this(EpisodeStatistics.WINDOW, returns);
  }

  FakeAlgorithm(int episodesPerIteration, double[] returns) {
    this.episodesPerIteration = episodesPerIteration;
    this.returns = returns;
    ParameterVector.Builder builder = new ParameterVector.Builder();
    builder.add("count", 1, 1, Initializer.zeros());
    parameters = builder.build(new RandomStream(0));
  }

  @Override
  public void iterate(double at) {
    progress.add(at);
    Transitions transitions = new Transitions(episodesPerIteration, 1);
    double present = returns[(int) iterations % returns.length];
    for (int i = 0; i < transitions.count && !Double.isNaN(present); i++) {
      transitions.terminated[i] = true;
      transitions.episodeReturns[i] = present;
    }
    iterations++;
    parameters.values()[0] = iterations;
    episodes.add(transitions, steps());
  }

  @Override
  public long steps() {
    return iterations * STEPS;
  }

  @Override
  public long updates() {
    return iterations;
  }

  @Override
  public EpisodeStatistics episodes() {
    return episodes;
  }

  @Override
  public Metrics metrics() {
    return new Metrics(List.of());
  }

  @Override
  public Policy policy() {
    throw new UnsupportedOperationException();
  }

  @Override
  public ParameterVector parameters() {
    return parameters;
  }

  @Override
  public void save(Snapshot snapshot) {
    snapshot.put("iterations", iterations);
    episodes.save(snapshot);
  }

  @Override
  public void restore(Snapshot snapshot) {
    iterations = snapshot.oneLong("iterations");
    episodes.restore(snapshot);
    parameters.values()[0] = iterations;
  }

  @Override
  public void close() {}
}
