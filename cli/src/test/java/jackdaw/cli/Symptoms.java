package jackdaw.cli;

import static org.assertj.core.api.Assertions.assertThat;

import jackdaw.runs.MetricsTable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * What docs/when-it-does-not-learn.md says of the runs that its commands leave, in orders of
 * magnitude: the figures themselves are those of one kind of machine.
 */
final class Symptoms {
  static final String FILE = "docs/when-it-does-not-learn.md";

  private final Path runs;

  Symptoms(Path folder) {
    runs = folder.resolve("runs");
  }

  private double[] all(String run, String column) {
    try {
      return MetricsTable.read(runs.resolve(run).resolve("metrics.csv")).column(column);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private double last(String run, String column) {
    double[] values = all(run, column);
    return values[values.length - 1];
  }

  private double highest(String run, String column) {
    return Arrays.stream(all(run, column)).max().orElseThrow();
  }

  private double meanReturn(String run) {
    return last(run, "mean-return-100");
  }

  void check() {
    assertThat(meanReturn("healthy")).isGreaterThan(100);
    assertThat(highest("healthy", "approximate-kl")).isLessThan(0.1);
    assertThat(last("healthy", "entropy")).isBetween(0.1, 0.65);

    assertThat(meanReturn("steep")).isLessThan(15);
    assertThat(highest("steep", "approximate-kl")).isGreaterThan(1);
    assertThat(last("steep", "entropy")).isLessThan(0.01);

    assertThat(meanReturn("slow")).isLessThan(40);
    assertThat(highest("slow", "approximate-kl")).isLessThan(1e-5);
    assertThat(highest("slow", "clip-fraction")).isZero();
    assertThat(last("slow", "gradient-norm")).isLessThan(100);

    assertThat(meanReturn("thousands")).isLessThan(70);
    assertThat(last("thousands", "gradient-norm")).isGreaterThan(1000);
    assertThat(last("thousands", "explained-variance")).isBetween(-0.01, 0.01);
    assertThat(meanReturn("scaled")).isGreaterThan(100);
    assertThat(highest("scaled", "gradient-norm")).isLessThan(100);

    assertThat(meanReturn("curious")).isLessThan(40);
    assertThat(last("curious", "explained-variance")).isGreaterThan(0.3);
    assertThat(last("curious", "entropy")).isGreaterThan(0.68);

    assertThat(highest("far", "approximate-kl")).isGreaterThan(1);
    assertThat(highest("far", "ratio-maximum")).isGreaterThan(10);
    assertThat(highest("far", "clip-fraction")).isGreaterThan(0.4);

    assertThat(meanReturn("myopic")).isLessThan(80);
    assertThat(highest("myopic", "approximate-kl")).isLessThan(0.1);

    assertThat(meanReturn("blind")).isLessThan(100);
    assertThat(highest("blind", "explained-variance")).isLessThan(0.3);

    assertThat(meanReturn("unseen")).isEqualTo(-200);
    assertThat(last("unseen", "entropy")).isGreaterThan(1.0);
    assertThat(meanReturn("seen")).isGreaterThan(-170);

    assertThat(meanReturn("idle")).isBetween(-60.0, 5.0);
    assertThat(last("idle", "mean-length-100")).isEqualTo(999);
    assertThat(last("idle", "entropy")).isLessThan(0);

    assertThat(last("limited", "mean-length-100")).isEqualTo(20);
    assertThat(last("limited", "value-loss")).isLessThan(highest("limited", "value-loss") / 5);
  }
}
