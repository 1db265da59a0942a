package jackdaw.experience;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jackdaw.environment.Transitions;
import jackdaw.random.RandomStream;
import jackdaw.space.Box;
import jackdaw.space.Discrete;
import jackdaw.space.Space;
import jackdaw.state.Snapshot;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Holds what is drawn from a replay to numbers by hand: rewards, discounts, what comes next. */
class ReplayTest {
  private static final double DISCOUNT = 0.5;
  private static final Space ACTIONS = new Discrete(4);

  private static ReplayLayout layout(int capacity, int lanes) {
    return new ReplayLayout(
        capacity, lanes, Box.unbounded(1), ACTIONS, 0, 1, true, false);
  }

  /** Episodes of one environment, written down: each observation is a number. */
  private static final class Story {
    final Replay replay;
    final Transitions step = new Transitions(1, 1);

    Story(Replay replay, float first) {
      this.replay = replay;
      replay.start(new float[] {first}, new float[0]);
    }

    Story step(int action, double reward, float next) {
      return step(action, reward, false, false, 0, next);
    }

    Story terminates(int action, double reward, float next) {
      return step(action, reward, true, false, 99, next);
    }

    Story truncates(int action, double reward, float last, float next) {
      return step(action, reward, false, true, last, next);
    }

    private Story step(
        int action, double reward, boolean terminated, boolean truncated, float last,
        float next) {
      step.rewards[0] = (float) reward;
      step.terminated[0] = terminated;
      step.truncated[0] = truncated;
      step.finalObservations[0] = last;
      step.observations[0] = next;
      replay.add(new float[] {action}, step, new float[0]);
      return this;
    }
  }

  /**
   * By observation: action, reward, discount, next observation (with 0 where it does not count).
   */
  private static Map<Float, String> drawn(Replay replay, int steps) {
    ReplayBatch batch =
        new ReplayBatch(replay, 50, steps, DISCOUNT, false, new RandomStream(1));
    Map<Float, String> drawn = new TreeMap<>();
    for (int i = 0; i < 20; i++) {
      batch.draw();
      for (int row = 0; row < 50; row++) {
        float discount = batch.values(ReplayBatch.DISCOUNTS)[row];
        String text =
            "%.0f: r %s, d %s, s' %s".formatted(
                batch.values(ReplayBatch.ACTIONS)[row],
                batch.values(ReplayBatch.REWARDS)[row],
                discount,
                discount == 0 ? "-" : batch.values(ReplayBatch.NEXT_OBSERVATIONS)[row]);
        assertThat(drawn.merge(batch.values(ReplayBatch.OBSERVATIONS)[row], text, (a, b) -> b))
            .isEqualTo(text);
      }
    }
    return drawn;
  }

  @Test
  void shouldTellTerminatedTruncatedAndNeitherApart() {
    Replay replay = new Replay(layout(10, 1));
    new Story(replay, 1)
        .step(0, 10, 2).terminates(1, 20, 3)
        .step(2, 30, 4).truncates(3, 40, 5, 6)
        .step(0, 50, 7);
    assertThat(replay.size()).isEqualTo(5);
    assertThat(drawn(replay, 1)).isEqualTo(
        new TreeMap<>(
            Map.of(
                1f, "0: r 10.0, d 0.5, s' 2.0",
                2f, "1: r 20.0, d 0.0, s' -",
                3f, "2: r 30.0, d 0.5, s' 4.0",
                4f, "3: r 40.0, d 0.5, s' 5.0",
                6f, "0: r 50.0, d 0.5, s' 7.0")));
  }

  /**
   * γ = ½: 10 + 5 + 2.5 and so on. Windows end early at either flag and at the newest observation.
   */
  @Test
  void shouldCutStepsShortAtEndsAndAtTheHead() {
    Replay replay = new Replay(layout(20, 1));
    new Story(replay, 1)
        .step(0, 8, 2).step(0, 16, 3).step(0, 32, 4).terminates(1, 64, 5)
        .step(2, 8, 6).truncates(3, 16, 7, 8)
        .step(0, 8, 9).step(0, 16, 10);
    assertThat(drawn(replay, 3)).isEqualTo(
        new TreeMap<>(
            Map.of(
                1f, "0: r 24.0, d 0.125, s' 4.0",
                2f, "0: r 48.0, d 0.0, s' -",
                3f, "0: r 64.0, d 0.0, s' -",
                4f, "1: r 64.0, d 0.0, s' -",
                5f, "2: r 16.0, d 0.25, s' 7.0",
                6f, "3: r 16.0, d 0.5, s' 7.0",
                8f, "0: r 16.0, d 0.25, s' 10.0",
                9f, "0: r 16.0, d 0.5, s' 10.0")));
  }

