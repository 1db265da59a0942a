package jackdaw.cli.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Iterator;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What a page says of where a number comes from gives that number, for every one of them. */
class FormulasTest {
  @Test
  void shouldMakeEveryNumberOfARunFromItsSources() throws Exception {
    Page page = Page.ofRun(1, 0);
    assertThat(check(page))
        .contains(
            "softmax", "return", "return-end", "advantage", "delta", "gae", "half-square", "ratio",
            "clip", "product", "minimum", "mean", "entropy", "loss", "scale", "difference", "same");
    assertThat(check(Page.ofRun(2, 9, "normalize-advantages", "true")))
        .contains("normalized", "deviation", "return-cut");
    assertThat(check(Page.ofRun(1, 9, "max-gradient-norm", "0"))).contains("scale-one");
  }

  @Test
  void shouldMakeEveryNumberOfTheDocumentFromItsSources() throws Exception {
    assertThat(check(Page.ofDocument()))
        .contains("return-sum", "return-end", "square", "negative", "sum");
  }

  /** Returns the formulas that were used. */
  private static Set<String> check(Page page) {
    Set<String> formulas = new TreeSet<>();
    for (Iterator<String> names = page.cells().fieldNames(); names.hasNext();) {
      String name = names.next();
      String family = name.substring(name.indexOf('/') + 1).split("\\.", 2)[0];
      assertThat(page.html()).contains("<template id=\"family-" + family + "\"");
      if (!page.cells().get(name).has("f")) {
        assertThat(page.html())
            .as(family + " says who says it")
            .containsPattern("id=\"family-" + family + "\"[^>]* data-origin=");
        continue;
      }
      String formula = page.cells().get(name).get("f").asText();
      formulas.add(formula);
      assertThat(page.html()).contains("<template id=\"formula-" + formula + "\">");
      double[] s = page.sources(name).stream().mapToDouble(page::value).toArray();
      double expected = compute(formula, s);
      assertThat(page.value(name))
          .as(name + " by " + formula)
          .isCloseTo(expected, within(3e-5 * Math.max(1, Math.abs(expected))));
    }
    return formulas;
  }

  private static double compute(String formula, double[] s) {
    return switch (formula) {
      case "same", "return-end", "gae-end" -> s[0];
      case "next-end" -> 0;
      case "scale-one" -> 1;
      case "softmax" -> Math.exp(s[0]) / Arrays.stream(s).skip(1).map(Math::exp).sum();
      case "return" -> s[0] + s[1] * ((1 - s[2]) * s[3] + s[2] * s[4]);
      case "return-cut" -> s[0] + s[1] * s[2];
      case "return-sum" -> s[0] + s[1];
      case "advantage", "difference" -> s[0] - s[1];
      case "delta" -> s[0] + s[1] * s[2] - s[3];
      case "gae" -> s[0] + s[1] * s[2] * s[3];
      case "normalized" -> (s[0] - s[1]) / s[2];
      case "deviation" -> {
        double mean = Arrays.stream(s).average().orElseThrow();
        yield Math.sqrt(
            Arrays.stream(s).map(x -> (x - mean) * (x - mean)).sum() / (s.length - 1));
      }
      case "half-square" -> (s[0] - s[1]) * (s[0] - s[1]) / 2;
      case "square" -> s[0] * s[0];
      case "ratio", "scale" -> s[0] / s[1];
      case "clip" -> Math.max(1 - s[1], Math.min(1 + s[1], s[0]));
      case "product" -> s[0] * s[1];
      case "minimum" -> Math.min(s[0], s[1]);
      case "sum" -> Arrays.stream(s).sum();
      case "mean" -> Arrays.stream(s).average().orElseThrow();
      case "entropy" -> Arrays.stream(s).map(x -> -x * Math.log(x)).sum();
      case "negative" -> -s[0];
      case "loss" -> -s[0] + s[1] * s[2] - s[3] * s[4];
      default -> throw new IllegalArgumentException(formula);
    };
  }
}
