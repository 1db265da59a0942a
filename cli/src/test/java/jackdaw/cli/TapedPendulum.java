package jackdaw.cli;

import jackdaw.environment.Step;
import jackdaw.environment.Wrapper;
import jackdaw.environments.Environments;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Pendulum that appends the bits of every action to a file, which a system property names. */
final class TapedPendulum extends Wrapper {
  static final String TAPE = "jackdaw.tape";

  private final ByteArrayOutputStream taken = new ByteArrayOutputStream();

  TapedPendulum() {
    super(Environments.supplier("Pendulum-v1").get());
  }

  @Override
  public void step(float[] action, Step step) {
    try {
      new DataOutputStream(taken).writeFloat(action[0]);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    super.step(action, step);
  }

  @Override
  public void close() {
    String tape = System.getProperty(TAPE);
    if (tape != null) {
      try {
        Files.write(
            Path.of(tape),
            taken.toByteArray(),
            StandardOpenOption.CREATE,
            StandardOpenOption.APPEND);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    super.close();
  }
}