  @Test
  void shouldTakeLostLivesForEndsThatGoOn() {
    Replay replay = new Replay(layout(20, 1));
    Story story = new Story(replay, 1);
    story.step.livesLost[0] = true;
    story.step(0, 8, 2);
    story.step.livesLost[0] = false;
    story.step(1, 16, 3);
    assertThat(drawn(replay, 2)).isEqualTo(
        new TreeMap<>(
            Map.of(
                1f, "0: r 8.0, d 0.0, s' -", 2f, "1: r 16.0, d 0.5, s' 3.0")));
  }

  /** A cut-off episode's final observation takes a row, and goes with the others. */
  @Test
  void shouldForgetTheOldestFirst() {
    Replay replay = new Replay(layout(3, 1));
    Story story = new Story(replay, 1);
    for (int i = 1; i < 100; i++) {
      if (i % 10 == 0) {
        story.truncates(i % 4, i, 1000 + i, i + 1);
      } else {
        story.step(i % 4, i, i + 1);
      }
      boolean holdsFinal = i % 10 < 3 && i >= 10;
      assertThat(replay.size()).isEqualTo(Math.min(i, holdsFinal ? 2 : 3));
      Map<Float, String> drawn = drawn(replay, 1);
      assertThat(drawn).hasSize(replay.size());
      for (int j = i; j > i - replay.size(); j--) {
        assertThat(drawn.get((float) j)).isEqualTo(
            "%d: r %.1f, d 0.5, s' %.1f"
                .formatted(j % 4, (double) j, j % 10 == 0 ? 1000f + j : j + 1f));
      }
    }
  }

  /** Four environments in lanes: what follows is never another one's. */
  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void shouldKeepEnvironmentsApart(int steps) {
    Replay replay = new Replay(layout(40, 4));
    RandomStream random = new RandomStream(5);
    Transitions step = new Transitions(4, 1);
    float[] now = {0, 1000, 2000, 3000};
    replay.start(now, new float[0]);
    for (int t = 0; t < 500; t++) {
      for (int lane = 0; lane < 4; lane++) {
        step.truncated[lane] = random.nextInt(5) == 0;
        step.rewards[lane] = now[lane];
        now[lane]++;
        step.finalObservations[lane] = now[lane];
        now[lane] += step.truncated[lane] ? 1 : 0;
        step.observations[lane] = now[lane];
      }
      replay.add(new float[] {0, 1, 2, 3}, step, new float[0]);
      ReplayBatch batch = new ReplayBatch(replay, 32, steps, 1, false, random);
      batch.draw();
      for (int i = 0; i < 32; i++) {
        float seen = batch.values(ReplayBatch.OBSERVATIONS)[i];
        float next = batch.values(ReplayBatch.NEXT_OBSERVATIONS)[i];
        float reward = 0;
        for (float at = seen; at < next; at++) {
          reward += at;
        }
        assertThat(next).isBetween(seen + 1, seen + steps);
        assertThat((int) seen / 1000).isEqualTo((int) batch.values(ReplayBatch.ACTIONS)[i]);
        assertThat(batch.values(ReplayBatch.REWARDS)[i]).isEqualTo(reward);
      }
    }
  }

  /** SARSA needs what was done next: the newest transition and a cut-off one lack it. */
  @Test
  void shouldDrawNextActionsThatWereDone() {
    Replay replay = new Replay(layout(20, 1));
    new Story(replay, 1)
        .step(1, 0, 2).truncates(2, 0, 3, 4).step(3, 0, 5).terminates(1, 0, 6).step(2, 0, 7);
    ReplayBatch batch = new ReplayBatch(replay, 100, 1, 1, true, new RandomStream(1));
    batch.draw();
    Map<Float, Float> next = new TreeMap<>();
    for (int i = 0; i < 100; i++) {
      next.put(
          batch.values(ReplayBatch.OBSERVATIONS)[i],
          batch.values(ReplayBatch.DISCOUNTS)[i] == 0
              ? -1
              : batch.values(ReplayBatch.NEXT_ACTIONS)[i]);
    }
    assertThat(next).isEqualTo(new TreeMap<>(Map.of(1f, 2f, 4f, 1f, 5f, -1f)));
  }

