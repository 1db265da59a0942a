package jackdaw.collector;

import jackdaw.environment.Transitions;
import jackdaw.environment.VectorEnvironment;
import jackdaw.experience.EpisodeStatistics;
import jackdaw.experience.Rollout;
import jackdaw.state.Snapshot;
import jackdaw.state.Stateful;

/**
 * Lets a policy act in a vector environment and writes what happens into a rollout. Episodes go on
 * from one rollout to the next.
 */
public final class EnvironmentSteps implements Stateful {
  private final VectorEnvironment environment;
  private final Rollout rollout;
  private final EpisodeStatistics episodes;
  private final Transitions transitions;
  private final float[] observations;
  private final float[] actions;
  private long steps;

  /** Chooses actions while a rollout is collected. */
  public interface Behaviour {
    /**
     * Acts in every environment once. The rollout already has what was observed and which actions
     * are legal.
     *
     * @param step which step of the rollout this is, 0 … T − 1
     * @param observations [N, observation size]
     * @param actions where to write the actions as drawn, [N, action size]
     */
    void act(int step, float[] observations, float[] actions);

    /** Turns actions as drawn into elements of the action space, in place, [N, action size]. */
    void bound(float[] actions);
  }

  /**
   * Starts the environment's first episodes.
   *
   * @param rollout whose mask size is the environment's
   */
  public EnvironmentSteps(
      VectorEnvironment environment, Rollout rollout, EpisodeStatistics episodes, long seed) {
    this.environment = environment;
    this.rollout = rollout;
    this.episodes = episodes;
    int count = environment.count();
    transitions = new Transitions(count, rollout.observationSize());
    observations = new float[count * rollout.observationSize()];
    actions = new float[count * rollout.actionSize()];
    environment.reset(seed, observations);
  }

  /** Environment steps so far, over all copies. */
  public long steps() {
    return steps;
  }

  /** Fills the rollout's observations, masks, actions, rewards and flags. */
  public void collect(Behaviour behaviour) {
    rollout.clearTruncations();
    for (int t = 0; t < rollout.steps(); t++) {
      int row = t * environment.count();
      System.arraycopy(
          observations, 0, rollout.observations, row * rollout.observationSize(),
          observations.length);
      environment.masks(rollout.masks, row * rollout.maskSize());
      behaviour.act(t, observations, actions);
      System.arraycopy(actions, 0, rollout.actions, row * rollout.actionSize(), actions.length);
      behaviour.bound(actions);
      environment.step(actions, transitions);
      steps += environment.count();
      record(row);
      episodes.add(transitions, steps);
    }
    System.arraycopy(observations, 0, rollout.lastObservations, 0, observations.length);
  }

  private void record(int row) {
    int size = rollout.observationSize();
    for (int i = 0; i < transitions.count; i++) {
      rollout.rewards[row + i] = transitions.rewards[i];
      rollout.terminated[row + i] = transitions.terminated[i] | transitions.livesLost[i];
      rollout.truncated[row + i] = transitions.truncated[i];
      if (transitions.truncated[i] && !transitions.terminated[i]) {
        rollout.addTruncation(row + i, transitions.finalObservations, i * size);
      }
    }
    System.arraycopy(transitions.observations, 0, observations, 0, observations.length);
  }

  @Override
  public void save(Snapshot snapshot) {
    environment.save(snapshot.scope("environment"));
    snapshot.put("observations", observations);
    snapshot.put("steps", steps);
  }

  @Override
  public void restore(Snapshot snapshot) {
    environment.restore(snapshot.scope("environment"));
    float[] saved = snapshot.floats("observations", observations.length);
    System.arraycopy(saved, 0, observations, 0, saved.length);
    steps = snapshot.oneLong("steps");
  }
}
