package jackdaw.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Holds the arrows between the modules, as seen from here, where all of them are on the class path.
 */
class ModulesTest {
  private static final JavaClasses ALL = new ClassFileImporter()
      .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
      .importPackages("jackdaw");

  @ParameterizedTest
  @CsvSource({
    "environments, runs",
    "environments, cli",
    "environments, gymnasium",
    "environments, mujoco",
    "gymnasium, runs",
    "gymnasium, cli",
    "gymnasium, mujoco",
    "mujoco, runs",
    "mujoco, cli",
    "runs, environments",
    "runs, gymnasium",
    "runs, mujoco",
    "runs, cli",
    "cli, mujoco",
  })
  void shouldNotKnow(String module, String other) {
    noClasses().that().resideInAPackage("jackdaw." + module + "..")
        .should().dependOnClassesThat().resideInAPackage("jackdaw." + other + "..")
        .check(ALL);
  }
}
