package jackdaw.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The script {@code jackdaw}, with a JDK and a Maven that only say how they were called. */
@DisabledOnOs(OS.WINDOWS)
class LauncherTest {
  private static final int SECONDS = 60;

  @TempDir private Path folder;

  private final List<Process> started = new ArrayList<>();
  private Path home;
  private Path jdk;

  @BeforeEach
  void makeAHome() throws IOException {
    home = home("home");
    jdk = folder.resolve("jdk");
    Files.createDirectories(jdk.resolve("bin"));
    Files.writeString(jdk.resolve("release"), "JAVA_VERSION=\"99\"\n");
    script(jdk.resolve("bin/java"), "echo \"java LC_ALL=$LC_ALL LC_CTYPE=$LC_CTYPE $*\"");
    script(jdk.resolve("bin/javac"), "");
    script(
        Files.createDirectories(folder.resolve("path")).resolve("mvn"),
        "mkdir -p cli/target; touch cli/target/jackdaw-cli.jar cli/target/jackdaw.built\n"
            + "pwd -P >>\"$BUILDS\"");
  }

  @AfterEach
  void leaveNoProcess() {
    started.forEach(Process::destroyForcibly);
  }

  private Path home(String name) throws IOException {
    Path made = Files.createDirectory(folder.resolve(name)).toRealPath();
    Files.copy(
        Path.of("../jackdaw"), made.resolve("jackdaw"), StandardCopyOption.COPY_ATTRIBUTES);
    Files.writeString(made.resolve("pom.xml"), "");
    return made;
  }

  private static void script(Path file, String body) throws IOException {
    Files.writeString(file, "#!/bin/sh\n" + body + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private Process start(Path directory, Map<String, String> environment, String... command)
      throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
    builder.environment().keySet().removeAll(List.of("LC_ALL", "LC_CTYPE", "LANG", "CDPATH"));
    builder.environment().put("JAVA_HOME", jdk.toString());
    builder.environment().put("BUILDS", folder.resolve("builds").toString());
    builder.environment().merge(
        "PATH", folder.resolve("path").toString(), (old, own) -> own + ":" + old);
    builder.environment().putAll(environment);
    Process process =
        builder
            .redirectOutput(folder.resolve("out").toFile())
            .redirectError(folder.resolve("err").toFile())
            .start();
    started.add(process);
    return process;
  }

  private String run(int code, Map<String, String> environment) throws Exception {
    Process process = start(folder, environment, home.resolve("jackdaw").toString(), "list");
    assertThat(process.waitFor(SECONDS, TimeUnit.SECONDS)).as("ended in time").isTrue();
    String err = Files.readString(folder.resolve("err"));
    assertThat(process.exitValue()).as(err).isEqualTo(code);
    return Files.readString(folder.resolve("out")) + err;
  }

  @Test
  void shouldBuildAndRun() throws Exception {
    assertThat(run(0, Map.of())).contains("Building Jackdaw", "jackdaw.cli.Main list");
    assertThat(home.resolve("target/build.lock")).doesNotExist();
    assertThat(Files.readAllLines(folder.resolve("builds"))).containsExactly(home.toString());
  }

  /** Each is what a process leaves that is killed, or whose number another one has got. */
  @Test
  void shouldTakeOverALockOfNobody() throws Exception {
    Path lock = home.resolve("target/build.lock");
    String own = Long.toString(ProcessHandle.current().pid());
    for (String text : Arrays.asList(null, "", "nonsense", "999999999 1", own, own + " 1")) {
      Files.createDirectories(lock);
      if (text != null) {
        Files.writeString(lock.resolve("pid"), text);
      }
      assertThat(run(0, Map.of())).as("lock of %s", text).contains("jackdaw.cli.Main list");
      assertThat(lock).doesNotExist();
      Files.delete(home.resolve("cli/target/jackdaw.built"));
    }
  }

  @Test
  void shouldSayWhichBuildItWaitsFor() throws Exception {
    script(folder.resolve("path/mvn"), "echo building; exec sleep 600");
    Process first = start(folder, Map.of(), home.resolve("jackdaw").toString(), "list");
    Path pid = home.resolve("target/build.lock/pid");
    for (int i = 0; i < 100 * SECONDS && !(Files.exists(pid) && Files.size(pid) > 0); i++) {
      Thread.sleep(10);
    }
    assertThat(Files.readString(pid)).startsWith(first.pid() + " ");
    Process second = start(folder, Map.of(), home.resolve("jackdaw").toString(), "list");
    String words = "Waiting for another build (process " + first.pid() + ")";
    for (int i = 0; i < 100 * SECONDS && !errors().contains(words); i++) {
      Thread.sleep(10);
    }
    assertThat(errors()).contains(words);
    assertThat(second.isAlive()).isTrue();
    first.descendants().forEach(ProcessHandle::destroyForcibly);
  }

  private String errors() throws IOException {
    return Files.readString(folder.resolve("err"));
  }

  @Test
  void shouldBuildInItsOwnFolder() throws Exception {
    Files.createDirectories(folder.resolve("elsewhere/home"));
    Process process =
        start(
            folder,
            Map.of("CDPATH", folder.resolve("elsewhere") + ":."),
            "sh", "home/jackdaw", "list");
    assertThat(process.waitFor(SECONDS, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isZero();
    assertThat(Files.readAllLines(folder.resolve("builds"))).containsExactly(home.toString());
  }

  @Test
  void shouldSayThatItsPathCannotHaveAColon() throws Exception {
    home = home("a:b");
    assertThat(run(2, Map.of()).lines())
        .singleElement()
        .asString()
        .startsWith("jackdaw: is in " + home + ", and Java's class path cannot have a colon");
    assertThat(folder.resolve("builds")).doesNotExist();
  }

  /** Java takes the letters of paths from the locale, and C has none but ASCII's. */
  @Test
  void shouldNotTakeTheLettersOfPathsFromTheCLocale() throws Exception {
    assertThat(run(0, Map.of())).contains("LC_ALL= LC_CTYPE=C.UTF-8 ");
    assertThat(run(0, Map.of("LC_ALL", "C"))).contains("LC_ALL=C.UTF-8 ");
    assertThat(run(0, Map.of("LANG", "POSIX"))).contains("LC_ALL= LC_CTYPE=C.UTF-8 ");
    assertThat(run(0, Map.of("LANG", "de_DE.UTF-8"))).contains("LC_ALL= LC_CTYPE= ");
    assertThat(run(0, Map.of("LC_CTYPE", "de_DE.UTF-8", "LANG", "C")))
        .contains("LC_ALL= LC_CTYPE=de_DE.UTF-8 ");
  }
}
