package jackdaw.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class SnapshotTest {
  private final Snapshot snapshot = new Snapshot();

  @Test
  void shouldKeepCopiesOfColumnsByScopedName() {
    float[] moments = {1, 2};
    Snapshot optimizer = snapshot.scope("optimizer");
    optimizer.put("moments", moments);
    optimizer.put("steps", 5L);
    snapshot.put("rate", 0.5);
    snapshot.put("counts", new int[] {3});
    moments[0] = 9;

    assertThat(snapshot.columns())
        .containsOnlyKeys("counts", "optimizer.moments", "optimizer.steps", "rate");
    assertThat(optimizer.floats("moments", 2)).containsExactly(1, 2);
    assertThat(snapshot.scope("optimizer").oneLong("steps")).isEqualTo(5);
    assertThat(snapshot.oneDouble("rate")).isEqualTo(0.5);
    assertThat(snapshot.ints("counts", -1)).containsExactly(3);
    assertThat(optimizer.has("moments")).isTrue();
    assertThat(snapshot.has("moments")).isFalse();
  }

  @Test
  void shouldNameColumnThatIsMissingOrOther() {
    Snapshot optimizer = snapshot.scope("optimizer");
    optimizer.put("moments", new float[2]);

    assertThatThrownBy(() -> optimizer.floats("second", 2))
        .hasMessage("state column optimizer.second is missing");
    assertThatThrownBy(() -> optimizer.doubles("moments", 2))
        .hasMessage("state column optimizer.moments holds float[], where double[] is expected");
    assertThatThrownBy(() -> optimizer.floats("moments", 3))
        .hasMessage("state column optimizer.moments holds 2 values, where 3 are expected");
    assertThatThrownBy(() -> optimizer.put("moments", new float[2]))
        .hasMessage("state column optimizer.moments is written twice");
  }
}
