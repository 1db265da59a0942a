package jackdaw.gymnasium;

import static jackdaw.gymnasium.GymnasiumTest.ODD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import jackdaw.environment.Environment;
import jackdaw.environment.EnvironmentBatch;
import jackdaw.environment.EnvironmentException;
import jackdaw.environment.Step;
import jackdaw.environment.Transitions;
import jackdaw.environment.UnavailableException;
import jackdaw.environment.VectorEnvironment;
import jackdaw.environments.Environments;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is said when Python or what it runs goes wrong, and that nothing is left running. */
@DisabledOnOs(OS.WINDOWS)
class FailureTest {
  private static final int SECONDS = 60;

  private static Python python = new Python(Path.of(""));

  @TempDir private Path folder;

  @BeforeAll
  static void needPackages() {
    python = Installed.python("gymnasium");
  }

  private static void assertFails(ThrowingCallable call, String message) {
    assertThatThrownBy(call)
        .isInstanceOf(EnvironmentException.class)
        .satisfies(e -> assertThat(e.getMessage().lines()).hasSize(1))
        .hasMessageMatching(message);
  }

  /** Which is wrong input, with an exit code of its own. */
  private static void assertUnavailable(ThrowingCallable call, String message) {
    assertThatThrownBy(call)
        .isInstanceOf(UnavailableException.class)
        .satisfies(e -> assertThat(e.getMessage().lines()).hasSize(1))
        .hasMessageMatching(message);
  }

