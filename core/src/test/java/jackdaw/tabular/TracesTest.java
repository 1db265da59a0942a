package jackdaw.tabular;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import jackdaw.state.Snapshot;
import org.junit.jupiter.api.Test;

class TracesTest {
  /** Pair 1 visited twice and pair 0 between, α = 0.25, a fading of 0.5 a step. */
  private static double[] traces(TraceKind kind) {
    Traces traces = new Traces(3);
    for (int pair : new int[] {1, 0, 1}) {
      traces.fade(0.5);
      traces.visit(pair, kind, 0.25);
    }
    return new double[] {traces.of(0), traces.of(1), traces.of(2)};
  }

  @Test
  void shouldGrowAsTheirKindSays() {
    assertThat(traces(TraceKind.ACCUMULATING)).containsExactly(0.5, 1.25, 0);
    assertThat(traces(TraceKind.REPLACING)).containsExactly(0.5, 1, 0);
    assertThat(traces(TraceKind.DUTCH)).containsExactly(0.5, 0.75 * 0.25 + 1, 0);
  }

  @Test
  void shouldSpreadAnErrorAndForget() {
    float[] values = {1, 2, 3};
    Traces traces = new Traces(3);
    traces.visit(2, TraceKind.REPLACING, 1);
    traces.fade(0.5);
    traces.visit(0, TraceKind.REPLACING, 1);
    traces.apply(ActionValues.table(values, 0, 3), 10);
    assertThat(values).containsExactly(11, 2, 8);
    for (int i = 0; i < 40; i++) {
      traces.fade(0.5);
    }
    assertThat(traces.of(2)).as("below what counts").isZero();
    traces.visit(1, TraceKind.REPLACING, 1);
    traces.clear();
    traces.apply(ActionValues.table(values, 0, 3), 10);
    assertThat(values).containsExactly(11, 2, 8);
  }

  @Test
  void shouldGoOnFromASnapshot() {
    Traces traces = new Traces(4);
    traces.visit(3, TraceKind.ACCUMULATING, 1);
    traces.fade(0.9);
    traces.visit(1, TraceKind.ACCUMULATING, 1);
    Snapshot snapshot = new Snapshot();
    traces.save(snapshot);
    Traces again = new Traces(4);
    again.visit(0, TraceKind.ACCUMULATING, 1);
    again.restore(snapshot);
    for (int pair = 0; pair < 4; pair++) {
      assertThat(again.of(pair)).isEqualTo(traces.of(pair));
    }
  }

  /** 1/N makes a value the mean of its targets. */
  @Test
  void shouldAverageWithStepSizesByVisits() {
    float[] values = {100};
    LearningTable table = new LearningTable(ActionValues.table(values, 0, 1), 1, 1);
    double[] targets = {3, 5, 10, 2};
    for (double target : targets) {
      table.add(0, table.visit(0, 1) * (target - values[0]));
    }
    assertThat(values[0]).isCloseTo(5, within(1e-6f));
    assertThat(table.visits(0)).isEqualTo(4);
    assertThat(table.visitedPairs()).isEqualTo(1);
    assertThat(new LearningTable(ActionValues.table(values, 0, 1), 1, 0.5).visit(0, 0.3))
        .isEqualTo(0.3);
    LearningTable root = new LearningTable(ActionValues.table(values, 0, 1), 1, 0.5);
    root.visit(0, 0.3);
    assertThat(root.visit(0, 0.3)).isCloseTo(0.3 / Math.sqrt(2), within(1e-15));
  }
}
