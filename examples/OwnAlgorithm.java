import jackdaw.algorithm.*;
import jackdaw.collector.OnPolicyCollector;
import jackdaw.environments.Environments;
import jackdaw.experience.*;
import jackdaw.learning.*;
import jackdaw.metric.*;
import jackdaw.network.*;
import jackdaw.nn.*;
import jackdaw.policy.NetworkPolicy;
import jackdaw.random.RandomStream;
import jackdaw.runs.*;
import jackdaw.setting.SettingCheck;
import jackdaw.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.OptionalLong;

/** REINFORCE with a baseline (Williams 1992), on the frame that all algorithms share. */
final class OwnAlgorithm {
  /** The settings: three groups that come with their names, meanings and checks. */
  record Settings(RolloutConfig rollout, OptimizerConfig optimizer, NetworkConfig network) {
    static final Settings DEFAULTS =
        new Settings(
            new RolloutConfig(8, 256, 0.99, AdvantageEstimator.MONTE_CARLO, 1, 1),
            new OptimizerConfig(3e-3, Schedule.CONSTANT, 0.5),
            NetworkConfig.DEFAULTS);

    Settings {
      SettingCheck check = new SettingCheck("reinforce");
      rollout.check(check);
      optimizer.check(check);
      network.check(check);
    }
  }

  static final class Reinforce extends AbstractAlgorithm {
    static final AlgorithmType<Settings> TYPE =
        AlgorithmType.of("reinforce", Settings.DEFAULTS, Reinforce::open, Reinforce::policy);

    static final Metric POLICY_LOSS = Metric.term("policy-loss");
    static final Metric VALUE_LOSS = Metric.term("value-loss");

    private final Settings settings;
    private final ActorCritic network;
    private final Rollout rollout;
    private final OnPolicyCollector collector;
    private final Learner learner;
    private final int[] rows;
    private final Metrics metrics = measure(Metrics.of(POLICY_LOSS, VALUE_LOSS));

    private Reinforce(Settings settings, Resources resources) {
      super(resources);
      this.settings = settings;
      var random = resources.random();
      var world = resources.environment();
      network =
          new ActorCritic(
              world.observationSpace(), world.actionSpace(), settings.network(),
              random.split("initialisation"));
      learnt(network.parameters(), () -> new NetworkPolicy(network));
      rollout = OnPolicyCollector.rollout(network, world, settings.rollout().rolloutSteps());
      collector =
          keep(
              "collector",
              new OnPolicyCollector(
                  network, world, rollout, episodes(), random, resources.workers()));
      learner =
          keep(
              "learner",
              Learner.on(rollout, rollout.size())
                  .loss(this::loss, network.parameters().all())
                  .optimizer(parts -> new Adam(1e-8, parts))
                  .maxGradientNorm(settings.optimizer().maxGradientNorm())
                  .build(resources.workers()));
      rows = MinibatchOrder.whole(rollout.environments(), rollout.size(), 1);
    }

    static Reinforce open(Settings settings, Setup setup) {
      var rollout = settings.rollout();
      return Resources.open(
          setup, rollout.environments(), rollout.discount(),
          resources -> new Reinforce(settings, resources));
    }

    static NetworkPolicy policy(
        Settings settings, jackdaw.space.Space observations, jackdaw.space.Space actions) {
      return new NetworkPolicy(
          new ActorCritic(observations, actions, settings.network(), new RandomStream(0)));
    }

    /** −mean log π(a | s) (G − V) + mean ½ (V − G)². */
    private Tensor loss(Rows rows) {
      var now = PolicyEvaluation.of(network, rows);
      Tensor gain = now.logProbability(rows).times(rows.get(Rollout.ADVANTAGES));
      Tensor error = now.values().minus(rows.get(Rollout.RETURNS)).square().times(0.5);
      return rows.mean(POLICY_LOSS, gain.negate()).plus(rows.mean(VALUE_LOSS, error));
    }

    @Override
    public void iterate(double progress) {
      collector.collect();
      Advantages.estimate(settings.rollout(), rollout);
      learner.begin(settings.optimizer().learningRateAt(progress));
      learner.compute(rows, 0);
      learner.step();
      learner.finish();
      metrics.begin();
      learner.addTo(metrics);
      metrics.end();
      iterated();
    }

    @Override
    public long steps() { return collector.steps(); }

    @Override
    public long updates() { return learner.steps(); }
  }

  static void main(String[] args) throws IOException {
    Path path = Path.of(args[0]);
    var cartPole = Environments.supplier("CartPole-v1");
    Training.of(Reinforce.TYPE, Settings.DEFAULTS)
        .environment("CartPole-v1", cartPole)
        .steps(60_000)
        .directory(path)
        .run();
    RunDirectory directory = RunDirectory.open(path);
    OptionalLong longer = OptionalLong.of(120_000);
    try (Run run = Run.resume(_ -> Reinforce.TYPE, directory, Environments::supplier, longer)) {
      System.out.println("resumed to " + run.train().totalSteps() + " steps");
    }
    var played =
        Run.evaluate(_ -> Reinforce.TYPE, directory, Environments::supplier, false, 20, 1);
    System.out.println("mean return " + Math.round(played.meanReturn()));
  }
}
