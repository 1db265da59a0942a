package jackdaw.environment;

import static org.assertj.core.api.Assertions.assertThat;

import jackdaw.random.RandomStream;
import jackdaw.state.Snapshot;

/** Plays vector environments for tests. */
public final class Vectors {
  private Vectors() {}

  public static void act(VectorEnvironment vector, RandomStream random, Transitions transitions) {
    int size = vector.actionSpace().size();
    float[] actions = new float[vector.count() * size];
    for (int i = 0; i < vector.count(); i++) {
      vector.actionSpace().sample(random, actions, i * size);
    }
    vector.step(actions, transitions);
  }

  static Transitions transitions(VectorEnvironment vector) {
    return new Transitions(vector.count(), vector.observationSpace().size());
  }

  /** Saves a vector in mid-episode, restores it into another, and plays both in the same way. */
  public static void assertGoesOn(VectorEnvironment first, VectorEnvironment second) {
    RandomStream random = new RandomStream(1);
    float[] start = new float[first.count() * first.observationSpace().size()];
    first.reset(1, start);
    second.reset(2, start);
    Transitions expected = transitions(first);
    Transitions actual = transitions(second);
    for (int t = 0; t < 67; t++) {
      act(first, random, expected);
    }
    Snapshot snapshot = new Snapshot();
    first.save(snapshot);
    second.restore(snapshot);
    RandomStream same = new RandomStream(0);
    Snapshot stream = new Snapshot();
    random.save(stream);
    same.restore(stream);
    for (int t = 0; t < 100; t++) {
      act(first, random, expected);
      act(second, same, actual);
      assertThat(actual.observations).containsExactly(expected.observations);
      assertThat(actual.rewards).containsExactly(expected.rewards);
      assertThat(actual.terminated).containsExactly(expected.terminated);
      assertThat(actual.truncated).containsExactly(expected.truncated);
      for (int i = 0; i < first.count(); i++) {
        if (expected.ended(i)) {
          assertThat(actual.episodeReturns[i]).isEqualTo(expected.episodeReturns[i]);
        }
      }
    }
  }
}
