package jackdaw.collector;

import jackdaw.experience.Rollout;
import jackdaw.network.ForwardPass;
import jackdaw.program.Program;
import jackdaw.state.Snapshot;
import jackdaw.state.Stateful;
import java.util.Arrays;

/**
 * What the networks remember of each environment's episode while rollouts are collected: carried
 * from step to step and from rollout to rollout, and zero at the start of an episode.
 */
final class EpisodeMemory implements Stateful {
  private final Rollout rollout;
  private final Program.Input stateInput;
  private final Program.Output stateOutput;
  private final float[] states;
  private float[] truncationStates;
  private int truncations;

  /**
   * All states zero.
   *
   * @param actor computes the next state of one step of all environments
   */
  EpisodeMemory(Rollout rollout, Program actor, ForwardPass step) {
    this.rollout = rollout;
    stateInput = actor.input(step.state());
    stateOutput = actor.output(step.nextState());
    states = new float[rollout.environments() * rollout.stateSize()];
    truncationStates = new float[4 * rollout.stateSize()];
  }

  /** Gives the program what is remembered before a step, and the rollout too. */
  void recall(int step) {
    if (step == 0) {
      truncations = 0;
    } else {
      forgetEnded(step - 1);
    }
    System.arraycopy(states, 0, rollout.states, step * states.length, states.length);
    stateInput.set(states, 0);
  }

  /** Takes from the program what is to be remembered after a step. */
  void remember() {
    stateOutput.get(states, 0);
  }

  /** After the last step: leaves what the next rollout starts from. */
  void finish() {
    forgetEnded(rollout.steps() - 1);
  }

  /** What is remembered after the last step, [N, state size]. */
  float[] states() {
    return states;
  }

  /** What was remembered at the ends of truncated episodes, in the order of the rollout's. */
  float[] truncationStates() {
    return truncationStates;
  }

  /**
   * The value of where an episode was cut off needs the state that the next episode must not see.
   */
  private void forgetEnded(int step) {
    int size = rollout.stateSize();
    for (int i = 0; i < rollout.environments(); i++) {
      int row = step * rollout.environments() + i;
      boolean ended = rollout.ended(row);
      if (ended) {
        if (!rollout.terminated[row]) {
          keepTruncated(i * size);
        }
        Arrays.fill(states, i * size, (i + 1) * size, 0);
      }
      if (step + 1 < rollout.steps()) {
        rollout.continues[row + rollout.environments()] = ended ? 0 : 1;
      }
    }
  }

  private void keepTruncated(int from) {
    int size = rollout.stateSize();
    if ((truncations + 1) * size > truncationStates.length) {
      truncationStates = Arrays.copyOf(truncationStates, 2 * truncationStates.length);
    }
    System.arraycopy(states, from, truncationStates, truncations * size, size);
    truncations++;
  }

  @Override
  public void save(Snapshot snapshot) {
    snapshot.put("states", states);
  }

  @Override
  public void restore(Snapshot snapshot) {
    System.arraycopy(snapshot.floats("states", states.length), 0, states, 0, states.length);
  }
}
