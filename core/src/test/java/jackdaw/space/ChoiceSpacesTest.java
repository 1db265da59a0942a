package jackdaw.space;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jackdaw.random.RandomStream;
import jackdaw.space.Dictionary.Part;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ChoiceSpacesTest {
  private static final Dictionary NAMED = Dictionary.of(
      new Part("place", Box.of(-1, 1, 2)),
      new Part("inner", Dictionary.of(new Part("bits", new MultiBinary(3)))),
      new Part("turn", new Discrete(4)));

  private final RandomStream random = new RandomStream(3);

  @Test
  void shouldContainOneNumberForEachPart() {
    MultiDiscrete space = MultiDiscrete.of(3, 2);

    assertThat(space.size()).isEqualTo(2);
    assertThat(space.contains(new float[] {9, 2, 1}, 1)).isTrue();
    assertThat(space.contains(new float[] {9, 3, 1}, 1)).isFalse();
    assertThat(space.contains(new float[] {9, 2, 2}, 1)).isFalse();
    assertThat(space.contains(new float[] {9, 0.5f, 0}, 1)).isFalse();
    assertThat(space).isEqualTo(new MultiDiscrete(List.of(3, 2)))
        .hasToString("MultiDiscrete(3, 2)");
  }

  @Test
  void shouldContainBits() {
    MultiBinary space = new MultiBinary(2);

    assertThat(space.contains(new float[] {9, 0, 1}, 1)).isTrue();
    assertThat(space.contains(new float[] {9, 0, 2}, 1)).isFalse();
    assertThat(space.contains(new float[] {9, -1, 0}, 1)).isFalse();
    assertThat(space).hasToString("MultiBinary(2)");
  }

  @Test
  void shouldPutPartsOneAfterTheOther() {
    assertThat(NAMED.size()).isEqualTo(6);
    assertThat(NAMED.offset("place")).isZero();
    assertThat(NAMED.offset("inner")).isEqualTo(2);
    assertThat(NAMED.offset("turn")).isEqualTo(5);
    assertThat(NAMED.contains(new float[] {9, 0, 1, 1, 0, 1, 3}, 1)).isTrue();
    assertThat(NAMED.contains(new float[] {9, 0, 2, 1, 0, 1, 3}, 1)).isFalse();
    assertThat(NAMED.contains(new float[] {9, 0, 1, 1, 0, 3, 3}, 1)).isFalse();
    assertThat(NAMED.contains(new float[] {9, 0, 1, 1, 0, 1, 4}, 1)).isFalse();
    assertThatThrownBy(() -> NAMED.offset("goal"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageEndingWith("turn=Discrete(4)) has no part named goal");
  }

  @Test
  void shouldSampleEveryElement() {
    assertThat(elements(MultiDiscrete.of(3, 2), 200)).hasSize(6);
    assertThat(elements(new MultiBinary(3), 400)).hasSize(8);
    assertThat(elements(NAMED, 50)).hasSize(50);
  }

  private Set<List<Float>> elements(Space space, int draws) {
    Set<List<Float>> seen = new HashSet<>();
    float[] values = new float[space.size() + 1];
    for (int i = 0; i < draws; i++) {
      space.sample(random, values, 1);
      assertThat(space.contains(values, 1)).isTrue();
      assertThat(values[0]).isZero();
      List<Float> element = new ArrayList<>();
      for (float value : values) {
        element.add(value);
      }
      seen.add(element);
    }
    return seen;
  }

  /** A flag for each value of each part, the first part's first. */
  @Test
  void shouldSayWhatAMaskHasFlagsFor() {
    assertThat(new Discrete(4).choices()).containsExactly(4);
    assertThat(MultiDiscrete.of(3, 2).choices()).containsExactly(3, 2);
    assertThat(new MultiBinary(3).choices()).containsExactly(2, 2, 2);
    assertThat(Box.unbounded(3).choices()).isEmpty();
    assertThat(NAMED.choices()).isEmpty();
    assertThat(MultiDiscrete.of(3, 2).maskSize()).isEqualTo(5);
    assertThat(new MultiBinary(3).maskSize()).isEqualTo(6);
    assertThat(Box.unbounded(3).maskSize()).isZero();
  }

  @Test
  void shouldRefuseSpacesWithoutElements() {
    assertThatThrownBy(() -> MultiDiscrete.of())
        .hasMessage(
            "a multi-discrete space without parts is not possible: give at least one count");
    assertThatThrownBy(() -> MultiDiscrete.of(2, 0))
        .hasMessage("a discrete space of 0 elements is not possible: use 1 to 16777216");
    assertThatThrownBy(() -> new MultiBinary(0))
        .hasMessage("a space of 0 bits is not possible: use 1 to 16777216");
    assertThatThrownBy(() -> Dictionary.of())
        .hasMessage("a dictionary without parts is not possible: give at least one");
    assertThatThrownBy(() -> new Part("two words", new Discrete(2)))
        .hasMessage(
            "a part of a dictionary cannot be named \"two words\":"
                + " use letters, digits, - and _");
    assertThatThrownBy(
        () -> Dictionary.of(new Part("a", new Discrete(2)), new Part("a", new Discrete(3))))
        .hasMessage(
            "two parts of a dictionary are named a: give each a name of its own");
  }
}
