package jackdaw.program;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** A resumed run starts with interpreted code, and must still compute the same bits. */
class RepeatabilityTest {
  @Test
  void shouldComputeSameBitsInterpretedAndCompiled() throws Exception {
    Process interpreted = ChildJvm.start(ProgramBits.class, "-Xint", 1);
    Process lightlyCompiled = ChildJvm.start(ProgramBits.class, "-XX:TieredStopAtLevel=1", 20);
    List<Integer> compiled = ProgramBits.hashes(1000);
    assertThat(ChildJvm.output(interpreted)).endsWith(compiled.toString());
    assertThat(ChildJvm.output(lightlyCompiled)).endsWith(compiled.toString());
    assertThat(compiled.get(1)).as("small pieces in plain loops").isEqualTo(compiled.get(2));
  }
}
