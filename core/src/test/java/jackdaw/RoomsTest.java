package jackdaw;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds the arrows between core's packages: each knows only what stands below it. */
class RoomsTest {
  /** From the lowest floor to the highest; rooms on one floor do not know each other. */
  private static final List<List<String>> FLOORS = List.of(
      List.of("metric", "parallel", "setting", "state", "text"),
      List.of("machine", "random", "space"),
      List.of("tensor"),
      List.of("program"),
      List.of("environment", "nn"),
      List.of("distribution", "experience"),
      List.of("network", "tabular"),
      List.of("learning", "policy"),
      List.of("collector"),
      List.of("algorithm"),
      List.of("train"));

  private static final JavaClasses CORE = new ClassFileImporter()
      .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
      .importPackages("jackdaw");

  @ParameterizedTest
  @MethodSource("rooms")
  void shouldKnowOnlyWhatStandsBelow(String room) {
    Stream<String> below = FLOORS.stream().takeWhile(floor -> !floor.contains(room))
        .flatMap(List::stream);
    classes().that().resideInAPackage(inside(room))
        .should().onlyDependOnClassesThat(
            resideOutsideOfPackage("jackdaw..")
                .or(resideInAnyPackage(packages(Stream.concat(Stream.of(room), below)))))
        .allowEmptyShould(true)
        .check(CORE);
  }

  @Test
  void shouldStandOnAFloor() {
    classes().should().resideInAnyPackage(packages(rooms()))
        .because("a new package needs its place among the floors of this test")
        .check(CORE);
  }

  /** How programs are computed is theirs to change. */
  @Test
  void shouldKeepKernelsAndMachineCodeInsideOfProgram() {
    classes().that().resideOutsideOfPackage("jackdaw.program..")
        .should().onlyDependOnClassesThat(
            resideOutsideOfPackages("jackdaw.program.kernel..", "jackdaw.program.machine.."))
        .check(CORE);
  }

  @Test
  void shouldHaveNoCycles() {
    slices().matching("jackdaw.(**)").should().beFreeOfCycles().check(CORE);
  }

  /** No file, no terminal, no network: none of their packages stands in this list. */
  @Test
  void shouldKnowOnlyTheComputingPartOfTheJdk() {
    classes().should().onlyDependOnClassesThat().resideInAnyPackage(
        "jackdaw..",
        "java.awt",
        "java.lang..",
        "java.math",
        "java.nio",
        "java.nio.charset",
        "java.security",
        "java.text",
        "java.time..",
        "java.util",
        "java.util.concurrent..",
        "java.util.function",
        "java.util.random",
        "java.util.regex",
        "java.util.stream",
        "jdk.incubator.vector",
        "org.jspecify.annotations")
        .because("core depends on the JDK alone and knows no file and no terminal")
        .check(CORE);
  }

  private static Stream<String> rooms() {
    return FLOORS.stream().flatMap(List::stream);
  }

  private static String[] packages(Stream<String> rooms) {
    return rooms.map(RoomsTest::inside).toArray(String[]::new);
  }

  private static String inside(String room) {
    return "jackdaw." + room + "..";
  }
}
