package jackdaw.cli.explain;

import jackdaw.environments.GridWorld;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The numbers of a page about the example of document 002, computed again from what it gives: the
 * path S1 → S2 → S3 → trap, the rewards, the probabilities of the old policy for the actions taken,
 * the values of all actions, and the probabilities of the new policy. What the document prints for
 * a number stands beside it.
 */
final class DocumentPage {
  private static final int STEPS = 3;
  private static final int[] ACTIONS = {1, 3, 3};
  private static final double[] REWARDS = {-1, -1, -10};
  private static final double[] OLD = {0.51, 0.43, 0.35};
  private static final double[][] VALUES = {
    {-0.67, 1.36, -1.63, 0.72}, {-0.82, 3.61, 0.99, 1.66}, {-2.58, -3.73, 1.63, 9.61}};
  private static final double[][] NEW = {
    {0.14, 0.26, 0.41, 0.19}, {0.38, 0.17, 0.27, 0.18}, {0.71, 0.11, 0.08, 0.10}};

  /** It is never stated; the clipped ratios are all 0.9. */
  private static final double CLIP_RANGE = 0.1;

  // What the document prints, by step. Its products stand in the columns of steps 3, 1, 2.
  private static final String[] RETURNS = {"-12", "-11", "-10"};
  private static final String[] ADVANTAGES = {"12.36", "12.66", "19.61"};
  private static final String[] RATIOS = {"0.50", "0.42", "0.29"};
  private static final String CLIPPED = "0.9";
  private static final String[] PRODUCTS = {"6.18", "5.31", "5.68"};
  private static final String[] CLIPPED_PRODUCTS = {"11.12", "11.39", "17.65"};
  private static final String SQUARES = "252.53";
  private static final String LOSS = "5.72";

  private final Cells cells = new Cells();

  private DocumentPage() {}

  /** All that the page shows. */
  static PageData data() {
    DocumentPage page = new DocumentPage();
    page.given();
    page.targets();
    page.losses();
    page.documentsOwn();
    GridWorld world = new GridWorld();
    int state = world.start();
    PageData.Row[] rows = new PageData.Row[STEPS];
    for (int i = 0; i < STEPS; i++) {
      int next = world.neighbour(state, ACTIONS[i]);
      String end = next == world.trap() ? "trap" : "";
      rows[i] = new PageData.Row(1, state, "S" + (i + 1), ACTIONS[i], next, end);
      state = next;
    }
    return new PageData(
        PageData.Grid.of(world), List.of(rows), 0, List.of(), Map.of(), page.cells.all());
  }

  private void given() {
    cells.put("eps", CLIP_RANGE);
    for (int i = 0; i < STEPS; i++) {
      String t = "." + (i + 1);
      cells.putBeside("-1", "r" + t, REWARDS[i]);
      cells.put("p" + t, OLD[i]);
      for (int action = 0; action < VALUES[i].length; action++) {
        cells.put("Q" + t + '.' + action, VALUES[i][action]);
        cells.put("now" + t + '.' + action, NEW[i][action]);
      }
      same("V", i, "Q");
      same("q", i, "now");
      cells.put(
          "sum" + t,
          IntStream.range(0, 4).mapToDouble(action -> cells.value("now" + t + '.' + action)).sum(),
          "sum",
          IntStream.range(0, 4).mapToObj(action -> "now" + t + '.' + action).toList());
    }
  }

  /** The entry of a table that belongs to the action taken. */
  private void same(String name, int step, String table) {
    String source = table + '.' + (step + 1) + '.' + ACTIONS[step];
    cells.put(name + '.' + (step + 1), cells.value(source), "same", List.of(source));
  }

  private double value(String name, int step) {
    return cells.value(name + '.' + (step + 1));
  }

  private void targets() {
    for (int i = STEPS - 1; i >= 0; i--) {
      String t = "." + (i + 1);
      if (i == STEPS - 1) {
        cells.putBeside(
            RETURNS[i], "R" + t, value("r", i), "return-end", List.of("r" + t));
      } else {
        String next = "R." + (i + 2);
        cells.putBeside(
            RETURNS[i],
            "R" + t,
            value("r", i) + cells.value(next),
            "return-sum",
            List.of("r" + t, next));
      }
    }
    for (int i = 0; i < STEPS; i++) {
      String t = "." + (i + 1);
      List<String> sources = List.of("R" + t, "V" + t);
      double advantage = value("R", i) - value("V", i);
      cells.putBeside(ADVANTAGES[i], "A" + t, advantage, "advantage", sources);
      cells.putBeside(
          ADVANTAGES[i], "turned" + t, -advantage, "difference", sources.reversed());
      cells.put("square" + t, advantage * advantage, "square", List.of("A" + t));
    }
    cells.putBeside(SQUARES, "valueLoss", mean("square"), "mean", names("square"));
  }

  private static List<String> names(String name) {
    return IntStream.rangeClosed(1, STEPS).mapToObj(t -> name + '.' + t).toList();
  }

  private double mean(String name) {
    return names(name).stream().mapToDouble(cells::value).sum() / STEPS;
  }

  private void losses() {
    for (int i = 0; i < STEPS; i++) {
      String t = "." + (i + 1);
      double ratio = value("q", i) / value("p", i);
      double clipped = Math.clamp(ratio, 1 - CLIP_RANGE, 1 + CLIP_RANGE);
      double advantage = value("A", i);
      double objective = Math.min(ratio * advantage, clipped * advantage);
      cells.putBeside(RATIOS[i], "ratio" + t, ratio, "ratio", List.of("q" + t, "p" + t));
      cells.putBeside(
          CLIPPED, "clip" + t, clipped, "clip", List.of("ratio" + t, "eps"));
      cells.putBeside(
          PRODUCTS[i],
          "surr" + t,
          ratio * advantage,
          "product",
          List.of("ratio" + t, "A" + t));
      cells.putBeside(
          CLIPPED_PRODUCTS[i],
          "csurr" + t,
          clipped * advantage,
          "product",
          List.of("clip" + t, "A" + t));
      cells.putBeside(
          PRODUCTS[i], "min" + t, objective, "minimum", List.of("surr" + t, "csurr" + t));
      cells.put(
          "up" + t, value("q", i) - value("p", i), "difference", List.of("q" + t, "p" + t));
    }
    cells.put("objective", mean("min"), "mean", names("min"));
    cells.putBeside(LOSS, "loss", -cells.value("objective"), "negative", List.of("objective"));
  }

  /** What follows from the document's own numbers where they are not right themselves. */
  private void documentsOwn() {
    for (int i = 0; i < STEPS; i++) {
      String t = "." + (i + 1);
      cells.put("docA" + t, Double.parseDouble(ADVANTAGES[i]));
      cells.put("docratio" + t, Double.parseDouble(RATIOS[i]));
      cells.put("docmin" + t, Double.parseDouble(PRODUCTS[i]));
      double advantage = value("docA", i);
      cells.put("docsquare" + t, advantage * advantage, "square", List.of("docA" + t));
      cells.putBeside(
          PRODUCTS[i],
          "docsurr" + t,
          value("docratio", i) * advantage,
          "product",
          List.of("docratio" + t, "docA" + t));
      cells.putBeside(
          CLIPPED_PRODUCTS[i],
          "doccsurr" + t,
          value("clip", i) * advantage,
          "product",
          List.of("clip" + t, "docA" + t));
    }
    cells.putBeside(SQUARES, "docmean", mean("docsquare"), "mean", names("docsquare"));
    cells.putBeside(LOSS, "docloss", mean("docmin"), "mean", names("docmin"));
  }
}
