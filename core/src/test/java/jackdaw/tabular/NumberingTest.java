package jackdaw.tabular;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jackdaw.space.Box;
import jackdaw.space.Dictionary;
import jackdaw.space.Dictionary.Part;
import jackdaw.space.Discrete;
import jackdaw.space.MultiBinary;
import jackdaw.space.MultiDiscrete;
import jackdaw.space.Space;
import java.util.Collections;
import org.junit.jupiter.api.Test;

class NumberingTest {
  private static final Dictionary SPACE =
      Dictionary.of(
          new Part("a", new Discrete(3)),
          new Part("b", new MultiBinary(2)),
          new Part("c", Dictionary.of(new Part("d", MultiDiscrete.of(4, 5)))));

  @Test
  void shouldCountEveryElementOnce() {
    Numbering numbering = new Numbering(SPACE);
    assertThat(numbering.count()).isEqualTo(3 * 4 * 20);
    float[] element = new float[7];
    for (int number = 0; number < numbering.count(); number++) {
      numbering.write(number, element, 2);
      assertThat(SPACE.contains(element, 2)).isTrue();
      assertThat(numbering.of(element, 2)).isEqualTo(number);
    }
    numbering.write(1, element, 2);
    assertThat(element).as("the last part changes first").endsWith(0, 0, 0, 0, 1);
  }

  /** (a, b) is legal where a and b are: of 3 · 2 with the mask (0, 1, 1, 1, 0) two are. */
  @Test
  void shouldSayWhichAreLegal() {
    boolean[] legal = new boolean[6];
    new Numbering(MultiDiscrete.of(3, 2)).legal(new float[] {9, 0, 1, 1, 1, 0}, 1, legal);
    assertThat(legal).containsExactly(false, false, true, false, true, false);
  }

  @Test
  void shouldRefuseWhatHasNoPlaceInATable() {
    Space box = Box.of(0, 1, 2);
    assertThatThrownBy(() -> new Numbering(box))
        .hasMessageStartingWith("a table has no place for the continuous values of Box(")
        .hasMessageEndingWith("use a network, or Discrete, MultiDiscrete or MultiBinary");
    assertThatThrownBy(() -> new Numbering(Dictionary.of(new Part("camera", box))))
        .hasMessageStartingWith("a table has no place for the continuous values of Box(");
    assertThatThrownBy(() -> new Numbering(new MultiDiscrete(Collections.nCopies(20, 3))))
        .hasMessageContaining("has more elements than a table can have rows");
  }
}