  @Test
  void shouldKeepTheMaskOfEachObservation() {
    Replay replay =
        new Replay(
            new ReplayLayout(20, 1, Box.unbounded(1), new Discrete(2), 2, 1, true, false));
    Transitions step = new Transitions(1, 1, 2);
    replay.start(new float[] {1}, new float[] {1, 0});
    step.observations[0] = 2;
    replay.add(new float[] {0}, step, new float[] {0, 1});
    step.truncated[0] = true;
    step.finalObservations[0] = 3;
    step.finalMasks[0] = 1;
    step.finalMasks[1] = 1;
    step.observations[0] = 4;
    replay.add(new float[] {1}, step, new float[] {1, 0});
    ReplayBatch batch = new ReplayBatch(replay, 30, 1, 1, false, new RandomStream(1));
    batch.draw();
    TreeSet<String> seen = new TreeSet<>();
    float[] masks = batch.values(ReplayBatch.MASKS);
    float[] next = batch.values(ReplayBatch.NEXT_MASKS);
    for (int i = 0; i < 30; i++) {
      seen.add(
          "%.0f %.0f%.0f %.0f%.0f".formatted(
              batch.values(ReplayBatch.OBSERVATIONS)[i], masks[2 * i], masks[2 * i + 1],
              next[2 * i], next[2 * i + 1]));
    }
    assertThat(seen).containsExactly("1 10 01", "2 01 11");
  }

  /** Of a stack only the newest frame is stored; every observation is read as it was seen. */
  @Test
  void shouldStackFramesWithoutCrossingAnEpisode() {
    Space stacked = Box.of(0, 255, 3, 2);
    ReplayLayout layout = new ReplayLayout(50, 2, stacked, ACTIONS, 0, 3, true, false);
    assertThat(layout.memory())
        .isLessThan(new ReplayLayout(50, 2, stacked, ACTIONS, 0, 1, false, false).memory() / 3);
    Replay replay = new Replay(layout);
    RandomStream random = new RandomStream(3);
    Transitions step = new Transitions(2, 6);
    List<List<float[]>> seen = List.of(new ArrayList<>(), new ArrayList<>());
    float[] now = new float[12];
    replay.start(now, new float[0]);
    seen.forEach(lane -> lane.add(new float[6]));
    int left = 0;
    for (int t = 0; t < 300; t++) {
      for (int lane = 0; lane < 2; lane++) {
        int at = lane * 6;
        int kind = random.nextInt(8);
        step.terminated[lane] = kind == 0;
        step.truncated[lane] = kind == 1;
        System.arraycopy(now, at + 2, now, at, 4);
        now[at + 4] = random.nextInt(256);
        now[at + 5] = t % 256;
        System.arraycopy(now, at, step.finalObservations, at, 6);
        if (kind == 1) {
          seen.get(lane).add(Arrays.copyOfRange(now, at, at + 6));
        }
        for (int i = 0; kind < 2 && i < 6; i++) {
          now[at + i] = i % 2 == 0 ? 100 + lane : t % 256;
        }
        System.arraycopy(now, at, step.observations, at, 6);
        seen.get(lane).add(Arrays.copyOfRange(now, at, at + 6));
      }
      replay.add(new float[2], step, new float[0]);
      int whole = 0;
      for (int row = 0; row < layout.rows(); row++) {
        if (replay.isTransition(row)) {
          whole++;
          assertReads(replay, row, seen.get(row % 2));
          assertReads(replay, replay.successor(row), seen.get(row % 2));
        }
      }
      left = Math.max(left, replay.size() - whole);
      assertThat(replay.size() - whole).isBetween(0, 4);
    }
    assertThat(left).as("transitions whose first frames are gone").isEqualTo(4);
  }

