package jackdaw.runs;

import jackdaw.algorithm.Algorithm;
import jackdaw.algorithm.AlgorithmType;
import jackdaw.environment.Transitions;
import jackdaw.experience.EpisodeStatistics;
import jackdaw.learning.TrainingException;
import jackdaw.metric.Metric;
import jackdaw.metric.Metrics;
import jackdaw.nn.Initializer;
import jackdaw.nn.ParameterVector;
import jackdaw.policy.Policy;
import jackdaw.random.RandomStream;
import jackdaw.space.Space;
import jackdaw.state.Snapshot;
import java.util.OptionalDouble;

/** Learns nothing, but its parameters depend on every random number and on the progress. */
final class FakeAlgorithm implements Algorithm {
  static final int STEPS = 10;

  static final AlgorithmType<FakeConfig> TYPE =
      AlgorithmType.of(
          "fake",
          FakeConfig.defaults(),
          (config, setup) -> new FakeAlgorithm(config, setup.seed()),
          (config, observations, actions) -> new FakePolicy(observations, actions, actor(config)));

  private final FakeConfig config;
  private final RandomStream random;
  private final ParameterVector parameters;
  private final EpisodeStatistics episodes = new EpisodeStatistics(OptionalDouble.of(2));
  private final Metrics metrics = Metrics.of(Metric.last("loss"), Metric.last("never-set"));
  private final Transitions transitions = new Transitions(1, 1);
  private long updates;
  boolean closed;

  FakeAlgorithm(FakeConfig config, long seed) {
    this.config = config;
    random = new RandomStream(seed);
    ParameterVector.Builder builder = new ParameterVector.Builder();
    builder.add("actor.weight", 2, config.size(), Initializer.zeros());
    builder.add("critic.weight", 3, config.size(), Initializer.zeros());
    parameters = builder.build(new RandomStream(0));
  }

  private static ParameterVector actor(FakeConfig config) {
    ParameterVector.Builder builder = new ParameterVector.Builder();
    builder.add("actor.weight", 2, config.size(), Initializer.zeros());
    return builder.build(new RandomStream(0));
  }

  @Override
  public void iterate(double progress) {
    updates++;
    if (updates == config.failAtUpdate()) {
      parameters.values()[0] = Float.NaN;
      throw new TrainingException("loss is NaN at update " + updates);
    }
    double rate = config.rateSchedule().at(config.rate(), progress);
    for (int i = 0; i < parameters.size(); i++) {
      parameters.values()[i] += (float) (rate * random.nextGaussian());
    }
    metrics.set("loss", random.nextDouble());
    transitions.terminated[0] = true;
    transitions.episodeReturns[0] = 0.02 * updates + random.nextGaussian();
    transitions.episodeLengths[0] = STEPS;
    episodes.add(transitions, steps());
  }

  @Override
  public long steps() {
    return updates * STEPS;
  }

  @Override
  public long updates() {
    return updates;
  }

  @Override
  public EpisodeStatistics episodes() {
    return episodes;
  }

  @Override
  public Metrics metrics() {
    return metrics;
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
    snapshot.put("updates", updates);
    snapshot.put("parameters", parameters.values());
    random.save(snapshot.scope("random"));
    episodes.save(snapshot.scope("episodes"));
  }

  @Override
  public void restore(Snapshot snapshot) {
    updates = snapshot.oneLong("updates");
    parameters.copyFrom(snapshot.floats("parameters", parameters.size()));
    random.restore(snapshot.scope("random"));
    episodes.restore(snapshot.scope("episodes"));
  }

  @Override
  public void close() {
    closed = true;
  }

  /** Acts 1 if the sum of its parameters is positive. */
  private record FakePolicy(
      Space observationSpace, Space actionSpace, ParameterVector parameters) implements Policy {
    @Override
    public void act(
        float[] observations, float[] masks, boolean[] starts, int rows, float[] actions) {
      float sum = 0;
      for (float value : parameters.values()) {
        sum += value;
      }
      for (int i = 0; i < rows; i++) {
        actions[i] = sum > 0 ? 1 : 0;
      }
    }
  }
}
