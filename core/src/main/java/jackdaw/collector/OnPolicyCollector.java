package jackdaw.collector;

import jackdaw.environment.VectorEnvironment;
import jackdaw.experience.EpisodeStatistics;
import jackdaw.experience.Rollout;
import jackdaw.metric.Phase;
import jackdaw.metric.Timings;
import jackdaw.network.ActorCritic;
import jackdaw.network.ForwardPass;
import jackdaw.network.PolicyHead;
import jackdaw.nn.ParameterVector;
import jackdaw.parallel.Workers;
import jackdaw.program.Program;
import jackdaw.random.RandomStream;
import jackdaw.state.Snapshot;
import jackdaw.state.Stateful;
import jackdaw.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Collects rollouts with an {@link ActorCritic}: actions drawn from its policy, their
 * log-probabilities, and the values of all observations. Only what an action needs is computed
 * between two steps; the noise of later steps is drawn during the first ones, and values are
 * computed in bulk while the rollout grows, by other threads where there are any, log-probabilities
 * when it is there. With a memory values are computed in each step too, since the states that they
 * need are, and so they are where policy and value share their layers, since they cost next to
 * nothing there.
 */
public final class OnPolicyCollector implements Stateful {
  /** Networks that choose actions, and drawing these. */
  public static final Phase INFERENCE = new Phase("rollout inference");

  /** Steps of the environments, and noting what came of them. */
  public static final Phase ENVIRONMENT = new Phase("environment");

  /** Values and log-probabilities of the whole rollout, advantages and returns. */
  public static final Phase ESTIMATORS = new Phase("estimators");

  private static final float[] NO_STATES = {};

  /** After so many eighths of a rollout other threads go on with what is there. */
  private static final int EIGHTHS = 8;

  private static final List<Integer> STAGES = List.of(2, 4, 6, 7);

  private final ActorCritic network;
  private final Rollout rollout;
  private final EnvironmentSteps collector;
  private final EnvironmentSteps.Behaviour behaviour = new Drawing();
  private final RandomStream random;
  private final Workers workers;
  private final float[] noise;

  /** The noise of so many steps is drawn before the rollout. */
  private final int firstSteps;

  private final IntConsumer drawNoise;
  private final IntConsumer catchUp = this::catchUp;
  private final IntConsumer complete = this::complete;

  /** By step, whether other threads go on then. */
  private final boolean[] stages;

  /** What others may do besides; null once that is done. */
  private @Nullable Runnable meanwhile;

  private final float[] lastValues;
  private float[] truncationValues = new float[4];
  private Timings timings = Timings.OFF;

  private final Program actor;
  private final Program.Input actorObservations;
  private final Program.Output actorOutputs;
  private final ParameterVector.Binding actorParameters;
  private final Program.@Nullable Output actorValues;
  private final PolicyHead.Sampler sampler;
  private final @Nullable EpisodeMemory memory;

  private final ValuePass critic;
  private final @Nullable LogProbabilities logProbabilities;

  /** As the other constructor, with log-probabilities. */
  public OnPolicyCollector(
      ActorCritic network,
      VectorEnvironment environment,
      Rollout rollout,
      EpisodeStatistics episodes,
      RandomStream random,
      Workers workers) {
    this(network, environment, rollout, episodes, random, workers, true);
  }

  /**
   * Compiles what is needed and starts the first episodes.
   *
   * @param workers which compute values
   * @param withLogProbabilities whether {@link Rollout#logProbabilities} is filled
   */
  public OnPolicyCollector(
      ActorCritic network,
      VectorEnvironment environment,
      Rollout rollout,
      EpisodeStatistics episodes,
      RandomStream random,
      Workers workers,
      boolean withLogProbabilities) {
    this.network = network;
    this.rollout = rollout;
    this.random = random.split("actions");
    collector =
        new EnvironmentSteps(
            environment, rollout, episodes, random.split("environments").nextLong());
    int width = network.policyOutputs();
    noise = new float[rollout.size() * width];
    firstSteps = rollout.steps() / EIGHTHS;
    stages = new boolean[rollout.steps()];
    STAGES.forEach(stage -> stages[rollout.steps() * stage / EIGHTHS] = true);
    drawNoise =
        part -> network.head().fillNoise(noise, noiseNeededFirst(), noise.length, this.random);
    this.workers = workers;
    lastValues = new float[rollout.environments()];

    boolean remembers = network.stateSize() > 0;
    ForwardPass step = network.forward(1, rollout.environments());
    boolean valuesToo = remembers || network.isShared();
    List<Tensor> computed = new ArrayList<>(List.of(step.policyOutputs()));
    if (valuesToo) {
      computed.add(step.values());
    }
    if (remembers) {
      computed.add(step.nextState());
    }
    actor = Program.compile(computed);
    actorValues = valuesToo ? actor.output(step.values()) : null;
    actorObservations = actor.input(step.observations());
    actorOutputs = actor.output(step.policyOutputs());
    actorParameters = network.parameters().bind(actor);
    sampler = network.head().sampler(network.parameters());
    memory = remembers ? new EpisodeMemory(rollout, actor, step) : null;

    critic =
        new ValuePass(
            network,
            rollout.observations,
            rollout.values,
            valuesToo ? 0 : rollout.size(),
            rollout.environments(),
            workers);
    logProbabilities =
        withLogProbabilities ? new LogProbabilities(network, rollout) : null;
  }