  private static void assertGone(long pid) {
    ProcessHandle.of(pid).ifPresent(
        handle -> handle.onExit().orTimeout(SECONDS, TimeUnit.SECONDS).join());
    assertThat(ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false)).isFalse();
  }

  /** The environment that raises goes on after a reset; its process is as sound as before. */
  @Test
  void shouldSayWhichCopyRaisedWhat() {
    try (VectorEnvironment vector =
        VectorEnvironment.of(Environments.supplier(ODD + "Count-v0?trouble=raise"), 2)) {
      Transitions transitions = new Transitions(2, 2);
      for (int round = 0; round < 2; round++) {
        vector.reset(1, new float[4]);
        vector.step(new float[2], transitions);
        vector.step(new float[2], transitions);
        assertThatThrownBy(() -> vector.step(new float[2], transitions))
            .isInstanceOf(EnvironmentException.class)
            .hasMessageMatching(
                "gym:src.test.python.odd:Count-v0 \\(copy 0\\) raised in step: "
                    + "ValueError: three is too many \\(.*odd.py:\\d+\\)")
            .cause()
            .hasMessageContaining("in do_raise\n    raise ValueError(\"three is\\ntoo many\")");
      }
      assertThatThrownBy(() -> vector.step(new float[2], transitions))
          .isInstanceOf(IllegalStateException.class);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "exit   | Python ended with exit code 3 when it was to step: last words",
        "crash  | Python was killed by signal 11 when it was to step.*",
        "leave  | .copy 0. raised in step: SystemExit: 4 .*",
        "shape  | .copy 0.: an observation is an array of shape .3,. where its space has the shape "
            + ".2,. .*odd.py:\\d+."})
  void shouldSayHowAStepEnded(String trouble, String message) {
    try (VectorEnvironment vector =
        VectorEnvironment.of(inOneProcess(trouble), 2)) {
      Transitions transitions = new Transitions(2, 2);
      vector.reset(1, new float[4]);
      vector.step(new float[2], transitions);
      vector.step(new float[2], transitions);
      assertFails(
          () -> vector.step(new float[2], transitions),
          "gym:src.test.python.odd:Count-v0:? " + message);
    }
  }

  /**
   * Where nobody says how many processes there are to be, steps are taken before the first one is
   * asked for.
   */
  @Test
  void shouldSayHowItEndedWhileItsPaceWasTaken() {
    assumeThat(Runtime.getRuntime().availableProcessors()).isGreaterThan(1);
    GymnasiumSource source =
        new GymnasiumSource(python, "src.test.python.odd:Count-v0", Map.of("trouble", "exit"));
    assertFails(
        () -> source.batch(2),
        "gym:src.test.python.odd:Count-v0: Python ended with exit code 3 when it was to step: last"
            + " words");
    try (Environment again = source.get()) {
      again.reset(1, new float[2]);
      again.step(new float[1], new Step(2));
    }
  }

  /**
   * A step may find out what is not installed: then nothing is left behind, though no copy was
   * handed out.
   */
  @Test
  void shouldLeaveNoProcessWhereItsPaceCannotBeTaken() {
    assumeThat(Runtime.getRuntime().availableProcessors()).isGreaterThan(1);
    Set<Long> before = children();
    GymnasiumSource source =
        new GymnasiumSource(python, "src.test.python.odd:Count-v0", Map.of("trouble", "miss"));
    assertThatThrownBy(() -> source.batch(2))
        .isInstanceOf(UnavailableException.class)
        .hasMessageMatching(
            ".*Count-v0 needs the Python module no_such_thing \\(.*odd.py:\\d+\\), which is .*");
    Set<Long> left = children();
    left.removeAll(before);
    left.forEach(FailureTest::assertGone);
  }

  private static Set<Long> children() {
    return ProcessHandle.current().children().map(ProcessHandle::pid).collect(Collectors.toSet());
  }

  /** An environment's trouble, met where it is stepped and not before. */
  private static GymnasiumSource inOneProcess(String trouble) {
    return new GymnasiumSource(
        Connector.of(python, Duration.ofSeconds(SECONDS)),
        "src.test.python.odd:Count-v0",
        Map.of("trouble", trouble),
        1);
  }

  @Test
  void shouldSayWhatWasRaisedInReset() {
    try (Environment environment =
        Environments.supplier(ODD + "Count-v0?trouble=reset").get()) {
      assertThatThrownBy(() -> environment.reset(1, new float[2]))
          .isInstanceOf(PythonException.class)
          .hasMessageStartingWith("RuntimeError: no reset (");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "gym:CartPol-v1 | gym:CartPol-v1 cannot be used: Environment `CartPol` doesn't exist. Did you "
            + "mean: `CartPole`\\?",
        "gym:CartPole-v1?mass=3 | gym:CartPole-v1 cannot be made: TypeError: .* unexpected keyword "
            + "argument 'mass'.*",
        "gym:no_such_thing:X-v0 | gym:no_such_thing:X-v0 needs the Python module no_such_thing, which "
            + "is neither in .*gymnasium nor installed for .*: start where it is, or set PYTHONPATH .*",
        "gym:src.test.python.odd:Words-v0 | .*Words-v0 cannot be used: its observation space is or "
            + "holds a Text, which is not supported: .wrappers=module:Wrapper .*",
        "gym:src.test.python.odd:Deep-v0 | .*Deep-v0 cannot be used: its observation space is or "
            + "holds a Sequence, which .*",
        "gym:src.test.python.odd:Vast-v0 | .*Vast-v0 cannot be used: its observation space is not "
            + "possible here: 1099511627776 values are too many: at most 2147483647"})
  void shouldSayWhyAnEnvironmentCannotBeMade(String id, String message) {
    assertUnavailable(() -> VectorEnvironment.of(Environments.supplier(id), 2), message);
  }

  @Test
  void shouldRefuseAnIdWithoutAName() {
    assertThatThrownBy(() -> Environments.supplier("gym:"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("environment gym: names nothing: write it like gym:CartPole-v1");
  }

  /**
   * A Python that has nothing installed, but numpy behind the second, and a folder named gymnasium.
   */
  @Test
  void shouldSayWhatToInstall() throws Exception {
    String install = "Python package %s is not installed for .*bare.*: .* -m pip install gymnasium";
    Python bare = interpreter("bare", "");
    assertUnavailable(
        () -> new GymnasiumSource(bare, "CartPole-v1", Map.of()).get(), install.formatted("numpy"));
    assertUnavailable(
        () -> bare.packageFolder("gymnasium", "gymnasium"), install.formatted("gymnasium"));
    Path packages = Files.createDirectory(folder.resolve("packages"));
    Files.createDirectory(packages.resolve("gymnasium"));
    Files.writeString(packages.resolve("numpy.py"), "");
    Python half = interpreter("half-bare", "PYTHONPATH=" + packages);
    assertUnavailable(
        () -> new GymnasiumSource(half, "CartPole-v1", Map.of()).get(),
        install.formatted("gymnasium"));
  }

  /** The interpreter without what is installed for it. */
  private Python interpreter(String name, String variables) throws IOException {
    Path file = folder.resolve(name);
    Files.writeString(
        file,
        "#!/bin/sh\n%s exec '%s' -S \"$@\"\n"
            .formatted(variables, python.executable().toAbsolutePath()));
    assertThat(file.toFile().setExecutable(true)).isTrue();
    return Python.named("--python", file.toString());
  }

  @Test
  void shouldRefuseWhatIsNoPython() throws Exception {
    Supplier<Environment> shell = source("/bin/sh");
    assertUnavailable(
        shell::get,
        "gym:CartPole-v1: /bin/sh ended with exit code \\d+ before .* is it a Python 3\\?");
    Path file = Files.writeString(folder.resolve("text"), "#!/nowhere/at-all\n");
    file.toFile().setExecutable(true);
    assertUnavailable(source(file.toString())::get, "gym:CartPole-v1: .*text does not start: .*");
    assertUnavailable(
        () -> Python.named("--python", folder.toString()),
        "--python .* is no Python interpreter: name one, or a virtual environment");
    assertUnavailable(
        () -> Python.find(
            null, name -> name.equals("PATH") ? folder.toString() : null, folder),
        "no Python interpreter is on PATH: .*--python or JACKDAW_PYTHON");
    assertUnavailable(
        () -> new Python(Path.of("/bin/sh")).packageFolder("mujoco", "mujoco"),
        "/bin/sh is no working Python 3: .*");
  }

  private static GymnasiumSource source(String interpreter) {
    return new GymnasiumSource(new Python(Path.of(interpreter)), "CartPole-v1", Map.of());
  }

  /** What the other end may do instead of answering the first request properly. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "h.pack(2**31 - 1, 0, 0, 0, 0) | Python announced a frame of 2147483647 bytes where at most .*",
        "h.pack(10, 0, 0, 0, 0)        | Python ended with exit code 0 when it was to start.*",
        "b'Traceb'                     | Python ended with exit code 0 when it was to start.*",
        "b'Traceback (most recent'     | Python answered with the kind 1667326565 to 0",
        "h.pack(2, 0, 1, 0, 0) + b'{}' | Python answered out of order, number 1 where 0 was due",
        "h.pack(2, 4, 0, 0, 0) + b'{}' | Python answered with the kind 4 to 0",
        "h.pack(2, 0, 0, 0, 0) + b'{}more' | Python sent 4 bytes more than it had announced",
        "h.pack(2, 0, 0, 0, 0) + b'{]' | Python answered with what is no JSON"})
  void shouldRefuseGarbage(String answer, String message) {
    assertFails(
        talking("link.sendall(%s)".formatted(answer), Duration.ofSeconds(SECONDS))::get,
        "gym:CartPole-v1: " + message);
  }

  /** A connection that was sound until it came to a step. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "h.pack(2**31 - 1, 5, 2, 0, 2) | Python announced a frame of 2147483647 bytes where at most .*",
        "h.pack(4, 5, 2, 0, 2) + b'1234' | Python answered with a frame of 4 bytes where .* were due",
        "h.pack(40, 5, 2, 0, 2) + b'1234' | Python ended with exit code 0 when it was to step.*",
        "h.pack(40, 5, 1, 0, 2) + bytes(40) | Python answered out of order, number 1 where 2 was due",
        "h.pack(40, 3, 2, 0, 2) + bytes(40) | Python answered with the kind 3 to 5"})
  void shouldRefuseABrokenFrameInTheMiddleOfARun(String answer, String message) {
    String space = "'{\"kind\": \"discrete\", \"count\": 2}'";
    String script =
        """
            said = ('{"observation": %s, "action": %s}' % (S, S)).encode()
            link.sendall(h.pack(len(said), 0, 0, 0, 0) + said)
            link.recv(65536)
            link.sendall(h.pack(8, 3, 1, 0, 2) + bytes(8))
            link.recv(65536)
            link.sendall(ANSWER)
            """
            .replace("S, S", space + ", " + space)
            .replace("ANSWER", answer);
    EnvironmentBatch batch = talking(script, Duration.ofSeconds(SECONDS)).batch(2);
    long pid = pid(batch, 0);
    batch.resetAhead(new long[2]);
    assertFails(
        () -> batch.stepAhead(new float[2], new long[2]), "gym:CartPole-v1: " + message);
    assertGone(pid);
    batch.copies().forEach(Environment::close);
  }

  /** Memory that was shared soundly until it came to a step. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "h.pack(2**31 - 1, 5, 3, 0, 2) | Python announced a frame of 2147483647 bytes where at most .*",
        "h.pack(4, 5, 3, 0, 2) + b'1234' | Python answered with a frame of 4 bytes where .* were due",
        "h.pack(40, 5, 1, 0, 2) + bytes(40) | Python answered out of order, number 1 where 3 was due",
        "h.pack(40, 3, 3, 0, 2) + bytes(40) | Python answered with the kind 3 to 5",
        "h.pack(0, 10, 3, 0, 2) | Python ended with exit code 0 when it was to step.*"})
  void shouldRefuseABrokenFrameInSharedMemory(String answer, String message) {
    assumeThat(Runtime.getRuntime().availableProcessors()).isGreaterThan(1);
    assumeThat(Mailbox.create(1, 1)).hasValueSatisfying(FailureTest::unlink);
    String space = "'{\"kind\": \"discrete\", \"count\": 2}'";
    String script =
        """
            import mmap
            said = ('{"observation": %s, "action": %s, "shares": true}' % (S, S)).encode()
            link.sendall(h.pack(len(said), 0, 0, 0, 0) + said)
            asked = json.loads(link.recv(65536)[16:])
            file = open(asked['file'], 'r+b')
            memory = mmap.mmap(file.fileno(), 0)
            numbers = memoryview(memory).cast('I')
            link.sendall(h.pack(0, 8, 1, 0, 0))
            def answer(requests, frame):
                while numbers[0] != requests:
                    time.sleep(0.001)
                at = asked['reply'][0]
                memory[at : at + len(frame)] = frame
                numbers[16] = requests
            answer(3, h.pack(8, 3, 2, 0, 2) + bytes(8))
            answer(4, ANSWER)
            """
            .replace("S, S", space + ", " + space)
            .replace("ANSWER", answer);
    EnvironmentBatch batch = talking(script, Duration.ofSeconds(SECONDS)).batch(2);
    long pid = pid(batch, 0);
    batch.resetAhead(new long[2]);
    assertFails(
        () -> batch.stepAhead(new float[2], new long[2]), "gym:CartPole-v1: " + message);
    assertGone(pid);
    batch.copies().forEach(Environment::close);
  }

  private static void unlink(Mailbox mailbox) {
    try {
      mailbox.unlink();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** An interpreter that connects, takes the first request and then does something else. */
  private static GymnasiumSource talking(String then, Duration patience) {
    String script =
        """
            import json, socket, struct, sys, time
            where = json.loads(control.readline())
            link = socket.socket(socket.AF_UNIX)
            link.connect(where['path'])
            link.sendall(bytes.fromhex(where['token']))
            h = struct.Struct('<IiIHH')
            link.recv(65536)
            """
            + then
            + "\n";
    return new GymnasiumSource(
        new Connector(python, script.getBytes(StandardCharsets.UTF_8), patience, true),
        "CartPole-v1",
        Map.of(),
        1);
  }

  @Test
  void shouldEndAProcessThatDoesNotAnswer() {
    assertFails(
        talking("time.sleep(1000)", Duration.ofSeconds(8))::get,
        "gym:CartPole-v1: Python did not start within 8 s, and was ended: "
            + "-Djackdaw.python.patience=SECONDS allows it longer");
  }

  @Test
  void shouldRefuseAStranger() {
    Connector connector =
        new Connector(
            python,
            "import json, socket, sys\nw = json.loads(control.readline())\n"
                .concat(
                    "s = socket.socket(socket.AF_UNIX)\ns.connect(w['path'])\ns.sendall(b'x' * 16)\n")
                .concat("s.recv(1)\n")
                .getBytes(StandardCharsets.UTF_8),
            Duration.ofSeconds(SECONDS),
            true);
    assertThatThrownBy(() -> connector.connect("gym:X"))
        .isInstanceOf(EnvironmentException.class)
        .hasMessageStartingWith("gym:X: ");
  }

  @Test
  void shouldSayThatItWasKilledInTheMiddleOfABatchAndStartAnew() throws Exception {
    GymnasiumSource source = inOneProcess("hang");
    EnvironmentBatch batch = source.batch(2);
    long pid = pid(batch, 0);
    batch.resetAhead(new long[2]);
    batch.stepAhead(new float[2], new long[2]);
    batch.stepAhead(new float[2], new long[2]);
    Thread killer = Thread.ofPlatform().start(() -> {
      try {
        Thread.sleep(300);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
    });
    String message = ".*Count-v0: Python was killed by signal 9 when it was to step";
    assertFails(() -> batch.stepAhead(new float[2], new long[2]), message);
    killer.join();
    assertFails(() -> batch.stepAhead(new float[2], new long[2]), message);
    assertGone(pid);
    batch.copies().forEach(Environment::close);
    try (Environment again = source.get()) {
      again.reset(1, new float[2]);
    }
  }

  /** One of several processes that share a batch: the others are heard, and go on. */
  @Test
  void shouldSayWhichCopyOfSeveralProcessesFailed() {
    GymnasiumSource source =
        new GymnasiumSource(
            Connector.of(python, Duration.ofSeconds(SECONDS)),
            "src.test.python.odd:Count-v0",
            Map.of("trouble", "raise"),
            3);
    EnvironmentBatch batch = source.batch(5);
    assertThat(pid(batch, 1)).isNotEqualTo(pid(batch, 0)).isEqualTo(pid(batch, 2));
    assertThat(pid(batch, 4)).isNotEqualTo(pid(batch, 0)).isNotEqualTo(pid(batch, 2));
    batch.resetAhead(new long[5]);
    batch.stepAhead(new float[5], new long[5]);
    batch.stepAhead(new float[5], new long[5]);
    assertFails(
        () -> batch.stepAhead(new float[5], new long[5]),
        ".*Count-v0 \\(copy 0\\) raised in step: .*");
    // Copy 1 has had its third step now, and kept copy 2 from its.
    batch.copies().getFirst().reset(1, new float[2]);
    assertFails(
        () -> batch.stepAhead(new float[5], new long[5]),
        ".*Count-v0 \\(copy 2\\) raised in step: .*");
    long killed = pid(batch, 4);
    ProcessHandle.of(killed).ifPresent(ProcessHandle::destroyForcibly);
    assertGone(killed);
    batch.copies().subList(0, 3).forEach(copy -> copy.reset(1, new float[2]));
    assertFails(
        () -> batch.stepAhead(new float[5], new long[5]),
        ".*Count-v0: Python was killed by signal 9 when it was to step");
    List<Long> pids = List.of(pid(batch, 0), pid(batch, 1));
    batch.copies().forEach(Environment::close);
    pids.forEach(FailureTest::assertGone);
  }

  private static long pid(EnvironmentBatch batch, int copy) {
    return ((GymnasiumCopy) batch.copies().get(copy)).pid();
  }

  @Test
  void shouldRefuseUseAfterClose() {
    Environment environment = Environments.supplier("gym:CartPole-v1").get();
    long pid = ((GymnasiumCopy) environment).pid();
    environment.reset(1, new float[4]);
    environment.close();
    assertGone(pid);
    assertThatThrownBy(() -> environment.reset(1, new float[4]))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("gym:CartPole-v1 is closed");
    assertThatThrownBy(() -> environment.step(new float[1], new Step(4)))
        .isInstanceOf(IllegalStateException.class);
  }

  /**
   * Another Java process that is killed while its child waits, or computes, leaves no child behind.
   */
  @ParameterizedTest
  @CsvSource({"wait", "spin", "hang"})
  void shouldLeaveNoOrphanWhenThisProcessIsKilled(String trouble) throws Exception {
    Process parent =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--enable-native-access=ALL-UNNAMED", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
            Stepping.class.getName(), python.executable().toString(), trouble)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    long pid;
    try (var out = parent.inputReader()) {
      pid = Long.parseLong(out.readLine());
      assertThat(out.readLine()).isEqualTo("third step");
      // Until the child is in the midst of it, where it does not look at its socket.
      Thread.sleep(500);
      assertThat(ProcessHandle.of(pid).map(ProcessHandle::isAlive)).hasValue(true);
      parent.destroyForcibly().waitFor();
    }
    assertGone(pid);
  }

  /** Prints the number of its child and steps, the third time without an end. */
  static final class Stepping {
    static void main(String[] args) throws InterruptedException {
      EnvironmentBatch batch =
          new GymnasiumSource(
              new Python(Path.of(args[0])), "src.test.python.odd:Count-v0",
              Map.of("trouble", args[1]))
              .batch(1);
      System.out.println(pid(batch, 0));
      batch.resetAhead(new long[1]);
      for (int i = 1; i <= 3; i++) {
        if (i == 3) {
          System.out.println("third step");
        }
        batch.stepAhead(new float[1], new long[1]);
      }
      Thread.sleep(TimeUnit.SECONDS.toMillis(SECONDS));
    }
  }

  @Test
  void shouldRefuseImpatienceThatIsNone() {
    for (String wrong : List.of("0", "long", "-1")) {
      System.setProperty(GymnasiumSource.PATIENCE_PROPERTY, wrong);
      try {
        assertThatThrownBy(() -> new GymnasiumSource(python, "CartPole-v1", Map.of()))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessage(
                "system property jackdaw.python.patience is %s: give seconds above 0"
                    .formatted(wrong));
      } finally {
        System.clearProperty(GymnasiumSource.PATIENCE_PROPERTY);
      }
    }
  }
}
