package jackdaw.cli.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The document's example, against numbers that were worked out by hand. */
class DocumentPageTest {
  @ParameterizedTest
  @CsvSource({
    "R, -12, -11, -10",
    "V, 1.36, 1.66, 9.61",
    "A, -13.36, -12.66, -19.61",
    "turned, 13.36, 12.66, 19.61",
    "square, 178.4896, 160.2756, 384.5521",
    "sum, 1, 1, 1",
    "ratio, 0.509804, 0.418605, 0.285714",
    "clip, 0.9, 0.9, 0.9",
    "surr, -6.810980, -5.299535, -5.602857",
    "csurr, -12.024, -11.394, -17.649",
    "min, -12.024, -11.394, -17.649",
    "up, -0.25, -0.25, -0.25",
    "docsurr, 6.18, 5.3172, 5.6869",
    "doccsurr, 11.124, 11.394, 17.649",
  })
  void shouldComputeEachStep(String family, double first, double second, double third)
      throws Exception {
    assertThat(Page.ofDocument().column(family))
        .containsExactly(new double[] {first, second, third}, within(1e-6));
  }

  @ParameterizedTest
  @CsvSource({
    "valueLoss, 241.105767", "docmean, 232.532433", "objective, -13.689", "loss, 13.689",
    "docloss, 5.723333"})
  void shouldComputeEachMean(String name, double expected) throws Exception {
    assertThat(Page.ofDocument().value(name)).isCloseTo(expected, within(1e-6));
  }

  /** Right where it is right, wrong where it errs, and nothing else is marked. */
  @Test
  void shouldMarkWhereTheDocumentErrs() throws Exception {
    Page page = Page.ofDocument();
    List<String> wrong = new ArrayList<>();
    List<String> right = new ArrayList<>();
    for (Iterator<String> names = page.cells().fieldNames(); names.hasNext();) {
      String name = names.next();
      if (page.cells().get(name).has("doc")) {
        (page.cells().get(name).get("wrong").asBoolean() ? wrong : right).add(name);
      }
    }
    assertThat(wrong)
        .containsExactlyInAnyOrder(
            "r.3", "A.1", "A.2", "A.3", "turned.1", "valueLoss", "ratio.1", "surr.1", "surr.2",
            "surr.3", "csurr.1", "csurr.2", "csurr.3", "min.1", "min.2", "min.3", "loss",
            "docsurr.2", "docsurr.3", "docmean");
    assertThat(right)
        .containsExactlyInAnyOrder(
            "r.1", "r.2", "R.1", "R.2", "R.3", "turned.2", "turned.3", "ratio.2", "ratio.3",
            "clip.1", "clip.2", "clip.3", "docsurr.1", "doccsurr.1", "doccsurr.2", "doccsurr.3",
            "docloss");
    assertThat(page.cells().get("docmean").get("doc").asText()).isEqualTo("252.53");
  }
}
