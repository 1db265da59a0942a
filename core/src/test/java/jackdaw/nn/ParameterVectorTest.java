package jackdaw.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jackdaw.program.Program;
import jackdaw.random.RandomStream;
import jackdaw.tensor.Derivatives;
import jackdaw.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ParameterVectorTest {
  private final ParameterVector.Builder builder = new ParameterVector.Builder();
  private final Tensor weight = builder.add("a.weight", 2, 3, Initializer.normal(1));
  private final Tensor bias = builder.add("a.bias", 1, 3, Initializer.constant(0.5));
  private final Tensor other = builder.add("b.weight", 3, 1, Initializer.normal(1));
  private final ParameterVector vector = builder.build(new RandomStream(1));

  @Test
  void shouldLayOutViewsOneAfterTheOther() {
    assertThat(vector.size()).isEqualTo(12);
    assertThat(vector.views()).extracting(ParameterVector.View::name)
        .containsExactly("a.weight", "a.bias", "b.weight");
    assertThat(vector.views()).extracting(ParameterVector.View::offset).containsExactly(0, 6, 9);
    assertThat(vector.views()).extracting(ParameterVector.View::size).containsExactly(6, 3, 3);
    assertThat(vector.tensors()).containsExactly(weight, bias, other);
    assertThat(vector.offset(bias)).isEqualTo(6);
    assertThat(vector.view("b.weight").tensor()).isSameAs(other);
    assertThat(Arrays.copyOfRange(vector.values(), 6, 9)).containsOnly(0.5f);
  }

  /** Another parameter must not change the initial values of the first ones. */
  @Test
  void shouldInitializeEachParameterByItsNameAlone() {
    ParameterVector.Builder fewer = new ParameterVector.Builder();
    fewer.add("b.weight", 3, 1, Initializer.normal(1));
    ParameterVector alone = fewer.build(new RandomStream(1));
    assertThat(alone.values()).isEqualTo(Arrays.copyOfRange(vector.values(), 9, 12));
    assertThat(fewer.build(new RandomStream(2)).values()).isNotEqualTo(alone.values());
  }

  @Test
  void shouldLoadWhatAProgramUses() {
    Tensor x = Tensor.input("x", 1, 2);
    Tensor y = x.matmul(weight).plus(bias);
    Program program = Program.compile(y);
    ParameterVector.Binding binding = vector.bind(program);
    program.input(x).set(new float[] {1, 10}, 0);
    for (int i = 0; i < vector.size(); i++) {
      vector.values()[i] = i;
    }
    binding.load();
    program.run();
    assertThat(program.output(y).toArray()).containsExactly(30 + 6, 41 + 7, 52 + 8);
    vector.values()[6] = 100;
    binding.load();
    program.run();
    assertThat(program.output(y).toArray()).containsExactly(130, 48, 60);
  }

  @Test
  void shouldPutGradientsInTheirPlaces() {
    Tensor loss = weight.square().sum().plus(other.sum().times(3));
    List<ParameterVector.View> views = List.of(vector.view("a.weight"), vector.view("b.weight"));
    List<Tensor> derivatives = Derivatives.of(loss, List.of(weight, other));
    Program program = Program.compile(derivatives);
    vector.bind(program).load();
    program.run();
    float[] gradient = new float[12];
    gradient[7] = 9;
    Gradients gradients = new Gradients(program, views, derivatives);
    gradients.get(gradient);
    float[] expected = new float[12];
    for (int i = 0; i < 6; i++) {
      expected[i] = 2 * vector.values()[i];
    }
    expected[7] = 9;
    Arrays.fill(expected, 9, 12, 3);
    assertThat(gradient).isEqualTo(expected);
    gradients.addTo(gradient);
    assertThat(gradient[0]).isEqualTo(2 * expected[0]);
    assertThat(gradient[7]).isEqualTo(9);
    assertThat(gradient[11]).isEqualTo(6);
  }

  @Test
  void shouldCopyInAndOut() {
    float[] copy = vector.toArray();
    copy[0] = 7;
    assertThat(vector.values()[0]).isNotEqualTo(7);
    vector.copyFrom(copy);
    assertThat(vector.values()).isEqualTo(copy).isNotSameAs(copy);
    float[] target = new float[12];
    vector.copyTo(target);
    assertThat(target).isEqualTo(copy);
  }

  @Test
  void shouldFindValuesThatAreNotFinite() {
    assertThat(vector.isFinite(0, 12)).isTrue();
    for (float bad : new float[] {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY}) {
      vector.values()[11] = bad;
      assertThat(vector.isFinite(0, 12)).isFalse();
      assertThat(vector.isFinite(11, 12)).isFalse();
      assertThat(vector.isFinite(0, 11)).isTrue();
    }
    vector.values()[11] = -Float.MAX_VALUE;
    assertThat(vector.isFinite(0, 12)).isTrue();
  }

  @Test
  void shouldNameMistakes() {
    assertThatThrownBy(() -> builder.add("a.bias", 1, 1, Initializer.zeros()))
        .hasMessage("two parameters are named a.bias");
    assertThatThrownBy(() -> vector.view("c"))
        .hasMessage("no parameter is named c; there are [a.weight, a.bias, b.weight]");
    assertThatThrownBy(() -> vector.offset(Tensor.input("a.weight", 2, 3)))
        .hasMessageContaining("is not a parameter of this vector");
    assertThatThrownBy(() -> vector.copyFrom(new float[11]))
        .hasMessage("11 values do not fit 12 parameters");
  }

  @Test
  void shouldFollowSchedules() {
    assertThat(Schedule.CONSTANT.at(0.3, 0.9)).isEqualTo(0.3);
    assertThat(Schedule.LINEAR.at(0.4, 0)).isEqualTo(0.4);
    assertThat(Schedule.LINEAR.at(0.4, 0.25)).isEqualTo(0.4 * 0.75);
    assertThat(Schedule.LINEAR.at(0.4, 1)).isZero();
  }
}
