package jackdaw.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
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

  @Test
  void shouldReadAColumnIntoPartOfAnArray() {
    snapshot.putShared("pixels", StateColumn.of(new byte[] {9, 1, -2, 3, 9}, 1, 4));
    byte[] target = {7, 7, 7, 7, 7};
    snapshot.copyTo("pixels", target, 2, 5);

    assertThat(target).containsExactly(7, 7, 1, -2, 3);
    assertThat(snapshot.length("pixels")).isEqualTo(3);
    assertThat(snapshot.bytes("pixels", 3)).containsExactly(1, -2, 3);
    assertThatThrownBy(() -> snapshot.copyTo("pixels", new byte[4]))
        .hasMessage("state column pixels holds 3 values, where 4 are expected");
    assertThatThrownBy(() -> snapshot.copyTo("pixels", new int[3]))
        .hasMessage("state column pixels holds byte[], where int[] is expected");
    assertThatThrownBy(() -> snapshot.length("rows")).hasMessage("state column rows is missing");
    assertThatThrownBy(() -> StateColumn.of(new long[3], 1, 4))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  /** Every type, from the middle of an array to the middle of another. */
  @Test
  void shouldCopyEveryTypeByRange() {
    snapshot.putShared("f", StateColumn.of(new float[] {1, 2, 3}, 1, 3));
    snapshot.putShared("d", StateColumn.of(new double[] {1, 2, 3}, 1, 3));
    snapshot.putShared("l", StateColumn.of(new long[] {1, 2, 3}, 1, 3));
    snapshot.putShared("i", StateColumn.of(new int[] {1, 2, 3}, 1, 3));

    assertThat(snapshot.floats("f", 2)).containsExactly(2, 3);
    assertThat(snapshot.doubles("d", 2)).containsExactly(2, 3);
    assertThat(snapshot.longs("l", 2)).containsExactly(2, 3);
    assertThat(snapshot.ints("i", 2)).containsExactly(2, 3);
  }

  /** A replay of a million rows must not need its memory twice. */
  @Test
  void shouldNotCopySharedColumns() {
    float[] rows = new float[4_000_000];
    Arrays.fill(rows, 0.5f);
    float[] target = new float[rows.length];
    long size = (long) Float.BYTES * rows.length;

    long copied = allocatedBytes(() -> new Snapshot().put("rows", rows));
    long shared = allocatedBytes(() -> {
      snapshot.putShared("rows", StateColumn.of(rows, 0, rows.length));
      snapshot.copyTo("rows", target);
    });

    assertThat(copied).isGreaterThan(size);
    assertThat(shared).isLessThan(size / 100);
    assertThat(target).isEqualTo(rows);
  }

  private static long allocatedBytes(Runnable body) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    body.run();
    return threads.getCurrentThreadAllocatedBytes() - before;
  }
}
