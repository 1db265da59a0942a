package jackdaw.cli.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Both pages in a real browser. */
class BrowserTest {
  private static final List<String> STEPS =
      List.of(
          "path", "policy", "store", "values", "returns", "advantages", "value-loss", "new-policy",
          "ratios", "clipped", "minimum", "loss", "change");

  /** All numbers of the step that shows, each as name, space, text. */
  private static final String SHOWN =
      "[...document.querySelectorAll('main section:not([hidden]) [data-cell]')]"
          + ".map(e => e.dataset.cell + ' ' + e.textContent)";

  /**
   * The smallest contrast, by WCAG 2.1, of any text that shows with what is behind it; with the
   * text itself.
   */
  private static final String CONTRAST =
      """
      (() => {
        const parse = c => { const m = c.match(/[\\d.]+/g).map(Number); return m.length < 4 ? [...m, 1] : m; };
        const light = ([r, g, b]) => [r, g, b].map(v => v / 255)
          .map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
          .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
        const behind = e => {
          for (; e; e = e.parentElement) {
            const c = parse(getComputedStyle(e).backgroundColor);
            if (c[3] === 1) return c;
          }
          return [255, 255, 255, 1];
        };
        let worst = ['', 99];
        const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
        while (walker.nextNode()) {
          const e = walker.currentNode.parentElement;
          if (!walker.currentNode.data.trim() || !e.checkVisibility() || e.closest('button:disabled, svg, template, script, style')) continue;
          const [a, b] = [light(parse(getComputedStyle(e).color)), light(behind(e))].sort((x, y) => y - x);
          const contrast = (a + 0.05) / (b + 0.05);
          if (contrast < worst[1]) worst = [e.outerHTML.slice(0, 120), contrast];
        }
        return worst;
      })()""";

  @TempDir private static Path folder;

  private static Chromium browser;
  private static Page run;
  private static Page document;

  @BeforeAll
  static void start() throws Exception {
    if (Chromium.find().isEmpty()) {
      String missing =
          "no Chromium on PATH: install it (apt-get install chromium), or name it in CHROMIUM";
      if (System.getenv("JACKDAW_TEST_NEEDS_BROWSER") != null) {
        fail(missing);
      }
      assumeTrue(false, missing);
    }
    run = Page.ofRun(1, 0);
    document = Page.ofDocument();
    Files.writeString(file("run"), run.html());
    Files.writeString(file("document"), document.html());
    browser = Chromium.start();
  }

  @AfterAll
  static void stop() throws Exception {
    if (browser != null) {
      browser.close();
    }
  }

  @BeforeEach
  void look() throws Exception {
    browser.look(1280, 900, false);
  }

  private static Path file(String name) {
    return folder.resolve(name + ".html");
  }

  private static Page page(String name) {
    return name.equals("run") ? run : document;
  }

  private static String step() throws Exception {
    List<String> shown =
        browser.texts(
            "[...document.querySelectorAll('main section')].filter(s => s.checkVisibility())"
                + ".map(s => s.dataset.step)");
    assertThat(shown).hasSize(1);
    assertThat(browser.text("location.hash").replace("#", ""))
        .isIn("", shown.getFirst());
    return shown.getFirst();
  }

  @ParameterizedTest
  @ValueSource(strings = {"run", "document"})
  void shouldShowAllStepsInOrderByButton(String name) throws Exception {
    browser.open(file(name), "");
    List<String> seen = new ArrayList<>(List.of(step()));
    assertThat(browser.evaluate("document.querySelector('#back').disabled").asBoolean()).isTrue();
    while (!browser.evaluate("document.querySelector('#next').disabled").asBoolean()) {
      browser.point("#next", true);
      seen.add(step());
      assertThat(browser.text("document.querySelector('#place').textContent"))
          .startsWith(seen.size() + " of 13");
      assertThat(browser.text("document.activeElement.tagName")).isEqualTo("H2");
    }
    assertThat(seen).isEqualTo(STEPS);
    browser.point("#back", true);
    assertThat(step()).isEqualTo("loss");
    browser.point("#steps li:nth-child(3) button", true);
    assertThat(step()).isEqualTo("store");
    assertThat(browser.complaints).isEmpty();
    assertThat(browser.requests).containsExactly(file(name).toUri().toString());
  }