  /** An empty rollout with the columns that a network and its environment need. */
  public static Rollout rollout(
      ActorCritic network, VectorEnvironment environment, int rolloutSteps) {
    return new Rollout(
        rolloutSteps,
        environment.count(),
        environment.observationSpace().size(),
        environment.actionSpace().size(),
        environment.maskSize(),
        network.stateSize(),
        network.policyOutputs());
  }

  /** Environment steps so far, over all copies. */
  public long steps() {
    return collector.steps();
  }

  /** Says from now on where time goes. */
  public void time(Timings clock) {
    timings = clock;
  }

  /** Fills all columns of the rollout but advantages and returns. */
  public void collect() {
    collect(() -> {});
  }

  /**
   * Fills all columns of the rollout but advantages and returns.
   *
   * @param meanwhile what else other threads may do at the same time
   */
  public void collect(Runnable meanwhile) {
    timings.enter(INFERENCE);
    this.meanwhile = meanwhile;
    critic.start();
    if (logProbabilities != null) {
      logProbabilities.start();
    }
    network.head().fillNoise(noise, 0, noiseNeededFirst(), random);
    workers.begin(1, drawNoise);
    actorParameters.load();
    collector.collect(behaviour);
    timings.enter(ESTIMATORS);
    if (rollout.truncations() > truncationValues.length) {
      truncationValues = new float[2 * rollout.truncations()];
    }
    workers.finish();
    doMeanwhile();
    if (actorValues == null) {
      critic.reach(rollout.size());
    }
    if (memory != null) {
      memory.finish();
    }
    workers.run(1 + Math.max(1, critic.parts()), complete);
    rollout.linkValues(lastValues, truncationValues);
  }

  /** Draws actions from the policy. */
  private final class Drawing implements EnvironmentSteps.Behaviour {
    @Override
    public void act(int step, float[] observations, float[] actions) {
      timings.enter(INFERENCE);
      if (step == firstSteps) {
        workers.finish();
      }
      if (stages[step] && step > firstSteps) {
        workers.finish();
        beginToCatchUp(step * rollout.environments());
      }
      draw(step, observations, actions);
    }

    @Override
    public void bound(float[] actions) {
      network.head().bound(actions);
      timings.enter(ENVIRONMENT);
    }
  }

  /** The noise of a few steps is drawn at once, the rest while these are taken. */
  private int noiseNeededFirst() {
    return firstSteps * rollout.environments() * network.policyOutputs();
  }

  /** Has other threads go on with so many rows, which are there. */
  private void beginToCatchUp(int rows) {
    int parts = 0;
    if (actorValues == null) {
      critic.reach(rows);
      parts = critic.parts();
    }
    workers.begin(parts + 1, catchUp);
  }

  private void catchUp(int task) {
    if (task > 0) {
      critic.evaluatePart(task - 1);
    } else {
      doMeanwhile();
    }
  }

  /**
   * What a rollout lacks: log-probabilities, by who drew the actions, and values, by who has the
   * critic at hand.
   */
  private void complete(int task) {
    if (task == 0) {
      if (logProbabilities != null) {
        logProbabilities.evaluate();
      }
      return;
    }
    if (task <= critic.parts()) {
      critic.evaluatePart(task - 1);
    }
    if (task == 1) {
      critic.evaluate(
          rollout.lastObservations,
          memory == null ? NO_STATES : memory.states(),
          rollout.environments(),
          lastValues);
      critic.evaluate(
          rollout.truncationObservations(),
          memory == null ? NO_STATES : memory.truncationStates(),
          rollout.truncations(),
          truncationValues);
    }
  }

  private void doMeanwhile() {
    Runnable due = meanwhile;
    meanwhile = null;
    if (due != null) {
      due.run();
    }
  }

  private void draw(int step, float[] observations, float[] actions) {
    actorObservations.set(observations, 0);
    if (memory != null) {
      memory.recall(step);
    }
    actor.run();
    if (memory != null) {
      memory.remember();
    }
    if (actorValues != null) {
      actorValues.get(rollout.values, step * rollout.environments());
    }
    int width = network.policyOutputs();
    int from = step * rollout.environments() * width;
    actorOutputs.get(rollout.policyOutputs, from);
    for (int i = 0; i < rollout.environments(); i++) {
      int at = from + i * width;
      if (rollout.maskSize() > 0) {
        int row = step * rollout.environments() + i;
        network.head().mask(rollout.policyOutputs, at, rollout.masks, row * rollout.maskSize());
      }
      sampler.sample(rollout.policyOutputs, at, noise, at, actions, i * rollout.actionSize());
    }
  }

  @Override
  public void save(Snapshot snapshot) {
    collector.save(snapshot);
    random.save(snapshot.scope("actions"));
    if (memory != null) {
      memory.save(snapshot.scope("memory"));
    }
  }

  @Override
  public void restore(Snapshot snapshot) {
    collector.restore(snapshot);
    random.restore(snapshot.scope("actions"));
    if (memory != null) {
      memory.restore(snapshot.scope("memory"));
    }
  }
}