  private static void assertReads(Replay replay, int row, List<float[]> seen) {
    float[] read = new float[6];
    replay.observation(row, read, 0);
    assertThat(read).isEqualTo(seen.get((int) replay.stamp(row)));
  }

  @Test
  void shouldRefuseWhatIsNoStack() {
    Space stacked = Box.of(0, 255, 3, 2);
    Replay replay = new Replay(new ReplayLayout(50, 1, stacked, ACTIONS, 0, 3, true, false));
    replay.start(new float[6], new float[0]);
    Transitions step = new Transitions(1, 6);
    System.arraycopy(new float[] {0, 0, 5, 5, 7, 7}, 0, step.observations, 0, 6);
    assertThatThrownBy(() -> replay.add(new float[1], step, new float[0]))
        .hasMessage(
            "an observation of 6 values does not show the last 3 frames, the oldest first: set"
                + " stacked-frames to 1");
  }

  @Test
  void shouldRefuseToRoundWhatIsStoredInBytes() {
    Replay replay =
        new Replay(new ReplayLayout(50, 1, Box.of(0, 255, 2, 1), ACTIONS, 0, 1, true, false));
    assertThatThrownBy(() -> replay.start(new float[] {3, 0.5f}, new float[0]))
        .hasMessage(
            "observations hold 0.5, which is no whole number 0 to 255 and cannot be stored in a"
                + " byte: set replay-bytes to false");
  }

  @Test
  void shouldTellTheMemoryBeforeItIsTaken() {
    ReplayLayout atari =
        new ReplayLayout(
            1_000_000, 1, Box.of(0, 255, 4, 84, 84), new Discrete(6), 0, 4, true, true);
    assertThat(atari.description()).isEqualTo("1000000 transitions, 7.1 GB");
    assertThat(atari.memory()).isEqualTo((84 * 84 + 1 + 4 + 1) * 1_000_001L + 2L * (1 << 20) * 8);
    assertThatThrownBy(() -> atari.requireMemory(2_000_000_000, "dqn.replay-size"))
        .hasMessage(
            "a replay of 1000000 transitions needs 7.1 GB, and Java may use 2.0 GB here: lower"
                + " dqn.replay-size to at most 282534, or give Java more memory with -Xmx");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void shouldGoOnFromASavedState(boolean prioritized) {
    ReplayLayout layout =
        new ReplayLayout(30, 1, Box.unbounded(1), ACTIONS, 0, 1, true, prioritized);
    for (int stop : new int[] {0, 7, 100}) {
      Replay one = new Replay(layout, 0.6);
      Story story = new Story(one, 0);
      for (int i = 0; i < stop; i++) {
        follow(story, i);
      }
      ReplayBatch batch = new ReplayBatch(one, 8, 2, 0.9, false, new RandomStream(4));
      if (stop > 0) {
        learn(batch, prioritized);
      }
      Snapshot snapshot = new Snapshot();
      one.save(snapshot);
      batch.save(snapshot.scope("batch"));
      Replay two = new Replay(layout, 0.6);
      Story other = new Story(two, 55);
      other.step(3, 3, 3).truncates(2, 2, 2, 2);
      two.restore(snapshot);
      ReplayBatch batch2 = new ReplayBatch(two, 8, 2, 0.9, false, new RandomStream(9));
      batch2.restore(snapshot.scope("batch"));
      assertThat(two.size()).isEqualTo(one.size());
      for (int i = stop; i < stop + 60; i++) {
        follow(story, i);
        follow(other, i);
        learn(batch, prioritized);
        learn(batch2, prioritized);
        for (Column column : new Column[] {
          ReplayBatch.OBSERVATIONS, ReplayBatch.REWARDS, ReplayBatch.NEXT_OBSERVATIONS,
          ReplayBatch.WEIGHTS}) {
          assertThat(batch2.values(column)).isEqualTo(batch.values(column));
        }
      }
    }
  }

  private static void follow(Story story, int i) {
    if (i % 7 == 6) {
      story.truncates(i % 4, i, -i, i + 1);
    } else {
      story.step(i % 4, i, i + 1);
    }
  }

  private static void learn(ReplayBatch batch, boolean prioritized) {
    if (prioritized) {
      batch.drawByPriority(0.5);
      batch.prioritize(batch.values(ReplayBatch.REWARDS));
    } else {
      batch.draw();
    }
  }
}