  @Test
  void shouldGoByKeysAndByAddress() throws Exception {
    browser.open(file("run"), "#ratios");
    assertThat(step()).isEqualTo("ratios");
    browser.press("ArrowRight");
    assertThat(step()).isEqualTo("clipped");
    browser.press("ArrowLeft");
    browser.press("ArrowLeft");
    assertThat(step()).isEqualTo("new-policy");
    browser.press("End");
    assertThat(step()).isEqualTo("change");
    browser.press("ArrowRight");
    assertThat(step()).isEqualTo("change");
    browser.press("Home");
    assertThat(step()).isEqualTo("path");
    browser.press("ArrowLeft");
    assertThat(step()).isEqualTo("path");
    browser.evaluate("history.back()");
    browser.settle();
    assertThat(step()).isEqualTo("change");
    assertThat(browser.complaints).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"run", "document"})
  void shouldShowTheNumbersOfTheData(String name) throws Exception {
    browser.open(file(name), "");
    int passes = page(name).data().get("passes").asInt();
    for (String step : STEPS) {
      browser.evaluate("location.hash = '" + step + "'");
      browser.settle();
      for (int pass = 1; pass <= Math.max(1, passes); pass++) {
        boolean chosen =
            browser.evaluate(
                "(b => b && (b.click(), true))(document.querySelector("
                    + "'main section:not([hidden]) [data-choose=\"" + pass + "\"]'))")
                .asBoolean();
        List<String> shown = browser.texts(SHOWN);
        if (!step.equals("path")) {
          assertThat(shown).as(step).hasSizeGreaterThanOrEqualTo(3);
        }
        for (String each : shown) {
          String[] words = each.split(" ", -1);
          requireRounded(page(name).value(words[0]), words[1], words[0]);
          assertThat(words[0].contains("/")).isEqualTo(words[0].startsWith(pass + "/"));
        }
        if (!chosen) {
          break;
        }
      }
    }
    assertThat(browser.complaints).isEmpty();
  }

  private static void requireRounded(double value, String text, String name) {
    assertThat(text).as(name).matches("−?\\d+(\\.\\d+)?");
    assertThat(Cells.isRounded(value, text.replace('−', '-'))).as(name + " is " + text).isTrue();
  }

  @Test
  void shouldShowEveryNumberSomewhere() throws Exception {
    browser.open(file("run"), "");
    List<String> shown = new ArrayList<>();
    for (String step : STEPS) {
      browser.evaluate("location.hash = '" + step + "'");
      browser.settle();
      browser.texts(SHOWN).forEach(each -> shown.add(each.split(" ", -1)[0]));
    }
    List<String> missing = new ArrayList<>();
    run.cells().fieldNames().forEachRemaining(
        cell -> {
          // Logits stand only where a probability is traced; the other passes behind their buttons.
          boolean isLogit = cell.matches("(./)?z(now|after)?\\..*") || cell.startsWith("after.");
          if (!isLogit && !cell.matches("[123]/.*") && !shown.contains(cell)) {
            missing.add(cell);
          }
        });
    assertThat(missing).isEmpty();
  }

  /** Each kind of number once, by the mouse; what it shows is what its formula says. */
  @ParameterizedTest
  @CsvSource({
    "run, policy, old.0.1", "run, store, p.2", "run, values, N.1", "run, returns, R.4",
    "run, advantages, A.4", "run, advantages, gae.4", "run, value-loss, 4/E.3",
    "run, new-policy, 4/q.1", "run, ratios, 4/ratio.3", "run, clipped, 4/clip.3",
    "run, minimum, 4/min.7", "run, loss, 4/loss", "run, change, up.5",
    "document, advantages, A.1", "document, value-loss, docmean", "document, loss, loss"})
  void shouldShowWhereANumberComesFrom(String name, String step, String cell) throws Exception {
    browser.open(file(name), "#" + step);
    String selector = "main section:not([hidden]) [data-cell=\"" + cell + "\"]";
    browser.point(selector, false);
    requireTrace(page(name), cell, selector);
    browser.point("h1", false);
    assertThat(browser.text("document.querySelector('#trace').textContent")).isNotEmpty();
    assertThat(browser.complaints).isEmpty();
  }

  private static void requireTrace(Page page, String cell, String selector) throws Exception {
    String quoted = selector.replace("'", "\\'");
    assertThat(
        browser.evaluate("document.querySelector('" + quoted + "').matches('.chosen')").asBoolean())
        .isTrue();
    List<String> sources = page.sources(cell).stream().distinct().toList();
    List<String> chips =
        browser
            .texts("[...document.querySelectorAll('.chips button')].map(b => b.dataset.sourceOf)");
    assertThat(chips).isEqualTo(sources);
    List<String> marked =
        browser.texts(
            "[...new Set([...document.querySelectorAll('.number.source')].map(e => e.dataset.cell))]");
    List<String> visible =
        browser.texts(SHOWN).stream().map(each -> each.split(" ", -1)[0]).distinct()
            .filter(sources::contains).toList();
    assertThat(marked).containsExactlyInAnyOrderElementsOf(visible);
    String result = browser.text("document.querySelector('#trace .result').textContent");
    double shown = Double.parseDouble(result.replace("= ", "").replace('−', '-'));
    assertThat(Math.abs(shown - page.value(cell)))
        .isLessThanOrEqualTo(1e-4 * Math.max(1e-3, Math.abs(page.value(cell))));
    // The formula twice, as symbols and as numbers, set by MathML and with nothing left empty.
    assertThat(
        browser.evaluate(
            "[...document.querySelectorAll('#trace .work math')].every("
                + "m => m.getBoundingClientRect().width > 20 && ![...m.querySelectorAll("
                + "'[data-source], [data-term], [data-each]')].some(e => !e.textContent))")
            .asBoolean())
        .isTrue();
    assertThat(browser.evaluate("document.querySelectorAll('#trace .work math').length").asInt())
        .isEqualTo(2);
  }

  @Test
  void shouldReachNumbersByKeyboardAndDrillDown() throws Exception {
    browser.open(file("run"), "#ratios");
    browser.evaluate("document.querySelector('[data-cell=\"4/ratio.3\"]').previousElementSibling");
    browser.evaluate(
        "document.querySelector('main section:not([hidden]) [data-cell=\"p.3\"]').focus()");
    browser.press("Tab");
    String ratio = "main section:not([hidden]) [data-cell=\"4/ratio.3\"]";
    requireTrace(run, "4/ratio.3", ratio);
    browser.point("[data-source-of=\"4/q.3\"]", true);
    assertThat(browser.text("document.querySelector('#trace .name').textContent"))
        .contains("new probability of the action of step 3");
    browser.point(ratio, true);
    browser.point("[data-cell=\"p.5\"]", false);
    requireTrace(run, "4/ratio.3", ratio);
    browser.press("Escape");
    assertThat(browser.evaluate("document.querySelectorAll('.source, .chosen').length").asInt())
        .isZero();
  }

  @ParameterizedTest
  @CsvSource({"run, 360", "run, 1280", "document, 360", "document, 1280"})
  void shouldFitTheWindow(String name, int width) throws Exception {
    browser.look(width, 740, false);
    browser.open(file(name), "");
    for (String step : STEPS) {
      browser.evaluate("location.hash = '" + step + "'");
      browser.settle();
      requireFits(width, step);
      if (!step.equals("path")) {
        browser.evaluate(
            "[...document.querySelectorAll('main section:not([hidden]) .number')].at(-1).click()");
        browser.settle();
        requireFits(width, step + " with a number's sources");
        browser.press("Escape");
      }
    }
  }

  private static void requireFits(int width, String what) throws Exception {
    assertThat(browser.evaluate("document.documentElement.scrollWidth").asInt())
        .as(what).isLessThanOrEqualTo(width);
    assertThat(
        browser.texts(
            "[...document.querySelectorAll('main section:not([hidden]) *, header *, footer *')]"
                + ".filter(e => e.checkVisibility() && e.getBoundingClientRect().right > innerWidth + 1)"
                + ".map(e => e.outerHTML.slice(0, 80))"))
        .as(what).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"run, false", "run, true", "document, false", "document, true"})
  void shouldBeReadableInLightAndDark(String name, boolean dark) throws Exception {
    browser.look(1280, 900, dark);
    browser.open(file(name), "");
    for (String step : STEPS) {
      browser.evaluate("location.hash = '" + step + "'");
      browser.settle();
      if (!step.equals("path")) {
        browser.evaluate(
            "[...document.querySelectorAll('main section:not([hidden]) .number')].at(-1).click()");
        browser.settle();
      }
      JsonNode worst = browser.evaluate(CONTRAST);
      assertThat(worst.get(1).asDouble()).as(step + ": " + worst.get(0)).isBetween(4.5, 21.0);
    }
    String colour = "getComputedStyle(document.body).backgroundColor";
    String before = browser.text(colour);
    browser.point("#theme", true);
    assertThat(browser.text(colour)).isNotEqualTo(before);
    browser.point("#theme", true);
    assertThat(browser.text(colour)).isEqualTo(before);
  }

  @Test
  void shouldMarkInTheDocumentWhatIsWrong() throws Exception {
    browser.open(file("document"), "#value-loss");
    assertThat(
        browser.texts(
            "[...document.querySelectorAll('main section:not([hidden]) s.wrong')]"
                + ".map(s => s.previousElementSibling.textContent + ' ' + s.textContent)"))
        .contains("241.11 252.53", "232.53 252.53", "−13.36 12.36");
  }
}
