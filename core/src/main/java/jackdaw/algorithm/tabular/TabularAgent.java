package jackdaw.algorithm.tabular;

import jackdaw.state.Snapshot;
import jackdaw.state.Stateful;
import jackdaw.tabular.ActionValues;
import jackdaw.tabular.Exploration;
import jackdaw.tabular.Traces;
import java.util.Arrays;

/**
 * What one copy of the environment is in: its state, what is legal, and the action if one is
 * chosen.
 */
final class TabularAgent implements Stateful {
  private static final int UNDECIDED = -1;

  private final boolean[] legal;
  private final Traces traces;
  private int state;
  private int action = UNDECIDED;
  private boolean greedy;

  /** With traces of {@code pairs} pairs; 0 where there are none. */
  TabularAgent(int actions, int pairs) {
    legal = new boolean[actions];
    Arrays.fill(legal, true);
    traces = new Traces(pairs);
  }

  int state() {
    return state;
  }

  int action() {
    return action;
  }

  /** Whether the action had the greatest value when it was chosen. */
  boolean isGreedy() {
    return greedy;
  }

  boolean[] legal() {
    return legal;
  }

  Traces traces() {
    return traces;
  }

  /** Comes to a state without having decided what to do there. */
  void enter(int newState) {
    state = newState;
    action = UNDECIDED;
  }

  /** Comes to a state where what is done there is decided. */
  void enter(int newState, int decided, boolean isGreedy) {
    state = newState;
    action = decided;
    greedy = isGreedy;
  }

  /** Decides what to do, if that is open. */
  void decide(Exploration exploration, ActionValues values) {
    if (action == UNDECIDED) {
      action = exploration.choose(values, state, legal);
      greedy = values.isGreedy(state, action, legal);
    }
  }

  @Override
  public void save(Snapshot snapshot) {
    snapshot.put("state-and-action", new int[] {state, action, greedy ? 1 : 0});
    int[] flags = new int[legal.length];
    Arrays.setAll(flags, i -> legal[i] ? 1 : 0);
    snapshot.put("legal", flags);
    traces.save(snapshot.scope("traces"));
  }

  @Override
  public void restore(Snapshot snapshot) {
    int[] saved = snapshot.ints("state-and-action", 3);
    enter(saved[0], saved[1], saved[2] == 1);
    int[] flags = snapshot.ints("legal", legal.length);
    for (int i = 0; i < legal.length; i++) {
      legal[i] = flags[i] == 1;
    }
    traces.restore(snapshot.scope("traces"));
  }
}
